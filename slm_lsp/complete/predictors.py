"""Predictors: the probability of the next word by each of ghost text's sources.

The model has read the text before the cursor, the phrases know what usually follows the last three
words, the document says its own words again, and the writer theirs.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from slm_lsp.complete.ngrams import Chances, Phrases
from slm_lsp.complete.weights import MixtureWeights, default_weights
from slm_lsp.complete.writer_model import Said


class Voices:
    """All that is said of the next word; `known` and `used` as in `Place`."""

    def __init__(
        self,
        phrases: Phrases,
        before: str,
        tokens: dict[str, float],
        said: Mapping[str, float],
        habits: Said | None = None,
    ) -> None:
        """`tokens`: the model's next tokens, words with their leading space; `said`: the document's next
        words; `habits`: the writer's; all with their probability."""
        self.vocabulary, self.habits = phrases, habits
        self.document: Chances = np.zeros(len(phrases.words), np.float32)
        self.unlisted: dict[str, float] = {}  # the document's words that the vocabulary lacks
        for word, likelihood in said.items():
            if (at := phrases.number(word)) is None:
                self.unlisted[word] = likelihood
            else:
                self.document[at] = likelihood
        self.phrases, self.known = phrases.after(before)
        self.model = phrases.by_piece(tokens, self.phrases)
        self.used = habits.known if habits else -1
        if habits:
            # Both by the same factor, that of their usual mixture: whichever knows the writer's words gains.
            usual = default_weights()[self.known, self.used]
            mixed = usual.phrases * self.phrases + usual.model * self.model
            leaning = habits.leaning * (mixed.sum() / max(float(mixed @ habits.leaning), 1e-9))
            self.phrases, self.model = self.phrases * leaning, self.model * leaning

    def likelihoods(self, word: str) -> MixtureWeights:
        """How likely each voice holds a word."""
        habits = self.habits
        if (at := self.vocabulary.number(word)) is None:
            own = habits.own.get(word, 0.0) if habits else 0.0
            return MixtureWeights(0.0, 0.0, self.unlisted.get(word, 0.0), own)
        own = float(habits.chances[at]) if habits else 0.0
        return MixtureWeights(float(self.phrases[at]), float(self.model[at]), float(self.document[at]), own)
