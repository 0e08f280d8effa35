"""Positions: between offsets in code points and (line, character) in an editor's encoding.

Lines end at LF, CRLF or CR and nowhere else, as LSP says; `str.splitlines` would also break at
U+2028, U+0085, form feed and vertical tab and put every later edit on the wrong line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
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


class LineIndex:
    """Where the lines of one text start; immutable."""

    def __init__(self, text: str, starts: list[int] | None = None) -> None:
        self._text = text
        self.starts = starts if starts is not None else [0, *(m.end() for m in _LINE_END.finditer(text))]

    def __len__(self) -> int:
        return len(self.starts)

    def line_text(self, line: int) -> str:
        """The line without its end."""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self._text)
        return self._text[self.starts[line] : end].rstrip("\r\n")

    def offset(self, line: int, character: int, encoding: PositionEncoding) -> int:
        """Offset in code points; positions outside the text are moved to its nearest place."""
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self._text)
        return self.starts[line] + code_points(self.line_text(line), max(0, character), encoding)

    def position(self, offset: int, encoding: PositionEncoding) -> tuple[int, int]:
        """(line, character), both 0-based, of an offset in code points."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self.starts, offset) - 1
        before = self._text[self.starts[line] : offset]
        # An offset between CR and LF belongs to the end of the line, before the CR.
        return line, units(before.rstrip("\r\n") if before[-1:] in ("\r", "\n") else before, encoding)

    def span(
        self, start: int, end: int, encoding: PositionEncoding
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """The positions of both ends of a span: at every key, for all that is shown."""
        line = bisect_right(self.starts, start) - 1
        if start >= 0 and (line + 1 == len(self.starts) or end < self.starts[line + 1]):
            first = self.starts[line]
            before = self._text[first:end]
            if before.isascii() and "\r" not in before and end <= len(self._text):
                return (line, start - first), (line, end - first)
        return self.position(start, encoding), self.position(end, encoding)

    def replaced(self, start: int, end: int, new: str) -> tuple[str, LineIndex]:
        """The text with `[start, end)` replaced, and its index; scans only the changed lines."""
        text = self._text[:start] + new + self._text[end:]
        # One line more on either side: the edit may join or part a CR and an LF.
        first = max(0, bisect_right(self.starts, start) - 2)
        last = min(len(self.starts), bisect_right(self.starts, end) + 1)
        shift = len(new) - (end - start)
        scan_to = (self.starts[last] + shift) if last < len(self.starts) else len(text)
        begin = self.starts[first]
        middle = [m.end() for m in _LINE_END.finditer(text, begin, scan_to)]
        if last < len(self.starts) and middle and middle[-1] == scan_to:
            middle.pop()  # the start of line `last`, which the tail brings along
        tail = [s + shift for s in self.starts[last:]] if shift else self.starts[last:]
        return text, LineIndex(text, self.starts[: first + 1] + middle + tail)
