"""From a corpus to token rows: a tokenizer, and two files of packed rows.

A row is `context + 1` tokens of 16 bits; bit 15 marks the tokens that carry loss.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from .control import BOS, CONTROL_TOKENS, EOS, FIX, TO, TONES
from .corpus import Correction, capped, documents, held_out, require, sentences
from .corrupt import corrupt
from .real import training_corrections
from .round_trip import round_trip_pairs
from .tones import tone_pair

LOSS = 1 << 15
DOCUMENTS_AT_ONCE = 1000
# Times that each pair of a round trip is seen: they are few beside the pairs by rule.
ROUND_TRIPS_AGAIN = 10
# Kinds whose targets are a matter of taste more often than of error (read on 200 of each).
NOISY_KINDS = {"several", "word", "function word (unsaid)"}


def train_tokenizer(texts: Iterator[str], vocab: int) -> Tokenizer:
    """Byte-level BPE with GPT-2's pre-tokenizer (the one llama.cpp calls `gpt-2`)."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab,
        special_tokens=CONTROL_TOKENS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _fits(sentence: str) -> bool:
    """Prose worth a pair: 4 to 60 words, starts like a sentence, ends like one, mostly letters."""
    words = sentence.count(" ") + 1
    if not 4 <= words <= 60 or (not sentence[0].isupper() and sentence[0] not in "\"'“‘"):
        return False
    letters = sum(c.isalpha() or c == " " for c in sentence)
    return sentence[-1] in ".!?\"'”’" and letters > 0.88 * len(sentence)


def fix_pairs(clean: list[str], real: list[Correction], rng: random.Random) -> Iterator[tuple[str, str]]:
    """(source, target): synthetic errors, real ones, and about half already right."""
    kept = [c for c in real if not held_out(c.source) and c.kind not in NOISY_KINDS]
    share_real = min(0.15, 2.5 * len(kept) / max(1, len(clean)))
    for sentence in clean:
        draw = rng.random()
        if draw < share_real and kept:
            pair = rng.choice(kept)
            # The right side of a real correction is also an example of "leave it".
            yield (pair.target, pair.target) if rng.random() < 0.3 else (pair.source, pair.target)
        elif draw < share_real + 0.42:
            yield sentence, sentence
        else:
            yield corrupt(sentence, rng), sentence


def tone_pairs(clean: list[str], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """(tone, source, target) by rule."""
    for sentence in clean:
        tones = rng.sample(TONES, len(TONES))
        for tone in tones:
            if pair := tone_pair(sentence, tone, rng):
                yield tone, *pair
                break


class RowWriter:
    """Collects token sequences into rows, none of them split."""

    def __init__(self, length: int, pad: int) -> None:
        self.length, self.pad = length, pad
        self.rows: list[np.ndarray] = []
        self._open: list[int] = []

    def add(self, tokens: list[int]) -> None:
        if len(tokens) > self.length:
            return
        if len(self._open) + len(tokens) > self.length:
            row = self._open + [self.pad] * (self.length - len(self._open))
            self.rows.append(np.array(row, np.uint16))
            self._open = []
        self._open += tokens

    def save(self, path: Path, rng: random.Random) -> None:
        rng.shuffle(self.rows)
        np.stack(self.rows).tofile(path)


class ProseWriter(RowWriter):
    """Rows of running text, each from a paragraph's start and after a `<s>`, as a prompt is read.

    A paragraph that overfills its row is cut. (Rows that went on in the middle of a text taught the
    model nothing of a text's beginning: 7.0 nats a token there, 4.4 elsewhere.)
    """

    def __init__(self, length: int, start: int, end: int) -> None:
        super().__init__(length, end)
        self.start, self.end = start, end

    def add_document(self, paragraphs: list[list[int]]) -> None:
        self._open += [self.start]
        for number, tokens in enumerate(paragraphs, 1):
            self._open += [token | LOSS for token in tokens]
            if number == len(paragraphs):
                self._open += [self.end | LOSS]
            if len(self._open) >= self.length:
                self.rows.append(np.array(self._open[: self.length], np.uint16))
                self._open = [] if number == len(paragraphs) else [self.start]


def _some_books(corpus: Path, words: float, without: frozenset[str], rng: random.Random) -> list[list[str]]:
    """Books of about so many words, drawn from all but those whose first paragraph is in `without`."""
    books = [d for d in documents(corpus / "prose-books.txt.xz") if d[0] not in without]
    rng.shuffle(books)
    have, kept = 0, 0
    while have < words and kept < len(books):
        have += sum(p.count(" ") for p in books[kept])
        kept += 1
    return books[:kept]


def prepare(
    corpus: Path, work: Path, *, vocab: int, row: int, words: float, modern_share: float = 0.7,
    pair_share: float, without: frozenset[str] = frozenset(), seed: int = 1,
) -> None:  # fmt: skip
    """Writes `tokenizer.json`, `prose.bin`, `pairs.bin` and `prepared.json` into `work`.

    `words` is the amount of prose to take, `modern_share` of it modern (where there is less of that, some of
    it comes twice); `pair_share` the sentences for pairs as a share of the modern ones. `without`: first
    paragraphs of books to leave out.
    """
    require(corpus)
    work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    modern = capped(corpus, "prose-modern", 1_000_000, seed)
    books = _some_books(corpus, words * (1 - modern_share), without, rng)
    tokenizer_file = work / "tokenizer.json"
    if tokenizer_file.exists():
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
    else:
        sample = rng.sample(modern, min(len(modern), 9000)) + rng.sample(books, min(len(books), 150))
        tokenizer = train_tokenizer(("\n".join(d) for d in sample), vocab)
        tokenizer.save(str(tokenizer_file))

    prose = ProseWriter(row + 1, tokenizer.token_to_id(BOS), tokenizer.token_to_id(EOS))
    again, rest = divmod(words * modern_share / sum(p.count(" ") for d in modern for p in d), 1)
    texts = modern * int(again) + modern[: int(len(modern) * rest)] + books
    rng.shuffle(texts)
    for at in range(0, len(texts), DOCUMENTS_AT_ONCE):
        some = texts[at : at + DOCUMENTS_AT_ONCE]
        paragraphs = [("\n" if number else "") + p for document in some for number, p in enumerate(document)]
        encoded = iter(tokenizer.encode_batch_fast(paragraphs, add_special_tokens=False))
        for document in some:
            prose.add_document([next(encoded).ids for _ in document])
    prose.save(work / "prose.bin", rng)
    facts: dict[str, object] = {
        "row": row, "vocab": tokenizer.get_vocab_size(), "prose_tokens": len(prose.rows) * row,
    }  # fmt: skip
    facts |= _prepare_pairs(corpus, work, tokenizer, modern, books, row, pair_share, rng)
    (work / "prepared.json").write_text(json.dumps(facts, indent=1))
    print(json.dumps(facts))


def _prepare_pairs(
    corpus: Path, work: Path, tokenizer: Tokenizer, modern: list[list[str]], books: list[list[str]], row: int,
    pair_share: float, rng: random.Random,
) -> dict[str, object]:  # fmt: skip
    """Writes `pairs.bin`; how many there are of which kind."""

    def ids(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    special = {token: tokenizer.token_to_id(token) for token in CONTROL_TOKENS}
    bos, eos = special[BOS], special[EOS]
    clean = [s for d in modern for p in d for s in sentences(p) if _fits(s)]
    clean += [s for d in rng.sample(books, len(books) // 3) for p in d for s in sentences(p) if _fits(s)]
    rng.shuffle(clean)
    clean = clean[: int(len(clean) * pair_share)]
    pairs = RowWriter(row + 1, eos)
    counts = {"fix": 0, "fix unchanged": 0, "tone": 0, "round trip": 0}

    def add_pair(job: int, source: str, target: str) -> None:
        right = [token | LOSS for token in [*ids(" " + target), eos]]
        pairs.add([bos, job, *ids(" " + source), special[TO], *right])

    # A few to correct (the tagger does that job), the rest to change the tone of.
    for source, target in fix_pairs(clean[: len(clean) // 8], training_corrections(corpus), rng):
        counts["fix"] += 1
        counts["fix unchanged"] += source == target
        add_pair(special[FIX], source, target)
    for tone, source, target in tone_pairs(clean[len(clean) // 8 :], rng):
        counts["tone"] += 1
        add_pair(special[f"<|{tone}|>"], source, target)
    for tone, source, target in ROUND_TRIPS_AGAIN * round_trip_pairs(work):
        counts["round trip"] += 1
        add_pair(special[f"<|{tone}|>"], source, target)
    pairs.save(work / "pairs.bin", rng)
    return {"pair_tokens": len(pairs.rows) * row, "pairs": counts}
