"""Mixture: one probability of each word, from all that the voices say.

What phrases, model and document say is interpolated twice: linearly by the voices' shares, so that a word
counts that one of them knows; then log-linearly (Klakow, 1998), so that a word gains on which they agree,
and one loses that is merely frequent. What the writer says is mixed in linearly: a phrase of theirs needs
nobody's agreement.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from slm_lsp.complete.ngrams import Chances
from slm_lsp.complete.predictors import Voices
from slm_lsp.complete.weights import MixtureWeights


class Exponents(NamedTuple):
    """To what power each probability of a word counts: that of the linear mixture, of single voices, and how
    often the word is written at all."""

    linear: float
    phrases: float
    model: float
    document: float
    usual: float


# `python -m benchmarks.quality.exponents`: within 0.001 nats of the best.
EXPONENTS = Exponents(linear=0.76, phrases=0.08, model=0.18, document=0.07, usual=-0.12)
# What is added to each probability: a word that a voice does not know is not impossible.
UNHEARD_OF = Exponents(linear=1e-9, phrases=1e-6, model=1e-6, document=1e-5, usual=1e-6)


class Mixture(NamedTuple):
    """[words] the probability of each word of the vocabulary, and of each that it lacks."""

    chances: Chances
    own: dict[str, float]


def mixed(voices: Voices, shares: MixtureWeights) -> Mixture:
    """What all voices say together. Marks and words outside the vocabulary keep their part of the linear
    mixture: as powers, marks came out half as often as they are written."""
    together, own = linear(voices, shares)
    weighed: Chances = np.zeros_like(together)
    # Row by row: a product of matrices would wake threads, which spin for longer than they work.
    for exponent, row in zip(EXPONENTS, logs(voices, together), strict=True):
        weighed += exponent * row
    chances: Chances = np.exp(weighed - weighed.max())
    marks = voices.vocabulary.marks
    chances[marks] = 0.0
    chances *= (together.sum() - together[marks].sum()) / chances.sum()
    chances[marks] = together[marks]
    if voices.habits:
        chances += shares.writer * voices.habits.chances
        for word, likelihood in voices.habits.own.items():
            own[word] = own.get(word, 0.0) + shares.writer * likelihood
    return Mixture(chances, own)


def linear(voices: Voices, shares: MixtureWeights) -> Mixture:
    """What phrases, model and document say, each by its share."""
    chances: Chances = shares.phrases * voices.phrases
    chances += shares.model * voices.model
    chances += shares.document * voices.document
    own = {word: shares.document * likelihood for word, likelihood in voices.unlisted.items()}
    return Mixture(chances, own)


def logs(voices: Voices, together: Chances) -> list[Chances]:
    """[exponents][words] the logarithms of the probabilities that `Exponents` are for; `together`: their
    linear mixture."""
    known = (together, voices.phrases, voices.model, voices.document, voices.vocabulary.usual)
    return [np.log(row + added) for row, added in zip(known, UNHEARD_OF, strict=True)]
