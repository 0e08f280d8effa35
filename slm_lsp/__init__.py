"""slm-lsp: a writing partner with a small language model of its own, over LSP."""

__version__ = "0.1.0"
