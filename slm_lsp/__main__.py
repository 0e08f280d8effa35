"""`python -m slm_lsp` is `slm-lsp`."""

from slm_lsp.cli import main

main()
