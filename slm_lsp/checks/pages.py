"""Pages: all that is shown of a document, chunk by chunk.

What is found in a chunk is one object as long as it stays the same, wherever the chunk has moved to:
whoever made something of it need not do that again at the next key. A document of 1 MB has 500 pages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter

from slm_lsp.checks.finding import Placed
from slm_lsp.text.chunks import Chunks

Keep = Callable[[Placed], bool]
Doubt = tuple[str, float]


@dataclass(frozen=True, eq=False)
class ChunkFindings:
    """What is shown of one chunk, in order, placed from where that begins; equal only to itself.
    `suppressed`: the words that the rules do not know and that are not shown, as `suspects` has them."""

    placed: tuple[Placed, ...] = ()
    suppressed: tuple[Doubt, ...] = ()

    @cached_property
    def suspects(self) -> tuple[Doubt, ...]:
        """The words that the rules do not know, in lower case, each with how sure it is that it is wrong."""
        suspects = (p for p in self.placed if p.finding.about_word and not p.finding.by_model)
        return tuple((p.text.lower(), p.finding.confidence) for p in suspects) + self.suppressed

    @cached_property
    def _misspelt(self) -> frozenset[str]:
        return frozenset(p.text.lower() for p in self.placed if p.finding.about_word)

    @cached_property
    def _without(self) -> dict[frozenset[str], ChunkFindings]:
        return {}

    def where(self, keep: Keep, begin: int = 0) -> ChunkFindings:
        """What of it is to stay, asked where it stands if the page begins there; itself where that is all."""
        kept = tuple(p for p in self.placed if keep(p.moved(begin)))
        return self if len(kept) == len(self.placed) else ChunkFindings(kept, self.suppressed)

    def without(self, words: frozenset[str]) -> ChunkFindings:
        """Without what is said of some words' spelling; the same page every time."""
        words &= self._misspelt
        if not words:
            return self
        if words not in self._without:
            self._without[words] = self.where(
                lambda p: not (p.finding.about_word and p.text.lower() in words)
            )
        return self._without[words]


# All of a document's pages are gone through at every key.
_PLACED, _SUSPECTS = attrgetter("placed"), attrgetter("suspects")


class Findings:
    """The pages of a document, of which each begins where a chunk does; `iter` gives each finding where it
    stands in the document, in order."""

    def __init__(self, chunks: Chunks | None = None, pages: list[ChunkFindings] | None = None) -> None:
        self.chunks = chunks or Chunks()
        self.starts = self.chunks.starts
        self.pages = pages or []

    def __len__(self) -> int:
        return sum(map(len, map(_PLACED, self.pages)))

    def __iter__(self) -> Iterator[Placed]:
        return self.since(0)

    def since(self, offset: int) -> Iterator[Placed]:
        """What begins there or after it."""
        first = max(0, bisect_right(self.starts, offset) - 1)
        pages = zip(self.starts[first:], self.pages[first:], strict=True)
        moved = chain.from_iterable((p.moved(start) for p in page.placed) for start, page in pages)
        return (placed for placed in moved if placed.span[0] >= offset)

    def where(self, keep: Keep, low: int = 0, high: int | None = None) -> Findings:
        """What is to stay; pages that do not touch `[low, high]` are not asked and stay."""
        first = max(0, bisect_right(self.starts, low) - 1)
        last = len(self.starts) if high is None else bisect_right(self.starts, high)
        pages = self.pages.copy()
        for number in range(first, last):
            pages[number] = pages[number].where(keep, self.starts[number])
        return Findings(self.chunks, pages)

    def without(self, words: frozenset[str]) -> Findings:
        """Without what is said of some words' spelling."""
        if not words:
            return self
        return Findings(self.chunks, [page.without(words) for page in self.pages])

    def suspects(self) -> Iterator[Doubt]:
        """The words that the rules do not know: see `ChunkFindings.suspects`."""
        return chain.from_iterable(map(_SUSPECTS, self.pages))

    def together_with(self, more: Iterable[Placed]) -> Findings:
        """With what else is said, placed in the document, but where something is said of the same words."""
        added: dict[int, list[Placed]] = {}
        for placed in more:
            number = bisect_right(self.starts, placed.span[0]) - 1
            here = placed.moved(-self.starts[number])
            if all(p.span != here.span for p in self.pages[number].placed):
                added.setdefault(number, []).append(here)
        pages = self.pages.copy()
        for number, some in added.items():
            pages[number] = in_order([*pages[number].placed, *some], pages[number].suppressed)
        return Findings(self.chunks, pages)

    def nearest(self, offset: int, count: int) -> Findings:
        """So many findings around an offset."""
        before = 0
        for start, page in zip(self.starts, self.pages, strict=True):
            if start > offset:
                break
            before += bisect_left(page.placed, offset - start, key=lambda p: p.span[0])
        first = max(0, min(before - count // 2, len(self) - count))
        pages, begin = [], 0
        for page in self.pages:
            low, high = max(0, first - begin), max(0, first + count - begin)
            begin += len(page.placed)
            pages.append(
                page if low == 0 and high >= len(page.placed) else ChunkFindings(page.placed[low:high])
            )
        return Findings(self.chunks, pages)


def in_order(placed: Iterable[Placed], suppressed: Iterable[Doubt] = ()) -> ChunkFindings:
    """A page of some findings: a footnote stands within another's sentence."""
    return ChunkFindings(tuple(sorted(placed, key=lambda p: p.span)), tuple(suppressed))
