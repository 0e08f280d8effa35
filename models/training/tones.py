"""Tone pairs by rule: a clean sentence, and the same thing in another tone.

The phrases are the product's own (`slm_lsp/english/lexicon.py`). One found on either side in a real
sentence makes a pair: the sentence with the `from` side is the source, with the `to` side the target.
A pair counts only when the swaps, made backwards, give the real sentence again, and when the guards
that watch the product find nothing lost. Pairs that a model wrote are `round_trip`'s.
"""

from __future__ import annotations

import random
import re

from slm_lsp.english.lexicon import (
    CONTRACTIONS,
    FILLERS,
    FORMAL_BY_CONTEXT,
    FRIENDLY_BY_CONTEXT,
    GREETINGS,
    HEDGES,
    HEDGES_BY_CONTEXT,
    INFORMAL,
    PLAIN,
    PLAIN_BY_CONTEXT,
    WORDY,
    turned,
    with_forms,
)
from slm_lsp.inference.guards import lost

_FORMAL = CONTRACTIONS + with_forms(INFORMAL + FORMAL_BY_CONTEXT + turned(FRIENDLY_BY_CONTEXT))
LEXICON = {
    "formal": _FORMAL,
    "friendly": turned(_FORMAL) + GREETINGS,
    "concise": with_forms(WORDY) + FILLERS,
    "plain": with_forms(PLAIN + PLAIN_BY_CONTEXT),
    "confident": HEDGES + HEDGES_BY_CONTEXT,
}


def _swap(sentence: str, old: str, new: str) -> str:
    """First whole-word `old` of `sentence` as `new`, keeping capitals and one space."""
    match = re.search(rf"(?<![\w'-]){re.escape(old)}(?![\w'-])", sentence, re.I)
    if match is None:
        return sentence
    before, after = sentence[: match.start()], sentence[match.end() :]
    capital = match[0][:1].isupper() and not old.startswith("I ")
    if not new:
        before, after = before.rstrip(), after.lstrip(", ") if not before else after.lstrip(",")
        after = after.lstrip() if not before else after
        if capital or not before:
            after = after[:1].upper() + after[1:]
        return before + after
    if capital or not before.strip():
        new = new[:1].upper() + new[1:]
    return before + new + after


def _insert(sentence: str, phrase: str, rng: random.Random) -> str:
    """`phrase` put where such a word may stand: at the start, or before a middle word."""
    words = sentence.split(" ")
    if " " in phrase or rng.random() < 0.3:
        start = words[0] if words[0] in ("I", "I'm") or not words[0][1:].islower() else words[0].lower()
        return " ".join([phrase[:1].upper() + phrase[1:], start, *words[1:]])
    anchors = [
        i for i, w in enumerate(words[1:], 1)
        if w in ("is", "are", "was", "were", "can", "will", "should", "must", "has", "have")
    ]  # fmt: skip
    if not anchors:
        return sentence
    i = rng.choice(anchors) + 1
    return " ".join([*words[:i], phrase, *words[i:]])


def tone_pair(sentence: str, tone: str, rng: random.Random) -> tuple[str, str] | None:
    """(source, target) for `tone` made from one clean sentence, or None where no rule fits."""
    lexicon = LEXICON[tone]
    lowered = f" {sentence.lower()} "
    here = [(a, b) for a, b in lexicon if f" {a.lower()} " in lowered]
    there = [(a, b) for a, b in lexicon if b and f" {b.lower()} " in lowered]
    if here and rng.random() < 0.6:
        source = sentence
        swaps = rng.sample(here, min(len(here), 3))
        target = _swapped(sentence, swaps)
        back = [(b, a) for a, b in reversed(swaps) if b]
        # What was only taken out can't be put back; what was exchanged must come back.
        if len(back) == len(swaps) and _swapped(target, back) != sentence:
            return None
    elif there:
        target = sentence
        swaps = rng.sample(there, min(len(there), rng.randint(1, 3)))
        source = _swapped(sentence, [(b, a) for a, b in swaps])
        if _swapped(source, swaps[::-1]) != sentence:
            return None
    elif tone in ("concise", "confident") and rng.random() < 0.35:
        empty = [a for a, b in lexicon if not b]
        source, target = _insert(sentence, rng.choice(empty), rng), sentence
    else:
        return None
    source = source.replace("  ", " ")
    return None if source == target or lost(source, target) else (source, target)


def _swapped(sentence: str, swaps: list[tuple[str, str]]) -> str:
    for old, new in swaps:
        sentence = _swap(sentence, old, new)
    return sentence
