"""Inference: the model, in a process of its own; knows nothing of LSP."""
