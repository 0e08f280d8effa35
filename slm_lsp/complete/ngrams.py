"""N-grams: how likely each word is after the last three, counted over much prose.

The file is in safetensors' layout and mapped into memory, so that all of a user's editors share it:

- `words`: the vocabulary, a word a line, in order of spelling; word i has the number i + 2.
- `pieces`, `piece`: tokens of the embedded model that a word begins with, and each word's.
- `chance1`: [words + 2] each word's share where nothing is known of what stands before.
- for n = 2, 3, 4: the phrases of n words, those of one context side by side: `word<n>` (their last
  word), `chance<n>` (what it has beyond the shorter context's chance); `parent<n>` the context's
  place among the phrases of n - 1 words, `start<n>` where its phrases start, `rest<n>` the share
  it leaves to the shorter context. Chances are in steps of -1/16 nat.
"""

from __future__ import annotations

import json
import mmap
import re
from bisect import bisect_left
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ORDERS = (2, 3, 4)
NATS_A_STEP = 1 / 16
# Numbers before the first word's: where a paragraph starts, and a word outside the vocabulary.
START, UNKNOWN = 0, 1

# What counts as a word of a phrase: words, and these marks.
MARKS = ".!?,;:"
WORD = re.compile(rf"[\w'’-]+|[{MARKS}]")

_TYPES = {"U8": np.uint8, "U16": np.uint16, "U32": np.uint32, "F32": np.float32}
_CHANCE = np.exp(-np.arange(256) * NATS_A_STEP).astype(np.float32)

Chances = NDArray[np.float32]


class Phrases:
    """One file of phrase statistics."""

    def __init__(self, path: Path) -> None:
        arrays = _mapped(path)
        self.words: list[str] = arrays["words"].tobytes().decode().split("\n")
        self._pieces = {piece: i for i, piece in enumerate(arrays["pieces"].tobytes().decode().split("\n"))}
        self._piece = arrays["piece"].astype(np.intp)
        self._arrays = arrays

    def number(self, word: str) -> int | None:
        """The word's place in the vocabulary, or None."""
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    @cached_property
    def marks(self) -> NDArray[np.intp]:
        """The places of the marks in the vocabulary."""
        return np.array([at for mark in MARKS if (at := self.number(mark)) is not None], np.intp)

    @cached_property
    def usual(self) -> Chances:
        """[words] how often each is written, whatever stands before it."""
        chances = self._arrays["chance1"][2:]
        result: Chances = (chances / chances.sum()).astype(np.float32)
        return result

    def starting(self, start: str) -> slice:
        """The places of the words that begin with `start`."""
        if not start:
            return slice(0, len(self.words))
        return slice(bisect_left(self.words, start), bisect_left(self.words, start + "\U0010ffff"))

    def after(self, before: str) -> tuple[Chances, int]:
        """([words] how likely each is after a text, words of it that the longest known phrase has)."""
        ids = [START, *(self._id(word) for word in WORD.findall(before[-200:].rpartition("\n")[2]))]
        arrays = self._arrays
        chances: Chances = arrays["chance1"][2:].copy()
        known = 0
        for order in ORDERS:
            entry = self._entry(ids[-(order - 1) :]) if len(ids) >= order - 1 else None
            found = None if entry is None else self._children(order, entry)
            if found is None:
                break
            context, phrases = found
            chances *= _CHANCE[arrays[f"rest{order}"][context]]
            words = arrays[f"word{order}"][phrases].astype(np.intp) - 2
            chances[words] += _CHANCE[arrays[f"chance{order}"][phrases]]
            known = order - 1
        return chances, known

    def by_piece(self, tokens: dict[str, float], chances: Chances) -> Chances:
        """[words] how likely each is where the next token is known: a token's probability goes to
        the words that begin with it, by their `chances`."""
        given = np.zeros(len(self._pieces), np.float32)
        for token, probability in tokens.items():
            if (at := self._pieces.get(token)) is not None:
                given[at] = probability
        shared = np.bincount(self._piece, weights=chances, minlength=len(given))
        return (given / np.maximum(shared, 1e-12)).astype(np.float32)[self._piece] * chances

    def _id(self, word: str) -> int:
        at = self.number(word)
        return UNKNOWN if at is None else at + 2

    def _entry(self, ids: list[int]) -> int | None:
        """The place of a phrase among those of its length."""
        entry = ids[0]
        for order, word in enumerate(ids[1:], 2):
            found = self._children(order, entry)
            if found is None:
                return None
            siblings = self._arrays[f"word{order}"][found[1]]
            at = int(np.searchsorted(siblings, word))
            if at == len(siblings) or siblings[at] != word:
                return None
            entry = found[1].start + at
        return entry

    def _children(self, order: int, entry: int) -> tuple[int, slice] | None:
        """(place among the contexts, its phrases) of a phrase that is a context of `order`."""
        parents = self._arrays[f"parent{order}"]
        context = int(np.searchsorted(parents, np.uint32(entry)))
        if context == len(parents) or parents[context] != entry:
            return None
        start = self._arrays[f"start{order}"]
        return context, slice(int(start[context]), int(start[context + 1]))


def _mapped(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a safetensors file, read from disk where they are used."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header: dict[str, dict[str, Any]] = json.loads(file.read(size))
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(
            data, _TYPES[entry["dtype"]], int(np.prod(entry["shape"])), 8 + size + entry["data_offsets"][0]
        )
        for name, entry in header.items()
    }
