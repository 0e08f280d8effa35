"""Draws errors for a sentence: how many, of which families, at which words."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import (
    agreement,
    articles,
    clauses,
    marks,
    nouns,
    order,
    prepositions,
    shares,
    spelling,
    tenses,
    verb_forms,
    word_formation,
    words,
)
from .pattern import Change, Family, Pattern

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FAMILIES: list[Family] = [
    value
    for module in (
        agreement,
        articles,
        clauses,
        marks,
        nouns,
        order,
        prepositions,
        spelling,
        tenses,
        verb_forms,
        word_formation,
        words,
    )
    for value in vars(module).values()
    if isinstance(value, Family)
]
PATTERNS: list[Pattern] = [pattern for family in _FAMILIES for pattern in family.patterns]
# Tries for each error wanted, where patterns do not fit or touch the same word.
TRIES = 4
# A pattern of a smaller share is passed over now and then even where it alone fits: what can be done to any
# sentence (a letter left out, the final stop forgotten) would else be done wherever its family is drawn.
RARE = 0.2

_TRIGGERED: dict[str, list[Pattern]] = defaultdict(list)
_ANYWHERE: dict[str, list[Pattern]] = defaultdict(list)
for _pattern in PATTERNS:
    for _word in _pattern.triggers:
        _TRIGGERED[_word].append(_pattern)
    if not _pattern.triggers:
        _ANYWHERE[_pattern.family].append(_pattern)


@dataclass(frozen=True)
class Made:
    """A wrong sentence, the right one, and the names of the patterns that made it, in order."""

    source: str
    target: str
    patterns: tuple[str, ...]


def corrupt(doc: Doc, rng: random.Random, wrong: float = shares.WRONG) -> tuple[str, str]:
    """(source, target) of a parsed sentence: as it stands, or with a learner's errors.

    `wrong`: the share of sentences that get any.
    """
    made = make(doc, rng) if rng.random() < wrong else None
    return (made.source, made.target) if made else (doc.text, doc.text)


def make(doc: Doc, rng: random.Random) -> Made | None:
    """`doc` with one error or more; None where no pattern fits."""
    wanted = rng.choices(list(shares.ERRORS), list(shares.ERRORS.values()))[0]
    wanted = max(1, min(wanted, len(doc) // shares.WORDS_AN_ERROR))
    whole: Change = {}
    names: list[str] = []
    candidates = _candidates(doc)
    for _ in range(wanted * TRIES):
        if len(names) == wanted or not candidates:
            break
        families = list(candidates)
        family = rng.choices(families, [shares.FAMILIES[f] for f in families])[0]
        found = _one(doc, candidates[family], rng)
        if found is None:
            del candidates[family]
            continue
        pattern, change = found
        if whole.keys().isdisjoint(change) and not _opens_quotation(doc, change):
            whole |= change
            names.append(pattern.name)
    source = written(doc, whole, keep_case=any(name.startswith("capitals") for name in names))
    return Made(source, doc.text, tuple(names)) if names and source != doc.text else None


def _opens_quotation(doc: Doc, change: Change) -> bool:
    """Whether a word is left out to which an opening mark is stuck; no writer leaves that mark behind."""
    return any(
        put == "" and at and doc[at - 1].is_punct and not doc[at - 1].whitespace_ and doc[at].is_alpha
        for at, put in change.items()
    )


def _candidates(doc: Doc) -> dict[str, dict[Pattern, list[int]]]:
    """For each family its patterns that words of the sentence set off, with the words."""
    found: dict[str, dict[Pattern, list[int]]] = {}
    for token in doc:
        for key in dict.fromkeys((token.lower_, token.lemma_.lower())):  # in order, unlike a set
            for pattern in _TRIGGERED.get(key, ()):
                found.setdefault(pattern.family, {}).setdefault(pattern, []).append(token.i)
    for family, patterns in _ANYWHERE.items():
        for pattern in patterns:
            found.setdefault(family, {})[pattern] = list(range(len(doc)))
    return found


def _one(doc: Doc, patterns: dict[Pattern, list[int]], rng: random.Random) -> tuple[Pattern, Change] | None:
    """A pattern of one family that fits, drawn by its share, and what it writes."""
    left = dict(patterns)
    while left:
        pattern = rng.choices(list(left), [p.share for p in left])[0]
        places = left.pop(pattern)
        for at in rng.sample(places, len(places)):
            change = pattern.at(doc[at], rng)
            if change is None:
                continue
            if rng.random() < pattern.share / RARE:
                return pattern, change
            break
    return None


def written(doc: Doc, change: Change, *, keep_case: bool = False) -> str:
    """The sentence with the words of `change` in place of its own, spaced as a writer spaces them."""
    text = ""
    for token in doc:
        put = change.get(token.i, token.text)
        if put == "" and token.text:
            text = text if token.whitespace_ else text.rstrip(" ")
            text += "" if text.endswith(" ") or not text else token.whitespace_
        else:
            text += put + token.whitespace_
    text = " ".join(text.split())
    if not keep_case and doc.text[:1].isupper():
        text = text[:1].upper() + text[1:]
    return text
