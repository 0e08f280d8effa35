"""Held-out text: what training never saw, picked the same way on every machine."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from models.training.corpus import corrections, documents, held_out, sentences
from models.training.corrupt import LEARNER, corrupt

SEED = 11
Pairs = list[tuple[str, str]]
Typed = tuple[str, str]  # what stands before it in its document, the sentence


@dataclass(frozen=True)
class Sets:
    """`real`: corrections their writers made. `learner`: errors of learners' kinds put into clean
    sentences. `clean`: paragraphs of edited prose. `typed`: what is typed, after what."""

    real: Pairs
    learner: Pairs
    clean: list[str]
    typed: list[Typed]


def held_out_sets(corpus: Path, count: int, *, tuning: bool = False) -> Sets:
    """`count` pairs of each kind, as many paragraphs, a sixth as many sentences to type.

    Thresholds are chosen on the `tuning` sets, which share no sentence with the ones measured.
    """
    rng = random.Random(SEED)
    held = list(documents(corpus / "dev.txt.xz"))
    real = [c for c in corrections(corpus) if held_out(c.source) and c.kind != "several"]
    paragraphs = [p for d in held for p in d]
    rng.shuffle(paragraphs)
    whole = [
        s
        for p in paragraphs[: 6 * count]
        for s in sentences(p)
        if 6 <= s.count(" ") <= 40 and s.endswith(".") and s[0].isupper()
    ]
    rng.shuffle(real)
    own = slice(count, 2 * count) if tuning else slice(count)
    return Sets(
        real=[(c.source, c.target) for c in real[own]],
        # A third of the sentences are right, as in a draft.
        learner=[(s if rng.random() < 0.33 else corrupt(s, rng, errors=LEARNER), s) for s in whole[own]],
        clean=paragraphs[::-1][own],
        typed=_typed(held, count // 6, rng),
    )


def _typed(held: list[list[str]], count: int, rng: random.Random) -> list[Typed]:
    """A sentence from each of `count` documents, 150 words or more from its start."""
    found = []
    for document in rng.sample(held, len(held)):
        text = "\n".join(document)
        options = [
            (text[: text.find(s)], s)
            for p in document
            for s in sentences(p)
            if 6 <= s.count(" ") <= 30 and s.endswith(".") and s[0].isupper()
        ]
        options = [(before, s) for before, s in options if before.count(" ") >= 150]
        if options:
            found.append(rng.choice(options))
    return found[:count]
