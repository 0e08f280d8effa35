"""Words mixed up: collocations, verbs of near meaning, false friends, sound-alikes.

A row reads `right:P > wrong wrong ; condition`: the lemma and its part of speech (V, N, A adjective, R
adverb, X any), and the lemmas of which one has to be the object (`o`), the next word (`n`), the word before
(`p`), the preposition after (`r`) or the noun that it describes (`d`); without any it may stand anywhere.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .pattern import Change, Family, cased, inflected, rows
from .tree import child, following

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("word choice")

_SMALL = {
    "of",
    "to",
    "by",
    "with",
    "than",
    "then",
    "as",
    "so",
    "all",
    "some",
    "for",
    "other",
    "who",
    "where",
    "there",
    "too",
    "very",
}
_TAGS = {"V": ("VB",), "N": ("NN",), "A": ("JJ",), "R": ("RB",), "X": ("",)}


def _meets(token: Token, kind: str, words: frozenset[str]) -> bool:
    if kind == "o":
        thing = child(token, "dobj")
        return thing is not None and not words.isdisjoint((thing.lemma_, thing.lower_))
    if kind == "d":
        return token.head.lemma_ in words
    if kind == "r":
        return any(c.dep_ == "prep" and c.lower_ in words for c in token.rights)
    near = following(token, 1 if kind == "n" else -1)
    return near is not None and not words.isdisjoint((near.lemma_, near.lower_))


def _confusion(
    right: str, pos: str, wrong: str, kind: str, words: frozenset[str]
) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if right not in (token.lemma_, token.lower_) or not token.tag_.startswith(_TAGS[pos]):
            return None
        if token.dep_ in ("aux", "auxpass", "neg") or token.tag_ in ("NNP", "NNPS") or not token.whitespace_:
            return None
        if words and not _meets(token, kind, words):
            return None
        if pos in "XR" or token.tag_ in ("JJ", "RB"):
            return {token.i: cased(token, wrong)} if token.lower_ == right else None
        if token.lower_ == right and token.tag_ in ("NN", "VB", "VBP"):
            return {token.i: cased(token, wrong)}
        return inflected(token, wrong)

    return find


for _row in rows("words"):
    _pair, _, _condition = _row.partition(";")
    _left, _wrongs = (part.split() for part in _pair.split(">"))
    _right, _, _pos = _left[0].partition(":")
    _kind, *_words = _condition.split() or [""]
    _whole = [" ".join(_wrongs)] if _pos == "R" and _wrongs[0] in ("at", "some", "may") else _wrongs
    if _right == "everyday":
        _whole = ["every day"]
    for _number, _wrong in enumerate(_whole):
        # What has a condition is an error wherever it is; the rest may be right as well, and is rare;
        # small words are in every sentence.
        FAMILY.add(
            f"{_right} > {_wrong}{' with ' + _words[0] if _words else ''}",
            _confusion(_right, _pos, _wrong, _kind, frozenset(_words)),
            (3.0 if _words else 0.06 if _right in _SMALL else 0.4) / (1 + _number),
            (_right,),
        )
