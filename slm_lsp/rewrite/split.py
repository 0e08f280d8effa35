"""Split: one long sentence as two, where the second could stand by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from slm_lsp.english.quotations import quoted
from slm_lsp.text.edits import Edit

LEAST_WORDS = 5  # on either side
_HERE = re.compile(
    r"(?:(?P<semicolon>;)|,\s(?P<join>and|but|so))\s(?P<subject>(?:I|we|you|he|she|it|they|there)\b|)"
)


def split(text: str, frozen: Iterable[tuple[int, int]] = ()) -> list[Edit]:
    """Full stops in place of semicolons, and of commas before a clause that has its own subject."""
    apart = [*frozen, *quoted(text), *(match.span() for match in re.finditer(r"\([^)]*(?:\)|$)", text))]
    edits: list[Edit] = []
    done = 0
    for match in _HERE.finditer(text):
        if not match["semicolon"] and not match["subject"]:
            continue
        if any(a < match.end() and match.start() < b for a, b in apart):
            continue
        if (
            min(len(text[done : match.start()].split()), len(text[match.start("subject") :].split()))
            < LEAST_WORDS
        ):
            continue
        joined = "" if match["join"] in (None, "and") else match["join"].capitalize() + " "
        start = match.start("subject")
        subject = match["subject"] if joined else text[start : start + 1].upper() + match["subject"][1:]
        end = match.end() if match["subject"] else start + 1
        edits.append(Edit(match.start(), end, f". {joined}{subject}"))
        done = end
    return edits
