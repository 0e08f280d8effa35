"""Word patterns: such regular expressions of whole words as cannot take long over any word.

The lists come from other people's projects, and a regular expression may try more ways through a word than
there is time for. So only those are taken whose ways are few: literals, classes, groups and alternatives, of
which each may be optional, and one class that is repeated without a bound.
"""

from __future__ import annotations

import re

LONGEST_PATTERN = 200
# Ways through a word that all patterns of one list may have together: a millisecond a word, at most.
MOST_WAYS = 20_000
# Of one pattern, and what a repeat without a bound counts for.
MOST_WAYS_OF_ONE, UNBOUNDED = 2_000, 100

_ATOM = re.compile(r"\\[wdsWDSbB]|\\[^\w\s]|\[\^?\]?(?:[^\[\]\\]|\\.)*\]|[^\\\[\](){}*+?|]")
_REPEAT = re.compile(r"\?|[*+]|\{(\d{1,2})(?:,(\d{1,2}))?\}")


def ways(pattern: str) -> int | None:
    """How many ways a word may be gone through at most; None of a pattern that is not taken."""
    at = 4 if pattern.startswith("(?i)") else 0
    found, unbounded = 1, 0
    branches = [1]
    while at < len(pattern):
        if pattern[at] == "(":
            branches.append(1)
            at += 3 if pattern.startswith("(?:", at) else 1
            continue
        if pattern[at] == "|":
            branches[-1] += 1
            at += 1
            continue
        group = pattern[at] == ")"
        if group:
            if len(branches) == 1:
                return None
            found *= branches.pop()
            at += 1
        elif atom := _ATOM.match(pattern, at):
            at = atom.end()
        else:
            return None
        if repeat := _REPEAT.match(pattern, at):
            at = repeat.end()
            if group and repeat[0] != "?":
                return None
            if repeat[0] in "*+":
                unbounded += 1
                found *= UNBOUNDED
            elif repeat[1]:
                found *= max(1, int(repeat[2] or repeat[1]) - int(repeat[1]) + 1)
            else:
                found *= 2
        if found > MOST_WAYS_OF_ONE or unbounded > 1:
            return None
    found *= branches[0]
    return found if len(branches) == 1 and found <= MOST_WAYS_OF_ONE else None


def compiled(line: str) -> tuple[re.Pattern[str], int] | None:
    """A line as a pattern, and its ways; None where it is none, or one that is not taken."""
    if len(line) > LONGEST_PATTERN or (count := ways(line)) is None:
        return None
    try:
        return re.compile(line), count
    except (re.error, OverflowError, RecursionError):
        return None
