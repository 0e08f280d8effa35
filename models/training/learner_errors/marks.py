"""Marks and letters: commas of clauses, joined sentences, capitals, words written apart or together."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, rows
from .tree import following, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

PUNCTUATION = Family("punctuation")
CAPITALS = Family("capitals")
JOINS = Family("joined or split")

Place = Callable[["Token"], bool]


def _left_out(place: Place) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        return {token.i: ""} if token.text == "," and token.i and place(token) else None

    return find


def _before(comma: Token) -> Token:
    return comma.doc[comma.i - 1]


def _opening(comma: Token) -> list[Token]:
    return list(comma.doc[: comma.i]) if all(t.text != "," for t in comma.doc[: comma.i]) else []


def _after_clause(comma: Token) -> bool:
    opening = _opening(comma)
    return bool(opening) and opening[0].dep_ in ("mark", "advmod") and any(t.dep_ == "advcl" for t in opening)


def _after_phrase(comma: Token) -> bool:
    opening = _opening(comma)
    return len(opening) > 1 and opening[0].dep_ in ("prep", "det", "npadvmod", "pobj")


def _after_adverb(comma: Token) -> bool:
    return len(_opening(comma)) == 1 and _before(comma).tag_ in ("RB", "CC", "UH", "NNP", "IN")


def _before_conjunction(*words: str) -> Place:
    def place(comma: Token) -> bool:
        word = following(comma)
        return word is not None and word.lower_ in words

    return place


def _at_relative(comma: Token) -> bool:
    word = following(comma)
    return word is not None and word.tag_ in ("WDT", "WP", "WP$", "WRB")


def _in_list(comma: Token) -> bool:
    word = following(comma)
    return word is not None and any(c.dep_ == "conj" for c in _before(comma).children) and word.dep_ != "cc"


def _at_insertion(comma: Token) -> bool:
    return _before(comma).lower_ in ("however", "therefore", "moreover", "example", "course", "fact") or any(
        w is not None and w.lower_ in ("however", "too", "please", "though") for w in (following(comma),)
    )


for _name, _place, _share in (
    ("after a clause", _after_clause, 4.0),
    ("after an opening phrase", _after_phrase, 3.0),
    ("after an opening adverb", _after_adverb, 3.0),
    ("before and", _before_conjunction("and"), 2.0),
    ("before but and so", _before_conjunction("but", "so", "or", "yet"), 2.5),
    ("at a relative clause", _at_relative, 2.0),
    ("in a list", _in_list, 1.0),
    ("at an insertion", _at_insertion, 2.0),
    ("elsewhere", lambda c: True, 0.5),
):
    PUNCTUATION.add(f"comma left out {_name}", _left_out(_place), _share, (",",))


def _comma_before(place: Place) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.i == 0 or not place(token):
            return None
        left = token.doc[token.i - 1]
        return {left.i: left.text + ","} if left.text[-1].isalnum() and left.whitespace_ else None

    return find


for _name, _place, _share in (
    ("before that", lambda t: t.lower_ == "that" and t.dep_ == "mark" and t.head.dep_ == "ccomp", 2.0),
    ("before a defining relative", lambda t: t.tag_ in ("WDT", "WP") and t.head.dep_ == "relcl", 1.5),
    (
        "before if and when",
        lambda t: t.lower_ in ("if", "when", "than", "as") and t.head.dep_ == "advcl",
        0.7,
    ),
    (
        "before a question word",
        lambda t: (
            t.lower_ in ("what", "how", "where", "why", "whether") and t.dep_ in ("advmod", "attr", "mark")
        ),
        1.0,
    ),
    (
        "between subject and verb",
        lambda t: (
            t.pos_ in ("VERB", "AUX")
            and (s := subject(t)) is not None
            and s.right_edge.i == t.i - 1
            and t.i - s.left_edge.i > 4
        ),
        1.5,
    ),
    ("before to", lambda t: t.lower_ == "to" and t.dep_ == "aux", 0.05),
    (
        "before and of two words",
        lambda t: t.lower_ == "and" and t.dep_ == "cc" and t.head.pos_ in ("NOUN", "ADJ", "VERB"),
        0.3,
    ),
    ("before a preposition", lambda t: t.dep_ == "prep" and t.head.pos_ == "VERB", 0.04),
):
    PUNCTUATION.add(f"comma put in {_name}", _comma_before(_place), _share)


@PUNCTUATION.pattern("sentences joined by a comma", 2.0, "and but so because")
def spliced(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.i and token.doc[token.i - 1].text == "," and _joins_clauses(token) else None


def _joins_clauses(token: Token) -> bool:
    return (
        token.dep_ == "cc"
        and token.head.pos_ in ("VERB", "AUX")
        and any(c.dep_ == "conj" and subject(c) is not None and c.i > token.i for c in token.head.children)
    )


@PUNCTUATION.pattern("sentences joined by nothing", 1.0, "; :")
def joined(token: Token, rng: random.Random) -> Change | None:
    return {token.i: rng.choice([",", ",", ""])} if token.text == ";" and token.i else None


@PUNCTUATION.pattern("final stop left out", 0.03, ". ! ?")
def no_stop(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.i == len(token.doc) - 1 and token.i > 3 else None


@PUNCTUATION.pattern("stop for a question mark", 0.5, "?")
def stop_question(token: Token, rng: random.Random) -> Change | None:
    return {token.i: "."}


@PUNCTUATION.pattern("space before a mark", 0.02, ", . ! ? : ;")
def spaced(token: Token, rng: random.Random) -> Change | None:
    return {token.i: " " + token.text} if token.i and not token.doc[token.i - 1].whitespace_ else None


@PUNCTUATION.pattern("no space after a comma", 0.1)
def unspaced(token: Token, rng: random.Random) -> Change | None:
    comma = token.doc[token.i - 1] if token.i else None
    return (
        {comma.i: "," + token.text, token.i: ""}
        if comma is not None and comma.text == "," and token.is_alpha
        else None
    )


@PUNCTUATION.pattern("semicolon for a comma", 0.3, ",")
def colon(token: Token, rng: random.Random) -> Change | None:
    return (
        {token.i: rng.choice([";", "."])}
        if token.i and _before_conjunction("and", "but", "so", "because")(token)
        else None
    )


@PUNCTUATION.pattern("apostrophe left out of a contraction", 2.0, "not be will have would n't")
def contraction(token: Token, rng: random.Random) -> Change | None:
    return {token.i: token.text.replace("'", "").replace("’", "")} if token.text[:2] in ("n'", "n’") else None


@PUNCTUATION.pattern("hyphen left out", 1.5)
def hyphen(token: Token, rng: random.Random) -> Change | None:
    """*well-known* > *well known*; spaCy parts a hyphen from its words."""
    if token.text != "-" or token.i == 0 or token.whitespace_ or token.i + 1 >= len(token.doc):
        return None
    left, right = token.doc[token.i - 1], token.doc[token.i + 1]
    return {token.i: " "} if left.is_alpha and right.is_alpha and not left.whitespace_ else None


@CAPITALS.pattern("i for I", 1.0, "i")
def small_i(token: Token, rng: random.Random) -> Change | None:
    return {token.i: "i"} if token.text == "I" else None


@CAPITALS.pattern("small letter at the start", 0.06)
def small_start(token: Token, rng: random.Random) -> Change | None:
    fits = token.is_sent_start and token.text[:1].isupper() and token.text != "I" and token.is_alpha
    return {token.i: token.text[0].lower() + token.text[1:]} if fits else None


DAYS = "monday tuesday wednesday thursday friday saturday sunday"
MONTHS = "january february march april june july august september october november december"
PEOPLES = "english french german spanish russian chinese japanese italian polish american british korean"
HOLIDAYS = "christmas easter internet god english"


def _small(token: Token, rng: random.Random) -> Change | None:
    return (
        {token.i: token.lower_}
        if token.text[:1].isupper() and not token.is_sent_start and token.text != "May"
        else None
    )


for _group, _share in ((DAYS, 4.0), (MONTHS, 4.0), (PEOPLES, 4.0), (HOLIDAYS, 1.0)):
    for _word in _group.split():
        CAPITALS.add(f"small letter of {_word}", _small, _share, (_word,))
CAPITALS.add(
    "small letter of a place",
    lambda t, r: _small(t, r) if t.ent_type_ == "GPE" and t.text.istitle() else None,
    1.0,
)
CAPITALS.add(
    "small letter of a name",
    lambda t, r: _small(t, r) if t.ent_type_ == "PERSON" and t.text.istitle() else None,
    0.3,
)


@CAPITALS.pattern("capital of a noun", 0.1)
def capital(token: Token, rng: random.Random) -> Change | None:
    fits = (
        token.tag_ == "NN"
        and token.is_lower
        and token.is_alpha
        and len(token) > 4
        and token.dep_ in ("nsubj", "dobj", "pobj")
    )
    return {token.i: token.text.capitalize()} if fits else None


# Two words written as one, or one as two: right > wrong.


def _written(right: list[str], wrong: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.lower_ != right[0]:
            return None
        if len(right) == 1:
            return {token.i: cased(token, wrong)}
        word = following(token)
        return (
            {token.i: cased(token, wrong), word.i: ""}
            if word is not None and word.lower_ == right[1]
            else None
        )

    return find


for _row in rows("joined-or-split"):
    if ">" in _row:
        _right, _, _wrong = (part.strip() for part in _row.partition(">"))
        JOINS.add(f"{_right} > {_wrong}", _written(_right.split(), _wrong), 1.0, (_right.split()[0],))
