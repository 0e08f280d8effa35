"""Backend: what can run a model file. One implementation a file, one line each in BACKENDS."""

from __future__ import annotations

import importlib.util
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from slm_lsp.errors import ModelUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Generation:
    """A request to a model: go on after `prompt`, greedily.

    `stop`: the text ends before any of these strings. `alternatives`: how many of the likeliest
    tokens to report at each step, the chosen one among them. `grammar`: what the text may be, in
    llama.cpp's GBNF; a backend that cannot hold to one leaves it out, so the guards still judge.
    """

    prompt: str
    max_tokens: int
    stop: tuple[str, ...] = ()
    alternatives: int = 1
    grammar: str = ""


@dataclass(frozen=True)
class Token:
    """One generated token: its bytes, its log-probability (nats), and its rivals likewise."""

    data: bytes
    logprob: float
    alternatives: tuple[tuple[bytes, float], ...] = ()


class Backend(Protocol):
    """A loaded model. `slots` generations may run at once, each on a thread of its own."""

    slots: int

    def generate(self, request: Generation, proceed: Callable[[], bool]) -> list[Token]:
        """The tokens after the prompt, without the stop string or the end token.

        Asks `proceed` before each token and raises `Cancelled` when it says no. Raises
        `PromptTooLong` for a prompt that the model cannot hold.
        """
        ...


class Encoder(Protocol):
    """A loaded model that reads a text at once, every token seeing every other."""

    def hidden(self, tokens: list[int]) -> NDArray[np.float32]:
        """[tokens, dim]: the states after the last norm. May be called from several threads."""
        ...


def text_of(tokens: list[Token]) -> str:
    """The text that tokens spell; bytes that are not UTF-8 are dropped."""
    return b"".join(token.data for token in tokens).decode("utf-8", "ignore")


def until_stop(tokens: Iterator[Token], stop: tuple[str, ...]) -> list[Token]:
    """Tokens up to the first of the `stop` strings; the token that holds it is cut short."""
    kept: list[Token] = []
    seen = b""
    marks = [mark.encode() for mark in stop]
    for token in tokens:
        data = seen + token.data
        hits = [at for mark in marks if (at := data.find(mark, max(0, len(seen) - len(mark)))) >= 0]
        if hits:
            if min(hits) > len(seen):
                kept.append(Token(data[len(seen) : min(hits)], token.logprob, token.alternatives))
            return kept
        kept.append(token)
        seen = data
    return kept


class Load(Protocol):
    """Loads a model file, with an adapter of the writer's own where there is one."""

    def __call__(self, model: Path, threads: int, adapter: Path | None = None, /) -> Backend: ...


@dataclass(frozen=True)
class Loader:
    """What a backend needs, and how it loads a model file, and an encoder: (path, threads)."""

    package: str
    load: Load
    load_encoder: Callable[[Path, int], Encoder]


# Imports of the libraries are slow and happen in the host only.
def _llama_cpp(model: Path, threads: int, adapter: Path | None = None) -> Backend:
    from slm_lsp.inference.backends.llama_cpp import LlamaCpp

    return LlamaCpp(model, threads, adapter)


def _llama_cpp_encoder(model: Path, threads: int) -> Encoder:
    from slm_lsp.inference.backends.llama_cpp import LlamaCppEncoder

    return LlamaCppEncoder(model, threads)


def _mlx(model: Path, threads: int, adapter: Path | None = None) -> Backend:
    from slm_lsp.inference.backends.mlx import Mlx

    return Mlx(model, adapter)


def _mlx_encoder(model: Path, threads: int) -> Encoder:
    from slm_lsp.inference.backends.mlx import MlxEncoder

    return MlxEncoder(model)


BACKENDS: dict[str, Loader] = {
    "llama.cpp": Loader("xllamacpp", _llama_cpp, _llama_cpp_encoder),
    "mlx": Loader("mlx_lm", _mlx, _mlx_encoder),
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
