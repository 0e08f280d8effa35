"""Rewrite edits: a larger model's corrections of a sentence, each edit with the model's own confidence.

The model writes the sentence again, corrected. The two are aligned word by word; an edit's
confidence is the smallest probability among the tokens that make it. Each edit stands or falls
alone: one doubtful edit does not take the others with it.
"""

from __future__ import annotations

import math

from slm_lsp.checks.model.proposal import proposed, worth_asking
from slm_lsp.checks.results import SentenceResult
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.backend import Token, text_of
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import cleaned, repeats
from slm_lsp.text.edits import Change, Edit, align, tightened
from slm_lsp.text.sentences import Sentence

# Probability an edit needs, per sensitivity (chosen by benchmarks/quality on held-out text).
THRESHOLDS = {"strict": 0.9, "balanced": 0.6, "eager": 0.4}
MOST_CHANGED = 0.4  # of the words; beyond it the model did not correct but invent


class RewriteEdits:
    """A model that writes, as a reader; all edits are returned, thresholds are arbitration's."""

    thresholds = THRESHOLDS

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.key = ("grammar", engine.model.digest, engine.choice.name)

    async def reading(self, sentence: Sentence, priority: Priority = Priority.SENTENCE) -> SentenceResult:
        """The edits the model would make. Errors of inference pass through."""
        if not worth_asking(sentence):
            return SentenceResult()
        style = self._engine.style
        source = sentence.text
        tokens = await self._engine.generate(
            style.fix(source),
            len(source) // 2 + 24,
            priority,
            alternatives=2,
            grammar=style.answer(source),
        )
        target = cleaned(text_of(tokens), source)
        if not target or target == source or (repeats(target) and not repeats(source)):
            return SentenceResult()
        changes = align(source, target)
        changed = sum(
            max(source[c.start : c.end].count(" "), target[c.target_start : c.target_end].count(" ")) + 1
            for c in changes
        )
        if changed > max(2, MOST_CHANGED * (source.count(" ") + 1)):
            return SentenceResult()
        shift = text_of(tokens).find(target)
        found = []
        for change in changes:
            sure = confidence(change, tokens, shift)
            text = target[change.target_start : change.target_end]
            edit = tightened(source, Edit(change.start, change.end, text))
            if finding := proposed(sentence, edit, sure):
                found.append(finding)
        return SentenceResult(tuple(found))


def confidence(change: Change, tokens: list[Token], shift: int) -> float:
    """Smallest probability among the tokens of a change; for a deletion, of the one after it."""
    start, end = change.target_start + shift, max(change.target_end, change.target_start + 1) + shift
    least, at = 0.0, 0
    for token in tokens:
        length = len(token.data.decode("utf-8", "ignore"))
        if at < end and at + length > start:
            least = min(least, token.logprob)
        at += length
    return math.exp(least)
