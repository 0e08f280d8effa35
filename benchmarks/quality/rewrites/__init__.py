"""Rewrites, measured: `python -m benchmarks.quality.rewrites` prints the tables."""
