"""Word lists of neighbours, read as they are: Harper's, LTeX's, Vale's and Hunspell's.

Harper and LTeX keep a word a line. Vale's lines are regular expressions of whole words, of either
case at their first letter. Hunspell's `.dic` begins with a count, and its words end in `/FLAGS`.
"""

from __future__ import annotations

import re
from pathlib import Path

from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.memory.word_patterns import MOST_WAYS, compiled

_COUNT = re.compile(r"\d+")
_PLAIN = re.compile(r"[\w'’.\- ]+")
# A longer word is none that a pattern is meant for.
LONGEST_WORD = 64


class WordList(Dictionary):
    """A list that is only read; some of its lines may be patterns."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.patterns: tuple[re.Pattern[str], ...] = ()

    def _taken(self, lines: list[str]) -> frozenset[str]:
        words, patterns, ways = [], [], 0
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
            elif self.path.suffix == ".txt" and (found := compiled(line)):
                ways += found[1]
                if ways <= MOST_WAYS:
                    patterns.append(found[0])
        self.patterns = tuple(patterns)
        return frozenset(words)

    def version(self) -> object:
        return self.words(), self.patterns

    def has(self, word: str) -> bool:
        if super().has(word):
            return True
        return len(word) <= LONGEST_WORD and any(pattern.fullmatch(word) for pattern in self.patterns)
