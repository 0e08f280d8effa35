"""Registry: the backends there are, and which of them to use. A new one is a file and a line in BACKENDS."""

from __future__ import annotations

import importlib.util
import platform
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from slm_lsp.errors import ModelUnavailable
from slm_lsp.inference.backend import Backend, Encoder


class _Module(Protocol):
    """What a backend's file defines."""

    def load(self, model: Path, threads: int, adapter: Path | None) -> Backend: ...

    def load_encoder(self, model: Path, threads: int) -> Encoder: ...


@dataclass(frozen=True)
class Loader:
    """A backend that may be installed.

    Attributes:
        package: The library that it needs.
        file: Its module beside this one; it is imported in the host only, for that is slow.
    """

    package: str
    file: str

    def load(self, model: Path, threads: int, adapter: Path | None = None) -> Backend:
        """Loads a model file, with an adapter of the writer's own where there is one."""
        return self._module.load(model, threads, adapter)

    def load_encoder(self, model: Path, threads: int) -> Encoder:
        """Loads a model file whose tokens all see each other."""
        return self._module.load_encoder(model, threads)

    @property
    def _module(self) -> _Module:
        return cast(_Module, import_module(f"slm_lsp.inference.backends.{self.file}"))


BACKENDS: dict[str, Loader] = {
    "llama.cpp": Loader("xllamacpp", "llama_cpp"),
    "mlx": Loader("mlx_lm", "mlx"),
}


@dataclass(frozen=True)
class Choice:
    """The backend to use and, in words, why."""

    name: str
    why: str


def choose(wanted: str = "auto") -> Choice:
    """The backend for this machine, or `ModelUnavailable` with the reason.

    Looks only at what is installed; nothing heavy is imported.
    """
    if sys.platform == "win32":
        raise ModelUnavailable(
            "The model does not run on Windows yet (its process needs UNIX sockets); the fast rules do."
        )
    apple = sys.platform == "darwin" and platform.machine() == "arm64"
    installed = [name for name, loader in BACKENDS.items() if importlib.util.find_spec(loader.package)]
    if wanted != "auto":
        if wanted not in installed:
            package = BACKENDS[wanted].package
            raise ModelUnavailable(
                f"The backend {wanted} was asked for, but its package {package} is not installed. "
                f"Install it, or set slm-lsp.backend to auto."
            )
        return Choice(wanted, "named in the settings")
    if apple and "mlx" in installed:
        return Choice("mlx", "Apple Silicon, and mlx-lm is installed")
    if "llama.cpp" in installed:
        return Choice("llama.cpp", "its package is installed" + (", mlx-lm is not" if apple else ""))
    if "mlx" in installed:
        return Choice("mlx", "mlx-lm is installed, xllamacpp is not")
    raise ModelUnavailable(
        "Neither xllamacpp nor mlx-lm is installed, so there is no model: the fast rules still "
        "work; ghost text, rewrites and grammar findings do not."
    )
