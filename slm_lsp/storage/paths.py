"""Paths: where the writer's files are, and whether a path is one that may be used."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from platformdirs import user_data_path

# How the names of the files begin that are kept in the data folder.
OURS = ("memory.sqlite", "cache.sqlite", "dictionary.txt", "settings.toml", "personal.")


def data_folder() -> Path:
    """The data folder (`SLM_LSP_DATA` moves it), made for this user only."""
    folder = Path(os.environ.get("SLM_LSP_DATA") or user_data_path("slm-lsp")).absolute()
    with contextlib.suppress(OSError):  # whoever reads or writes in it finds out, and says so
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _shut(folder)
    return folder


def _shut(folder: Path) -> None:
    """Takes from others what they may do with an existing folder, and with the files of ours in it."""
    status = folder.stat()
    if status.st_mode & 0o077 and sys.platform != "win32" and status.st_uid == os.getuid():
        folder.chmod(0o700)
        for path in folder.iterdir():
            if path.name.startswith(OURS) and path.is_file() and not path.is_symlink():
                path.chmod(0o600)


def memory_file() -> Path:
    """The database of what is remembered."""
    return data_folder() / "memory.sqlite"


def stamp_of(path: Path) -> tuple[int, int] | None:
    """What tells whether a file changed: its time and its size. None where it is not there, or may not be
    looked at."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def is_file(path: Path) -> bool:
    """Whether there is a file that may be looked at; a path that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def inside(folder: Path, name: str) -> Path | None:
    """A file that a project names, by its real place; None where that is not in the project's folder, or
    where it has none."""
    try:
        path = (folder / name).resolve()
        return path if path.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError, RuntimeError):  # links in a circle, a name that no file can have
        return None


def expanded(name: str) -> Path:
    """A path whose `~` is the writer's home, or of a user that there is."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)
