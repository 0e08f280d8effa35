"""Wire: how a server and a host talk. One JSON object a line over a UNIX socket.

-> {"id": 7, "do": what the host can do, "priority": 2, ...}
-> {"id": 7, "do": "cancel"}
-> {"id": 8, "do": "ping"}
<- {"id": 7, ...}
<- {"id": 7, "error": "Cancelled", "message": "..."}
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

from slm_lsp import __version__, errors
from slm_lsp.errors import HostUnavailable, SlmError

LONGEST_LINE = 1 << 20
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 108 bytes, 104 on macOS


def runtime_folder() -> Path:
    """A folder for sockets that only this user can enter (`SLM_LSP_RUNTIME` moves it)."""
    private = Path(tempfile.gettempdir()) / f"slm-lsp-{os.getuid()}"
    if wanted := os.environ.get("SLM_LSP_RUNTIME"):
        candidates = [Path(wanted).absolute()]
    elif session := os.environ.get("XDG_RUNTIME_DIR"):
        candidates = [Path(session) / "slm-lsp", private]
    else:
        candidates = [private]
    for folder in candidates:
        if len(str(folder)) + 24 > LONGEST_SOCKET_PATH:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            status = folder.lstat()
            if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid():
                folder.chmod(0o700)
                return folder
        except OSError:
            continue
    raise HostUnavailable("There is no private folder for sockets.")


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
