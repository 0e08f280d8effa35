"""Articles: left out, put in, and mixed up, by what their noun is and does."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, before, cased
from .tree import bare, first_of, plain_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("article")

UNIQUE = {
    "sun",
    "moon",
    "world",
    "sea",
    "sky",
    "internet",
    "government",
    "environment",
    "weather",
    "earth",
    "past",
    "future",
    "economy",
    "truth",
    "police",
}
ABSTRACT = {
    "nature",
    "society",
    "life",
    "love",
    "money",
    "happiness",
    "education",
    "health",
    "technology",
    "pollution",
    "music",
    "time",
    "freedom",
    "peace",
    "art",
    "science",
    "culture",
    "work",
    "food",
    "water",
    "sport",
    "traffic",
    "history",
    "friendship",
    "communication",
    "unemployment",
    "poverty",
    "crime",
    "death",
    "religion",
    "politics",
    "tourism",
    "war",
    "business",
    "industry",
    "experience",
    "globalization",
    "smoking",
    "reading",
}
PLACES = {
    "school",
    "university",
    "college",
    "work",
    "bed",
    "home",
    "prison",
    "church",
    "hospital",
    "class",
    "town",
}
MEALS = {"breakfast", "lunch", "dinner", "supper"}
LANGUAGES = {
    "english",
    "french",
    "german",
    "spanish",
    "russian",
    "chinese",
    "japanese",
    "italian",
    "polish",
    "arabic",
    "korean",
}
JOBS = {
    "doctor",
    "teacher",
    "student",
    "engineer",
    "nurse",
    "lawyer",
    "driver",
    "manager",
    "waiter",
    "artist",
    "writer",
    "scientist",
    "member",
    "child",
    "farmer",
    "secretary",
    "journalist",
    "designer",
    "musician",
    "actor",
}
INSTRUMENTS = {"piano", "guitar", "violin", "drums", "flute"}
SUPERLATIVE = {"JJS", "RBS"}

Condition = Callable[["Token"], bool]


def _role(*deps: str) -> Condition:
    return lambda noun: noun.dep_ in deps


def _with(condition: Callable[[Token], bool]) -> Condition:
    return lambda noun: any(condition(c) for c in noun.lefts)


# What stands in the place of an article that a learner leaves out: the noun's role or company.
_LEFT_OUT: dict[str, tuple[float, Condition]] = {
    "of an object": (1.5, _role("dobj")),
    "of a subject": (1.0, _role("nsubj", "nsubjpass")),
    "of a predicate": (1.5, _role("attr")),
    "after a preposition": (1.5, _role("pobj")),
    "of an apposition": (0.7, _role("appos")),
    "after as": (1.5, lambda n: n.head.lower_ == "as" and n.head.dep_ == "prep"),
    "of a profession": (3.0, lambda n: n.lemma_ in JOBS),
    "with an adjective": (1.2, _with(lambda c: c.dep_ == "amod")),
    "with a noun before it": (1.0, _with(lambda c: c.dep_ == "compound")),
    "of what there is": (
        1.5,
        lambda n: n.head.lemma_ == "be" and any(c.lower_ == "there" for c in n.head.children),
    ),
    "of a joined noun": (1.0, _role("conj")),
}
_THE_LEFT_OUT: dict[str, tuple[float, Condition]] = {
    "before a superlative": (3.0, _with(lambda c: c.tag_ in SUPERLATIVE)),
    "before an ordinal": (
        2.5,
        _with(lambda c: c.lower_ in ("first", "second", "third", "last", "next", "only")),
    ),
    "before same": (3.0, _with(lambda c: c.lower_ == "same")),
    "before an of-phrase": (2.0, lambda n: any(c.lower_ == "of" for c in n.rights)),
    "before a clause": (1.5, lambda n: any(c.dep_ == "relcl" for c in n.rights)),
    "of what is unique": (3.0, lambda n: n.lemma_ in UNIQUE),
    "of an instrument": (2.0, lambda n: n.lemma_ in INSTRUMENTS),
    "of a time of day": (3.0, lambda n: n.lemma_ in ("morning", "evening", "afternoon", "weekend")),
    "of a name": (1.0, lambda n: n.tag_ in ("NNP", "NNPS")),
    "of other": (2.0, _with(lambda c: c.lower_ == "other")),
    "of many": (1.0, lambda n: n.tag_ == "NNS"),
}


def _drop(words: tuple[str, ...], condition: Condition) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        noun = token.head
        fits = token.dep_ == "det" and token.lower_ in words and noun.i > token.i and condition(noun)
        return {token.i: ""} if fits else None

    return find


for _name, (_share, _condition) in _LEFT_OUT.items():
    FAMILY.add(f"a left out, {_name}", _drop(("a", "an"), _condition), _share, ("a", "an"))
    FAMILY.add(f"the left out, {_name}", _drop(("the",), _condition), 0.6 * _share, ("the",))
for _name, (_share, _condition) in _THE_LEFT_OUT.items():
    FAMILY.add(f"the left out, {_name}", _drop(("the",), _condition), _share, ("the",))


def _generic(noun: Token) -> bool:
    return noun.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj") and bare(noun)


# Nouns before which a learner puts "the".
_THE_PUT_IN: dict[str, tuple[float, Condition]] = {
    "before a general plural": (1.0, lambda n: n.tag_ == "NNS" and _generic(n)),
    "before people": (2.0, lambda n: n.lower_ == "people" and _generic(n)),
    "before an abstract noun": (3.5, lambda n: n.tag_ == "NN" and n.lemma_ in ABSTRACT and _generic(n)),
    "before a mass noun": (
        1.0,
        lambda n: n.tag_ == "NN" and _generic(n) and n.dep_ in ("nsubj", "nsubjpass"),
    ),
    "before a place": (2.0, lambda n: n.lemma_ in PLACES and n.dep_ == "pobj" and bare(n)),
    "before a meal": (2.5, lambda n: n.lemma_ in MEALS and bare(n)),
    "before a language": (2.0, lambda n: n.lower_ in LANGUAGES and n.dep_ in ("dobj", "pobj") and bare(n)),
    "before a country": (0.7, lambda n: n.ent_type_ == "GPE" and n.dep_ in ("pobj", "nsubj") and bare(n)),
    "before last and next": (
        2.5,
        lambda n: (
            n.lemma_ in ("week", "month", "year", "summer", "winter", "night")
            and bare(n)
            and any(c.lower_ in ("last", "next") for c in n.lefts)
        ),
    ),
    "before a day": (1.5, lambda n: n.text.endswith("day") and n.text[0].isupper() and n.dep_ == "pobj"),
}


def _put_in(word: str, condition: Condition) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.pos_ not in ("NOUN", "PROPN") or not condition(token):
            return None
        return before(first_of(token), word)

    return find


for _name, (_share, _condition) in _THE_PUT_IN.items():
    FAMILY.add(f"the put in {_name}", _put_in("the", _condition), _share)


@FAMILY.pattern(
    "a put in before a mass noun",
    1.5,
    """information advice furniture luggage homework knowledge progress research
    equipment news work weather traffic money behaviour evidence luck help fun food music nature health""",
)
def a_mass(token: Token, rng: random.Random) -> Change | None:
    return (
        before(first_of(token), "a")
        if token.tag_ == "NN" and bare(token) and token.dep_ != "compound"
        else None
    )


@FAMILY.pattern("a put in before a plural with an adjective", 0.7)
def a_plural(token: Token, rng: random.Random) -> Change | None:
    adjective = token.tag_ == "NNS" and bare(token) and any(c.dep_ == "amod" for c in token.lefts)
    return before(first_of(token), "a") if adjective and token.dep_ in ("dobj", "attr", "pobj") else None


@FAMILY.pattern("a put in before an adjective alone", 0.3)
def a_adjective(token: Token, rng: random.Random) -> Change | None:
    if token.dep_ != "acomp" or token.tag_ != "JJ" or token.head.lemma_ != "be":
        return None
    first = next((c for c in token.lefts if c.dep_ == "advmod"), token)
    return before(first, "an" if first.lower_[0] in "aeiou" else "a")


def _swap(right: tuple[str, ...], wrong: str, condition: Condition) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.dep_ != "det" or token.lower_ not in right or not condition(token.head):
            return None
        put = wrong
        if wrong == "a" and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_[:1] in "aeiou":
            put = "an"
        return {token.i: cased(token, put)}

    return find


FAMILY.add("the for a, of an object", _swap(("a", "an"), "the", _role("dobj", "attr")), 0.5, ("a", "an"))
FAMILY.add(
    "the for a, elsewhere", _swap(("a", "an"), "the", _role("pobj", "nsubj", "conj")), 0.3, ("a", "an")
)
FAMILY.add("a for the, of one", _swap(("the",), "a", lambda n: n.tag_ == "NN"), 0.1, ("the",))
FAMILY.add("one for a", _swap(("a", "an"), "one", lambda n: plain_noun(n)), 0.3, ("a", "an"))
FAMILY.add(
    "the for its",
    lambda t, r: {t.i: cased(t, "the")} if t.tag_ == "PRP$" else None,
    0.25,
    ("its", "their", "his", "her", "my", "our"),
)


@FAMILY.pattern("a for an", 2.0, "an")
def a_for_an(token: Token, rng: random.Random) -> Change | None:
    return {token.i: cased(token, "a")}


@FAMILY.pattern("an for a", 0.5, "a")
def an_for_a(token: Token, rng: random.Random) -> Change | None:
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return (
        {token.i: cased(token, "an")}
        if token.dep_ == "det" and following[:1] in ("h", "u", "e", "y")
        else None
    )


@FAMILY.pattern("possessive left out", 0.5, "my his her our their your its")
def possessive(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.tag_ == "PRP$" and token.head.tag_ in ("NN", "NNS") else None


@FAMILY.pattern("some left out", 0.5, "some any")
def some(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.dep_ == "det" else None
