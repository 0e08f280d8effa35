"""Scores: what is counted of what the rewriter said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .data import Written
from .distance import nearest
from .facts import changed_fact
from .marks import moved

Fault = tuple[str, str]  # what stands there, what should
HEADINGS = (
    "rewritten | mark moved | grammatical | well formed | facts kept | words from a good one | left right"
)


@dataclass(frozen=True)
class Said:
    """What the rewriter made of a text.

    Attributes:
        way: What was asked for.
        source: The text, as Markdown.
        result: The text with what was rewritten.
        refused: Why nothing was, in the program's words; None where something was.
        faults: How many faults the tagger finds that it did not find before.
        milliseconds: How long the rewrite took, nothing known beforehand.
        flaws: How many flaws its tree has that it did not have before; None where nothing parses it.
    """

    way: str
    source: str
    result: str
    refused: str | None
    faults: int
    milliseconds: float
    flaws: int | None = None


Pairs = list[tuple[Written, Said]]


@dataclass
class Score:
    """Counts over some sentences.

    `room`: sentences with room for the style, and how many of these were `changed`. Of the changed, how many
    `moved` the mark, were `grammatical` to the tagger and `formed` to a parser, `kept` the facts, or were
    `exact`ly a good one. `before` and `after`: words from the nearest good rewrite, of all with room.
    `stay`: sentences to leave, and how many were left `right`.
    """

    room: int = 0
    changed: int = 0
    moved: int = 0
    grammatical: int = 0
    formed: int | None = None
    kept: int = 0
    exact: int = 0
    before: int = 0
    after: int = 0
    stay: int = 0
    right: int = 0

    @classmethod
    def of(cls, pairs: Pairs) -> Score:
        """The counts of some sentences and what became of them."""
        score = cls()
        for one, said in pairs:
            if one.leave:
                score.stay += 1
                score.right += right(one, said)
            else:
                score._add(one, said)
        return score

    def _add(self, one: Written, said: Said) -> None:
        self.room += 1
        self.before += nearest(said.source, one.targets)[1]
        self.after += nearest(said.result, one.targets)[1]
        if said.result == said.source:
            return
        self.changed += 1
        self.moved += moved(one.way, said.source, said.result)
        self.grammatical += not said.faults
        if said.flaws is not None:
            self.formed = (self.formed or 0) + (not said.flaws)
        self.kept += changed_fact(said.source, said.result) is None
        self.exact += said.result in one.targets

    def row(self) -> str:
        """The counts as cells of a table."""
        room = max(1, self.room)
        of = f"of {self.changed}"
        formed = "–" if self.formed is None else f"{self.formed} {of}"
        return (
            f"{self.changed} of {self.room} | {self.moved} {of} | {self.grammatical} {of} | {formed} "
            f"| {self.kept} {of} | {self.before / room:.1f} → {self.after / room:.1f} "
            f"| {self.right} of {self.stay}"
        )


def right(one: Written, said: Said) -> bool:
    """Whether the result is one of those that are acceptable."""
    return said.result in one.targets


def trapped(pairs: Pairs) -> list[Said]:
    """What became of the traps that the rewriter fell into."""
    return [said for one, said in pairs if not right(one, said)]


def new_faults(before: Iterable[Fault], after: Iterable[Fault]) -> int:
    """How many faults there are that were not there before."""
    return (Counter(after) - Counter(before)).total()
