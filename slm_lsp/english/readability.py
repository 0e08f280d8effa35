"""Readability: how many years of school a text asks for, by its sentences' and words' lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """About how many: runs of vowels, a silent e at the end left out."""
    word = word.lower()
    return max(1, len(_VOWELS.findall(word)) - (word.endswith("e") and len(word) > 3))


@dataclass(frozen=True)
class Readability:
    """The measures of some sentences. `grade` is that of Kincaid et al. (1975)."""

    sentences: int
    words: int
    longest: int
    grade: float

    @classmethod
    def of(cls, sentences: list[str]) -> Readability:
        """Of sentences that have a word each; one that has none counts for nothing."""
        words = [found for text in sentences if (found := _WORD.findall(text))]
        count = sum(map(len, words))
        if not count:
            return cls(0, 0, 0, 0.0)
        spoken = sum(syllables(word) for sentence in words for word in sentence)
        grade = 0.39 * count / len(words) + 11.8 * spoken / count - 15.59
        return cls(len(words), count, max(map(len, words)), grade)

    def __str__(self) -> str:
        sentences = "1 sentence" if self.sentences == 1 else f"{self.sentences} sentences"
        longest = "" if self.sentences == 1 else f", the longest of {self.longest}"
        return f"Reading grade {max(0, round(self.grade))}: {self.words} words in {sentences}{longest}"
