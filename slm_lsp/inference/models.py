"""Models: which file to run, found by the embedded name, a catalogue name or a path."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from platformdirs import user_data_path

from slm_lsp.errors import ModelUnavailable
from slm_lsp.inference.catalogue import CATALOGUE, place, sha256

EMBEDDED = "embedded"
EMBEDDED_FILE = "prose-nano.gguf"
PHRASES_FILE = "prose-nano-phrases.safetensors"
NAMES_FILE = "prose-nano-names.txt"


@dataclass(frozen=True)
class Model:
    """A model file on this machine, the prompt style it understands, the trunk of its tagger, and the
    writer's own adapter to it."""

    name: str
    path: Path
    style: str
    tagger: Path | None = None
    adapter: Path | None = None

    @property
    def digest(self) -> str:
        """Of the file, and of the adapter with it, as `digest_of` says."""
        if self.adapter is None:
            return digest_of(self.path)
        both = digest_of(self.path) + digest_of(self.adapter)
        return hashlib.sha256(both.encode()).hexdigest()


def _style_of(path: Path) -> str:
    """Models of our recipe say so near the start of their metadata; all others are asked in chat.

    Of an MLX folder, its own name tells the family.
    """
    if path.is_dir():
        return "qwen3" if "qwen3" in (path / "config.json").read_text("utf-8") else "chatml"
    with path.open("rb") as file:
        start = file.read(4096)
    if b"slm-lsp.prompt_style" in start:
        return "embedded"
    return "qwen3" if b"qwen3" in start else "chatml"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, worked out once for a path, size and time; of a folder, of its weights.

    Of what was removed it is what it was: a host that has read it still serves, and what it said is known.
    `ModelUnavailable` for what never was.
    """
    try:
        if path.is_dir():
            parts = [digest_of(part) for part in sorted(path.glob("*.safetensors"))]
            found = hashlib.sha256("".join(parts).encode()).hexdigest()
        else:
            status = path.stat()
            found = _digest(path, status.st_size, status.st_mtime_ns)
    except FileNotFoundError:
        if path not in _last:
            raise ModelUnavailable(gone(path)) from None
        return _last[path]
    _last[path] = found
    return found


_last: dict[Path, str] = {}


@lru_cache(maxsize=8)
def _digest(path: Path, size: int, time: int) -> str:
    return sha256(path)


def gone(path: Path) -> str:
    """In words, that a file was removed, and what to do."""
    return f"{path} is gone: put it back, or choose another model."


def tagger_beside(path: Path) -> Path | None:
    """The tagger's trunk that ships with a model of our recipe, or None."""
    if path.is_dir():
        return None
    trunk = path.with_name(f"{path.stem}-tagger.gguf")
    return trunk if trunk.is_file() else None


def models_folder() -> Path:
    """Where pulled models are kept (`SLM_LSP_MODELS` moves it)."""
    return Path(os.environ.get("SLM_LSP_MODELS") or user_data_path("slm-lsp") / "models").absolute()


def embedded_path() -> Path:
    """The model that ships with the program: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "models", package.parent / "models"):
        if (folder / EMBEDDED_FILE).is_file():
            return folder / EMBEDDED_FILE
    raise ModelUnavailable("The embedded model file is missing; install slm-lsp again.")


def embedded_phrases() -> Path:
    """The phrase statistics that ship with the program."""
    return embedded_path().with_name(PHRASES_FILE)


def embedded_names() -> Path:
    """The words often written with a capital that ship with the program, a word a line."""
    return embedded_path().with_name(NAMES_FILE)


def find(name: str, backend: str = "llama.cpp") -> Model:
    """The model a setting names, in the form a backend runs, or `ModelUnavailable` with what to do."""
    if name == EMBEDDED:
        return Model(EMBEDDED, embedded_path(), "embedded", tagger_beside(embedded_path()))
    if entry := CATALOGUE.get(name):
        path = place(name, models_folder(), backend == "mlx")
        if not path.exists():
            raise ModelUnavailable(
                f"The model {name} is not on this machine yet. Fetch it with: slm-lsp models pull {name}"
            )
        return Model(name, path, entry.style)
    path = Path(name).expanduser().absolute()  # hosts run in another folder
    if (path / "config.json").is_file():
        if backend != "mlx":
            raise ModelUnavailable(
                f"{path.name} is a folder for MLX, and {backend} runs here; name a .gguf file."
            )
        return Model(path.name, path, _style_of(path))
    if path.suffix == ".gguf" and path.is_file():
        return Model(path.stem, path, _style_of(path), tagger_beside(path))
    raise ModelUnavailable(
        f"There is no model called {name}: name one of `slm-lsp models list`, or a path to a .gguf file "
        "or an MLX folder."
    )
