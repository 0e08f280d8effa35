"""The recipe that makes the embedded model: read a corpus, train, export one GGUF."""
