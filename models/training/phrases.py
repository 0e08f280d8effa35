"""Phrase statistics for ghost text: how often words follow one another, up to four in a row.

Interpolated Kneser-Ney with three discounts (Chen and Goodman, 1999), pruned by count; a context
keeps the weight of what was pruned, so that the next shorter one speaks for it. The file is read by
`slm_lsp.complete.ngrams`, whose docstring says what is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from slm_lsp.complete.ngrams import MARKS, NATS_A_STEP, ORDERS, START, UNKNOWN, WORD, Phrases

from .corpus import documents, require, sources

WORDS = 65_000  # with the two marks they fit 16 bits
# How often a phrase of n words must be seen to be kept. Bigrams seen once are worth 0.4 points of
# keystrokes, four words seen twice 0.1 (benchmarks/quality).
LEAST = {2: 1, 3: 2, 4: 3}
# One library of the books' file is mostly of the 19th century, and five times as big as all the others.
TOO_OLD = "mlschmitt/classic-books-markdown"

# How often a word must be written with a capital for `names`. Of 233 names in clean prose that the rules do
# not know, `balanced` then flags 8 instead of 19; of 82 slips in such words 33 instead of 42, and seven of
# the nine that are lost are in names that are not well known. With twice as often three more are lost, for
# one flag.
OFTEN = 1e-6

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Grams:
    """Every phrase of one length: its context packed 16 bits a word, its last word, its count.

    Sorted by context, then by word.
    """

    context: NDArray[np.uint64]
    word: Ids
    count: Ids

    @property
    def key(self) -> NDArray[np.uint64]:
        return self.context * np.uint64(1 << 16) + self.word.astype(np.uint64)


def prose(corpus: Path, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """The paragraphs whose phrases are counted; documents that begin with a paragraph of `without` are
    left out."""
    for document in documents(corpus / "prose-modern.txt.xz"):
        yield from document
    left = dict(sources(corpus, "prose-books")).get(TOO_OLD, 0)
    for number, document in enumerate(documents(corpus / "prose-books.txt.xz")):
        if number >= left and document[0] not in without:
            yield from document


def numbered(paragraphs: Iterator[str]) -> tuple[list[str], Ids]:
    """(the commonest words in order of their spelling, all text as their numbers from 2 on)."""
    texts = [WORD.findall(paragraph) for paragraph in paragraphs]
    common = Counter(word for text in texts for word in text).most_common(WORDS)
    words = sorted(word for word, _ in common)
    number = {word: i for i, word in enumerate(words, 2)}
    ids: list[int] = []
    for text in texts:
        ids.append(START)
        ids.extend(number.get(word, UNKNOWN) for word in text)
    return words, np.array(ids, np.int64)


def grams(ids: Ids, length: int) -> Grams:
    end = len(ids) - length + 1
    key = np.zeros(end, np.uint64)
    for k in range(length):
        key = key * np.uint64(1 << 16) + ids[k : k + end].astype(np.uint64)
    found, count = np.unique(key, return_counts=True)
    return Grams(found >> np.uint64(16), (found & np.uint64(0xFFFF)).astype(np.int64), count)


def continuations(shorter: Grams, longer: Grams, length: int) -> Ids:
    """In how many words' wake each shorter phrase was seen; its count where a text starts with it."""
    own = longer.key & np.uint64((1 << 16 * length) - 1)
    found, wakes = np.unique(own, return_counts=True)
    at = np.minimum(np.searchsorted(found, shorter.key), len(found) - 1)
    starts = shorter.context >> np.uint64(16 * (length - 2)) == START
    return np.where((found[at] == shorter.key) & ~starts, wakes[at], shorter.count)


def discounts(counts: Ids) -> NDArray[np.float64]:
    """What is taken off each count, by Chen and Goodman's estimate."""
    one, two, three, four = (int((counts == n).sum()) for n in (1, 2, 3, 4))
    share = one / (one + 2 * two)
    off = np.array([0, 1 - 2 * share * two / one, 2 - 3 * share * three / two, 3 - 4 * share * four / three])
    return off[np.minimum(counts, 3)]


def steps(chance: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Chances in 8 bits, as the file has them."""
    return np.clip(np.round(-np.log(np.maximum(chance, 1e-9)) / NATS_A_STEP), 0, 255).astype(np.uint8)


def pieces(words: list[str], tokenizer: Tokenizer) -> tuple[list[str], Ids]:
    """(the model's tokens that a word can begin with, each word's number among them)."""
    spaced = [word if word in MARKS else " " + word for word in words]
    encoded = tokenizer.encode_batch(spaced, add_special_tokens=False)
    first = [word[: e.offsets[0][1]] for word, e in zip(spaced, encoded, strict=True)]
    known = sorted(set(first))
    number = {piece: i for i, piece in enumerate(known)}
    return known, np.array([number[piece] for piece in first])


def lines(texts: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def make_phrases(corpus: Path, work: Path, out: Path, without: frozenset[str] = frozenset()) -> str:
    """Writes `out`; `work` holds the tokenizer of the model it goes with. A line about it."""
    require(corpus)
    words, ids = numbered(prose(corpus, without))
    counted = {length: grams(ids, length) for length in ORDERS}
    wakes = np.bincount(counted[2].word, minlength=len(words) + 2).astype(float)
    wakes[START] = 0
    begins, first_piece = pieces(words, Tokenizer.from_file(str(work / "tokenizer.json")))
    arrays: dict[str, NDArray[np.generic]] = {
        "words": lines(words), "pieces": lines(begins), "piece": first_piece.astype(np.uint16),
        "chance1": (wakes / wakes.sum()).astype(np.float32),
    }  # fmt: skip
    above = np.arange(len(words) + 2, dtype=np.uint64)  # keys of the phrases one word shorter
    kept_phrases = 0
    for length in ORDERS:
        found = counted[length]
        longest = length == max(ORDERS)
        counts = found.count if longest else continuations(found, counted[length + 1], length)
        _, context_of, total = _by_context(found.context, counts)
        chance = (counts - discounts(counts)) / total[context_of]
        at = np.minimum(np.searchsorted(above, found.context), len(above) - 1)
        keep = (found.count >= LEAST[length]) & (found.word > UNKNOWN) & (above[at] == found.context)
        said = np.bincount(context_of[keep], weights=chance[keep], minlength=len(total))
        parent, start = np.unique(at[keep], return_index=True)
        arrays |= {
            f"word{length}": found.word[keep].astype(np.uint16),
            f"chance{length}": steps(chance[keep]),
            f"parent{length}": parent.astype(np.uint32),
            f"start{length}": np.append(start, keep.sum()).astype(np.uint32),
            f"rest{length}": steps(1 - said[np.unique(context_of[keep])]),
        }
        above = found.key[keep]
        kept_phrases += int(keep.sum())
    save_file(arrays, out)
    return f"{out}: {len(words):,} words, {kept_phrases:,} phrases, {out.stat().st_size / 1e6:.1f} MB"


def _by_context(context: NDArray[np.uint64], counts: Ids) -> tuple[NDArray[np.uint64], Ids, Ids]:
    """(contexts, the number of each phrase's context, each context's total)."""
    found, context_of = np.unique(context, return_inverse=True)
    return found, context_of, np.bincount(context_of, weights=counts).astype(np.int64)


def make_names(phrases: Path, out: Path) -> str:
    """Writes the words that are often written with a capital, a word a line; a line about them."""
    known = Phrases(phrases)
    often = known.usual >= OFTEN
    names = [
        word for word, is_often in zip(known.words, often, strict=True) if is_often and word[0].isupper()
    ]
    out.write_text("\n".join(names), "utf-8")
    return f"{len(names):,} names"
