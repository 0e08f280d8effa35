"""Tenses: with time adverbs, in conditionals, in stories, in reported speech; *since* and *for*."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, form
from .tree import child, in_clause_of, plural, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("tense")

PAST_TIME = {"yesterday", "ago", "last", "once", "then", "suddenly"}
NOW = {
    "now",
    "today",
    "currently",
    "nowadays",
    "recently",
    "still",
    "already",
    "ever",
    "never",
    "always",
    "usually",
}
CONDITION = {"if", "unless"}
TIME = {"when", "before", "after", "until", "while", "once", "as"}
STATIVE = {
    "know",
    "want",
    "like",
    "need",
    "believe",
    "understand",
    "love",
    "hate",
    "prefer",
    "own",
    "belong",
    "seem",
    "remember",
    "agree",
    "mean",
    "contain",
}

Place = Callable[["Token"], bool]


def _time(words: set[str]) -> Place:
    return lambda verb: any(t.lower_ in words for t in verb.subtree if abs(t.i - verb.i) < 12)


def _in_clause(words: set[str]) -> Place:
    return lambda verb: in_clause_of(verb, words)


def _main_of(words: set[str]) -> Place:
    return lambda verb: any(c.dep_ == "advcl" and in_clause_of(c, words) for c in verb.children)


def _reported(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.tag_ == "VBD"


def _conjunct(verb: Token) -> bool:
    return verb.dep_ == "conj" and verb.head.tag_ in ("VBD", "VBZ", "VBP")


def _duration(verb: Token) -> bool:
    return any(c.dep_ in ("prep", "mark") and c.lower_ in ("since", "for") for c in verb.children)


def _with_past(verb: Token) -> bool:
    """A verb in the past stands beside it, in its own clause's parent or child."""
    return verb.head.tag_ == "VBD" or any(
        c.tag_ == "VBD" and c.dep_ in ("advcl", "conj", "ccomp") for c in verb.children
    )


def _stative(verb: Token) -> bool:
    return verb.lemma_ in STATIVE


def _any(verb: Token) -> bool:
    return True


def _simple(verb: Token) -> bool:
    """Without auxiliaries."""
    return verb.pos_ == "VERB" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _be(verb: Token) -> str:
    noun = subject(verb)
    if noun is None or plural(noun) is None:
        return "is" if noun is None or noun.lower_ != "i" else "am"
    return "are" if plural(noun) else "is"


def _present(verb: Token) -> str | None:
    noun = subject(verb)
    many = noun is None or noun.lower_ in ("i", "you") or bool(plural(noun))
    return form(verb.lemma_, "VB" if many else "VBZ")


def _perfect(verb: Token) -> str | None:
    noun = subject(verb)
    many = noun is not None and (noun.lower_ in ("i", "you") or bool(plural(noun)))
    made = form(verb.lemma_, "VBN")
    return f"{'have' if many else 'has'} {made}" if made else None


def _progressive(past: bool) -> Callable[[Token], str | None]:
    def made(verb: Token) -> str | None:
        ing = form(verb.lemma_, "VBG")
        be = _be(verb)
        if past:
            be = {"am": "was", "is": "was", "are": "were"}[be]
        return f"{be} {ing}" if ing else None

    return made


def _of(tag: str) -> Callable[[Token], str | None]:
    return lambda verb: form(verb.lemma_, tag)


def _with(word: str) -> Callable[[Token], str | None]:
    return lambda verb: f"{word} {form(verb.lemma_, 'VB')}"


def _swap(
    tags: tuple[str, ...], place: Place, made: Callable[[Token], str | None]
) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if token.tag_ not in tags or not _simple(token) or not place(token) or subject(token) is None:
            return None
        put = made(token)
        return {token.i: cased(token, put)} if put and put != token.lower_ else None

    return find


_PAST, _NOW = ("VBD",), ("VBP", "VBZ")
# (what it is called, its tags, its place, what is made of it, share)
for _name, _tags, _place, _made, _share in (
    ("past with a past time > perfect", _PAST, _time(PAST_TIME), _perfect, 3.0),
    ("past with a past time > base", _PAST, _time(PAST_TIME), _of("VB"), 2.0),
    ("past with a past time > present", _PAST, _time(PAST_TIME), _present, 2.0),
    ("past > perfect", _PAST, _any, _perfect, 0.3),
    ("past > present", _PAST, _any, _present, 0.2),
    ("past > base", _PAST, _any, _of("VB"), 0.7),
    ("past > past progressive", _PAST, _any, _progressive(True), 0.2),
    ("past > past perfect", _PAST, _any, lambda v: (m := form(v.lemma_, "VBN")) and f"had {m}", 0.15),
    ("past in a row of verbs > present", _PAST, _conjunct, _present, 2.5),
    ("past in a row of verbs > base", _PAST, _conjunct, _of("VB"), 2.0),
    ("past after when > present", _PAST, _in_clause(TIME), _present, 2.5),
    ("past after if > would", _PAST, _in_clause(CONDITION), _with("would"), 4.0),
    ("reported past > present", _PAST, _reported, _present, 2.5),
    ("past perfect > past", _PAST, _duration, _present, 1.0),
    ("present after if > will", _NOW, _in_clause(CONDITION), _with("will"), 4.0),
    ("present after when > will", _NOW, _in_clause(TIME), _with("will"), 3.0),
    ("present after if > past", _NOW, _in_clause(CONDITION), _of("VBD"), 1.0),
    ("stative present > progressive", _NOW, _stative, _progressive(False), 2.5),
    (
        "present with now > progressive",
        _NOW,
        _time({"usually", "always", "often", "every", "sometimes"}),
        _progressive(False),
        2.0,
    ),
    ("present > progressive", _NOW, _any, _progressive(False), 0.06),
    ("present with a duration > perfect", _NOW, _duration, _perfect, 0.5),
):
    FAMILY.add(_name, _swap(_tags, _place, _made), _share)


def _no_perfect(with_duration: bool, made: Callable[[Token], str | None]) -> Callable[..., Change | None]:
    """*has lived since* > *lives since*; one auxiliary right before its verb."""

    def find(token: Token, rng: random.Random) -> Change | None:
        aux = child(token, "aux")
        if token.tag_ != "VBN" or aux is None or aux.lower_ not in ("has", "have") or aux.i != token.i - 1:
            return None
        if (
            (with_duration and not _duration(token))
            or child(token, "auxpass") is not None
            or token.lemma_ == "be"
        ):
            return None
        put = made(token)
        return {aux.i: cased(aux, put), token.i: ""} if put else None

    return find


FAMILY.add("perfect with a duration > present", _no_perfect(True, _present), 4.0)
FAMILY.add("perfect with a duration > progressive", _no_perfect(True, _progressive(False)), 2.0)
FAMILY.add("perfect > present", _no_perfect(False, _present), 1.0)
FAMILY.add("perfect > past", _no_perfect(False, _of("VBD")), 1.5)


def _auxiliary(right: str, wrong: str, tag: str, place: Place = _any) -> Callable[..., Change | None]:
    """One auxiliary put for another before a verb in the form `tag`."""

    def find(token: Token, rng: random.Random) -> Change | None:
        if token.lower_ != right or token.dep_ != "aux" or token.head.tag_ != tag or not place(token.head):
            return None
        return {token.i: cased(token, wrong)}

    return find


for _right, _wrong, _tag, _place, _share in (
    ("would", "will", "VB", _main_of(CONDITION), 4.0),
    ("will", "would", "VB", _main_of(CONDITION), 2.0),
    ("would", "will", "VB", _reported, 3.0),
    ("could", "can", "VB", _reported, 3.0),
    ("had", "have", "VBN", _any, 2.0),
    ("had", "has", "VBN", _any, 1.0),
    ("has", "had", "VBN", _duration, 1.0),
    ("have", "had", "VBN", _duration, 1.0),
    ("had", "was", "VBN", _any, 0.5),
    ("did", "do", "VB", _time(PAST_TIME), 2.0),
    ("might", "may", "VB", _reported, 1.0),
    ("was", "is", "VBG", _with_past, 2.0),
    ("were", "are", "VBG", _with_past, 2.0),
):
    FAMILY.add(
        f"{_right} > {_wrong} before {_tag}{'' if _place is _any else ', by its clause'}",
        _auxiliary(_right, _wrong, _tag, _place),
        _share,
        (_right,),
    )


@FAMILY.pattern("will left out", 0.4, "will would")
def will_left_out(token: Token, rng: random.Random) -> Change | None:
    return (
        {token.i: ""} if token.dep_ == "aux" and token.head.i == token.i + 1 and token.whitespace_ else None
    )


@FAMILY.pattern("have left out of a perfect", 1.5, "have has had")
def have_left_out(token: Token, rng: random.Random) -> Change | None:
    fits = (
        token.dep_ == "aux" and token.head.tag_ == "VBN" and token.head.i == token.i + 1 and token.whitespace_
    )
    return {token.i: ""} if fits else None


@FAMILY.pattern("been left out", 1.0, "been")
def been_left_out(token: Token, rng: random.Random) -> Change | None:
    return {token.i: ""} if token.dep_ in ("aux", "auxpass") else None


@FAMILY.pattern("be left out of a progressive", 2.0, "is are was were am")
def be_left_out(token: Token, rng: random.Random) -> Change | None:
    fits = token.dep_ == "aux" and token.head.tag_ == "VBG" and token.head.i == token.i + 1 and token.i > 0
    return {token.i: ""} if fits and token.whitespace_ and not token.text.startswith("'") else None


@FAMILY.pattern("be left out of a passive", 2.0, "is are was were be been")
def passive_left_out(token: Token, rng: random.Random) -> Change | None:
    fits = token.dep_ == "auxpass" and token.head.tag_ == "VBN" and token.i > 0 and token.whitespace_
    return {token.i: ""} if fits else None


@FAMILY.pattern("active > passive", 1.5, "happen appear disappear die arrive occur exist")
def false_passive(token: Token, rng: random.Random) -> Change | None:
    made = form(token.lemma_, "VBN") if token.tag_ == "VBD" and _simple(token) and subject(token) else None
    return {token.i: f"was {made}"} if made else None


@FAMILY.pattern("used to > use to", 3.0, "use")
def use_to(token: Token, rng: random.Random) -> Change | None:
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return {token.i: "use"} if token.lower_ == "used" and following == "to" else None


def _duration_word(right: str, wrong: str, numbers: bool) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        noun = child(token, "pobj")
        units = ("year", "month", "week", "day", "hour", "minute", "time")
        if noun is None or token.lower_ != right or (numbers and noun.lemma_ not in units):
            return None
        return {token.i: cased(token, wrong)}

    return find


for _right, _wrong, _numbers, _share in (
    ("for", "since", True, 5.0),
    ("for", "during", True, 3.0),
    ("for", "from", True, 1.5),
    ("for", "in", True, 0.7),
    ("since", "from", False, 4.0),
    ("since", "for", False, 2.0),
    ("during", "for", False, 1.0),
    ("in", "after", True, 1.0),
    ("by", "until", True, 0.5),
    ("until", "by", True, 0.7),
):
    FAMILY.add(f"{_right} > {_wrong}, of time", _duration_word(_right, _wrong, _numbers), _share, (_right,))


@FAMILY.pattern("ago > before", 3.0, "ago")
def ago(token: Token, rng: random.Random) -> Change | None:
    return {token.i: "before"}
