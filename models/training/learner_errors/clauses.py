"""Clauses: what is missing in them or too much, pronouns and relatives, conjunctions."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, after, before, cased, rows
from .tree import child, following, plural, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

MISSING = Family("missing word")
EXTRA = Family("extra word")
PRONOUNS = Family("pronoun")
CONJUNCTIONS = Family("conjunction")


def _leave_out(*deps: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        return {token.i: ""} if token.dep_ in deps and token.whitespace_ and token.i else None

    return find


@MISSING.pattern("it as a subject", 2.5, "it")
def no_it(token: Token, rng: random.Random) -> Change | None:
    fits = token.dep_ in ("nsubj", "expl", "nsubjpass") and token.whitespace_ and token.head.i > token.i
    return {token.i: ""} if fits else None


@MISSING.pattern("another pronoun as a subject", 0.8, "he she they we i you")
def no_subject(token: Token, rng: random.Random) -> Change | None:
    fits = token.dep_ == "nsubj" and token.whitespace_ and token.head.dep_ in ("conj", "advcl", "ccomp")
    return {token.i: ""} if fits else None


MISSING.add("there before be", _leave_out("expl"), 2.0, ("there",))


@MISSING.pattern("it or them as an object", 2.0, "it them")
def no_object(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.dep_ == "dobj" and token.head.i < token.i else None


def _copula(*deps: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        fits = (
            token.lemma_ == "be"
            and token.tag_ in ("VBZ", "VBP", "VBD", "VB")
            and child(token, *deps) is not None
        )
        subject_ = child(token, "nsubj", "csubj", "expl")
        own = (
            token.whitespace_
            and not token.text.startswith("'")
            and subject_ is not None
            and subject_.i < token.i
        )
        return {token.i: ""} if fits and own else None

    return find


MISSING.add("be before an adjective", _copula("acomp"), 2.0)
MISSING.add("be before a noun", _copula("attr"), 1.2)
MISSING.add("be before a place", _copula("prep", "advmod"), 1.0)
MISSING.add("that before a clause", _leave_out("mark"), 0.3, ("whether",))
MISSING.add("to before an infinitive", _leave_out("aux"), 1.0, ("to",))
MISSING.add("and between clauses", _leave_out("cc"), 1.0, ("and", "but", "or"))
MISSING.add("do in a question or negation", _leave_out("aux"), 1.0, ("do", "does", "did"))
MISSING.add(
    "who, which or that as a subject", _leave_out("nsubj", "nsubjpass"), 3.0, ("who", "which", "that")
)
MISSING.add("because, if or when", _leave_out("mark", "advmod"), 0.5, ("because", "if", "when"))
MISSING.add(
    "any small word",
    lambda t, r: (
        {t.i: ""} if t.i and t.whitespace_ and t.pos_ in ("ADP", "PART", "AUX", "PRON", "SCONJ") else None
    ),
    0.12,
)
MISSING.add("of after all, most, some", _leave_out("prep"), 1.0, ("of",))
MISSING.add(
    "as after such, so, well",
    lambda t, r: {t.i: ""} if t.i and t.doc[t.i - 1].lower_ in ("such", "well", "soon", "long") else None,
    3.0,
    ("as",),
)


@EXTRA.pattern("pronoun after its noun", 2.5)
def doubled_subject(token: Token, rng: random.Random) -> Change | None:
    """*My brother he works*."""
    if token.tag_ not in ("VBZ", "VBD", "VBP", "MD") or token.i == 0:
        return None
    noun = subject(token) if token.tag_ != "MD" else subject(token.head)
    if noun is None or noun.pos_ not in ("NOUN", "PROPN") or noun.right_edge.i != token.i - 1:
        return None
    pronoun = (
        "they" if plural(noun) else "he" if noun.ent_type_ == "PERSON" else rng.choice(["it", "he", "she"])
    )
    people = {
        "mother": "she",
        "sister": "she",
        "girl": "she",
        "woman": "she",
        "wife": "she",
        "brother": "he",
        "father": "he",
        "man": "he",
        "boy": "he",
        "friend": "he",
        "teacher": "she",
    }
    pronoun = people.get(noun.lemma_, pronoun)
    if noun.lemma_ not in people and noun.ent_type_ != "PERSON" and not plural(noun):
        pronoun = "it"
    return {token.i: f"{pronoun} {token.text}"}


@EXTRA.pattern("object pronoun in a relative clause", 2.0)
def doubled_object(token: Token, rng: random.Random) -> Change | None:
    """*the book that I bought it*."""
    if (
        token.dep_ != "relcl"
        or token.tag_ not in ("VBD", "VBP", "VBZ", "VBN")
        or child(token, "dobj", "nsubjpass") is None
    ):
        return None
    relative = child(token, "dobj")
    if relative is None or relative.tag_ not in ("WDT", "WP") or relative.i > token.i:
        return None
    return after(token, "them" if plural(token.head) else "it")


@EXTRA.pattern("but after although", 6.0, "although though")
def although_but(token: Token, rng: random.Random) -> Change | None:
    return _second(token, "but")


@EXTRA.pattern("so after because", 4.0, "because")
def because_so(token: Token, rng: random.Random) -> Change | None:
    return _second(token, "so") if token.is_sent_start else None


def _second(mark: Token, word: str) -> Change | None:
    """`word` put in front of the main clause that follows the clause of `mark`."""
    clause = mark.head
    if clause.dep_ != "advcl" or clause.i > clause.head.i or mark.i > clause.i:
        return None
    comma = following(clause.right_edge)
    if comma is None or comma.text != "," or comma.i + 1 >= len(comma.doc):
        return None
    nxt = comma.doc[comma.i + 1]
    return {nxt.i: f"{word} {nxt.text}"}


@EXTRA.pattern("more before better and worse", 3.0, "better worse")
def more_better(token: Token, rng: random.Random) -> Change | None:
    return before(token, "more") if token.tag_ in ("JJR", "RBR") else None


EXTRA.add(
    "of after most",
    lambda t, r: after(t, "of") if t.dep_ in ("amod", "det") and t.head.tag_ == "NNS" else None,
    2.0,
    ("most", "all", "many", "some"),
)
EXTRA.add(
    "the before most",
    lambda t, r: before(t, "the") if t.dep_ in ("amod", "det") and t.head.tag_ == "NNS" else None,
    2.0,
    ("most",),
)
EXTRA.add(
    "that after because and if",
    lambda t, r: after(t, "that") if t.dep_ == "mark" else None,
    0.7,
    ("because", "if", "though"),
)
EXTRA.add(
    "to after a verb of saying",
    lambda t, r: (
        None
        if (o := child(t, "dative", "dobj")) is None or o.tag_ != "PRP" or o.i != t.i + 1
        else after(t, "to")
    ),
    2.0,
    ("tell", "ask", "answer", "thank", "help", "call", "advise"),
)
EXTRA.add(
    "word written twice",
    lambda t, r: after(t, t.lower_) if t.pos_ in ("DET", "ADP", "AUX", "PRON") and t.text.isalpha() else None,
    0.03,
)
EXTRA.add(
    "very much before a verb",
    lambda t, r: (
        before(t, "very") if t.tag_ in ("VBP", "VBD") and t.i and t.doc[t.i - 1].tag_ == "PRP" else None
    ),
    3.0,
    ("like", "enjoy", "want", "hope", "love", "appreciate"),
)


def _pronoun(wrong: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        free = token.dep_ in (
            "nsubj",
            "nsubjpass",
            "dobj",
            "pobj",
            "dative",
            "attr",
            "relcl",
            "conj",
            "expl",
            "npadvmod",
        )
        if (
            not free
            or not token.whitespace_
            or (token.tag_ in ("PRP$", "IN", "DT") and token.dep_ not in ("nsubj", "dobj", "pobj"))
        ):
            return None
        if token.tag_ == "PRP" and not (following(token) is not None and token.text.isalpha()):
            return None
        return {token.i: cased(token, wrong)}

    return find


for _row in rows("pronouns"):
    if ">" in _row:
        _left, _wrongs = (part.split() for part in _row.split(">"))
        _relative = _left[0] in ("who", "which", "that", "whose", "whom", "what")
        for _wrong in _wrongs if _left[0] != "each" else []:
            PRONOUNS.add(
                f"{_left[0]} > {_wrong}", _pronoun(_wrong), 1.5 if _relative else 0.25, (_left[0].lower(),)
            )


for _row in rows("conjunctions"):
    _right, _wrongs = _row.split(" > ")
    for _wrong in _wrongs.split():
        _put = {"even": "even if", "in": "in case"}.get(_wrong, _wrong)
        CONJUNCTIONS.add(
            f"{_right} > {_put}",
            lambda t, r, put=_put: (
                {t.i: cased(t, put)} if t.dep_ in ("mark", "cc", "advmod") and t.whitespace_ else None
            ),
            0.5,
            (_right,),
        )


@PRONOUNS.pattern("me for I beside another", 4.0, "i he she they we")
def joined_pronoun(token: Token, rng: random.Random) -> Change | None:
    """*My friend and me went*."""
    wrong = {"I": "me", "he": "him", "she": "her", "they": "them", "we": "us"}.get(token.text)
    return {token.i: wrong} if wrong and token.dep_ == "conj" and token.head.dep_ == "nsubj" else None
