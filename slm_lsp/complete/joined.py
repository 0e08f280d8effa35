"""Joined: an offer and what was typed of its first word."""

from __future__ import annotations

import re

_HALF_WORD = re.compile(r"(?<![\w'’-])[\w'’-]*$")


def joined(before: str, insert: str) -> tuple[str, str]:
    """(the text before an offer's first word, the offer with that word whole)."""
    half = _HALF_WORD.search(before)
    assert half is not None
    start = half.start() if insert[:1].isalnum() else len(before)
    return before[:start], before[start:] + insert
