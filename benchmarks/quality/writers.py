"""Development sets of real writers: by repository, and sentences written in learners' ways."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from models.training.real import DEVELOPMENT, more_corrections

from .errors_only import mends_errors

LEARNERS = Path(__file__).with_name("learners.tsv")
SEED = 11


@dataclass(frozen=True)
class Written:
    """A sentence written for this, what it should be, whose first language and which register it shows."""

    source: str
    target: str
    language: str
    register: str


def development_set(corpus: Path, name: str, count: int | None = None) -> list[tuple[str, str]]:
    """Up to `count` real corrections of the development set `name`, each an error and no matter of taste."""
    if name not in DEVELOPMENT:
        raise ValueError(f"No development set {name!r}; there are {', '.join(DEVELOPMENT)}.")
    found = dict.fromkeys(
        (one.correction.source, one.correction.target)
        for one in more_corrections(corpus)
        if one.development == name and mends_errors(one.correction.source, one.correction.target)
    )
    pairs = list(found)
    random.Random(SEED).shuffle(pairs)
    return pairs[:count]


def written_sentences(path: Path = LEARNERS) -> list[Written]:
    """The sentences of `learners.tsv`, the right ones among them."""
    lines = path.read_text("utf-8").splitlines()
    return [Written(*line.split("\t")) for line in lines[1:]]
