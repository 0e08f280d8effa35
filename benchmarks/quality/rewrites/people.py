"""People's rewrites: sentences that editors made shorter, from repositories that nothing is learned from."""

from __future__ import annotations

import lzma
import random
import re
from dataclasses import dataclass
from pathlib import Path

from .facts import changed_fact

FILE = "rewrites.tsv.xz"
SHORTER = 0.8  # of the words, at most
LEAST_WORDS, MOST_WORDS = 8, 45
LEAST_SHARED = 0.6
_HELD_OUT = re.compile(r"(?:nhsuk|alphagov|18F|carpentries|GSA)/.*|python/devguide|github/opensource\.guide")
# What is no sentence of prose.
_ODD = re.compile(r"\{\{|\}\}|\{%|<[a-z/!]|^\W|\|\s|::|\[ \]|^\w+:\s|https?://\S*$")


@dataclass(frozen=True)
class Shortened:
    """A sentence before and after an editor shortened it."""

    before: str
    after: str


def held_out(repository: str) -> bool:
    """Whether a repository's rewrites are kept for measuring."""
    return _HELD_OUT.fullmatch(repository) is not None


def shorter(before: str, after: str) -> bool:
    """Whether a pair of sentences says the same, the second in a fifth fewer words."""
    if not LEAST_WORDS <= len(before.split()) <= MOST_WORDS:
        return False
    if len(after.split()) > SHORTER * len(before.split()):
        return False
    if any(_ODD.search(text) or text[-1:] not in ".?!" for text in (before, after)):
        return False
    old, new = ({word[:5] for word in re.findall(r"\w{4,}", text.lower())} for text in (before, after))
    if not new or len(old & new) < LEAST_SHARED * len(new):
        return False
    return changed_fact(before, after) in (None, "a condition")


def shortened(corpus: Path, count: int) -> list[Shortened]:
    """At most `count` pairs, each once, picked the same way on every machine."""
    found: dict[Shortened, None] = {}
    with lzma.open(corpus / FILE, "rt", encoding="utf-8") as file:
        next(file)
        for line in file:
            before, after, shape, _, repository = line.rstrip("\n").split("\t")
            if shape == "sentence" and held_out(repository) and shorter(before, after):
                found[Shortened(before, after)] = None
    pairs = list(found)
    random.Random(1).shuffle(pairs)
    return pairs[:count]


def saved_half(pair: Shortened, result: str) -> bool:
    """Whether a result saves at least half of the words that the editor saved."""
    words = len(pair.before.split())
    saved = words - len(result.split())
    return 2 * saved >= words - len(pair.after.split()) and saved > 0
