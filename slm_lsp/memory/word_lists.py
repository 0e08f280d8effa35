"""Word lists of neighbours, read as they are: Harper's, LTeX's, Vale's and Hunspell's.

Harper and LTeX keep a word a line. Vale's lines are regular expressions of whole words, of either
case at their first letter. Hunspell's `.dic` begins with a count, and its words end in `/FLAGS`.
"""

from __future__ import annotations

import re
from pathlib import Path

from slm_lsp.memory.dictionary import Dictionary

_COUNT = re.compile(r"\d+")
_PLAIN = re.compile(r"[\w'’.\- ]+")
LONGEST_PATTERN = 200
# A repeated group can take a pattern for ever over one word; the lists come from other people's projects.
_REPEATED_GROUP = re.compile(r"\)\s*[*+{]")


class WordList(Dictionary):
    """A list that is only read; some of its lines may be patterns."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.patterns: tuple[re.Pattern[str], ...] = ()

    def _taken(self, lines: list[str]) -> frozenset[str]:
        words, patterns = [], []
        hunspell = self.path.suffix == ".dic"
        for number, line in enumerate(lines):
            line = line.strip()
            if hunspell:
                if number == 0 and _COUNT.fullmatch(line):
                    continue
                line = re.split(r"(?<!\\)/|\t", line)[0].replace("\\/", "/")
            if not line or line.startswith("#"):
                continue
            if _PLAIN.fullmatch(line):
                words.append(line.lower())
            elif self.path.suffix == ".txt" and (pattern := _pattern(line)):
                patterns.append(pattern)
        self.patterns = tuple(patterns)
        return frozenset(words)

    def has(self, word: str) -> bool:
        return super().has(word) or any(pattern.fullmatch(word) for pattern in self.patterns)


def _pattern(line: str) -> re.Pattern[str] | None:
    """A line of Vale's as a pattern; None where it is none, or one that might take for ever."""
    if len(line) > LONGEST_PATTERN or _REPEATED_GROUP.search(line):
        return None
    try:
        return re.compile(line)
    except re.error:
        return None
