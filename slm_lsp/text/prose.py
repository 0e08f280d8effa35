"""Prose: what a writer wrote as language, cut free of markup, with the way back to the document."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

_LINE_END = re.compile(r"(?:(?<![ \t])[ \t]+)?\n[ \t]*")
# No language has words that long, and the rules need seconds for one of them: what has no space for so many
# characters is a key, a picture, a table of bytes.
LONGEST_WORD = 200
READ_OF_TOO_LONG = 40
_TOO_LONG = re.compile(rf"(?<!\S)\S{{{LONGEST_WORD + 1},}}")


@dataclass(frozen=True)
class Piece:
    """A run of prose that stands in one place of the document, character for character.

    `frozen` marks what is read but never changed or flagged: inline code, a URL, a formula.
    `soft` says that only space stands in the document between the piece before and this one.
    """

    start: int
    source: int
    length: int
    frozen: bool = False
    soft: bool = False


@dataclass(frozen=True)
class Prose:
    """A block of prose: a paragraph, a heading, an item, a cell.

    `text` reads as the writer meant it (no markup, line breaks as spaces); `pieces` cover it in
    order and say where each run stands in the document, counted from `base`: the same block is the
    same, wherever it stands.
    """

    text: str
    pieces: tuple[Piece, ...]
    kind: str = "paragraph"
    base: int = 0
    # The spans of `text` that must not be flagged or changed.
    frozen: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, text: str, pieces: Iterable[Piece], kind: str) -> Prose:
        pieces = tuple(pieces)
        frozen = tuple((p.start, p.start + p.length) for p in pieces if p.frozen)
        return cls(text, pieces, kind, frozen=frozen)

    def moved(self, by: int) -> Prose:
        """The same block, `by` characters further on."""
        return Prose(self.text, self.pieces, self.kind, self.base + by, self.frozen)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def _number(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _piece(self, offset: int) -> Piece:
        return self.pieces[self._number(offset)]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The document's span from the first to the last character of `[start, end)`."""
        first = self._piece(start)
        begin = self.base + first.source + min(start - first.start, first.length)
        if end <= start:
            return begin, begin
        last = self._piece(end - 1)
        return begin, self.base + last.source + (end - last.start)

    def edit_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The document's span where an edit of `[start, end)` may be made, or None.

        None where markup or something frozen lies inside: such an edit would eat it.
        """
        if end > start:
            touched = self.pieces[self._number(start) : self._number(end - 1) + 1]
            if any(piece.frozen for piece in touched):
                return None
            for left, right in itertools.pairwise(touched):
                if left.source + left.length != right.source and not right.soft:
                    return None
            return self.source_span(start, end)
        piece = self._piece(start)
        inside = start - piece.start
        if piece.frozen and 0 < inside < piece.length:
            return None
        if inside == 0 and start > 0:  # an insertion goes after the text before it
            before = self._piece(start - 1)
            return (self.base + before.source + before.length,) * 2
        return (self.base + piece.source + inside,) * 2

    def prose_offset(self, source: int) -> int | None:
        """The place in `text` of a document offset, or None where it lies outside this prose.

        Inside dropped markup it is the next character of prose.
        """
        source -= self.base
        if not self.pieces or source < self.pieces[0].source:
            return None
        for piece in self.pieces:
            if source <= piece.source + piece.length:
                return piece.start + max(0, source - piece.source)
        return None

    @cached_property
    def span(self) -> tuple[int, int]:
        """From the first to past the last character in the document."""
        return self.source_span(0, len(self.text))


class ProseBuilder:
    """Collects the runs of one block, in document order."""

    def __init__(self, kind: str = "paragraph") -> None:
        self.kind = kind
        self._text: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def add(self, text: str, source: int, *, frozen: bool = False) -> None:
        """A run that stands at `source`; a line's end, with the space around it, reads as one space."""
        previous = self._pieces[-1] if self._pieces else None
        if (
            text[:1].isspace()
            and previous
            and previous.source + previous.length != source
            and self._text[-1].endswith(" ")
        ):  # something was dropped from between two spaces
            text, source = text.lstrip(), source + len(text) - len(text.lstrip())
        if frozen:
            self._add(text, source, frozen=True)
            return
        done, soft = 0, False
        for match in _LINE_END.finditer(text):
            self._add(text[done : match.start()], source + done, soft=soft)
            self._add(" ", source + match.start(), soft=soft and done == match.start())
            done, soft = match.end(), len(match[0]) > 1
        self._add(text[done:], source + done, soft=soft)

    def _add(self, text: str, source: int, *, frozen: bool = False, soft: bool = False) -> None:
        if not text:
            return
        previous = self._pieces[-1] if self._pieces else None
        if previous and previous.frozen == frozen and previous.source + previous.length == source:
            self._pieces[-1] = replace(previous, length=previous.length + len(text))
        else:
            self._pieces.append(Piece(self._length, source, len(text), frozen, soft))
        self._text.append(text.replace("\n", " ").replace("\t", " "))
        self._length += len(text)

    def build(self) -> Prose | None:
        """The block, trimmed; None where nothing is left that a writer wrote as language."""
        text = "".join(self._text)
        stripped = text.strip()
        if not stripped:
            return None
        lead = len(text) - len(text.lstrip())
        kept = _kept(text, lead, lead + len(stripped))
        pieces = list(_cut(self._pieces, kept))
        read = "".join(text[a:b] for a, b, _ in kept)
        return None if _nothing_to_judge(read, pieces) else Prose.of(read, pieces, self.kind)


def _nothing_to_judge(text: str, pieces: list[Piece]) -> bool:
    return not any(text[p.start : p.start + p.length].strip() for p in pieces if not p.frozen)


def _kept(text: str, low: int, high: int) -> list[tuple[int, int, bool]]:
    """The spans of `[low, high)` that are read, and whether each is frozen: of what is no word by its length
    only the beginning, as if it were code."""
    kept: list[tuple[int, int, bool]] = []
    for match in _TOO_LONG.finditer(text, low, high):
        kept += [(low, match.start(), False), (match.start(), match.start() + READ_OF_TOO_LONG, True)]
        low = match.end()
    return [span for span in (*kept, (low, high, False)) if span[0] < span[1]]


def _cut(pieces: list[Piece], kept: list[tuple[int, int, bool]]) -> Iterator[Piece]:
    """The pieces as they are where of their text only those spans are kept."""
    number = start = 0
    for low, high, frozen in kept:
        while number < len(pieces):
            piece = pieces[number]
            first, last = max(piece.start, low), min(piece.start + piece.length, high)
            if first < last:
                source = piece.source + first - piece.start
                soft = piece.soft and first == piece.start
                yield Piece(start + first - low, source, last - first, piece.frozen or frozen, soft)
            if piece.start + piece.length >= high:
                break
            number += 1
        start += high - low


def built(builders: Iterable[ProseBuilder]) -> list[Prose]:
    """The blocks that have anything in them."""
    return [prose for builder in builders if (prose := builder.build())]
