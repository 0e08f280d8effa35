"""Chunks: a document's sentences, read anew after an edit only where the edit was.

A chunk is a run of segments, a page of text. What is before the edit and what is after it stays, as the
same objects; so whoever knows something of a chunk still knows it at the next key.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from slm_lsp.english.language_id import english
from slm_lsp.text.formats import CUTS, CUTS_FROM_HERE, prose_of, read_segments, uniform
from slm_lsp.text.front_matter import front_matter
from slm_lsp.text.positions import line_ends
from slm_lsp.text.prose import Prose
from slm_lsp.text.sentences import Sentence, sentences
from slm_lsp.text.suppressions import may_direct

_CODE = re.compile(r"(?s)```.*?(?:```|\Z)|`[^`\n]+`")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LINES_OF, _IN_CODE = attrgetter("lines"), attrgetter("in_code")

# Characters of a chunk, at least: an edit reads two or three, and a document of 1 MB has 500.
PASSAGE = 2_000


@dataclass(frozen=True, eq=False)
class Chunk:
    """A part of a document, the same wherever it stands; equal only to itself.

    `cuts`: where its segments begin, but the first. `sentences`, of what is English, with places counted from
    the chunk's start.
    """

    text: str
    cuts: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    @cached_property
    def may_direct(self) -> bool:
        """Whether there may be an ignore comment in it."""
        return may_direct(self.text)

    @cached_property
    def in_code(self) -> frozenset[str]:
        """The words of its code, as Markdown and its like mark it, in lower case."""
        spans = _CODE.findall(self.text) if "`" in self.text else ()
        return frozenset(word.lower() for span in spans for word in _WORD.findall(span))

    @cached_property
    def lines(self) -> int:
        """How many lines end in it."""
        return line_ends(self.text)


class Chunks:
    """All of a document, in order."""

    def __init__(self, chunks: Sequence[Chunk] = ()) -> None:
        self.chunks = tuple(chunks)
        self.starts = _sums(len(p.text) for p in self.chunks)
        # The line of the document that each begins: it begins at none's middle.
        self.lines = _sums(map(_LINES_OF, self.chunks))

    def __iter__(self) -> Iterator[tuple[int, Chunk]]:
        """Each chunk after where it starts in the document."""
        return zip(self.starts, self.chunks, strict=True)

    def sentences(self) -> list[Sentence]:
        """All sentences, placed in the document."""
        return [s for start, chunk in self for s in moved(chunk.sentences, start)]

    def touching(self, start: int, end: int) -> list[tuple[int, Chunk]]:
        """The chunks that a span of the document touches, and maybe one more, after where each starts."""
        first = max(0, bisect_left(self.starts, start) - 1)
        last = bisect_right(self.starts, end)
        return list(zip(self.starts[first:last], self.chunks[first:last], strict=True))

    def around(self, start: int, end: int) -> list[Sentence]:
        """The sentences of the chunks that a span of the document touches, and maybe some more."""
        some = self.touching(start, end)
        return [s for base, chunk in some for s in moved(chunk.sentences, base)]

    def near(self, offset: int, count: int) -> list[tuple[int, Chunk]]:
        """Chunks around an offset that have so many sentences together, or all."""
        radius = PASSAGE
        while True:
            some = self.touching(offset - radius, offset + radius)
            if len(some) == len(self.chunks) or sum(len(p.sentences) for _, p in some) >= count:
                return some
            radius *= 2

    @cached_property
    def _code(self) -> frozenset[str]:
        return frozenset().union(*map(_IN_CODE, self.chunks))

    def in_code(self, word: str) -> bool:
        """Whether a word, in lower case, stands in the code of the document."""
        return word in self._code

    @property
    def length(self) -> int:
        return self.starts[-1] + len(self.chunks[-1].text) if self.chunks else 0


def _sums(sizes: Iterable[int]) -> list[int]:
    """What comes before each."""
    return list(itertools.accumulate(sizes, initial=0))[:-1]


def moved(found: Iterable[Sentence], by: int) -> Iterator[Sentence]:
    """Sentences of a chunk that starts there, placed in the document; those of one block share it."""
    before: Prose | None = None
    for sentence in found:
        if before is not sentence.prose:
            before = sentence.prose
            block = before.moved(by)
        yield Sentence(sentence.text, sentence.start, block)


def chunks(language_id: str, text: str, before: Chunks | None = None) -> Chunks:
    """The chunks of a text; `before`, of an earlier state of the same document, are gone on from."""
    old = before.chunks if before else ()
    find = CUTS.get(language_id)
    if find is None:
        if len(old) == 1 and old[0].text == text:
            return Chunks(old)
        return Chunks([_chunk_of(prose_of(language_id, text), text, ())] if text else [])
    found = _nearby(language_id, text, old) if language_id in CUTS_FROM_HERE else None
    return Chunks(found if found is not None else _anew(language_id, text, find(uniform(text)), old))


def _nearby(language_id: str, text: str, old: tuple[Chunk, ...]) -> list[Chunk] | None:
    """Reads what stands between the old chunks that are still there, and one more on either side; None
    where the edit reaches further, such as a fence that was opened."""
    at, first = 0, 0
    while first < len(old) and text.startswith(old[first].text, at):
        at += len(old[first].text)
        first += 1
    if first == len(old) and at == len(text):
        return list(old)
    end, last = len(text), len(old)
    while last > first and end - len(old[last - 1].text) >= at and text.endswith(old[last - 1].text, at, end):
        last -= 1
        end -= len(old[last].text)
    if first:  # where the one before ends may depend on what follows
        first -= 1
        at -= len(old[first].text)
    head = len(front_matter(text))
    # What was put right before a chunk may join it, so the one after that is tried too.
    for met in (last, last + 1):
        if met > len(old):
            break
        end += len(old[met - 1].text) if met > last else 0
        check = end + len(old[met].text) if met < len(old) else end
        if head > (at or check):
            return None
        cuts = (CUTS_FROM_HERE if at else CUTS)[language_id](uniform(text[at:check]))
        expected = [end - at, *(end - at + cut for cut in old[met].cuts)] if met < len(old) else []
        inner = bisect_left(cuts, end - at)
        if cuts[inner:] == expected:
            middle = _grouped(language_id, text[at:end], cuts[:inner], old[first:met])
            return [*old[:first], *middle, *old[met:]]
    return None


def _anew(language_id: str, text: str, cuts: list[int], old: tuple[Chunk, ...]) -> list[Chunk]:
    """Chunks by cuts of the whole text; the old ones before and after the edit stay."""
    head: list[Chunk] = []
    at = done = 0
    for chunk in old:
        inner, stop = _inside(cuts, at, at + len(chunk.text), len(text))
        if inner != chunk.cuts or not stop or not text.startswith(chunk.text, at):
            break
        head.append(chunk)
        at, done = at + len(chunk.text), done + 1
    tail: list[Chunk] = []
    end = len(text)
    for chunk in reversed(old[done:]):
        start = end - len(chunk.text)
        if start < at or not text.endswith(chunk.text, at, end):
            break
        inner, _ = _inside(cuts, start, end, len(text))
        if inner != chunk.cuts or not _is_cut(cuts, start):
            break
        tail.append(chunk)
        end = start
    between = [cut - at for cut in cuts[bisect_right(cuts, at) : bisect_left(cuts, end)]]
    return [*head, *_grouped(language_id, text[at:end], between, ()), *reversed(tail)]


def _is_cut(cuts: list[int], at: int) -> bool:
    place = bisect_left(cuts, at)
    return at == 0 or (place < len(cuts) and cuts[place] == at)


def _inside(cuts: list[int], start: int, end: int, length: int) -> tuple[tuple[int, ...], bool]:
    """The cuts between two places, counted from the first, and whether there is one at the second."""
    inner = tuple(cut - start for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, end)])
    return inner, end == length or _is_cut(cuts, end)


def _grouped(language_id: str, text: str, cuts: list[int], old: Sequence[Chunk]) -> list[Chunk]:
    """The chunks of a text that begins and ends at cuts; old ones where they are the same."""
    known = {(chunk.text, chunk.cuts): chunk for chunk in old}
    found = []
    start = 0
    inner: list[int] = []
    for cut in (*cuts, len(text)):
        if cut < len(text) and cut - start < PASSAGE:
            inner.append(cut - start)
            continue
        if cut > start:
            part, its = text[start:cut], tuple(inner)
            found.append(known.get((part, its)) or _chunk(language_id, part, its))
        start, inner = cut, []
    return found


def _chunk(language_id: str, text: str, cuts: tuple[int, ...]) -> Chunk:
    return _chunk_of(read_segments(language_id, uniform(text), cuts), text, cuts)


def _chunk_of(prose: list[Prose], text: str, cuts: tuple[int, ...]) -> Chunk:
    return Chunk(text, cuts, tuple(s for block in prose if english(block.text) for s in sentences(block)))
