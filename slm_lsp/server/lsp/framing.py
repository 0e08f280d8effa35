"""Framing: where one message of the client ends and the next begins.

A message is a block of header fields, an empty line, and as many bytes as the field `Content-Length` says.
The names of fields have no case, as in HTTP. A block that says no length costs its message, which is passed
over to the next block: a client that waits is never left without a word.
"""

from __future__ import annotations

import re
from io import BufferedReader

# A longer message is thrown away and answered with an error.
LONGEST_MESSAGE = 256 << 20
# Who announces more does not mean it.
ABSURD = 16 * LONGEST_MESSAGE
LONGEST_LINE = 4 << 10
# So many bytes that are no message, in a row, and no message is to be expected any more.
MOST_PASSED_OVER = 4 << 20
PIECE = 1 << 20
# Of a line that is too long so much is kept: the end of a body and a field may be in two pieces.
LONGEST_FIELD = 64

_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*(.*?)[ \t]*")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]")
# At the end of what was passed over. A line of JSON cannot end like this: its texts end with a quote.
_AFTER_A_BODY = re.compile(rb"[]}]content-length[ \t]*:[ \t]*([0-9]{1,18})[ \t]*\Z", re.IGNORECASE)


class Unreadable(Exception):
    """What came in is no message; what comes after it may be one. `str(error)` can be shown."""


class Hopeless(Exception):
    """So much came in that is no message that none will."""


class Incoming:
    """The messages on a stream, one after another. Blocking."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._buffer = b""
        self._passed_over = 0  # bytes since the last message
        self._told = False  # that something is no message
        self.received = 0  # bytes
        self.begun = False  # whether a part of a message has come

    def message(self) -> bytes | None:
        """The next message's body; None where the stream has ended. Raises `Unreadable` once for all that is
        no message before the next that is one, and `Hopeless` where there is too much of it."""
        self.begun = bool(self._buffer)
        length: int | None = None
        broken = False
        while (line := self._line()) is not None:
            field = _FIELD.fullmatch(line)
            if not line:
                if length is not None and not broken:
                    return self._body(length)
                if broken or self.begun:
                    self._pass_over(2)
                    self._tell("The headers of a message do not say its length.")
                length, broken, self.begun = None, False, bool(self._buffer)
            elif after := _AFTER_A_BODY.search(line):
                length, broken = _length(after[1]), False
            elif field is None:
                self._pass_over(len(line))
                broken = True
                self._tell("There is something before a message, or it has no headers.")
            elif field[1].lower() == b"content-length":
                said = _length(field[2])
                broken = broken or said is None or length not in (None, said)
                length = said
                self._pass_over(len(line))
            else:
                self._pass_over(len(line))
        return None

    def _tell(self, words: str) -> None:
        if not self._told:
            self._told = True
            raise Unreadable(words)

    def _pass_over(self, count: int) -> None:
        self._passed_over += count
        if self._passed_over > MOST_PASSED_OVER:
            raise Hopeless("What comes in has no headers of LSP.")

    def _line(self) -> bytes | None:
        """The next line, or as much of it as may be one; None where the stream has ended."""
        while (end := self._buffer.find(b"\n")) < 0 and len(self._buffer) <= LONGEST_LINE:
            if self._buffer and not _NAME.match(self._buffer) and self._buffer != b"\r":
                # Its end may never come.
                self._tell("A message has no headers.")
            if not (more := self._stream.read1(PIECE)):
                return None
            self.received += len(more)
            self.begun = True
            self._buffer += more
        if end < 0:
            line, self._buffer = self._buffer[:-LONGEST_FIELD], self._buffer[-LONGEST_FIELD:]
            return line
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        return line.removesuffix(b"\r")

    def _body(self, length: int) -> bytes | None:
        self._passed_over, self._told = 0, False
        pieces, left = [self._buffer[:length]], length - len(self._buffer[:length])
        self._buffer = self._buffer[length:]
        while left > 0:
            if not (piece := self._stream.read1(min(left, PIECE))):
                return None
            self.received += len(piece)
            left -= len(piece)
            if length <= LONGEST_MESSAGE:
                pieces.append(piece)
        self.begun = False
        if length > LONGEST_MESSAGE:
            raise Unreadable("The message is too long.")
        return b"".join(pieces)


def _length(said: bytes) -> int | None:
    """A length that can be meant; None otherwise."""
    if re.fullmatch(rb"[0-9]{1,18}", said) is None or int(said) > ABSURD:
        return None
    return int(said)
