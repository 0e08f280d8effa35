"""`python -m slm_lsp` is `slm-lsp`."""

import sys

# The folder that one is in, which may hold anybody's files. Python 3.10 knows no such flag.
if not getattr(sys.flags, "safe_path", False):
    del sys.path[0]

from slm_lsp.cli.main import main

main()
