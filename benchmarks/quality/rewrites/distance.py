"""Distance: how many words apart two sentences are."""

from __future__ import annotations

import re
from collections.abc import Iterable


def words_apart(one: str, other: str) -> int:
    """The fewest words to put in, take out or exchange; marks count as words, capitals for nothing."""
    left, right = (re.findall(r"\w+(?:['’-]\w+)*|[^\w\s]", text.lower()) for text in (one, other))
    row = list(range(len(right) + 1))
    for number, word in enumerate(left, 1):
        before, row = row, [number]
        for column, same in enumerate(right, 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (word != same)))
    return row[-1]


def nearest(text: str, targets: Iterable[str]) -> tuple[str, int]:
    """(the target with the fewest words changed, how many words apart it is)."""
    return min(((target, words_apart(text, target)) for target in targets), key=lambda found: found[1])
