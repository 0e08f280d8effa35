"""Wire: how a server and its host talk. One JSON object a line over a UNIX socket.

-> {"id": 7, "do": "generate", "priority": 2, "prompt": ..., "max_tokens": ..., ...}
-> {"id": 7, "do": "cancel"}
<- {"id": 7, "tokens": [[text as latin-1, logprob, [[text, logprob], ...]], ...]}
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
from slm_lsp.errors import ModelUnavailable, SlmError
from slm_lsp.inference.backend import Generation, Token
from slm_lsp.inference.models import Model

LONGEST_LINE = 1 << 20
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 108 bytes, 104 on macOS


def runtime_folder() -> Path:
    """A folder for sockets that only this user can enter (`SLM_LSP_RUNTIME` moves it)."""
    private = Path(tempfile.gettempdir()) / f"slm-lsp-{os.getuid()}"
    if wanted := os.environ.get("SLM_LSP_RUNTIME"):
        candidates = [Path(wanted)]
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
    raise ModelUnavailable("There is no private folder for the model's socket.")


def socket_path(model: Model, backend: str, threads: int) -> Path:
    """Where the host for this model listens: one per user, model, backend and program version."""
    key = f"{__version__} {backend} {threads} {model.path} {model.digest}"
    return runtime_folder() / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.sock"


def pack(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def request_message(number: int, request: Generation, priority: int) -> dict[str, Any]:
    return {
        "id": number,
        "do": "generate",
        "priority": priority,
        "prompt": request.prompt,
        "max_tokens": request.max_tokens,
        "stop": request.stop,
        "alternatives": request.alternatives,
    }


def request_of(message: dict[str, Any]) -> Generation:
    return Generation(
        str(message["prompt"]),
        int(message["max_tokens"]),
        tuple(str(mark) for mark in message["stop"]),
        int(message["alternatives"]),
    )


def tokens_message(number: int, tokens: list[Token]) -> dict[str, Any]:
    rows = [
        [t.data.decode("latin-1"), t.logprob, [[a.decode("latin-1"), p] for a, p in t.alternatives]]
        for t in tokens
    ]
    return {"id": number, "tokens": rows}


def tokens_of(message: dict[str, Any]) -> list[Token]:
    return [
        Token(text.encode("latin-1"), logprob, tuple((a.encode("latin-1"), p) for a, p in rivals))
        for text, logprob, rivals in message["tokens"]
    ]


def error_message(number: int, error: SlmError) -> dict[str, Any]:
    return {"id": number, "error": type(error).__name__, "message": str(error)}


def error_of(message: dict[str, Any]) -> SlmError:
    """The error a host reported, as its own type."""
    kind = getattr(errors, str(message.get("error")), SlmError)
    return kind(str(message.get("message", "")))
