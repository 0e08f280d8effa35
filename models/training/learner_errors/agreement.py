"""Agreement: a verb that does not have the number of its subject."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, form
from .tree import antecedent, plural, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("agreement")

_FORMS = {
    "be, present": {"is": "are", "are": "is", "'s": "are", "isn": "aren"},
    "am": {"am": "is"},
    "be, past": {"was": "were", "were": "was"},
    "have": {"has": "have", "have": "has"},
    "do": {"does": "do", "do": "does"},
}


def _true_subject(verb: Token) -> Token | None:
    found = subject(verb)
    if found is None:
        return None
    return antecedent(found) if found.tag_ in ("WDT", "WP") else found


def _parted_by_of(verb: Token, noun: Token) -> bool:
    """Another noun of other number stands between, in a phrase: *the list of the files is*."""
    return any(
        t.tag_ in ("NN", "NNS", "NNP") and (t.tag_ == "NNS") != (noun.tag_ == "NNS") and t.head.dep_ == "prep"
        for t in noun.doc[min(noun.i, verb.i) + 1 : max(noun.i, verb.i)]
    )


def _parted_by_clause(verb: Token, noun: Token) -> bool:
    return any(c.dep_ in ("relcl", "acl") and noun.i < c.i < verb.i for c in noun.children)


# Each with the share of such places that learners get wrong, against the others.
_PLACES: dict[str, tuple[float, Callable[[Token, Token], bool]]] = {
    "next to its subject": (1.0, lambda v, n: 0 < v.i - n.i <= 2 and n.pos_ in ("NOUN", "PROPN")),
    "next to a pronoun": (
        1.2,
        lambda v, n: 0 < v.i - n.i <= 2 and n.lower_ in ("he", "she", "it", "they", "we", "this"),
    ),
    "parted by a phrase": (3.0, _parted_by_of),
    "parted by a clause": (3.0, _parted_by_clause),
    "after who, which, that": (2.0, lambda v, n: (s := subject(v)) is not None and s.tag_ in ("WDT", "WP")),
    "after joined subjects": (2.0, lambda v, n: any(c.dep_ == "conj" for c in n.children)),
    "after every- and each": (
        3.0,
        lambda v, n: (
            (
                n.lower_.startswith(("every", "some", "any", "no"))
                and n.tag_ == "NN"
                and n.lower_ not in ("noise",)
            )
            or n.lower_ == "each"
            or any(c.lower_ in ("every", "each") for c in n.lefts)
        ),
    ),
    "after people": (4.0, lambda v, n: n.lemma_ in ("people", "police", "child", "parent") and n.i < v.i),
    "after one of": (4.0, lambda v, n: n.lower_ == "one" and any(c.lower_ == "of" for c in n.rights)),
    "before its subject": (1.5, lambda v, n: n.i > v.i),
    "far from its subject": (1.5, lambda v, n: v.i - n.i > 4),
}


def _auxiliary(forms: dict[str, str], place: Callable[[Token, Token], bool]) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        wrong = forms.get(token.lower_)
        if wrong is None or token.tag_ not in ("VBZ", "VBP", "VBD"):
            return None
        noun = _true_subject(token)
        if noun is None or not place(token, noun):
            return None
        many = plural(noun)
        singular_form = token.lower_ in ("is", "'s", "was", "has", "does", "isn")
        if many is None or many == singular_form or noun.lower_ == "you":
            return None
        if token.lower_ == "'s":
            return {token.i: " are"}
        return {token.i: cased(token, wrong)}

    return find


def _lexical(place: Callable[[Token, Token], bool], adds_s: bool) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if (
            token.pos_ != "VERB"
            or token.lemma_ in ("be", "have", "do")
            or token.tag_ != ("VBP" if adds_s else "VBZ")
        ):
            return None
        noun = _true_subject(token)
        if (
            noun is None
            or plural(noun) is not adds_s
            or not place(token, noun)
            or noun.lower_ in ("you", "i")
        ):
            return None
        wrong = form(token.lemma_, "VBZ" if adds_s else "VB")
        return {token.i: cased(token, wrong)} if wrong and wrong != token.lower_ else None

    return find


for _place, (_share, _condition) in _PLACES.items():
    for _kind, _forms in _FORMS.items():
        if _kind != "am":
            FAMILY.add(f"{_kind}, {_place}", _auxiliary(_forms, _condition), _share, _forms)
    FAMILY.add(f"-s left out, {_place}", _lexical(_condition, False), 2 * _share)
    FAMILY.add(f"-s put on, {_place}", _lexical(_condition, True), 0.7 * _share)


@FAMILY.pattern("there is before many", 3.0, "are were")
def there_is(token: Token, rng: random.Random) -> Change | None:
    there = next((c for c in token.children if c.dep_ == "expl" and c.lower_ == "there"), None)
    if there is None:
        return None
    return {token.i: cased(token, "is" if token.lower_ == "are" else "was")}


@FAMILY.pattern("there are before one", 1.0, "is was")
def there_are(token: Token, rng: random.Random) -> Change | None:
    if token.text.startswith("'") or not any(
        c.dep_ == "expl" and c.lower_ == "there" for c in token.children
    ):
        return None
    return {token.i: cased(token, "are" if token.lower_ == "is" else "were")}


@FAMILY.pattern("don't for doesn't", 4.0, "does")
def do_not(token: Token, rng: random.Random) -> Change | None:
    negated = token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ in ("n't", "n’t", "not")
    return {token.i: cased(token, "do")} if negated and token.dep_ == "aux" else None


@FAMILY.pattern("this for these", 2.0, "these those")
def this_many(token: Token, rng: random.Random) -> Change | None:
    if token.dep_ != "det" or token.head.tag_ != "NNS":
        return None
    return {token.i: cased(token, "this" if token.lower_ == "these" else "that")}


@FAMILY.pattern("these for this", 1.0, "this that")
def these_one(token: Token, rng: random.Random) -> Change | None:
    if token.dep_ != "det" or token.head.tag_ != "NN":
        return None
    return {token.i: cased(token, "these" if token.lower_ == "this" else "those")}
