"""The way in: `slm-lsp` serves an editor on stdio; everything else is a command."""

import sys

from slm_lsp.search_path import leave_out_relative

leave_out_relative()  # before anything else is imported


def leave_no_core() -> None:
    """A process that crashes writes no core: it would hold the writer's text, where the process ran."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Editors start `slm-lsp` or `slm-lsp --stdio`, and servers `slm-lsp host`: these import nothing that
    they can do without."""
    leave_no_core()
    if set(sys.argv[1:]) <= {"--stdio", "serve"}:
        from slm_lsp.checks.harper.launch import begin

        begin()  # while the server itself is still imported
        from slm_lsp.server.lsp.lazy_types import import_types

        import_types()
        from slm_lsp.server.app import serve

        serve()
    elif sys.argv[1:2] == ["host"]:
        from slm_lsp.cli.host import main as host

        sys.exit(host(sys.argv[2:]))
    else:
        from slm_lsp.cli.commands import app

        app()
