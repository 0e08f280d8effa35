"""Proposal: an edit the model would make, as a finding a writer can read, if the guards allow it."""

from __future__ import annotations

import re

from slm_lsp.checks.finding import Finding
from slm_lsp.checks.model.explain import category, message
from slm_lsp.inference.guards import lost
from slm_lsp.inference.prompts import LONGEST_SENTENCE, speaks_control
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

KINDS = {"paragraph", "quote", "item"}
FEWEST_WORDS = 4
_WORD = re.compile(r"\s*\w+")
_LAST_WORD = re.compile(r"(?<!\w)\w+\W*$")


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


def proposed(sentence: Sentence, edit: Edit, sure: float) -> Finding | None:
    """The finding for an edit, its span never empty; None where it would touch what is frozen or
    lose a name, a number, a negation or a link."""
    source = sentence.text
    if any(a < edit.end and edit.start < b for a, b in sentence.frozen):
        return None
    if lost(source, edit.apply(source)):
        return None
    before, after = source[edit.start : edit.end], edit.text
    kind = category(before, after, source[: edit.start])
    start, end = edit.start, edit.end
    if not before.strip():  # show an insertion on the word it comes before, or after
        following = _WORD.match(source, start)
        preceding = _LAST_WORD.search(source[:start])
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
    return Finding(f"model/{kind}", message(kind, before, after), start, end, (edit,), sure, kind)
