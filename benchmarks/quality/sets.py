"""Held-out text: what training never saw, picked the same way on every machine."""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

from models.training.corpus import CorpusMissing, corrections, documents, held_out, require, sentences
from models.training.corrupt import LEARNER, corrupt

ROOT = Path(__file__).resolve().parents[2]
SEED = 11
CLEAN_WORDS = 30_000
LONGEST_CLEAN = 12_000  # characters of one document, about 2,000 words
Pairs = list[tuple[str, str]]
Typed = tuple[str, str]  # what stands before it in its document, the sentence


@dataclass(frozen=True)
class Sets:
    """`real`: corrections their writers made. `learner`: errors of learners' kinds put into clean
    sentences. `clean`: documents of edited prose, a paragraph a line. `typed`: what is typed, after what."""

    real: Pairs
    learner: Pairs
    clean: list[str]
    typed: list[Typed]


def parsed(parser: argparse.ArgumentParser) -> tuple[argparse.Namespace, Path]:
    """(the options, the corpus that `--corpus` names); the program ends with 2 where there is none."""
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    options = parser.parse_args()
    try:
        return options, require(options.corpus)
    except CorpusMissing as error:
        parser.exit(2, f"{error}\n")


def held_out_sets(corpus: Path, count: int, *, tuning: bool = False) -> Sets:
    """`count` pairs of each kind, `CLEAN_WORDS` of clean prose, a sixth as many sentences to type.

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
        clean=_clean(held, 1 if tuning else 0),
        typed=typed_lines(held, count // 6, rng),
    )


def _clean(held: list[list[str]], half: int) -> list[str]:
    """Beginnings of every other document, `CLEAN_WORDS` in all."""
    found: list[str] = []
    words = 0
    for document in random.Random(SEED).sample(held, len(held))[half::2]:
        if words > CLEAN_WORDS:
            break
        text = "\n\n".join(document)
        text = text[: text.find("\n\n", LONGEST_CLEAN) if len(text) > LONGEST_CLEAN else None]
        found.append(text)
        words += len(text.split())
    return found


def typed_lines(held: list[list[str]], count: int, rng: random.Random, each: int = 1) -> list[Typed]:
    """Up to `each` sentences of a document, `count` in all, 150 words or more from its start."""
    found: list[Typed] = []
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
            found += [rng.choice(options)] if each == 1 else rng.sample(options, min(each, len(options)))
    return found[:count]
