"""Pattern: one way in which learners write something wrong, and where in a parsed sentence it can be."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lemminflect import getInflection

if TYPE_CHECKING:
    from spacy.tokens import Token

# Index of a token -> what stands in its place; empty where it is left out.
Change = dict[int, str]
Find = Callable[["Token", random.Random], "Change | None"]


@dataclass(frozen=True)
class Pattern:
    """`find` looks at one token, and says what a learner would write there, or None.

    `triggers`: lemmas or lower-case words of the tokens worth looking at; empty for all tokens.
    `share` weighs a pattern against the others of its family.
    """

    name: str
    family: str
    find: Find
    share: float = 1.0
    triggers: frozenset[str] = frozenset()

    def at(self, token: Token, rng: random.Random) -> Change | None:
        """What a learner would write at this token, if its pattern is meant for it."""
        if self.triggers and self.triggers.isdisjoint((token.lower_, token.lemma_.lower())):
            return None
        return self.find(token, rng)


@dataclass
class Family:
    """Collects the patterns of one family."""

    name: str
    patterns: list[Pattern] = field(default_factory=list)

    def add(self, name: str, find: Find, share: float = 1.0, triggers: Iterable[str] = ()) -> None:
        self.patterns.append(Pattern(f"{self.name}: {name}", self.name, find, share, frozenset(triggers)))

    def pattern(self, name: str, share: float = 1.0, triggers: str = "") -> Callable[[Find], Find]:
        """The decorated function becomes a pattern."""

        def taken(find: Find) -> Find:
            self.add(name, find, share, triggers.split())
            return find

        return taken


def rows(name: str) -> list[str]:
    """The rows of a table of patterns; a line that begins with # says something of them."""
    text = (Path(__file__).parent / "tables" / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=100_000)
def form(lemma: str, tag: str) -> str | None:
    """The form of a lemma that a Penn tag names."""
    found = getInflection(lemma, tag)
    return found[0] if found else None


def cased(token: Token, text: str) -> str:
    """`text` with a capital where the token has one."""
    return text[:1].upper() + text[1:] if token.text[:1].isupper() else text


def lower(token: Token) -> str:
    """The token's text as it is inside a sentence."""
    if token.pos_ == "PROPN" or token.text == "I" or token.text.startswith("I'") or token.text[1:2].isupper():
        return token.text
    return token.text[:1].lower() + token.text[1:] if token.is_sent_start else token.text


def before(token: Token, word: str) -> Change:
    """`word` put before the token."""
    if token.is_sent_start and token.text[:1].isupper():
        return {token.i: f"{word[:1].upper()}{word[1:]} {lower(token)}"}
    return {token.i: f"{word} {token.text}"}


def after(token: Token, word: str) -> Change | None:
    """`word` put after the token; None where a mark or a clitic is stuck to it."""
    return {token.i: f"{token.text} {word}"} if token.whitespace_ or token.i + 1 == len(token.doc) else None


def inflected(token: Token, lemma: str) -> Change | None:
    """Another verb, noun or adjective in the form that the token has."""
    head, _, rest = lemma.partition(" ")
    tag = {"VBP": "VB", "MD": "VB"}.get(token.tag_, token.tag_)
    made = form(head, tag) if tag[:2] in ("VB", "NN", "JJ", "RB") and tag != "NNP" else head
    if made is None or made == token.lower_:
        return None
    return {token.i: cased(token, f"{made} {rest}".strip())}
