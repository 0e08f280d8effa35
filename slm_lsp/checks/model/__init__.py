"""Findings of a model."""
