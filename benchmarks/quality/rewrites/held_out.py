"""Rewrites of held-out sentences: whether facts stay, the tone moves, and it still reads well."""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from models.training.corpus import documents, sentences
from slm_lsp.checks.patterns.style import PASSIVE
from slm_lsp.checks.patterns.style import passives as found_passives
from slm_lsp.complete.learn import learn
from slm_lsp.complete.next_word import embedded
from slm_lsp.edit_tags.tags import NOTHING
from slm_lsp.english.lexicon import (
    CONTRACTED,
    CONTRACTIONS,
    FORMAL_BY_CONTEXT,
    FRIENDLY_BY_CONTEXT,
    HEDGES,
    HEDGES_BY_CONTEXT,
    INFORMAL,
    NEUTRAL,
    WARM,
    turned,
)
from slm_lsp.english.readability import Readability
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import overlap
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.rewrite.rewriter import UNCHANGED, Rewriter
from slm_lsp.rewrite.styles import REWRITE_STYLES
from slm_lsp.rewrite.writer_style import CHOICES, WriterStyle
from slm_lsp.storage.cache import Cache

from ..correction import as_sentence
from ..learning import stories
from .facts import changed_fact

SENTENCES = 200
# Ways whose mark every sentence has more or less of.
OF_ANY = ("friendly", "warm", "concise", "shorten", "plain", "simplify")
# Where a sentence is let be as it should be.
UNCHANGED_TOO = (UNCHANGED, "it is as easy to read")
VOICE = "Saki"


def counting(*phrases: str) -> Callable[[str], float]:
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)", re.I)
    return lambda text: len(pattern.findall(text))


SHORT = [short for short, _ in CONTRACTIONS] + [short for _, short in CONTRACTED]
_informal = counting(*SHORT, *(old for old, _ in INFORMAL + FORMAL_BY_CONTEXT + turned(FRIENDLY_BY_CONTEXT)))
_hedges = counting(*(old for old, _ in HEDGES + HEDGES_BY_CONTEXT))
_warm = counting(*SHORT, *(new for _, new in WARM if new))
_strong = counting(*(old for old, _ in NEUTRAL), "!")


def grade(text: str) -> float:
    return Readability.of(re.split(r"(?<=[.!?]) (?=[A-Z])", text)).grade


def passives(text: str) -> float:
    """Where it is said who does it."""
    found = found_passives(as_sentence(text)) if " by " in text else []
    return sum(finding.code == PASSIVE for finding in found)


def marks(voice: WriterStyle) -> dict[str, tuple[str, Callable[[str], float], int]]:
    """Each way's own measure and the direction it should go."""
    return {
        "formal": ("informal words", _informal, -1),
        "friendly": ("informal words", _informal, +1),
        "warm": ("warm words", _warm, +1),
        "neutral": ("strong words", _strong, -1),
        "confident": ("hedges", _hedges, -1),
        "concise": ("characters", len, -1),
        "shorten": ("characters", len, -1),
        "plain": ("reading grade", grade, -1),
        "simplify": ("reading grade", grade, -1),
        "active": ("passives", passives, -1),
        "voice": (f"unlike {VOICE}", lambda text: len(voice.edits(text)), -1),
    }


def voice_of(corpus: Path, author: str) -> WriterStyle:
    """What is known of an author who had their stories learned."""
    with tempfile.TemporaryDirectory() as folder:
        writing = PhraseCounts(Path(folder) / "memory.sqlite")
        for number, story in enumerate(stories(corpus)[author]):
            learn(writing, str(number), "plaintext", "\n\n".join(story))
        found = WriterStyle.of(writing)
        assert found is not None
        uses = {phrase: writing.uses(phrase) for pair in CHOICES for phrase in pair if phrase}
        return WriterStyle(
            found.ways, found.words, lambda phrase: uses.get(phrase, 0.0), lambda text, count: []
        )


@dataclass
class Outcome:
    """What became of the sentences rewritten in one way."""

    mark: str = ""
    asked: int = 0
    unchanged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    changed: list[tuple[str, str]] = field(default_factory=list)
    kept_facts: int = 0
    moved: int = 0
    overlaps: list[float] = field(default_factory=list)
    right_before: list[float] = field(default_factory=list)
    right_after: list[float] = field(default_factory=list)

    def row(self) -> str:
        n = max(1, len(self.changed))
        reads = f"{sum(self.right_before) / n:.3f} → {sum(self.right_after) / n:.3f}"
        return (
            f"{len(self.changed)} | {self.unchanged} | {self.refused.total()} "
            f"| {100 * self.kept_facts / n:.0f} % | {100 * self.moved / n:.0f} % "
            f"| {sum(self.overlaps) / n:.2f} | {reads}"
        )


def pool(corpus: Path) -> list[str]:
    """The held-out sentences, in an order of chance."""
    texts = [s for document in documents(corpus / "dev.txt.xz") for p in document for s in sentences(p)]
    fitting = [s for s in texts if 6 <= s.count(" ") <= 40 and s.endswith(".") and s[0].isupper()]
    random.Random(1).shuffle(fitting)
    return fitting


async def rewrites(engine: Engine, corpus: Path) -> dict[str, Outcome]:
    """What becomes of 200 sentences in each way that the model can do: any, or where a mark is to go those
    that have it."""
    voice = voice_of(corpus, VOICE)
    rewriter = Rewriter(engine, Cache(), lambda word: embedded().number(word) is not None, voice=voice)
    found: dict[str, Outcome] = {}
    held_out = pool(corpus)
    for name, (mark, measure, direction) in marks(voice).items():
        result = found[name] = Outcome(mark)
        some = held_out if name in OF_ANY else (text for text in held_out if measure(text) > 0)
        for text in itertools.islice(some, SENTENCES):
            result.asked += 1
            rewrite = await rewriter.sentence(as_sentence(text), REWRITE_STYLES[name])
            if not rewrite.refused:
                result.changed.append((text, rewrite.text))
                result.kept_facts += changed_fact(text, rewrite.text) is None
                result.moved += direction * (measure(rewrite.text) - measure(text)) > 0
                result.overlaps.append(overlap(text, rewrite.text))
                result.right_before.append(await reads_right(engine, text))
                result.right_after.append(await reads_right(engine, rewrite.text))
            elif rewrite.refused.startswith(UNCHANGED_TOO):
                result.unchanged += 1
            else:
                result.refused[rewrite.refused] += 1
    return found


async def reads_right(engine: Engine, text: str) -> float:
    """Mean probability, in the tagger's eyes, that a word is right and nothing is missing before it."""
    tags = await engine.tag(text, Priority.REST)
    gaps: Counter[int] = Counter()
    for unit, word, probability in tags.missing:
        gaps[unit] += probability if word != NOTHING else 0.0
    kept = [p * (1 - gaps[i]) for i, p in enumerate(tags.keep)]
    return sum(kept) / max(1, len(kept))
