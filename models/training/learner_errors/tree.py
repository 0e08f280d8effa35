"""What the patterns ask of a dependency tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}


def following(token: Token, by: int = 1) -> Token | None:
    at = token.i + by
    return token.doc[at] if 0 <= at < len(token.doc) else None


def child(token: Token, *deps: str) -> Token | None:
    """The first child in one of these relations."""
    return next((c for c in token.children if c.dep_ in deps), None)


def subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb whose auxiliary or conjunct it is."""
    if verb.dep_ in ("aux", "auxpass"):
        verb = verb.head
    for _ in range(4):
        if found := next((c for c in verb.children if c.dep_ in SUBJECTS), None):
            return found
        if verb.dep_ != "conj":
            return None
        verb = verb.head
    return None


def antecedent(relative: Token) -> Token | None:
    """The noun that *who*, *which* or *that* stands for, as a subject."""
    if relative.tag_ not in ("WDT", "WP") or relative.head.dep_ != "relcl":
        return None
    return relative.head.head


def plural(noun: Token) -> bool | None:
    """Whether a subject takes a plural verb; None where the tree does not say."""
    if any(c.dep_ == "conj" for c in noun.children) and child(noun, "cc") is not None:
        return True if any(c.lower_ == "and" for c in noun.children) else None
    if noun.lower_ in (
        "he",
        "she",
        "it",
        "this",
        "that",
        "everyone",
        "everybody",
        "nobody",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "everything",
        "nothing",
        "something",
        "each",
    ):
        return False
    if noun.lower_ in ("they", "we", "you", "these", "those", "both", "many", "few", "several"):
        return True
    if noun.tag_ in ("NNS", "NNPS"):
        return True
    if noun.tag_ == "NN":
        return noun.lemma_ in ("people", "police")
    return None


def determiner(noun: Token) -> Token | None:
    return next(
        (c for c in noun.lefts if c.dep_ in ("det", "poss", "nummod") or c.tag_ in ("DT", "PRP$", "CD")), None
    )


def first_of(noun: Token) -> Token:
    """The first word of a noun's own phrase, before its adjectives."""
    lefts = [
        c for c in noun.lefts if c.dep_ in ("amod", "compound", "nummod", "advmod", "nmod", "poss", "det")
    ]
    return lefts[0].left_edge if lefts else noun


def plain_noun(token: Token) -> bool:
    return token.tag_ in ("NN", "NNS") and token.text.isalpha() and token.dep_ != "compound"


def bare(noun: Token) -> bool:
    """A noun without any determiner, possessive or number."""
    return (
        determiner(noun) is None
        and noun.dep_ not in ("compound", "conj")
        and not any(
            c.dep_ in ("nummod", "predet")
            or c.tag_ in ("PDT", "WDT", "WP$")
            or c.lower_ in ("no", "such", "more", "many")
            for c in noun.lefts
        )
    )


def in_clause_of(token: Token, words: set[str]) -> bool:
    """Whether the token's clause begins with one of these conjunctions."""
    return any(c.dep_ in ("mark", "advmod") and c.lower_ in words and c.i < token.i for c in token.children)
