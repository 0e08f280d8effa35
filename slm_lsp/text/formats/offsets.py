"""Offsets: from the UTF-8 bytes that tree-sitter counts to code points, and from a block's own text to its
places in the document."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterator


def byte_offsets(text: str) -> Callable[[int], int]:
    """A function from UTF-8 byte offsets to offsets in code points."""
    if text.isascii():
        return lambda byte: byte
    table: list[int] = []
    for index, char in enumerate(text):
        table += [index] * len(char.encode("utf-8", "replace"))
    table.append(len(text))
    return lambda byte: table[min(byte, len(table) - 1)]


class Lines:
    """The spans of a document that make up a text of its own, one after the other: a block's lines without
    what opens them."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = list(itertools.accumulate((b - a for a, b in spans), initial=0))

    def places(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The parts of `[start, end)` of the text: where each stands in the document, and its span."""
        for number in range(max(0, bisect_right(self._starts, start) - 1), len(self._spans)):
            begin = self._starts[number]
            if begin >= end:
                return
            low, high = max(start, begin), min(end, self._starts[number + 1])
            if low < high:
                yield self._spans[number][0] + low - begin, low, high
