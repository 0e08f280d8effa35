"""Where the process that owns the rules is, and how it is started. Light: a server does it first of all."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from slm_lsp.errors import HostUnavailable
from slm_lsp.hosting.process import start, taken
from slm_lsp.hosting.wire import idle_seconds, socket_of

# A writer who comes back from a walk shall not wait for it (`SLM_LSP_IDLE` changes it).
IDLE_SECONDS = idle_seconds(1800)
PATIENCE_SECONDS = 30.0
# Windows has no UNIX sockets in Python: the rules are in the server's own process there.
SHARED = sys.platform != "win32"


def rules_socket() -> Path:
    """Where it listens."""
    return socket_of("rules", version("harper-py"))


def rules_options(path: Path) -> list[str]:
    """The options of `slm-lsp host` that start it."""
    return [
        "--rules", "--socket", str(path), "--idle", str(IDLE_SECONDS), "--patience", str(PATIENCE_SECONDS),
    ]  # fmt: skip


def begin() -> None:
    """Starts it if it does not run; nobody waits."""
    if not SHARED:
        return
    try:
        path = rules_socket()
        if not taken(path):
            start(rules_options(path))
    except (HostUnavailable, OSError):
        pass  # who needs it will try again, and hear why
