"""Sentences: the unit of work. The same sentence is the same work, wherever it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

import sentencex

from slm_lsp.text.prose import Prose

# A longer "sentence" is a list of values or a pasted blob: rules read it in pieces of this size.
LONGEST = 2_000
# What is given to the library at once.
LONGEST_PART = 10_000
# The library counts such a space as one byte, and panics in its middle ("A\u00a0.").
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block of prose; `start` is its place in `prose.text`."""

    text: str
    start: int
    prose: Prose

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def frozen(self) -> tuple[tuple[int, int], ...]:
        """Spans of `text` that must not be flagged or changed."""
        frozen = self.prose.frozen
        if not frozen:
            return ()
        first = bisect_right(frozen, self.start, key=itemgetter(1))  # in order, and none in another
        last = bisect_left(frozen, self.end, key=itemgetter(0))
        return tuple(
            (max(a, self.start) - self.start, min(b, self.end) - self.start) for a, b in frozen[first:last]
        )

    @property
    def content(self) -> tuple[str, tuple[tuple[int, int], ...], str]:
        """What the findings depend on: equal contents have equal findings."""
        prose = self.prose
        return self.text, self.frozen if prose.frozen else (), prose.kind

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the document."""
        return self.prose.source_span(self.start, self.end)

    @property
    def finished(self) -> bool:
        """Whether it ends the way a sentence ends."""
        return self.text.rstrip("\"'”’)]*_").endswith((".", "!", "?", "…", ":", ";"))


# As many as a few pages have; who read a page keeps what it made of it.
@lru_cache(maxsize=512)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in _boundaries(_WIDE_SPACE.sub(" ", text)):
        while start < end:
            cut = end
            if end - start > LONGEST:
                space = text.rfind(" ", start, start + LONGEST)
                cut = space + 1 if space > start else start + LONGEST
            piece = text[start:cut]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                found.append((start + lead, start + lead + len(piece.strip())))
            start = cut
    return tuple(found)


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end. The library needs the square of a text's length where it has many
    quotation marks or brackets, so a very long text is given in parts, and the last of each part again."""
    at = 0
    while at < len(text):
        part = text[at : at + LONGEST_PART]
        found = [
            (b["start_index"], b["end_index"]) for b in sentencex.get_sentence_boundaries("en", part)
        ] or [(0, len(part))]
        if at + len(part) < len(text) and len(found) > 1:
            found.pop()
        for start, end in found:
            yield at + start, at + end
        at += found[-1][1]


def sentences(prose: Prose) -> list[Sentence]:
    """The sentences of a block, in order, without the space around them."""
    return [Sentence(prose.text[a:b], a, prose) for a, b in _spans(prose.text)]
