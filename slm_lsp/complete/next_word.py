"""Next word: the one that the predictors together hold likeliest, and its probability."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from slm_lsp.complete.cache_model import CacheModel
from slm_lsp.complete.mixture import Mixture, mixed
from slm_lsp.complete.ngrams import MARKS, WORD, Chances, Phrases
from slm_lsp.complete.predictors import Voices
from slm_lsp.complete.weights import default_weights
from slm_lsp.complete.writer_model import WriterModel
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.models import EMBEDDED, embedded_phrases

# The model's likeliest tokens that are looked at: 500 cost 1 ms more than 40, 1,000 cost 12.
RIVALS = 500
# Of the likeliest words, so many are looked at for one that may be offered.
LOOKED_AT = 16


class Word(NamedTuple):
    """A word and the probability that it is the one."""

    text: str
    likelihood: float


NOTHING = Word("", 0.0)


class NextWord:
    """How likely each word is at one place."""

    def __init__(self, before: str, phrases: Phrases, mixture: Mixture) -> None:
        """After `before`, with the probabilities of the words."""
        self._phrases, self._chances, self._own = phrases, *mixture
        # Small models repeat themselves: the word that stands there is never the next one.
        if (last := WORD.findall(before[-100:])) and (at := phrases.number(last[-1])) is not None:
            self._chances[at] = 0.0

    def _fitting(self, start: str) -> float:
        """The probability of all words that begin with `start`."""
        own = sum(likelihood for word, likelihood in self._own.items() if word.startswith(start))
        return float(self._chances[self._phrases.starting(start)].sum()) + own

    def likelihood(self, word: str) -> float:
        """The probability of one word."""
        at = self._phrases.number(word)
        return float(self._chances[at]) if at is not None else self._own.get(word, 0.0)

    def whole(self, word: str) -> float:
        """The probability that what is typed is a whole word; 1 where nothing known begins so."""
        fitting = self._fitting(word)
        return self.likelihood(word) / fitting if fitting else 1.0

    def best(self, start: str, *, marks: bool = False) -> Word:
        """The likeliest word that begins with `start` and is longer; or a mark like a comma, if `marks`.

        After a `start` it is as likely as among the words that begin so; without one, and without
        `marks`, as among all words.
        """
        fits = self._phrases.starting(start)
        chances = self._chances[fits]
        total = self._fitting(start) if start else 1.0
        if not start and not marks:
            total -= self._marks()
        if not total:
            return NOTHING
        best = NOTHING
        for place in _highest(chances, LOOKED_AT):
            word = self._phrases.words[fits.start + place]
            if len(word) > len(start) and (word[0].isalpha() or (marks and word in MARKS)):
                best = Word(word, float(chances[place]) / total)
                break
        for word, likelihood in self._own.items():
            if word.startswith(start) and len(word) > len(start) and likelihood / total > best.likelihood:
                best = Word(word, likelihood / total)
        return best

    def _marks(self) -> float:
        return min(0.99, float(self._chances[self._phrases.marks].sum()))


def _highest(chances: Chances, count: int) -> Iterator[int]:
    """The places of the highest values, in order; the first is nearly always the one looked for."""
    left = chances.copy()
    for _ in range(min(count, len(left))):
        place = int(left.argmax())
        yield place
        left[place] = -1.0


@cache
def embedded() -> Phrases:
    """The phrases that ship with the program."""
    return Phrases(embedded_phrases())


async def next_word(
    engine: Engine, before: str, recency: CacheModel | None, habits: WriterModel | None = None
) -> NextWord:
    """What may come after `before`, which ends before the space, if one is to come.

    Errors of inference pass through.
    """
    tokens, said = await model_tokens(engine, before), recency.likely(before) if recency else {}
    table = default_weights(larger=engine.model.name != EMBEDDED)
    own = None
    if habits:
        own = await asyncio.to_thread(habits.after, before)
        table = await asyncio.to_thread(habits.shares, engine.model.digest, table)
    voices = Voices(embedded(), before, tokens, said, own)
    return NextWord(before, voices.vocabulary, mixed(voices, table[voices.known, voices.used]))


async def model_tokens(engine: Engine, before: str, priority: Priority = Priority.GHOST) -> dict[str, float]:
    """The model's next tokens and their probability, also at a line's start with a space before."""
    prompt = engine.style.proceed(before)
    step = await engine.generate(prompt, 1, priority, stop=(), alternatives=RIVALS)
    tokens: dict[str, float] = {}
    for data, logprob in step[0].alternatives if step else ():
        token = data.decode("utf-8", "ignore")
        if before.endswith("\n") and token[:1].isalnum():
            token = " " + token
        tokens[token] = tokens.get(token, 0.0) + math.exp(logprob)
    return tokens
