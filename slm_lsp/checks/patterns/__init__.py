"""Patterns: findings by hand-written rules."""
