"""The next word: three voices, each with its share of the say.

The model has read the text before the cursor, the phrases know what usually follows the last three
words, and the document says its own words again. Their probabilities are mixed, so that what is
offered is as sure as it says.
"""

from __future__ import annotations

import asyncio
import math
from functools import cache
from typing import NamedTuple

import numpy as np

from slm_lsp.complete.habits import Habits, Said
from slm_lsp.complete.phrases import MARKS, WORD, Chances, Phrases
from slm_lsp.complete.recency import Recency
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.models import EMBEDDED, embedded_phrases

# The model's likeliest tokens that are looked at: 500 cost 1 ms more than 40, 1,000 cost 12.
RIVALS = 500
# Of the likeliest words, so many are looked at for one that may be offered.
LOOKED_AT = 16


class Shares(NamedTuple):
    """What part of the probability each voice gives."""

    phrases: float
    model: float
    document: float
    writer: float = 0.0


# By the words before the cursor that the longest known phrase has; `python -m benchmarks.quality.shares`
# works them out on the tuning set.
SHARES = (
    Shares(0.49, 0.30, 0.21),
    Shares(0.49, 0.30, 0.21),
    Shares(0.46, 0.37, 0.17),
    Shares(0.53, 0.28, 0.19),
)
# What the writer's own habits take from the others, by the words before the cursor that they have used
# in this order: worked out on an author who is not measured (benchmarks/quality/learning.py).
WRITER = (0.13, 0.12, 0.16)
# A larger model of the writer's choice knows most phrases by itself. A guess: none was at hand.
SHARES_LARGER = Shares(0.15, 0.65, 0.20)


class Word(NamedTuple):
    """A word and the probability that it is the one."""

    text: str
    likelihood: float


NOTHING = Word("", 0.0)


class NextWord:
    """How likely each word is at one place."""

    def __init__(
        self,
        phrases: Phrases,
        before: str,
        tokens: dict[str, float],
        said: dict[str, float],
        shares: Shares | None = None,
        habits: Said | None = None,
    ) -> None:
        """`tokens`: the model's next tokens, words with their leading space; `said`: the document's
        next words; `habits`: the writer's; all with their probability. `shares` are those of `SHARES`
        where not given; of shares that leave out the writer the habits take `WRITER`."""
        self._phrases = phrases
        usual, self.known = phrases.after(before)
        shares = shares or SHARES[self.known]
        if habits and not shares.writer:
            own = WRITER[habits.known]
            phrase, model, document = (share * (1 - own) for share in shares[:3])
            shares = Shares(phrase, model, document, own)
        self._chances = shares.phrases * usual + shares.model * phrases.by_piece(tokens, usual)
        if habits:
            leant = self._chances * habits.leaning
            self._chances = leant * (self._chances.sum() / max(float(leant.sum()), 1e-9))
        self._own: dict[str, float] = {}  # the document's words that the vocabulary lacks
        for word, likelihood in said.items():
            if (at := phrases.number(word)) is None:
                self._own[word] = shares.document * likelihood
            else:
                self._chances[at] += shares.document * likelihood
        if habits:
            self._chances += shares.writer * habits.chances
            for word, likelihood in habits.own.items():
                self._own[word] = self._own.get(word, 0.0) + shares.writer * likelihood
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
        return min(0.99, sum(self.likelihood(mark) for mark in MARKS))


def _highest(chances: Chances, count: int) -> list[int]:
    """The places of the highest values, in order."""
    some = np.argpartition(-chances, count)[:count] if len(chances) > count else np.arange(len(chances))
    return sorted(map(int, some), key=lambda place: (-chances[place], place))


@cache
def embedded() -> Phrases:
    """The phrases that ship with the program."""
    return Phrases(embedded_phrases())


async def next_word(
    engine: Engine, before: str, recency: Recency | None, habits: Habits | None = None
) -> NextWord:
    """What may come after `before`, which ends before the space, if one is to come.

    Errors of inference pass through.
    """
    tokens, said = await model_tokens(engine, before), recency.likely(before) if recency else {}
    own = await asyncio.to_thread(habits.after, before) if habits else None
    shares = None if engine.model.name == EMBEDDED else SHARES_LARGER
    return NextWord(embedded(), before, tokens, said, shares, own)


async def model_tokens(engine: Engine, before: str) -> dict[str, float]:
    """The model's next tokens and their probability, also at a line's start with a space before."""
    prompt = engine.style.proceed(before)
    step = await engine.generate(prompt, 1, Priority.GHOST, stop=(), alternatives=RIVALS)
    tokens: dict[str, float] = {}
    for data, logprob in step[0].alternatives if step else ():
        token = data.decode("utf-8", "ignore")
        if before.endswith("\n") and token[:1].isalnum():
            token = " " + token
        tokens[token] = tokens.get(token, 0.0) + math.exp(logprob)
    return tokens
