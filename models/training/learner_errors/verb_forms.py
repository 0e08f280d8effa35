"""Verb forms: gerund and infinitive by the verb before them, and forms after auxiliaries."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, form, rows
from .tree import child, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("verb form")

# Verbs after which a gerund stands.
GERUND = [
    "enjoy",
    "avoid",
    "finish",
    "suggest",
    "keep",
    "mind",
    "practise",
    "practice",
    "consider",
    "imagine",
    "admit",
    "deny",
    "dislike",
    "miss",
    "risk",
    "recommend",
    "quit",
    "postpone",
    "resist",
    "stop",
    "involve",
    "delay",
    "appreciate",
    "escape",
    "mention",
    "spend",
    "start",
    "begin",
    "like",
    "love",
    "hate",
    "prefer",
    "continue",
]
# Verbs after which an infinitive with "to" stands.
INFINITIVE = [
    "want",
    "decide",
    "hope",
    "plan",
    "need",
    "expect",
    "learn",
    "agree",
    "offer",
    "refuse",
    "promise",
    "try",
    "manage",
    "seem",
    "choose",
    "wish",
    "intend",
    "afford",
    "prepare",
    "pretend",
    "fail",
    "deserve",
    "hesitate",
    "tend",
    "threaten",
    "arrange",
    "ask",
    "help",
    "start",
    "begin",
    "like",
    "love",
    "hate",
    "prefer",
    "continue",
    "have",
    "use",
    "forget",
    "remember",
]
# Verbs with an object and then an infinitive with "to".
WITH_OBJECT = [
    "allow",
    "ask",
    "tell",
    "want",
    "help",
    "force",
    "advise",
    "encourage",
    "invite",
    "teach",
    "expect",
    "permit",
    "persuade",
    "remind",
    "enable",
    "order",
    "require",
    "warn",
    "cause",
    "convince",
    "get",
]
BARE = ["make", "let", "help", "see", "hear", "have", "watch"]


def _to(verb: Token) -> Token | None:
    to = child(verb, "aux")
    return to if to is not None and to.lower_ == "to" and to.i == verb.i - 1 else None


def _gerund(wrong: str, lemmas: frozenset[str]) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        head = token.head
        if (
            token.tag_ != "VBG"
            or token.dep_ not in ("xcomp", "ccomp", "dobj", "advcl")
            or token.i != head.i + 1
        ):
            return None
        base = form(token.lemma_, "VB") if head.lemma_ in lemmas else None
        return {token.i: f"to {base}" if wrong == "to" else base} if base else None

    return find


def _infinitive(wrong: str, lemmas: frozenset[str]) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        to = _to(token)
        if (
            token.tag_ != "VB"
            or token.dep_ not in ("xcomp", "ccomp")
            or to is None
            or token.head.lemma_ not in lemmas
        ):
            return None
        if wrong == "-ing":
            made = form(token.lemma_, "VBG")
            return {to.i: "", token.i: made} if made else None
        if wrong == "to -ing":
            made = form(token.lemma_, "VBG")
            return {token.i: made} if made else None
        if wrong == "for":
            return {to.i: "for to"}
        return {to.i: ""}

    return find


for _lemma in GERUND:
    FAMILY.add(f"{_lemma} doing > to do", _gerund("to", frozenset([_lemma])), 2.0)
    FAMILY.add(f"{_lemma} doing > do", _gerund("", frozenset([_lemma])), 1.0)
for _lemma in INFINITIVE:
    FAMILY.add(f"{_lemma} to do > doing", _infinitive("-ing", frozenset([_lemma])), 0.8)
    FAMILY.add(f"{_lemma} to do > do", _infinitive("", frozenset([_lemma])), 1.2)
    FAMILY.add(f"{_lemma} to do > to doing", _infinitive("to -ing", frozenset([_lemma])), 0.3)


def _object_infinitive(wrong: str, lemma: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        to = _to(token)
        if token.tag_ != "VB" or to is None or token.head.lemma_ != lemma or subject(token) is None:
            return None
        made = form(token.lemma_, "VBG")
        return {to.i: ""} if wrong == "do" else ({to.i: "", token.i: made} if made else None)

    return find


for _lemma in WITH_OBJECT:
    FAMILY.add(f"{_lemma} him to do > do", _object_infinitive("do", _lemma), 1.5)
    FAMILY.add(f"{_lemma} him to do > doing", _object_infinitive("doing", _lemma), 0.7)


def _bare(lemma: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        fits = (
            token.tag_ == "VB" and token.dep_ == "ccomp" and token.head.lemma_ == lemma and _to(token) is None
        )
        return {token.i: f"to {token.text}"} if fits and subject(token) is not None else None

    return find


for _lemma in BARE:
    FAMILY.add(f"{_lemma} him do > to do", _bare(_lemma), 2.0)


@FAMILY.pattern("after a preposition, -ing > base", 2.0)
def after_preposition(token: Token, rng: random.Random) -> Change | None:
    fits = token.tag_ == "VBG" and token.dep_ == "pcomp" and token.i == token.head.i + 1
    base = form(token.lemma_, "VB") if fits else None
    return {token.i: base} if base else None


@FAMILY.pattern("after a preposition, -ing > to do", 1.0, "for of in about on without")
def to_after_preposition(token: Token, rng: random.Random) -> Change | None:
    verb = child(token, "pcomp")
    base = (
        form(verb.lemma_, "VB") if verb is not None and verb.tag_ == "VBG" and verb.i == token.i + 1 else None
    )
    return {verb.i: f"to {base}"} if base and verb is not None else None


@FAMILY.pattern("look forward to doing > do", 4.0, "to")
def look_forward(token: Token, rng: random.Random) -> Change | None:
    verb = child(token, "pcomp")
    base = (
        form(verb.lemma_, "VB") if token.dep_ == "prep" and verb is not None and verb.tag_ == "VBG" else None
    )
    return {verb.i: base} if base and verb is not None else None


def _purpose(made: Callable[[Token], str | None]) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        to = _to(token)
        if token.tag_ != "VB" or token.dep_ != "advcl" or to is None:
            return None
        put = made(token)
        return {to.i: cased(to, "for"), token.i: put} if put else None

    return find


FAMILY.add("to do, of purpose > for doing", _purpose(lambda t: form(t.lemma_, "VBG")), 2.0)
FAMILY.add("to do, of purpose > for do", _purpose(lambda t: t.text), 0.8)
FAMILY.add("to do, of purpose > for to do", _purpose(lambda t: f"to {t.text}"), 1.0)


def _auxiliary(token: Token) -> Token | None:
    """The auxiliary right before a verb, or before its adverb or *not*."""
    auxiliaries = [c for c in token.lefts if c.dep_ in ("aux", "auxpass")]
    return auxiliaries[-1] if auxiliaries and token.i - auxiliaries[-1].i <= 2 else None


def _after_auxiliary(auxiliary: str, right: str, wrong: str) -> Callable[..., Change | None]:
    """`auxiliary`: a lemma, or MD for any modal."""

    def find(token: Token, rng: random.Random) -> Change | None:
        aux = _auxiliary(token)
        if (
            token.tag_ != right
            or aux is None
            or (aux.tag_ if auxiliary == "MD" else aux.lemma_.lower()) != auxiliary
        ):
            return None
        made = form(token.lemma_, wrong) if token.lemma_ != "be" else None
        return {token.i: made} if made and made != token.lower_ else None

    return find


# auxiliary, right form, wrong form, share
for _row in rows("after-auxiliaries"):
    if _row.strip():
        _aux, _right, _wrong, _weight = _row.split()
        FAMILY.add(f"{_aux} {_right} > {_wrong}", _after_auxiliary(_aux, _right, _wrong), float(_weight))


@FAMILY.pattern("to after a modal", 1.5, "can could must should may might will would")
def modal_to(token: Token, rng: random.Random) -> Change | None:
    fits = token.tag_ == "MD" and token.head.tag_ == "VB" and token.head.i == token.i + 1
    return {token.i: f"{token.text} to"} if fits else None


@FAMILY.pattern("be before a verb", 1.2)
def be_verb(token: Token, rng: random.Random) -> Change | None:
    """*I am agree*, *he is work*."""
    if token.tag_ not in ("VBP", "VBZ") or token.pos_ != "VERB" or token.lemma_ in ("be", "have", "do"):
        return None
    noun = subject(token)
    base = form(token.lemma_, "VB")
    if noun is None or base is None or noun.i != token.i - 1 or noun.tag_ != "PRP":
        return None
    be = {"i": "am", "he": "is", "she": "is", "it": "is"}.get(noun.lower_, "are")
    return {token.i: f"{be} {base}"}


def _irregular(token: Token, rng: random.Random) -> Change | None:
    """*goed*, *catched*: an irregular verb formed by rule."""
    if (
        token.tag_ not in ("VBD", "VBN")
        or token.lower_.endswith("ed")
        or len(token.lemma_) < 3
        or token.pos_ != "VERB"
    ):
        return None
    stem = token.lemma_
    if stem in ("be", "have", "do", "say", "put", "cut", "let", "set", "make"):
        return None
    return {token.i: cased(token, stem + ("d" if stem.endswith("e") else "ed"))}


FAMILY.add("irregular verb formed by rule", _irregular, 1.0)


@FAMILY.pattern(
    "-ed adjective > -ing",
    2.0,
    """interested bored excited tired surprised confused disappointed
    frightened annoyed amazed relaxed shocked worried embarrassed satisfied""",
)
def ed_ing(token: Token, rng: random.Random) -> Change | None:
    stem = token.lower_.removesuffix("ed")
    stem = {"tir": "tir", "worri": "worry", "satisfi": "satisfy", "annoy": "annoy"}.get(stem, stem)
    return {token.i: cased(token, stem + "ing")} if token.dep_ in ("acomp", "amod", "ROOT", "conj") else None


@FAMILY.pattern(
    "-ing adjective > -ed",
    2.0,
    """interesting boring exciting tiring surprising confusing disappointing
    frightening annoying amazing relaxing shocking embarrassing""",
)
def ing_ed(token: Token, rng: random.Random) -> Change | None:
    adjective = token.dep_ in ("acomp", "amod") and token.pos_ in ("ADJ", "VERB")
    return {token.i: cased(token, token.lower_.removesuffix("ing") + "ed")} if adjective else None
