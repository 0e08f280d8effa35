"""Tokens: a word, a number or a run of marks; what an edit tag is read at.

A word keeps its apostrophes and hyphens (`don't`, `well-known`). Unit boundaries fall on the
boundaries of the tokenizer's own pre-tokens, so a unit's first token is its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTERS = r"[^\W\d_]+"
_UNIT = re.compile(rf"(?<!\s)\s*({_LETTERS}(?:['’\-]{_LETTERS})*|\d+|(?:[^\w\s]|_)+|\S)")


@dataclass(frozen=True)
class Unit:
    """`text` stands at `[start, end)`; `spaced` where white space comes before it."""

    start: int
    end: int
    text: str
    spaced: bool


def units(sentence: str) -> list[Unit]:
    """The units of a sentence, in order; all of its text but white space is in one of them."""
    return [Unit(m.start(1), m.end(1), m[1], m.start(1) > m.start()) for m in _UNIT.finditer(sentence)]
