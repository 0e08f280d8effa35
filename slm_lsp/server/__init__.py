"""Server: the LSP face; one file a request in `handlers`."""
