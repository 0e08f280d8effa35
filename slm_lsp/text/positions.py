"""Positions: between offsets in code points and (line, character) in an editor's encoding.

Lines end at LF, CRLF or CR and nowhere else, as LSP says; `str.splitlines` would also break at
U+2028, U+0085, form feed and vertical tab and put every later edit on the wrong line.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from enum import Enum

_LINE_END = re.compile(r"\r\n|\n|\r")


class PositionEncoding(str, Enum):
    """The unit in which an editor counts characters within a line."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


def units(text: str, encoding: PositionEncoding) -> int:
    """Length of `text` in the encoding's code units."""
    if text.isascii() or encoding is PositionEncoding.UTF32:
        return len(text)
    if encoding is PositionEncoding.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def code_points(text: str, count: int, encoding: PositionEncoding) -> int:
    """How many code points of `text` lie before code unit `count`.

    A position inside a character is taken as the character's start, one past the end as the end.
    """
    if text.isascii() or encoding is PositionEncoding.UTF32:
        return max(0, min(count, len(text)))
    seen = 0
    for index, char in enumerate(text):
        point = ord(char)
        if encoding is PositionEncoding.UTF8:
            seen += 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4
        else:
            seen += 1 if point < 0x10000 else 2
        if seen > count:
            return index
    return len(text)


def line_ends(text: str) -> int:
    """How many lines end in a text."""
    return sum(1 for _ in _LINE_END.finditer(text)) if "\r" in text else text.count("\n")


def _lines(starts: Iterable[int]) -> array[int]:
    return array("q", starts)


_NO_LINES = _lines(())


class LineIndex:
    """Where the lines of one text start; immutable.

    The lines after the last edit are kept as they were, with how far they have moved: to count them anew
    takes a document of 1 MB longer than all else at a key. Arrays, for they are copied at every key.
    """

    def __init__(
        self,
        text: str,
        head: array[int] | None = None,
        tail: array[int] = _NO_LINES,
        moved: int = 0,
    ) -> None:
        self._text = text
        self._head = head if head is not None else _lines((0, *(m.end() for m in _LINE_END.finditer(text))))
        self._tail, self._moved = tail, moved

    def __len__(self) -> int:
        return len(self._head) + len(self._tail)

    @property
    def starts(self) -> list[int]:
        """Where each line starts."""
        return list(self._until(len(self)))

    def _start(self, line: int) -> int:
        head = len(self._head)
        return self._head[line] if line < head else self._tail[line - head] + self._moved

    def _line_of(self, offset: int) -> int:
        tail = bisect_right(self._tail, offset - self._moved)
        return (len(self._head) + tail if tail else bisect_right(self._head, offset)) - 1

    def line_text(self, line: int) -> str:
        """The line without its end."""
        end = self._start(line + 1) if line + 1 < len(self) else len(self._text)
        return self._text[self._start(line) : end].rstrip("\r\n")

    def offset(self, line: int, character: int, encoding: PositionEncoding) -> int:
        """Offset in code points; positions outside the text are moved to its nearest place."""
        if line < 0:
            return 0
        if line >= len(self):
            return len(self._text)
        return self._start(line) + code_points(self.line_text(line), max(0, character), encoding)

    def position(self, offset: int, encoding: PositionEncoding) -> tuple[int, int]:
        """(line, character), both 0-based, of an offset in code points."""
        offset = max(0, min(offset, len(self._text)))
        line = self._line_of(offset)
        before = self._text[self._start(line) : offset]
        # An offset between CR and LF belongs to the end of the line, before the CR.
        return line, units(before.rstrip("\r\n") if before[-1:] in ("\r", "\n") else before, encoding)

    def span(
        self, start: int, end: int, encoding: PositionEncoding
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """The positions of both ends of a span: at every key, for all that is shown."""
        line = self._line_of(start)
        if start >= 0 and (line + 1 == len(self) or end < self._start(line + 1)):
            first = self._start(line)
            before = self._text[first:end]
            if before.isascii() and "\r" not in before and end <= len(self._text):
                return (line, start - first), (line, end - first)
        return self.position(start, encoding), self.position(end, encoding)

    def replaced(self, start: int, end: int, new: str) -> tuple[str, LineIndex]:
        """The text with `[start, end)` replaced, and its index; scans only the changed lines."""
        text = self._text[:start] + new + self._text[end:]
        # One line more on either side: the edit may join or part a CR and an LF.
        first = max(0, self._line_of(start) - 1)
        last = min(len(self), self._line_of(end) + 2)
        shift = len(new) - (end - start)
        scan_to = (self._start(last) + shift) if last < len(self) else len(text)
        middle = _lines(m.end() for m in _LINE_END.finditer(text, self._start(first), scan_to))
        if last < len(self) and middle and middle[-1] == scan_to:
            middle.pop()  # the start of line `last`, which the tail brings along
        until, since = self._until(first + 1), self._since(last)
        return text, LineIndex(text, until + middle, since, self._moved + shift)

    def _until(self, line: int) -> array[int]:
        """Where the lines before one start."""
        head = self._head[:line]
        return head + _lines(start + self._moved for start in self._tail[: line - len(head)])

    def _since(self, line: int) -> array[int]:
        """The lines from one on, as far from where they start as those after the last edit."""
        head = _lines(start - self._moved for start in self._head[line:])
        return head + self._tail[max(0, line - len(self._head)) :]
