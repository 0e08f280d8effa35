"""The way in: `slm-lsp` serves an editor on stdio; everything else is a command."""

from __future__ import annotations

import sys


def main() -> None:
    """Editors start `slm-lsp` or `slm-lsp --stdio`, so that path imports nothing it can do without."""
    if set(sys.argv[1:]) <= {"--stdio", "serve"}:
        from slm_lsp.checks.rules import preload

        preload("american")  # the default dialect, while the server itself is still imported
        from slm_lsp.server.server import serve

        serve()
    else:
        from slm_lsp.commands import app

        app()
