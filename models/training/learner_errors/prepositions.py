"""Prepositions: mixed up, left out and put in, by the verb, noun or adjective that governs them.

A row reads `governor right > wrong wrong`; `-` stands for no preposition at all. After the governor's lemma
comes V, N or A. Each wrong one is a pattern.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, after, before, cased, rows

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("preposition")


# Verbs with an object and no preposition, and what learners put between.

# Prepositions of time and place, by the noun after them: noun words > right > wrong.

_POS = {"V": {"VERB", "AUX"}, "N": {"NOUN"}, "A": {"ADJ", "VERB", "ADV"}}


def _governed(lemma: str, pos: set[str], right: str, wrong: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        governor = token.head
        if token.lower_ != right or token.dep_ not in ("prep", "agent", "dative", "prt"):
            return None
        if (
            governor.pos_ not in pos
            or lemma not in (governor.lemma_, governor.lower_)
            or governor.i > token.i
        ):
            return None
        return {token.i: "" if wrong == "-" else cased(token, wrong)}

    return find


for _row in rows("prepositions-governed"):
    if ">" in _row:
        _left, _wrongs = (part.split() for part in _row.split(">"))
        _lemma, _, _pos = _left[0].partition(":")
        for _number, _wrong in enumerate(_wrongs):
            FAMILY.add(
                f"{_lemma} {_left[1]} > {_wrong}",
                _governed(_lemma, _POS[_pos], _left[1], _wrong),
                1.5 / (1 + _number),
                (_left[1],),
            )


def _direct(lemma: str, wrong: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.pos_ != "VERB" or token.lemma_ != lemma or token.tag_ == "VBN":
            return None
        thing = next((c for c in token.rights if c.dep_ == "dobj"), None)
        near = (
            thing is not None and thing.left_edge.i == token.i + 1 and thing.tag_ not in ("WP", "WDT", "EX")
        )
        return after(token, wrong) if near else None

    return find


for _row in rows("prepositions-too-many"):
    if ">" in _row:
        _left, _wrongs = (part.split() for part in _row.split(">"))
        for _wrong in _wrongs:
            FAMILY.add(f"{_left[0]} > {_left[0]} {_wrong}", _direct(_left[0], _wrong), 0.7, _left)


def _by_object(nouns: frozenset[str], wrong: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        noun = next((c for c in token.rights if c.dep_ == "pobj"), None)
        if noun is None or nouns.isdisjoint((noun.lemma_.lower(), noun.lower_)):
            return None
        return {token.i: "" if wrong == "-" else cased(token, wrong)}

    return find


for _row in rows("prepositions-of-nouns"):
    if ">" in _row:
        _nouns, _right, _wrongs = (part.split() for part in _row.split(">"))
        for _number, _wrong in enumerate(_wrongs):
            FAMILY.add(
                f"{_right[0]} {_nouns[0]} > {_wrong}",
                _by_object(frozenset(_nouns), _wrong),
                1.5 / (1 + _number),
                _right,
            )

# What is mixed up wherever it stands, at a low share: right > wrong ones.


def _anywhere(wrong: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        fits = token.dep_ == "prep" and any(c.dep_ in ("pobj", "pcomp") for c in token.rights)
        return {token.i: cased(token, wrong)} if fits else None

    return find


for _row in rows("prepositions-anywhere"):
    if ">" in _row:
        _left, _wrongs = (part.split() for part in _row.split(">"))
        for _wrong in _wrongs:
            FAMILY.add(f"{_left[0]} anywhere > {_wrong}", _anywhere(_wrong), 0.12, _left)


@FAMILY.pattern("left out before its object", 0.12, "of in to for on at with from by")
def left_out(token: Token, rng: random.Random) -> Change | None:
    fits = token.dep_ == "prep" and token.i > 0 and any(c.dep_ == "pobj" for c in token.rights)
    return {token.i: ""} if fits else None


@FAMILY.pattern("left out at the end of a clause", 2.0, "of in to for on at with from about")
def left_hanging(token: Token, rng: random.Random) -> Change | None:
    hanging = token.dep_ == "prep" and token.i > 0 and not any(True for _ in token.rights)
    return {token.i: ""} if hanging else None


@FAMILY.pattern(
    "to put in before here, there, home and abroad",
    2.0,
    "home here there abroad downtown upstairs outside inside",
)
def to_home(token: Token, rng: random.Random) -> Change | None:
    goes = token.dep_ == "advmod" and token.head.lemma_ in (
        "go",
        "come",
        "arrive",
        "return",
        "get",
        "travel",
        "run",
    )
    return before(token, "to") if goes and token.head.i < token.i else None


@FAMILY.pattern("put in before last, next, this and every", 2.0, "last next this every")
def in_last(token: Token, rng: random.Random) -> Change | None:
    if token.head.dep_ != "npadvmod" or token.head.i < token.i:
        return None
    return before(
        token, rng.choice(["in", "on", "in the"] if token.lower_ in ("last", "next") else ["in", "on"])
    )
