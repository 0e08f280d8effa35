"""Wire: how a server and its host talk. One JSON object a line over a UNIX socket.

-> {"id": 7, "do": "generate", "priority": 2, "prompt": ..., "max_tokens": ..., ...}
-> {"id": 8, "do": "tag", "priority": 2, "sentence": ...}
-> {"id": 7, "do": "cancel"}
<- {"id": 7, "tokens": [[text as latin-1, logprob, [[text, logprob], ...]], ...]}
<- {"id": 8, "keep": [...], "edits": [[unit, tag, word, probability], ...], "missing": [...]}
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
from slm_lsp.inference.models import Model, digest_of
from slm_lsp.tagging.tags import Tags

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
    tagger = digest_of(model.tagger) if model.tagger else ""
    key = f"{__version__} {backend} {threads} {model.path} {model.digest} {tagger}"
    return runtime_folder() / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.sock"


def pack(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def generate_message(request: Generation) -> dict[str, Any]:
    return {
        "do": "generate",
        "prompt": request.prompt,
        "max_tokens": request.max_tokens,
        "stop": request.stop,
        "alternatives": request.alternatives,
        "grammar": request.grammar,
    }


def request_of(message: dict[str, Any]) -> Generation:
    return Generation(
        str(message["prompt"]),
        int(message["max_tokens"]),
        tuple(str(mark) for mark in message["stop"]),
        int(message["alternatives"]),
        str(message["grammar"]),
    )


def tokens_message(tokens: list[Token]) -> dict[str, Any]:
    rows = [
        [t.data.decode("latin-1"), t.logprob, [[a.decode("latin-1"), p] for a, p in t.alternatives]]
        for t in tokens
    ]
    return {"tokens": rows}


def tokens_of(message: dict[str, Any]) -> list[Token]:
    return [
        Token(text.encode("latin-1"), logprob, tuple((a.encode("latin-1"), p) for a, p in rivals))
        for text, logprob, rivals in message["tokens"]
    ]


def tag_message(sentence: str) -> dict[str, Any]:
    return {"do": "tag", "sentence": sentence}


def tags_message(tags: Tags) -> dict[str, Any]:
    """Probabilities travel with four decimals."""
    return {
        "keep": [round(p, 4) for p in tags.keep],
        "edits": [[unit, tag, word, round(p, 4)] for unit, tag, word, p in tags.edits],
        "missing": [[unit, word, round(p, 4)] for unit, word, p in tags.missing],
    }


def tags_of(message: dict[str, Any]) -> Tags:
    return Tags(
        tuple(message["keep"]),
        tuple((unit, tag, word, p) for unit, tag, word, p in message["edits"]),
        tuple((unit, word, p) for unit, word, p in message["missing"]),
    )


def error_message(error: SlmError) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": str(error)}


def error_of(message: dict[str, Any]) -> SlmError:
    """The error a host reported, as its own type."""
    kind = getattr(errors, str(message.get("error")), SlmError)
    return kind(str(message.get("message", "")))
