"""LSP: the protocol, as far as no feature knows it."""
