"""Catalogue: models that a writer may fetch by name, and how they are fetched.

Only what was looked up on the hub stands here. Digests come from the hub when a model is pulled,
are checked after the download, and are kept beside the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from slm_lsp.errors import DownloadFailed


@dataclass(frozen=True)
class Entry:
    """One model: where it is, under what licence, how it is spoken to, and how big it is (MB)."""

    repository: str
    file: str
    licence: str
    style: str
    megabytes: int
    about: str


CATALOGUE: dict[str, Entry] = {
    "smollm2-360m": Entry(
        "HuggingFaceTB/SmolLM2-360M-Instruct-GGUF",
        "smollm2-360m-instruct-q8_0.gguf",
        "Apache-2.0",
        "chatml",
        386,
        "general instruct model; slower, freer rewrites",
    ),
}


def pull(name: str, folder: Path, progress: Callable[[str], None]) -> Path:
    """Fetches a catalogue model into `folder/name`; goes on where an earlier try stopped.

    Raises `DownloadFailed` with a sentence; a model already there stays untouched then.
    """
    entry = CATALOGUE[name]
    # Imported here: the only module that can reach the network, and only when asked to.
    from huggingface_hub import HfApi, hf_hub_download

    target = folder / name
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        facts = HfApi().get_paths_info(entry.repository, [entry.file])
        stored = getattr(facts[0], "lfs", None) if facts else None
        expected: str | None = stored.sha256 if stored else None
        progress(f"Fetching {entry.repository}/{entry.file} ({entry.megabytes} MB, {entry.licence})")
        path = Path(hf_hub_download(entry.repository, entry.file, local_dir=target))
    except Exception as error:  # the hub's library lets its HTTP library's own errors through
        raise DownloadFailed(
            f"{name} could not be fetched: {error.__class__.__name__}. Check the connection and try "
            "again; a started download goes on where it stopped."
        ) from error
    digest = sha256(path)
    if expected and digest != expected:
        path.unlink()
        raise DownloadFailed(
            f"{name} arrived damaged: its checksum is not the hub's. It was removed; try again."
        )
    (target / "lock.json").write_text(
        json.dumps({"repository": entry.repository, "file": entry.file, "sha256": digest}, indent=1)
    )
    return path


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
