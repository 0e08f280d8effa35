"""Sentences: the unit of work. The same sentence is the same work, wherever it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import sentencex

from slm_lsp.text.prose import Prose

# A longer "sentence" is a list of values or a pasted blob: rules read it in pieces of this size.
LONGEST = 2_000
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
        if not self.prose.frozen:
            return ()
        inside = (
            (max(a, self.start) - self.start, min(b, self.end) - self.start)
            for a, b in self.prose.frozen
            if a < self.end and b > self.start
        )
        return tuple(inside)

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
    for boundary in sentencex.get_sentence_boundaries("en", _WIDE_SPACE.sub(" ", text)):
        start, end = boundary["start_index"], boundary["end_index"]
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


def sentences(prose: Prose) -> list[Sentence]:
    """The sentences of a block, in order, without the space around them."""
    return [Sentence(prose.text[a:b], a, prose) for a, b in _spans(prose.text)]
