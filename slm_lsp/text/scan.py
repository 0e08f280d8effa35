"""Scan: what a text is searched for again and again, found in one pass over it."""

from __future__ import annotations

import re


class Next:
    """The next match of a pattern, for places that are asked for in order.

    A search for what a text does not have goes to its end. Asked for at each of many places, that takes the
    square of its length; here it is done once.
    """

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._pattern, self._text = pattern, text
        self._asked: int | None = None
        self._found: re.Match[str] | None = None

    def after(self, at: int) -> re.Match[str] | None:
        """The first match that begins at `at` or later."""
        fresh = self._asked is None or at < self._asked
        if fresh or (self._found is not None and self._found.start() < at):
            self._asked, self._found = at, self._pattern.search(self._text, at)
        return self._found


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but space stands before a place on its line."""
    while at > 0 and text[at - 1] in " \t\r\f\v":
        at -= 1
    return at == 0 or text[at - 1] == "\n"
