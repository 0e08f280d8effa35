"""Arbitration: which findings are shown."""
