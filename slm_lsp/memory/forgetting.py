"""Forgetting everything: the files that are removed, damaged copies and what SQLite leaves too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from slm_lsp.storage.paths import OURS, data_folder

# What is set is no memory; and the memory's own file, which other windows may have open, is emptied instead.
KEPT = ("settings.toml", "memory.sqlite")


def remembered_files() -> Iterator[Path]:
    """The files of the data folder that hold anything of what was written."""
    folder = data_folder()
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name.startswith(OURS) and path.name not in KEPT and not path.is_dir():
                yield path


def own_words(setting: str) -> Path | None:
    """The list of words that the writer's own settings name; None where they name none by its whole path: a
    relative one is another file in every folder."""
    path = Path(setting).expanduser()
    return path if setting and path.is_absolute() and path.is_file() else None
