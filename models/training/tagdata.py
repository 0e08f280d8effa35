"""From a corpus to shards of tagged sentences: what the tagger is trained on.

A shard is one `.npz` with, for all its sentences one after the other, `tokens`, and for each
token `edit` (index of its unit's tag), `word` (index of the right word, for any unit whose right
word the vocabulary holds) and `missing` (index of what is missing before it). Tokens that do not
begin a unit, and labels nobody knows, carry IGNORE. `ends` says where each sentence ends.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from slm_lsp.edit_tags.tags import EDIT_INDEX, KEEP, NOTHING, REPLACE, UNKNOWN

from .control import BOS, EOS
from .corpus import Correction, capped, documents, held_out, require, sentences
from .corrupt import Confusions, corrupt
from .labels import joined, labels
from .real import training_corrections

IGNORE = 65_535
WORDS, MISSING = 16_000, 256
LONGEST = 96  # tokens
SHARD = 100_000  # sentences
PARAGRAPHS_AT_ONCE = 20_000
# Kinds whose targets are a matter of taste more often than of error (read on 200 of each).
NOISY_KINDS = {"several", "word"}


@dataclass(frozen=True)
class Vocabulary:
    """The words a unit may become, and the ones that may be missing before it."""

    words: list[str]
    missing: list[str]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps({"words": self.words, "missing": self.missing}), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        return cls(**json.loads(path.read_text("utf-8")))

    @classmethod
    def of_heads(cls, path: Path) -> Vocabulary:
        """That of a tagger that was exported; `path`: its `.npz`."""
        with np.load(path) as heads:
            return cls(heads["word_names"].tolist(), heads["missing_names"].tolist())


def prose_like(sentence: str) -> bool:
    """Worth learning "leave it" from: 4 to 60 words, most of them letters."""
    letters = sum(c.isalpha() or c == " " for c in sentence)
    return 4 <= sentence.count(" ") + 1 <= 60 and letters > 0.75 * len(sentence)


def sentence_like(sentence: str) -> bool:
    """Worth breaking: starts like a sentence, ends like one, mostly letters."""
    if not sentence[0].isupper() and sentence[0] not in "\"'“‘":
        return False
    letters = sum(c.isalpha() or c == " " for c in sentence)
    return sentence[-1] in ".!?\"'”’" and letters > 0.85 * len(sentence)


def _sentences(paragraphs: list[str]) -> list[str]:
    return [s for p in paragraphs for s in sentences(p) if prose_like(s)]


def clean_sentences(
    corpus: Path, seed: int, words_per_source: int, books: float, pool: Executor
) -> list[str]:
    """Sentences of the modern prose, its sources capped, and of a share of the books."""
    rng = random.Random(seed)
    found = [p for d in capped(corpus, "prose-modern", words_per_source, seed) for p in d]
    found += [p for d in documents(corpus / "prose-books.txt.xz") for p in d if rng.random() < books]
    parts = [found[at : at + PARAGRAPHS_AT_ONCE] for at in range(0, len(found), PARAGRAPHS_AT_ONCE)]
    clean = [s for part in pool.map(_sentences, parts) for s in part]
    rng.shuffle(clean)
    return clean


def confusions_of(real: list[Correction]) -> Confusions:
    """What writers really put in the place of a word: right word -> wrong ones, as often as seen."""
    found: dict[str, list[str]] = {}
    for pair in real:
        if made := labels(pair.source, pair.target):
            for unit, label in zip(made[0], made[1], strict=False):
                wrong, right = unit.text, label.word
                if (
                    label.tag == REPLACE
                    and wrong.isalpha()
                    and re.fullmatch(r"[^\W\d_]+(['’][^\W\d_]+)?", right)
                ):
                    found.setdefault(right.lower(), []).append(wrong.lower())
    return found


def vocabulary(clean: list[str], pairs: list[tuple[str, str]]) -> Vocabulary:
    """The commonest words of clean prose with those that corrections put in; what they add."""
    counts: Counter[str] = Counter()
    for sentence in clean:
        counts.update(re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|[^\w\s]+", sentence))
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        lower = word.lower()
        # A word that is mostly capitalised is a name or an acronym, and stays one.
        folded[word if counts[lower] < 0.3 * count else lower] += count
    put_in: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for source, target in pairs:
        if made := labels(source, target):
            for label in joined(*made):
                if label.tag == REPLACE:
                    put_in[label.word] += 1
                if label.missing:
                    missing[label.missing.lower()] += 1
    words = [w for w, n in put_in.most_common(4000) if n >= 3 and (w in folded or " " in w)]
    words += [w for w, _ in folded.most_common(WORDS) if w not in set(words)]
    return Vocabulary(words[:WORDS], [NOTHING, *[w for w, _ in missing.most_common(MISSING - 1)]])


class Tagger:
    """Turns pairs into labelled tokens."""

    def __init__(self, tokenizer: Tokenizer, known: Vocabulary) -> None:
        self._tokenizer = tokenizer
        self._word = {word: i for i, word in enumerate(known.words)}
        self._missing = {word: i for i, word in enumerate(known.missing)}
        self._bos, self._eos = tokenizer.token_to_id(BOS), tokenizer.token_to_id(EOS)

    def word(self, old: str, new: str) -> int:
        """Index of `new` as a replacement of `old`, whose capital it will take."""
        found = self._word.get(new)
        if found is None and old[:1].isupper():
            found = self._word.get(new[:1].lower() + new[1:])
        return IGNORE if found is None else found

    def row(self, source: str, target: str) -> np.ndarray | None:
        """[4, tokens]: tokens, edit, word, missing; None where the pair cannot be taught."""
        made = labels(source, target)
        if made is None:
            return None
        found, marks = made[0], joined(*made)
        encoded = self._tokenizer.encode(" " + source, add_special_tokens=False)
        if len(encoded.ids) + 2 > LONGEST:
            return None
        row = np.full((4, len(encoded.ids) + 2), IGNORE, np.uint16)
        row[0] = [self._bos, *encoded.ids, self._eos]
        # A token's offsets begin at its leading space; one is for the space put before the text.
        first = {start: i + 1 for i, (start, _) in reversed(list(enumerate(encoded.offsets)))}
        for unit, mark in zip(found, marks, strict=False):
            at = first.get(unit.start if unit.spaced or unit.start == 0 else unit.start + 1)
            if at is None:
                return None
            tag, word = mark.tag, IGNORE
            if tag == REPLACE:
                word = self.word(unit.text, mark.word)
                if word == IGNORE:
                    tag = UNKNOWN
            elif tag == KEEP:
                word = self.word(unit.text, unit.text)
            row[1, at], row[2, at] = EDIT_INDEX[tag], word
            row[3, at] = self._missing_index(mark.missing)
        row[3, -1] = self._missing_index(marks[-1].missing)
        return row

    def _missing_index(self, missing: str | None) -> int:
        return IGNORE if missing is None else self._missing.get(missing.lower(), IGNORE)


def pairs_of(
    clean: list[str], real: list[Correction], confusions: Confusions, rng: random.Random, share_real: float
) -> Iterator[tuple[str, str]]:
    """(source, target): made errors, real ones, and about half already right."""
    for sentence in clean:
        draw = rng.random()
        if draw < share_real:
            pair = rng.choice(real)
            yield (pair.target, pair.target) if rng.random() < 0.35 else (pair.source, pair.target)
        elif draw < share_real + 0.4 or not sentence_like(sentence):
            yield sentence, sentence
        else:
            yield corrupt(sentence, rng, confusions), sentence


def _shard(job: tuple[Path, Path, list[str], list[Correction], Confusions, int, float]) -> Path:
    out, work, clean, real, confusions, seed, share_real = job
    rng = random.Random(seed)
    tagger = Tagger(
        Tokenizer.from_file(str(work / "tokenizer.json")), Vocabulary.load(work / "vocabulary.json")
    )
    rows = [
        row
        for s, t in pairs_of(clean, real, confusions, rng, share_real)
        if (row := tagger.row(s, t)) is not None
    ]
    flat = np.concatenate(rows, axis=1)
    ends = np.cumsum([row.shape[1] for row in rows])
    temporary = out.with_suffix(".new")
    with temporary.open("wb") as file:
        np.savez(file, tokens=flat[0], edit=flat[1], word=flat[2], missing=flat[3], ends=ends)
    temporary.replace(out)
    return out


def prepare_tags(
    corpus: Path,
    work: Path,
    *,
    sentences_wanted: int,
    share_real: float = 0.1,
    books: float = 0.12,
    workers: int = 2,
    seed: int = 1,
) -> None:
    """Writes `vocabulary.json` and `tags/*.npz` into `work`, which holds a `tokenizer.json`.

    `books`: the share of the books' paragraphs whose sentences are taken.
    """
    require(corpus)
    folder = work / "tags"
    folder.mkdir(parents=True, exist_ok=True)
    real = [c for c in training_corrections(corpus) if not held_out(c.source) and c.kind not in NOISY_KINDS]
    confusions = confusions_of(real)
    with ProcessPoolExecutor(workers) as pool:
        clean = clean_sentences(corpus, seed, 700_000, books, pool)
    print(f"{len(clean):,} clean sentences, {len(real):,} real corrections", flush=True)
    rng = random.Random(seed)
    if not (work / "vocabulary.json").exists():
        made = [(corrupt(s, rng, confusions), s) for s in clean[:40_000] if sentence_like(s)]
        vocabulary(clean, made + 3 * [(c.source, c.target) for c in real]).save(work / "vocabulary.json")
    jobs = []
    for number, start in enumerate(range(0, sentences_wanted, SHARD)):
        out = folder / f"{number:03}.npz"
        if not out.exists():
            # Past the corpus' end the same sentences come again, with other errors in them.
            slice_ = [clean[i % len(clean)] for i in range(start, min(start + SHARD, sentences_wanted))]
            jobs.append((out, work, slice_, real, confusions, seed * 1000 + number, share_real))
    with ProcessPoolExecutor(workers) as pool:
        for out in pool.map(_shard, jobs):
            print(out.name, flush=True)
