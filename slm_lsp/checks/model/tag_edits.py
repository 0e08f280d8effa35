"""Tag edits: the embedded model's corrections, read off each word of a sentence in one pass."""

from __future__ import annotations

import math
from dataclasses import replace

from slm_lsp.checks.finding import Finding
from slm_lsp.checks.model.proposal import proposed, worth_asking
from slm_lsp.checks.results import SentenceResult
from slm_lsp.edit_tags.decode import Likely, likely_edits
from slm_lsp.errors import PromptTooLong
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.models import digest_of
from slm_lsp.inference.prompts import LONGEST_SENTENCE
from slm_lsp.text.sentences import Sentence

# Probability an edit needs, per sensitivity (chosen on text that is neither trained on nor reported:
# with the rules 1.4, 3.1 and 6.9 false alarms per 1,000 words of clean prose there).
THRESHOLDS = {"strict": 0.8, "balanced": 0.55, "eager": 0.4}
# Log-odds by which an edit of a kind is right more often, or less, than the tagger says: most of its false
# alarms are small words (worked out on the same text).
LOG_ODDS = dict.fromkeys(("spelling", "repetition", "confusion"), 0.45) | dict.fromkeys(
    ("article", "preposition", "missing-word", "extra-word", "wording"), -0.6
)


class TagEdits:
    """The tagger as a check; all edits are returned, thresholds are arbitration's."""

    thresholds = THRESHOLDS

    def __init__(self, engine: Engine) -> None:
        trunk = engine.model.tagger
        assert trunk is not None
        self._engine = engine
        self.key = ("tagging", digest_of(trunk), engine.choice.name)

    async def reading(self, sentence: Sentence, priority: Priority = Priority.SENTENCE) -> SentenceResult:
        """What the tagger makes of a sentence. Errors of inference pass through.

        Sentences that are no running prose get no findings of the model's, but the rules' are
        still weighed by its tags.
        """
        text = sentence.text
        if len(text) > LONGEST_SENTENCE or not text.strip():
            return SentenceResult()
        try:
            tags = await self._engine.tag(text, priority)
        except PromptTooLong:
            return SentenceResult()
        if not worth_asking(sentence):
            return SentenceResult(tags=tags)
        edits = likely_edits(text, tags)
        findings = (_finding(sentence, likely) for likely in edits)
        return SentenceResult(tuple(f for f in findings if f), tags)


def _finding(sentence: Sentence, likely: Likely) -> Finding | None:
    """The finding of an edit, with the other mendings that the guards allow after the first."""
    found = proposed(sentence, likely.edit, likely.probability)
    if found is None:
        return None
    others = (proposed(sentence, other, 0.0) for other in likely.others)
    sure = min(likely.probability, 1 - 1e-6)
    odds = sure / (1 - sure) * math.exp(LOG_ODDS.get(found.category, 0.0))
    fixes = (*found.fixes, *(o.fixes[0] for o in others if o))
    return replace(found, fixes=fixes, confidence=odds / (1 + odds))
