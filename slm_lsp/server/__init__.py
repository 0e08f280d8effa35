"""Server: the LSP face. One file per feature; knows no rule and no model."""
