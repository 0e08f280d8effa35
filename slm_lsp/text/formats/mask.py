"""Mask: how a format that is read with patterns says what is not prose.

A format walks over its text once and marks spans; what is left unmarked is prose. Blank lines part
blocks in every format. Marks may overlap: the one that starts first counts, of two the longer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from slm_lsp.text.formats.inline import add_words
from slm_lsp.text.prose import Prose, ProseBuilder, built

_Span = tuple[int, int, str, str]  # start, end, what to do, the kind of block that a cut begins
# So many footnotes, captions and their like may stand in one another.
DEEPEST = 16
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?=\n)")
_BLOCK_START = re.compile(r"\n[^\S\n]*\n(?=\S)")


@dataclass
class Marks:
    """The marks of one text, and the prose between them."""

    text: str
    _spans: list[_Span] = field(default_factory=list)
    _apart: list[tuple[int, int, str]] = field(default_factory=list)

    def drop(self, start: int, end: int) -> None:
        """Markup: no part of the sentence."""
        if end > start:
            self._spans.append((start, end, "drop", ""))

    def freeze(self, start: int, end: int) -> None:
        """Read as part of the sentence, never flagged or changed: code, a formula, a reference."""
        if end > start:
            self._spans.append((start, end, "freeze", ""))

    def cut(self, start: int, end: int, kind: str = "paragraph") -> None:
        """Ends a block; what follows is a block of `kind`. The span itself is no prose."""
        self._spans.append((start, end, "cut", kind))

    def line(self, start: int, text_start: int, end: int, kind: str) -> None:
        """A line `[start, end)` that is a block of its own, its text from `text_start` on."""
        self.cut(start, text_start, kind)
        self.cut(end, end)

    def apart(self, start: int, end: int, kind: str = "paragraph") -> None:
        """A text within a sentence that is read by itself, after its block: a footnote."""
        self._apart.append((start, end, kind))

    def code(self, start: int, inner_start: int, inner_end: int, end: int) -> None:
        """Code in a sentence: read without what stands around it, never judged."""
        self.wrap(start, inner_start, inner_end, end)
        self.freeze(inner_start, inner_end)

    def wrap(self, start: int, inner_start: int, inner_end: int, end: int) -> None:
        """Drops what stands around a text that stays."""
        self.drop(start, inner_start)
        self.drop(inner_end, end)

    def prose(self) -> list[Prose]:
        """The blocks, in document order."""
        spans = self._spans + [
            (m.start(), m.end(), "cut", "paragraph") for m in _BLANK_LINES.finditer(self.text)
        ]
        spans.sort(key=_in_order)
        apart = list(_not_too_deep(sorted(set(self._apart), key=_in_order)))
        blocks = _assemble(self.text, spans, 0, len(self.text), "paragraph", apart)
        return sorted(built(blocks), key=lambda prose: prose.span)


def _not_too_deep(apart: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The texts apart that are not deeper in others than any are; the rest stays where it is."""
    around: list[int] = []
    for start, end, kind in apart:
        while around and around[-1] <= start:
            around.pop()
        if len(around) < DEEPEST:
            around.append(end)
            yield start, end, kind


def _in_order(span: tuple[int, int, str] | _Span) -> tuple[int, int]:
    return span[0], -span[1]


def _assemble(
    text: str, spans: list[_Span], low: int, high: int, kind: str, apart: list[tuple[int, int, str]]
) -> list[ProseBuilder]:
    """The blocks of `[low, high)`; the texts in `apart` become blocks of their own.

    `spans` and `apart` are in order of their starts, the longer first.
    """
    blocks: list[ProseBuilder] = []
    holes: list[_Span] = []
    inner_from = 0
    for index, (start, end, its_kind) in enumerate(apart):
        if index < inner_from:
            continue  # inside another, which takes care of it
        inner_from = bisect_left(apart, (end,), index + 1)
        inside = spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))]
        inside = [span for span in inside if span[1] <= end]
        blocks += _assemble(text, inside, start, end, its_kind, apart[index + 1 : inner_from])
        holes.append((start, end, "drop", ""))
    builder, done = ProseBuilder(kind), low
    for start, end, how, its_kind in sorted(spans + holes, key=_in_order):
        start = max(start, done)
        if start > end or (start == end and how != "cut"):
            continue  # inside what has been marked already
        add_words(builder, text[done:start], done)
        if how == "freeze":
            builder.add(text[start:end], start, frozen=True)
        elif how == "cut":
            blocks.append(builder)
            builder = ProseBuilder(its_kind)
        done = end
    add_words(builder, text[done:high], done)
    blocks.append(builder)
    return blocks


def cuts_outside(text: str, spans: Iterable[tuple[int, int]]) -> list[int]:
    """Where a text may be cut into segments: after a blank line, before a line that is not indented,
    and inside none of `spans` (in order): constructs that reach over blank lines."""
    cuts = []
    starts = (match.end() for match in _BLOCK_START.finditer(text))
    at = next(starts, None)
    for low, high in (*spans, (len(text), len(text))):
        while at is not None and at < high:
            if at <= low:
                cuts.append(at)
            at = next(starts, None)
    return cuts


def outside(pattern: re.Pattern[str], text: str, spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin in none of `spans` (in order)."""
    rest = iter(spans)
    low, high = next(rest, (len(text) + 1, 0))
    for match in pattern.finditer(text):
        while high and high <= match.start():
            low, high = next(rest, (len(text) + 1, 0))
        if match.start() < low:
            yield match


def closing(text: str, at: int, pair: str = "{}", limit: int = 20_000) -> int:
    """The place just after the bracket that closes the one at `at`; `at + 1` where none does.

    A backslash before a bracket takes its meaning away.
    """
    end = _pairs(text, pair).get(at, at + 1)
    return end if end - at <= limit else at + 1


_BRACKETS = {pair: re.compile(rf"\\.|[{re.escape(pair)}]", re.S) for pair in ("{}", "[]", "()")}


# Of the texts that are being read: each bracket of them is asked for, and the text is gone through once.
@lru_cache(maxsize=4)
def _pairs(text: str, pair: str) -> dict[int, int]:
    """For each bracket that is closed the place just after the one that closes it."""
    closed: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKETS[pair].finditer(text):
        if match[0] == pair[0]:
            opened.append(match.start())
        elif match[0] == pair[1] and opened:
            closed[opened.pop()] = match.end()
    return closed
