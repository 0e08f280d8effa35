"""Errors made like learners make them, in sentences that spaCy has parsed.

`corrupt(doc, rng)` gives `(source, target)`; the families are one file each, the shares are in `shares.py`.
"""

from __future__ import annotations

from .draw import PATTERNS, Made, corrupt, make
from .pattern import Change, Pattern

__all__ = ["PATTERNS", "Change", "Made", "Pattern", "corrupt", "make"]
