"""Rewrite: the same meaning in another tone."""
