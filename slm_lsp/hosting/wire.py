"""Wire: how a server and a host talk. One JSON object a line over a UNIX socket.

-> {"id": 7, "do": what the host can do, "priority": 2, ...}
-> {"id": 7, "do": "cancel"}
-> {"id": 8, "do": "ping"}
<- {"id": 7, ...}
<- {"id": 7, "error": "Cancelled", "message": "..."}
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slm_lsp import __version__, errors
from slm_lsp.errors import HostUnavailable, SlmError

LONGEST_LINE = 1 << 20
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 108 bytes, 104 on macOS


def runtime_folder() -> Path:
    """A folder for sockets that only this user can enter (`SLM_LSP_RUNTIME` moves it)."""
    for folder in _candidates():
        if len(str(folder)) + 24 > LONGEST_SOCKET_PATH:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            status = folder.lstat()
            if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid():
                folder.chmod(0o700)
                _try_lock(folder)
                return folder
        except OSError:
            continue
    raise HostUnavailable(
        "There is no folder for sockets that only you can enter: name one that you may write to, with a "
        "short path, in SLM_LSP_RUNTIME."
    )


def _candidates() -> Iterator[Path]:
    """Where the folder may be, the likeliest first."""
    if wanted := os.environ.get("SLM_LSP_RUNTIME"):
        yield Path(wanted).absolute()
    elif session := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(session).absolute() / "slm-lsp"
    with contextlib.suppress(OSError):  # there may be no temporary folder
        yield Path(tempfile.gettempdir()) / f"slm-lsp-{os.getuid()}"
    from slm_lsp.storage.paths import data_folder

    # Another machine may have the same data folder.
    machine = hashlib.sha256(os.uname().nodename.encode()).hexdigest()[:8]
    yield data_folder() / f"run-{machine}"


def _try_lock(folder: Path) -> None:
    """Raises `OSError` in a folder where no locks can be had, as in some that come over a network, or that
    cannot be written to."""
    import fcntl  # not on Windows, where there are no hosts

    with (folder / "lock").open("a") as file, contextlib.suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)


def idle_seconds(otherwise: float) -> float:
    """How long a host waits for the next request before it goes: what `SLM_LSP_IDLE` says, where that is a
    number of seconds."""
    with contextlib.suppress(ValueError):
        seconds = float(os.environ.get("SLM_LSP_IDLE", ""))
        if 0 < seconds < math.inf:
            return seconds
    return otherwise


def socket_of(*about: object) -> Path:
    """Where the host for something listens: one per user, program version, and what it is about."""
    key = " ".join(str(part) for part in (__version__, *about))
    return runtime_folder() / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.sock"


def pack(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def error_message(error: SlmError) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": str(error)}


def error_of(message: dict[str, Any]) -> SlmError:
    """The error a host reported, as its own type."""
    kind = getattr(errors, str(message.get("error")), SlmError)
    return kind(str(message.get("message", "")))
