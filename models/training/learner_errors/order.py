"""Order: questions inside sentences, adverbs, adjectives; and negation."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, form, lower
from .tree import child, following, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

ORDER = Family("word order")
NEGATION = Family("negation")


def _question(clause: Token, verb: Token) -> tuple[Token, Token] | None:
    """The question word of a clause and its subject, where the subject stands right before a verb."""
    asked = next(
        (c for c in clause.subtree if c.lower_ in ("what", "where", "when", "why", "how", "who", "which")),
        None,
    )
    noun = child(clause, "nsubj", "nsubjpass")
    if asked is None or noun is None or asked.i > noun.left_edge.i or asked == noun:
        return None
    return (asked, noun) if noun.right_edge.i == verb.i - 1 else None


@ORDER.pattern("question inside a sentence turned round", 6.0)
def embedded_question(token: Token, rng: random.Random) -> Change | None:
    """*what time the train leaves* > *what time does the train leave*; *where it is* > *where is it*."""
    if token.dep_ not in ("ccomp", "pcomp", "advcl") or token.tag_ not in ("VBZ", "VBP", "VBD"):
        return None
    if (found := _question(token, token)) is None:
        return None
    asked, noun = found
    if asked.lower_ == "when" and token.dep_ == "advcl":
        return None
    first = noun.left_edge
    if token.lemma_ == "be":
        return (
            {token.i: "", first.i: f"{token.text} {lower(first)}"} if token.whitespace_ or token.i else None
        )
    base = form(token.lemma_, "VB")
    do = {"VBZ": "does", "VBP": "do", "VBD": "did"}[token.tag_]
    return {token.i: base, first.i: f"{do} {lower(first)}"} if base else None


@ORDER.pattern("auxiliary of a question inside a sentence put first", 4.0)
def embedded_auxiliary(token: Token, rng: random.Random) -> Change | None:
    clause = token.head
    if token.dep_ not in ("aux", "auxpass") or clause.dep_ not in ("ccomp", "pcomp") or not token.whitespace_:
        return None
    if (found := _question(clause, token)) is None:
        return None
    noun = found[1]
    return {token.i: "", noun.left_edge.i: f"{token.text} {lower(noun.left_edge)}"}


@ORDER.pattern("question not turned round", 4.0)
def plain_question(token: Token, rng: random.Random) -> Change | None:
    """*What are you doing?* > *What you are doing?*"""
    noun = subject(token.head) if token.dep_ in ("aux", "auxpass") else None
    if (
        noun is None
        or noun.left_edge.i != token.i + 1
        or noun.right_edge.i + 1 >= len(token.doc)
        or token.doc[-1].text != "?"
    ):
        return None
    if token.lemma_ == "do":
        return {token.i: ""} if token.i and token.tag_ != "VBD" else None
    last = noun.right_edge
    if token.is_sent_start or not last.whitespace_:
        return None
    return {token.i: "", last.i: f"{last.text} {token.text}"}


@ORDER.pattern("adverb between verb and object", 2.5)
def adverb_before_object(token: Token, rng: random.Random) -> Change | None:
    """*speaks English well* > *speaks well English*."""
    verb = token.head
    thing = child(verb, "dobj")
    if token.dep_ != "advmod" or token.tag_ != "RB" or thing is None or verb.pos_ != "VERB":
        return None
    if (
        thing.right_edge.i != token.i - 1
        or verb.i + 1 != thing.left_edge.i
        or token.i - verb.i > 5
        or not verb.whitespace_
    ):
        return None
    if any(True for c in token.children):
        return None
    return {verb.i: f"{verb.text} {token.text}", token.i: ""}


@ORDER.pattern(
    "adverb of frequency after its verb", 1.5, "always never often usually sometimes already also still just"
)
def frequency(token: Token, rng: random.Random) -> Change | None:
    verb = token.head
    if (
        token.dep_ != "advmod"
        or verb.i != token.i + 1
        or verb.pos_ != "VERB"
        or token.i == 0
        or not verb.whitespace_
    ):
        return None
    return {token.i: "", verb.i: f"{verb.text} {token.text}"}


@ORDER.pattern(
    "adverb of frequency before be or an auxiliary",
    1.5,
    "always never often usually sometimes already also still just",
)
def frequency_before(token: Token, rng: random.Random) -> Change | None:
    left = token.doc[token.i - 1] if token.i else None
    if (
        left is None
        or left.pos_ != "AUX"
        or token.dep_ not in ("advmod", "neg")
        or left.i == 0
        or left.text.startswith("'")
    ):
        return None
    return {left.i: f"{token.text} {left.text}", token.i: ""} if left.is_sent_start is not True else None


@ORDER.pattern("adjective after its noun", 0.7)
def adjective_after(token: Token, rng: random.Random) -> Change | None:
    noun = token.head
    fits = (
        token.dep_ == "amod"
        and token.tag_ == "JJ"
        and noun.i == token.i + 1
        and noun.whitespace_
        and token.i
        and token.doc[token.i - 1].lower_ not in ("a", "an")
    )
    return {token.i: "", noun.i: f"{noun.text} {token.text}"} if fits and noun.tag_ in ("NN", "NNS") else None


@ORDER.pattern("enough before its adjective", 4.0, "enough")
def enough(token: Token, rng: random.Random) -> Change | None:
    head = token.head
    fits = head.i == token.i - 1 and head.pos_ in ("ADJ", "ADV") and head.i
    return {head.i: f"enough {head.text}", token.i: ""} if fits else None


@ORDER.pattern("object pronoun after the particle", 3.0)
def particle(token: Token, rng: random.Random) -> Change | None:
    thing = child(token.head, "dobj") if token.dep_ == "prt" else None
    fits = thing is not None and thing.tag_ == "PRP" and thing.i == token.i - 1 and thing.lower_ != "it"
    return {thing.i: token.text, token.i: thing.text} if fits and thing is not None else None


@NEGATION.pattern("any > no after a negation", 3.0, "any anything anybody anyone ever")
def double_negation(token: Token, rng: random.Random) -> Change | None:
    wrong = {
        "any": "no",
        "anything": "nothing",
        "anybody": "nobody",
        "anyone": "no one",
        "ever": "never",
    }.get(token.lower_)
    negated = any(t.dep_ == "neg" and token.i - t.i < 8 for t in token.doc[: token.i])
    return {token.i: wrong} if wrong and negated else None


@NEGATION.pattern("doesn't with nobody and never", 2.0)
def not_nobody(token: Token, rng: random.Random) -> Change | None:
    noun = subject(token)
    negative = noun is not None and noun.lower_ in ("nobody", "nothing", "none", "no-one")
    base = form(token.lemma_, "VB")
    if not negative or token.tag_ not in ("VBZ", "VBD") or token.pos_ != "VERB" or not base:
        return None
    return {token.i: f"{'does' if token.tag_ == 'VBZ' else 'did'}n't {base}"}


@NEGATION.pattern("no > not before a verb or not > no", 1.0, "not no")
def no_not(token: Token, rng: random.Random) -> Change | None:
    return {token.i: cased(token, "no" if token.lower_ == "not" else "not")} if token.whitespace_ else None


@NEGATION.pattern("do left out before not", 2.0, "do does did")
def bare_not(token: Token, rng: random.Random) -> Change | None:
    """*I don't like* > *I not like*."""
    clitic = following(token)
    if clitic is None or clitic.lower_ not in ("n't", "n’t", "not") or token.dep_ != "aux" or token.i == 0:
        return None
    if clitic.lower_ == "not":
        return {token.i: ""}
    return {token.i: rng.choice(["not", "no"]), clitic.i: ""}


@NEGATION.pattern("not moved out of don't think", 1.0, "think")
def think_not(token: Token, rng: random.Random) -> Change | None:
    return None if token.i == 0 or token.doc[token.i - 1].lower_ != "n't" else {token.i: token.text + " not"}
