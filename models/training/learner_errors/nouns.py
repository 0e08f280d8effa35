"""Nouns: singular and plural, what cannot be counted, possessives."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, form, rows
from .tree import child, determiner, plain_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("noun number")
POSSESSIVES = Family("possessive")

UNCOUNTABLE = [
    "information",
    "advice",
    "furniture",
    "luggage",
    "baggage",
    "equipment",
    "homework",
    "knowledge",
    "news",
    "progress",
    "research",
    "evidence",
    "traffic",
    "weather",
    "work",
    "software",
    "feedback",
    "behaviour",
    "behavior",
    "damage",
    "money",
    "music",
    "food",
    "bread",
    "rice",
    "water",
    "experience",
    "education",
    "health",
    "help",
    "housework",
    "jewellery",
    "jewelry",
    "machinery",
    "pollution",
    "rubbish",
    "garbage",
    "scenery",
    "training",
    "transport",
    "violence",
    "fun",
    "luck",
    "hair",
    "clothing",
    "vocabulary",
    "accommodation",
    "staff",
    "mail",
    "stuff",
    "time",
    "nature",
]
IRREGULAR = dict(row.split(" > ") for row in rows("nouns"))
MANY = [
    "many",
    "several",
    "few",
    "various",
    "numerous",
    "some",
    "all",
    "most",
    "these",
    "those",
    "other",
    "different",
    "both",
    "two",
    "three",
    "four",
    "five",
    "six",
    "ten",
    "hundred",
    "thousand",
    "more",
    "certain",
]


def _uncountable(lemma: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.tag_ not in ("NN", "NNS") or token.dep_ == "compound" or token.lower_ != lemma:
            return None
        made = {"news": "new", "staff": "staffs", "stuff": "stuffs"}.get(lemma, lemma + "s")
        return {token.i: cased(token, made)}

    return find


for _lemma in UNCOUNTABLE:
    _weight = 0.4 if _lemma in ("time", "work", "water", "money", "help", "experience", "education") else 2.0
    FAMILY.add(f"{_lemma} counted", _uncountable(_lemma), _weight, (_lemma,))

for _right, _wrongs in IRREGULAR.items():
    for _wrong in _wrongs.split():
        FAMILY.add(
            f"{_right} > {_wrong}",
            lambda t, r, right=_right, wrong=_wrong: (
                {t.i: cased(t, wrong)} if t.lower_ == right and plain_noun(t) else None
            ),
            1.2,
            (_right,),
        )


def _to_singular(token: Token) -> Change | None:
    made = form(token.lemma_, "NN")
    return (
        {token.i: cased(token, made)}
        if made and made != token.lower_ and token.lemma_ != token.lower_
        else None
    )


def _after(word: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.tag_ != "NNS" or not plain_noun(token) or not any(c.lower_ == word for c in token.lefts):
            return None
        return _to_singular(token)

    return find


for _word in MANY:
    FAMILY.add(f"singular after {_word}", _after(_word), 2.0)


@FAMILY.pattern("singular after one of", 5.0, "of")
def one_of(token: Token, rng: random.Random) -> Change | None:
    noun = child(token, "pobj")
    counted = token.head.lower_ in (
        "one",
        "some",
        "many",
        "most",
        "each",
        "lot",
        "number",
        "couple",
        "kind",
        "kinds",
    )
    return _to_singular(noun) if counted and noun is not None and noun.tag_ == "NNS" else None


def _role(*deps: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if (
            token.tag_ != "NNS"
            or token.dep_ not in deps
            or not plain_noun(token)
            or token.lower_ in IRREGULAR
        ):
            return None
        return _to_singular(token)

    return find


FAMILY.add("singular for a plural object", _role("dobj"), 1.2)
FAMILY.add("singular for a plural subject", _role("nsubj", "nsubjpass"), 0.9)
FAMILY.add("singular for a plural after a preposition", _role("pobj"), 1.2)
FAMILY.add("singular for a plural predicate", _role("attr"), 1.2)
FAMILY.add("singular for a joined plural", _role("conj"), 1.2)


def _to_plural(condition: Callable[[Token], bool]) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.tag_ != "NN" or not plain_noun(token) or token.lemma_ in UNCOUNTABLE or not condition(token):
            return None
        made = form(token.lemma_, "NNS")
        return {token.i: cased(token, made)} if made and made != token.lower_ else None

    return find


def _determined(*words: str) -> Callable[[Token], bool]:
    return lambda noun: (d := determiner(noun)) is not None and d.lower_ in words


FAMILY.add("plural after every and each", _to_plural(_determined("every", "each")), 3.0)
FAMILY.add("plural after another", _to_plural(_determined("another")), 2.0)
FAMILY.add("plural after a", _to_plural(_determined("a", "an")), 0.3)
FAMILY.add("plural after a possessive", _to_plural(_determined("my", "his", "her", "their", "our")), 0.15)
FAMILY.add("plural after this", _to_plural(_determined("this", "that")), 0.8)
FAMILY.add(
    "plural without a determiner",
    _to_plural(lambda n: determiner(n) is None and n.dep_ in ("pobj", "dobj")),
    0.4,
)


@FAMILY.pattern("plural of a noun before a noun", 0.4)
def compound_plural(token: Token, rng: random.Random) -> Change | None:
    made = form(token.lemma_, "NNS") if token.dep_ == "compound" and token.tag_ == "NN" else None
    return {token.i: cased(token, made)} if made and token.text.isalpha() else None


@FAMILY.pattern(
    "plural adjective", 1.0, "different other important big new young good old difficult great own"
)
def adjective_plural(token: Token, rng: random.Random) -> Change | None:
    many = token.dep_ == "amod" and token.head.tag_ == "NNS" and token.tag_ == "JJ"
    return {token.i: cased(token, token.lower_ + "s")} if many else None


@FAMILY.pattern("much for many", 3.0, "many")
def much_many(token: Token, rng: random.Random) -> Change | None:
    return {token.i: cased(token, "much")}


@FAMILY.pattern("many for much", 3.0, "much")
def many_much(token: Token, rng: random.Random) -> Change | None:
    return {token.i: cased(token, "many")} if token.head.tag_ == "NN" else None


@FAMILY.pattern("less for fewer", 3.0, "fewer")
def less_fewer(token: Token, rng: random.Random) -> Change | None:
    return {token.i: cased(token, "less")}


@FAMILY.pattern("few for little", 1.5, "little")
def few_little(token: Token, rng: random.Random) -> Change | None:
    return {token.i: cased(token, "few")} if token.head.tag_ == "NN" and token.dep_ == "amod" else None


@FAMILY.pattern("amount for number", 1.5, "number")
def amount_number(token: Token, rng: random.Random) -> Change | None:
    of = next((c for c in token.rights if c.lower_ == "of"), None)
    noun = child(of, "pobj") if of is not None else None
    return (
        {token.i: cased(token, "amount")}
        if token.tag_ == "NN" and noun is not None and noun.tag_ == "NNS"
        else None
    )


@POSSESSIVES.pattern("'s left out", 2.0, "'s ’s")
def possessive_left_out(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.tag_ == "POS" and token.head.text.isalpha() else None


@POSSESSIVES.pattern("apostrophe left out", 2.0, "'s ’s")
def apostrophe_left_out(token: Token, rng: random.Random) -> Change | None:
    return {token.i: "s"} if token.tag_ == "POS" and token.head.text.isalpha() else None


@POSSESSIVES.pattern("apostrophe after the s", 1.0, "'s ’s")
def apostrophe_after(token: Token, rng: random.Random) -> Change | None:
    return {token.i: "s'"} if token.tag_ == "POS" and token.head.tag_ == "NN" else None


@POSSESSIVES.pattern("apostrophe left out after a plural", 2.0, "' ’")
def plural_apostrophe(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.tag_ == "POS" else None


@POSSESSIVES.pattern("apostrophe in a plural", 0.3)
def false_apostrophe(token: Token, rng: random.Random) -> Change | None:
    regular = token.tag_ == "NNS" and token.lower_ == token.lemma_ + "s" and plain_noun(token)
    return {token.i: token.text[:-1] + "'s"} if regular else None


@POSSESSIVES.pattern("the X of Y > the Y's X", 0.5, "of")
def of_to_s(token: Token, rng: random.Random) -> Change | None:
    """*the book of my father* where *my father's book* stands."""
    return None if token.head.tag_ != "NN" or token.i + 1 >= len(token.doc) else _turned(token)


def _turned(token: Token) -> Change | None:
    owner = child(token, "pobj")
    if owner is None or owner.ent_type_ != "PERSON" or owner.i != token.i + 1 or not owner.whitespace_:
        return None
    return {token.i: "from"}


@POSSESSIVES.pattern("'s > of", 1.5, "'s ’s")
def s_to_of(token: Token, rng: random.Random) -> Change | None:
    owner, thing = token.head, token.head.head
    start = owner.left_edge
    short = token.tag_ == "POS" and thing.i > token.i and thing.i - token.i <= 2 and owner.i - start.i <= 1
    if not short or owner.dep_ != "poss":
        return None
    phrase = token.doc[start.i : owner.i + 1].text
    change = dict.fromkeys(range(start.i, token.i + 1), "")
    between = token.doc[token.i + 1 : thing.i + 1].text
    change |= dict.fromkeys(range(token.i + 1, thing.i), "")
    first = f"The {between}" if start.is_sent_start else f"the {between}"
    phrase = phrase[:1].lower() + phrase[1:] if start.is_sent_start and start.pos_ != "PROPN" else phrase
    return change | {thing.i: f"{first} of {phrase}"}


for _row in rows("possessives"):
    _right, _wrongs = _row.split(" > ")
    for _wrong in _wrongs.split():
        POSSESSIVES.add(
            f"{_right} > {_wrong}",
            lambda t, r, wrong=_wrong: (
                {t.i: cased(t, wrong)} if t.tag_ in ("PRP$", "WP$", "PRP", "JJ", "NN") else None
            ),
            0.6,
            (_right,),
        )
