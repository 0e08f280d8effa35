"""Files of the writer's: written whole or not at all.

A full disk, a crash or a text that cannot be encoded leaves the file as it was.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

PRIVATE, SHARED = 0o600, 0o644
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write other line ends


def write_atomically(path: Path, text: str, *, mode: int = PRIVATE) -> None:
    """Replaces a file's content in one step. A file keeps its permissions, and a link its place.

    Args:
        path: The file; its folder is made where it is missing.
        text: The new content, written as UTF-8.
        mode: The permissions of a new file.

    Raises:
        UnicodeEncodeError: The text has a lone surrogate; the file is untouched.
        OSError: The file cannot be written; it is untouched.
    """
    content = text.encode("utf-8")
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileNotFoundError):
        mode = target.stat().st_mode & 0o777
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}-", suffix=".tmp")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def append_line(path: Path, line: str, *, mode: int = PRIVATE) -> None:
    """Adds a line at a file's end; other processes may add theirs at the same time.

    Args:
        path: The file; it and its folder are made where they are missing.
        line: The line, without its end.
        mode: The permissions of a new file.

    Raises:
        UnicodeEncodeError: The line has a lone surrogate; the file is untouched.
        OSError: The line cannot be written; what was written of it is taken back.
    """
    content = line.encode("utf-8") + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, mode)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            if os.read(handle, 1) != b"\n":
                content = b"\n" + content
        try:
            written = os.write(handle, content)
            if written != len(content):
                raise OSError(28, "No space left on device")
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
