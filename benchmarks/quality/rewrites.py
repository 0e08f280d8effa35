"""Rewrites, measured: whether the meaning stays, the tone moves, and the sentence still reads well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from models.training.tones import CONTRACTIONS, INFORMAL
from slm_lsp.cache import Cache
from slm_lsp.checks.readability import Readability
from slm_lsp.inference.backend import Priority
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import lost, overlap
from slm_lsp.inference.prompts import TONES
from slm_lsp.rewrite.rewriter import Rewriter
from slm_lsp.tagging.tags import NOTHING

from .correction import as_sentence

_HEDGES = re.compile(r"\b(?:perhaps|maybe|probably|possibly|might|could|i think|i believe|it seems|sort of|"
                     r"kind of|somewhat|rather|just)\b", re.I)  # fmt: skip
_INFORMAL = [re.compile(rf"\b{re.escape(word)}\b", re.I) for word, _ in (*CONTRACTIONS, *INFORMAL)]


def grade(text: str) -> float:
    return Readability.of([text]).grade


def informal(text: str) -> float:
    return sum(len(pattern.findall(text)) for pattern in _INFORMAL)


# Each tone's own measure and the direction it should go.
MARKS: dict[str, tuple[str, Callable[[str], float], int]] = {
    "formal": ("informal words", informal, -1),
    "friendly": ("informal words", informal, +1),
    "concise": ("characters", len, -1),
    "plain": ("reading grade", grade, -1),
    "confident": ("hedges", lambda text: len(_HEDGES.findall(text)), -1),
}


@dataclass
class Tone:
    """What became of the sentences asked for in one tone."""

    asked: int = 0
    unchanged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    kept_facts: int = 0
    moved: int = 0
    overlaps: list[float] = field(default_factory=list)
    right_before: list[float] = field(default_factory=list)
    right_after: list[float] = field(default_factory=list)


async def rewrites(sentences: list[str], engine: Engine) -> dict[str, Tone]:
    rewriter = Rewriter(engine, Cache())
    found: dict[str, Tone] = {}
    for tone in TONES:
        result = found[tone] = Tone()
        measure, direction = MARKS[tone][1:]
        for text in sentences:
            result.asked += 1
            rewrite = await rewriter.sentence(as_sentence(text), tone)
            if rewrite.refused == "the model found nothing to change":
                result.unchanged += 1
            elif rewrite.refused:
                result.refused[rewrite.refused] += 1
            else:
                result.changed += 1
                result.kept_facts += lost(text, rewrite.text) is None
                result.moved += direction * (measure(rewrite.text) - measure(text)) > 0
                result.overlaps.append(overlap(text, rewrite.text))
                result.right_before.append(await reads_right(engine, text))
                result.right_after.append(await reads_right(engine, rewrite.text))
    return found


async def reads_right(engine: Engine, text: str) -> float:
    """Mean probability, in the tagger's eyes, that a word is right and nothing is missing before it."""
    tags = await engine.tag(text, Priority.REST)
    gaps: Counter[int] = Counter()
    for unit, word, probability in tags.missing:
        gaps[unit] += probability if word != NOTHING else 0.0
    kept = [p * (1 - gaps[i]) for i, p in enumerate(tags.keep)]
    return sum(kept) / max(1, len(kept))
