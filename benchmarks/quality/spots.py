"""Spots: the words of sets that are typed, each with what model and document say where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from slm_lsp.complete.cache_model import cache_model_of, within_reach
from slm_lsp.complete.next_word import model_tokens
from slm_lsp.complete.ngrams import Phrases
from slm_lsp.complete.predictors import Voices
from slm_lsp.inference.engine import Engine

from .sets import Typed

_WORD = re.compile(r"[\w'’-]+")


class Spot(NamedTuple):
    """A word and what stands before it; what model and document say there."""

    before: str
    word: str
    tokens: dict[str, float]
    said: dict[str, float]

    def voices(self, phrases: Phrases) -> Voices:
        """What is said there of the next word, by these phrases, of a writer nobody knows."""
        return Voices(phrases, self.before, self.tokens, self.said)


async def spots(engine: Engine, lines: Iterable[Typed]) -> list[Spot]:
    """Each word of the lines."""
    found = []
    for before, line in lines:
        for word in _WORD.finditer(line):
            text = before + line[: word.start()]
            stem = text.rstrip(" ")[-4_000:]
            said = cache_model_of(within_reach(text)).likely(stem)
            found.append(Spot(stem, word[0], await model_tokens(engine, stem), said))
    return found
