"""Ghost text, measured: simulated typing that takes the next word with one key when it is right."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cachetools import LRUCache

from slm_lsp.complete import next_word, suggestion
from slm_lsp.complete.cache_model import CacheModel, cache_model_of, within_reach
from slm_lsp.complete.mixture import linear, mixed
from slm_lsp.complete.next_word import NextWord
from slm_lsp.complete.suggestion import suggest
from slm_lsp.complete.weights import MixtureWeights, default_weights
from slm_lsp.complete.writer_model import WriterModel
from slm_lsp.inference.engine import Engine

_WORD = re.compile(r"[\w'’-]+")
_NEXT = re.compile(r"\s*[\w'’-]+")

VOICES = {
    "its phrases alone": MixtureWeights(1, 0, 0),
    "its model alone": MixtureWeights(0, 1, 0),
    "its document's words alone": MixtureWeights(0, 0, 1),
}

# What a system offers after a text: the words to insert, or "".
Offers = Callable[[str], Awaitable[str]]


@dataclass
class Typed:
    """Keys a text takes, keys saved, offers made and offers whose first word was right."""

    keys: int = 0
    saved: int = 0
    offered: int = 0
    right: int = 0
    milliseconds: list[float] = field(default_factory=list)

    @property
    def saved_share(self) -> float:
        return 100 * self.saved / self.keys

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.offered)

    def add(self, other: Typed) -> None:
        """Counts what was typed elsewhere too."""
        self.keys += other.keys
        self.saved += other.saved
        self.offered += other.offered
        self.right += other.right
        self.milliseconds += other.milliseconds


async def typing(lines: Iterable[tuple[str, str]], offers: Offers, *, whole: bool = False) -> Typed:
    """Types each line after what stands before it; an offer is looked at between any two keys, and its first
    word is taken with one key where it is right. `whole`: one key takes all of an offer that is right to its
    end, as Tab does.
    """
    result = Typed()
    for before, line in lines:
        result.keys += len(line)
        at = 0
        while at < len(line):
            if wanted := _may_be_offered(line, at):
                start = time.perf_counter()
                offered = await offers(before + line[:at])
                result.milliseconds.append(1000 * (time.perf_counter() - start))
                head = _NEXT.match(offered)
                result.offered += bool(offered)
                if head and head[0] == wanted and len(wanted) > 1:
                    taken = offered if whole and _stands(offered, line, at) else wanted
                    result.right += 1
                    result.saved += len(taken) - 1
                    at += len(taken)
                    continue
            at += 1
    return result


def _stands(offered: str, line: str, at: int) -> bool:
    """Whether a line goes on with an offer, and its last word ends there."""
    end = at + len(offered)
    return line.startswith(offered, at) and not _WORD.match(line, end)


def _may_be_offered(line: str, at: int) -> str:
    """The rest of the word at the cursor, or the next word with its space; "" at other places."""
    if line[at] == " " or (line[at].isalpha() and (at == 0 or line[at - 1].isalpha())):
        found = _NEXT.match(line, at)
        return found[0] if found else ""
    return ""


def of_engine(engine: Engine, habits: WriterModel | None = None) -> Offers:
    async def offers(before: str) -> str:
        found = await suggest(engine, before[-4_000:], "", cache_model_of(within_reach(before)), habits)
        return found.insert if found else ""

    return offers


@contextmanager
def worked_out_once() -> Iterator[None]:
    """What may follow a text is worked out once for it, not at every key of a word: for what takes long, and
    times are not asked for."""
    known: LRUCache[tuple[str, int, int], NextWord] = LRUCache(2_000)

    async def once(
        engine: Engine, before: str, recency: CacheModel | None, habits: WriterModel | None = None
    ) -> NextWord:
        asked = before, id(engine), id(habits)
        if asked not in known:
            known[asked] = await next_word.next_word(engine, before, recency, habits)
        return known[asked]

    suggestion.next_word = once  # type: ignore[assignment]
    try:
        yield
    finally:
        suggestion.next_word = next_word.next_word  # type: ignore[assignment]


@contextmanager
def one_word() -> Iterator[None]:
    """Ghost text offers one word: all that is looked at where words are taken one by one."""
    words = suggestion.MOST_WORDS, suggestion.FEWEST_WORDS
    suggestion.MOST_WORDS = suggestion.FEWEST_WORDS = 1
    try:
        yield
    finally:
        suggestion.MOST_WORDS, suggestion.FEWEST_WORDS = words


@contextmanager
def one_voice(shares: MixtureWeights) -> Iterator[None]:
    """Ghost text by these shares only: what each of its voices is worth."""
    next_word.default_weights = lambda larger=False: dict.fromkeys(default_weights(), shares)  # type: ignore[assignment]
    next_word.mixed = linear  # type: ignore[attr-defined]
    try:
        yield
    finally:
        next_word.default_weights, next_word.mixed = default_weights, mixed  # type: ignore[attr-defined]


class Ngrams:
    """The baselines: the most frequent word with the prefix, or the likeliest after two words.

    Counts of the last two words, backed off to the last one and to none ("stupid backoff",
    Brants et al. 2007); something is always offered.
    """

    def __init__(self, texts: Iterable[str], order: int) -> None:
        self._order = order
        counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for text in texts:
            words = ["", "", *_WORD.findall(text)]
            for i in range(2, len(words)):
                for length in range(order):
                    counts[tuple(words[i - length : i])][words[i]] += 1
        # Ranked once; of the rare contexts only what was seen twice.
        self._ranked = {
            context: [w for w, n in found.most_common(30_000 if not context else 50) if n > 1 or not context]
            for context, found in counts.items()
            if not context or sum(found.values()) > 1
        }

    async def __call__(self, before: str) -> str:
        spaced = before[-1:].isspace() or not before
        words = ["", "", *_WORD.findall(before[-200:])]
        half = "" if spaced or not words else words.pop()
        if not spaced and not before[-1].isalpha():
            half = ""
        # At a word's end the next word is asked for with its space.
        for length in range(self._order - 1, -1, -1):
            context = tuple(words[len(words) - length :]) if length else ()
            for word in self._ranked.get(context, ()):
                if word.startswith(half) and word != half:
                    return word[len(half) :]
        return ""


async def baseline(lines: Iterable[tuple[str, str]], ngrams: Ngrams) -> Typed:
    """The same with a baseline, which is asked for the next word once its space is typed."""
    result = Typed()
    for before, line in lines:
        result.keys += len(line)
        at = 0
        while at < len(line):
            word = _WORD.match(line, at) if line[at].isalpha() else None
            if word and len(word[0]) > 1:
                offered = await ngrams(before + line[:at])
                result.offered += bool(offered)
                if offered == word[0]:
                    result.right += 1
                    result.saved += len(word[0]) - 1
                    at += len(word[0])
                    continue
            at += 1
    return result
