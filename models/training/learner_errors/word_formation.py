"""Word formation: the right family in the wrong part of speech; adjective and adverb; comparison."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, form, rows

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("word formation")
ADVERBS = Family("adjective or adverb")

# right word > what stands in its place; P: N noun, A adjective, V verb, R adverb.
_TAGS = {
    "N": ("NN", "NNS"),
    "A": ("JJ", "VBN", "VBG", "NNP"),
    "V": ("VB", "VBP", "VBN", "VBZ", "VBD"),
    "R": ("RB",),
}


def _made(right: str, tags: tuple[str, ...], wrong: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        fits = token.lower_ == right.lower() and token.tag_ in tags and token.dep_ != "compound"
        return {token.i: cased(token, wrong)} if fits else None

    return find


for _row in rows("word-formation"):
    if ">" in _row:
        _left, _wrongs = (part.split() for part in _row.split(">"))
        _right, _, _pos = _left[0].partition(":")
        for _wrong in _wrongs:
            FAMILY.add(f"{_right} > {_wrong}", _made(_right, _TAGS[_pos], _wrong), 1.0, (_right.lower(),))


@ADVERBS.pattern("adjective for an adverb in -ly", 3.0)
def adjective(token: Token, rng: random.Random) -> Change | None:
    word = token.lower_
    verbal = token.dep_ == "advmod" and token.head.pos_ in ("VERB", "ADJ", "AUX")
    if token.tag_ != "RB" or not word.endswith("ly") or not verbal or len(word) < 6 or token.is_sent_start:
        return None
    if word in (
        "really",
        "only",
        "early",
        "family",
        "finally",
        "hardly",
        "nearly",
        "probably",
        "usually",
        "recently",
    ):
        return None
    stem = word[:-3] + "y" if word.endswith("ily") else word[:-1] + "e" if word.endswith("bly") else word[:-2]
    return {token.i: stem.removesuffix("al") if word.endswith("ically") else stem}


_ADJECTIVES = [
    "angry",
    "beautiful",
    "careful",
    "calm",
    "cheap",
    "clear",
    "comfortable",
    "different",
    "easy",
    "happy",
    "honest",
    "lazy",
    "lucky",
    "nervous",
    "nice",
    "perfect",
    "polite",
    "quick",
    "quiet",
    "real",
    "sad",
    "serious",
    "slow",
    "sour",
    "strange",
    "strong",
    "sweet",
    "terrible",
    "wonderful",
]


@ADVERBS.pattern("adverb for an adjective", 2.0)
def adverb(token: Token, rng: random.Random) -> Change | None:
    word = token.lower_
    linked = (
        token.dep_ == "acomp"
        and token.lower_ in _ADJECTIVES
        and token.head.lemma_ in ("be", "feel", "look", "seem", "sound")
    )
    if not linked:
        return None
    ending = "ily" if word.endswith("y") else "y" if word.endswith("le") else "ly"
    return {token.i: (word[:-1] if ending != "ly" else word) + ending}


@ADVERBS.pattern("good for well", 3.0, "well")
def good(token: Token, rng: random.Random) -> Change | None:
    return {token.i: "good"} if token.dep_ == "advmod" and token.head.pos_ == "VERB" else None


@ADVERBS.pattern("well for good", 1.0, "good")
def well(token: Token, rng: random.Random) -> Change | None:
    return {token.i: "well"} if token.dep_ == "acomp" else None


@ADVERBS.pattern("hardly for hard, fastly for fast", 2.0, "hard fast late straight")
def hardly(token: Token, rng: random.Random) -> Change | None:
    return {token.i: token.lower_ + "ly"} if token.tag_ == "RB" and token.dep_ == "advmod" else None


@ADVERBS.pattern("more before -er", 2.0)
def more_er(token: Token, rng: random.Random) -> Change | None:
    return (
        {token.i: f"more {token.text}"}
        if token.tag_ in ("JJR", "RBR") and token.lower_.endswith("er") and token.i
        else None
    )


@ADVERBS.pattern("more for -er", 2.5)
def more_for_er(token: Token, rng: random.Random) -> Change | None:
    fits = (
        token.tag_ == "JJR"
        and token.lower_.endswith("er")
        and token.lower_ not in ("better", "other", "further", "rather")
    )
    lemma = token.lemma_.lower()
    return {token.i: cased(token, f"more {lemma}")} if fits and lemma != token.lower_ else None


@ADVERBS.pattern("most for -est", 1.5)
def most_for_est(token: Token, rng: random.Random) -> Change | None:
    fits = token.tag_ == "JJS" and token.lower_.endswith("est") and token.lower_ not in ("best", "least")
    return (
        {token.i: f"most {token.lemma_.lower()}"}
        if fits and token.i and token.lemma_ != token.lower_
        else None
    )


@ADVERBS.pattern("most before -est", 1.0)
def most_est(token: Token, rng: random.Random) -> Change | None:
    return (
        {token.i: f"most {token.text}"}
        if token.tag_ == "JJS" and token.lower_.endswith("est") and token.i
        else None
    )


@ADVERBS.pattern("-er for more", 0.7, "more")
def er_for_more(token: Token, rng: random.Random) -> Change | None:
    adjective_ = token.head
    made = form(adjective_.lemma_, "JJR") if token.dep_ == "advmod" and adjective_.tag_ == "JJ" else None
    fits = (
        made is not None
        and adjective_.i == token.i + 1
        and not made.startswith("more")
        and 4 < len(made) < 11
    )
    return {token.i: "", adjective_.i: made} if fits and made else None


@ADVERBS.pattern("base for a comparative", 1.5)
def base_comparative(token: Token, rng: random.Random) -> Change | None:
    than = any(c.lower_ == "than" for c in token.subtree) or any(
        c.lower_ == "than" for c in token.head.subtree
    )
    fits = token.tag_ == "JJR" and than and token.lemma_.lower() != token.lower_
    return {token.i: cased(token, token.lemma_.lower())} if fits else None


@ADVERBS.pattern("comparative for a superlative", 1.0)
def comparative_superlative(token: Token, rng: random.Random) -> Change | None:
    made = form(token.lemma_.lower(), "JJR") if token.tag_ == "JJS" else None
    return {token.i: cased(token, made)} if made and made != token.lower_ else None


def _than(wrong: str) -> Callable[..., Change | None]:
    return lambda token, rng: {token.i: wrong} if token.dep_ in ("prep", "mark") else None


for _wrong in ("then", "that", "as", "from"):
    ADVERBS.add(f"than > {_wrong}", _than(_wrong), 1.5, ("than",))


@ADVERBS.pattern("as > than, after the same or as", 1.0, "as")
def as_than(token: Token, rng: random.Random) -> Change | None:
    near = {t.lower_ for t in token.doc[max(0, token.i - 4) : token.i]}
    return (
        {token.i: rng.choice(["than", "like"])}
        if near & {"as", "same", "so"} and token.dep_ in ("prep", "mark")
        else None
    )


@ADVERBS.pattern("very much > very", 1.0, "very")
def very(token: Token, rng: random.Random) -> Change | None:
    return (
        {token.i: rng.choice(["so much", "too much", "much"])}
        if token.head.pos_ == "ADJ" and token.dep_ == "advmod"
        else None
    )
