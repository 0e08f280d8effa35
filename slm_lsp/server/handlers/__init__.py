"""Handlers: one file a request; each takes the server and LSP's parameters."""
