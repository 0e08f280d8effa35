"""Cache model: what this very document says again. Its words and phrases, as a model of the next word.

Words come in bursts: a name or a term used once is soon used again, and no small model knows it.
Counts of what followed the last two words, the last word, and of all words, each backed off to
the next (Witten and Bell's estimate, 1991; a cache in the sense of Kuhn and De Mori, 1990).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

# Characters of the document worth reading, nearest to the cursor; they begin at a step, so that at the next
# key they begin where they did.
REACH, STEP = 20_000, 1_000
# Weight of backing off from a context seen n times, in times seen: the higher, the less a few
# sightings are believed.
DOUBT = {2: 1.0, 1: 3.0, 0: 20.0}
_HALF_WORD = re.compile(r"(?<![\w'’\-])[\w'’\-]+\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|[.!?]")


def within_reach(text: str) -> str:
    """What of a text that ends at the cursor is worth reading."""
    return text[max(0, len(text) - REACH) // STEP * STEP :]


def cache_model_of(text: str) -> CacheModel:
    """The counts of a text: 8 ms for one of full reach, nothing while one word is typed."""
    return _counted(_HALF_WORD.sub("", text))


@lru_cache(maxsize=4)
def _counted(text: str) -> CacheModel:
    return CacheModel(text)


class CacheModel:
    """Counts of a text's phrases; a word that the text ends in may be half-typed and does not count."""

    def __init__(self, text: str) -> None:
        self._after: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        first, second = "", ""
        for word in _WORD.findall(_HALF_WORD.sub("", text)):
            for context in ((), (second,), (first, second)):
                self._after[context][word] += 1
            first, second = second, word.lower()

    def likely(self, before: str) -> dict[str, float]:
        """Words that may come after `before`; what is missing from a sum of 1 is the chance of a
        word this document has not used."""
        last = ["", "", *(w.lower() for w in _WORD.findall(before[-200:]))][-2:]
        found: dict[str, float] = {}
        for order in (0, 1, 2):
            counts = self._after.get(tuple(last[2 - order :]), Counter())
            fitting = {word: n for word, n in counts.items() if word.isalnum()}
            total = sum(fitting.values())
            found = {
                word: (fitting.get(word, 0) + DOUBT[order] * found.get(word, 0.0)) / (total + DOUBT[order])
                for word in {*found, *fitting}
            }
        return found
