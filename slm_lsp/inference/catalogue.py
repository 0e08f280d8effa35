"""Catalogue: models that a writer may fetch by name, and how they are fetched.

Only what was looked up on the hub stands here. Digests come from the hub when a model is pulled,
are checked after the download, and are kept beside the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from slm_lsp.errors import DownloadFailed
from slm_lsp.storage.files import write_atomically


@dataclass(frozen=True)
class Entry:
    """One model: where it is, under what licence, how it is spoken to, and how big it is (MB; the
    file, and with the context about the memory it takes).

    `mlx`: the repository of its form for Apple Silicon, which is a folder.
    """

    repository: str
    file: str
    mlx: str
    licence: str
    style: str
    megabytes: int
    about: str


CATALOGUE: dict[str, Entry] = {
    "smollm2-360m": Entry(
        "HuggingFaceTB/SmolLM2-360M-Instruct-GGUF",
        "smollm2-360m-instruct-q8_0.gguf",
        "mlx-community/SmolLM2-360M-Instruct",
        "Apache-2.0",
        "chatml",
        386,
        "general instruct model; slower, freer rewrites",
    ),
    "qwen3-0.6b": Entry(
        "Qwen/Qwen3-0.6B-GGUF",
        "Qwen3-0.6B-Q8_0.gguf",
        "mlx-community/Qwen3-0.6B-8bit",
        "Apache-2.0",
        "qwen3",
        639,
        "the smallest that follows instructions well",
    ),
    "smollm2-1.7b": Entry(
        "HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF",
        "smollm2-1.7b-instruct-q4_k_m.gguf",
        "mlx-community/SmolLM2-1.7B-Instruct",
        "Apache-2.0",
        "chatml",
        1_100,
        "English above all; good rewrites",
    ),
    "qwen2.5-1.5b": Entry(
        "Qwen/Qwen2.5-1.5B-Instruct-GGUF",
        "qwen2.5-1.5b-instruct-q4_k_m.gguf",
        "mlx-community/Qwen2.5-1.5B-Instruct-4bit",
        "Apache-2.0",
        "chatml",
        1_117,
        "careful with meaning; 4 bits",
    ),
    "qwen3-1.7b": Entry(
        "Qwen/Qwen3-1.7B-GGUF",
        "Qwen3-1.7B-Q8_0.gguf",
        "mlx-community/Qwen3-1.7B-4bit",
        "Apache-2.0",
        "qwen3",
        1_834,
        "free instructions and tones",
    ),
    "qwen3-4b": Entry(
        "Qwen/Qwen3-4B-GGUF",
        "Qwen3-4B-Q4_K_M.gguf",
        "mlx-community/Qwen3-4B-4bit",
        "Apache-2.0",
        "qwen3",
        2_497,
        "the best of these; for a fast machine",
    ),
}


# What of a repository an MLX folder needs.
_MLX_FILES = (".json", ".safetensors", ".txt", ".jinja")


def place(name: str, folder: Path, mlx: bool) -> Path:
    """Where a pulled model lies: its GGUF, or its folder for MLX."""
    return folder / name / ("mlx" if mlx else CATALOGUE[name].file)


def pull(name: str, folder: Path, progress: Callable[[str], None], *, mlx: bool = False) -> Path:
    """Fetches a catalogue model, goes on where an earlier try stopped, and returns its `place`.

    Raises `DownloadFailed` with a sentence; a model already there stays untouched then.
    """
    entry = CATALOGUE[name]
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"  # read when the library is imported
    # Imported here: the only module that can reach the network, and only when asked to.
    from huggingface_hub import HfApi, hf_hub_download

    repository = entry.mlx if mlx else entry.repository
    target = place(name, folder, mlx)
    into = target if mlx else target.parent
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    locked: dict[str, str] = {}
    try:
        hub = HfApi()
        files = [entry.file]
        if mlx:
            files = [f for f in hub.list_repo_files(repository) if f.endswith(_MLX_FILES) and "/" not in f]
        facts = {fact.path: getattr(fact, "lfs", None) for fact in hub.get_paths_info(repository, files)}
        size = "" if mlx else f"{entry.megabytes} MB, "
        progress(f"Fetching {repository}{'' if mlx else '/' + entry.file} ({size}{entry.licence})")
        for file in files:
            path = Path(hf_hub_download(repository, file, local_dir=into))
            locked[file] = sha256(path)
            stored = facts.get(file)
            if stored and stored.sha256 != locked[file]:
                path.unlink()
                raise DownloadFailed(
                    f"{name} arrived damaged: the checksum of {file} is not the hub's. It was removed; "
                    "try again."
                )
    except DownloadFailed:
        raise
    except Exception as error:  # the hub's library lets its HTTP library's own errors through
        raise DownloadFailed(
            f"{name} could not be fetched: {error.__class__.__name__}. Check the connection and try "
            "again; a started download goes on where it stopped."
        ) from error
    try:
        lock = json.dumps({"repository": repository, "sha256": locked}, indent=1)
        write_atomically(into / "lock.json", lock)
    except OSError as error:
        raise DownloadFailed(
            f"{name} was fetched, but its checksums cannot be kept: {error.strerror}."
        ) from error
    return target


def remove(name: str, folder: Path) -> bool:
    """Removes a pulled model; says whether there was one."""
    target = folder / name
    if name not in CATALOGUE or not target.is_dir():
        return False
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(target)
    return True


def sha256(path: Path) -> str:
    """Digest of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
