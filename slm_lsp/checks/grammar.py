"""Grammar: the model's corrections of a sentence, each edit with the model's own confidence.

The model writes the sentence again, corrected. The two are aligned word by word; an edit's
confidence is the smallest probability among the tokens that make it. Each edit stands or falls
alone: one doubtful edit does not take the others with it.
"""

from __future__ import annotations

import math
import re

from slm_lsp.checks.explain import category, message
from slm_lsp.checks.finding import Finding
from slm_lsp.inference.backend import Priority, Token, text_of
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import cleaned, lost, repeats
from slm_lsp.inference.prompts import LONGEST_SENTENCE, speaks_control
from slm_lsp.text.edits import Change, Edit, align, tightened
from slm_lsp.text.sentences import Sentence

# Probability an edit needs, per sensitivity (chosen by benchmarks/quality on held-out text).
THRESHOLDS = {"strict": 0.9, "balanced": 0.6, "eager": 0.4}
MOST_CHANGED = 0.4  # of the words; beyond it the model did not correct but invent
KINDS = {"paragraph", "quote", "item"}
FEWEST_WORDS = 4


def worth_asking(sentence: Sentence) -> bool:
    """Whether a sentence is prose the model was made for."""
    text = sentence.text
    letters = sum(c.isascii() and (c.isalpha() or c == " ") for c in text)
    return (
        sentence.prose.kind in KINDS
        and sentence.finished
        and len(text) <= LONGEST_SENTENCE
        and text.count(" ") + 1 >= FEWEST_WORDS
        and letters >= 0.75 * len(text)
        and not speaks_control(text)
    )


class Grammar:
    """The model as a check; all edits are returned, thresholds are arbitration's."""

    def __init__(self, engine: Engine, priority: Priority = Priority.SENTENCE) -> None:
        self._engine = engine
        self._priority = priority
        self.key = ("grammar", engine.model.digest, engine.choice.name)

    async def findings(self, sentence: Sentence) -> list[Finding]:
        """The edits the model would make. Errors of inference pass through."""
        if not worth_asking(sentence):
            return []
        style = self._engine.style
        source = sentence.text
        tokens = await self._engine.generate(
            style.fix(source), len(source) // 2 + 24, self._priority, alternatives=2
        )
        target = cleaned(text_of(tokens), source)
        if not target or target == source or (repeats(target) and not repeats(source)):
            return []
        changes = align(source, target)
        changed = sum(
            max(source[c.start : c.end].count(" "), target[c.target_start : c.target_end].count(" ")) + 1
            for c in changes
        )
        if changed > max(2, MOST_CHANGED * (source.count(" ") + 1)):
            return []
        shift = text_of(tokens).find(target)
        found = []
        for change in changes:
            sure = confidence(change, tokens, shift)
            if finding := _finding(sentence, change, target, sure):
                found.append(finding)
        return found


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


def _finding(sentence: Sentence, change: Change, target: str, sure: float) -> Finding | None:
    source = sentence.text
    edit = tightened(source, Edit(change.start, change.end, target[change.target_start : change.target_end]))
    if any(a < edit.end and edit.start < b for a, b in sentence.frozen):
        return None
    if lost(source, edit.apply(source)):
        return None
    before, after = source[edit.start : edit.end], edit.text
    kind = category(before, after, source[: edit.start])
    start, end = edit.start, edit.end
    if not before.strip():  # show an insertion on the word it comes before, or after
        following = re.compile(r"\s*\w+").match(source, start)
        preceding = re.search(r"\w+\W*$", source[:start])
        if following and after.strip() not in ".,;:!?":
            start, end = following.end() - len(following[0].strip()), following.end()
        elif preceding:
            start, end = preceding.start(), edit.end
    while end > start and source[end - 1] == " ":
        end -= 1
    while start < end and source[start] == " ":
        start += 1
    if start == end:
        return None
    return Finding(f"model/{kind}", message(kind, before, after), start, end, (edit,), sure)
