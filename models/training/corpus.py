"""Reads a corpus: one paragraph a line, documents parted by a blank line.

A folder may hold `prose-modern.txt.xz`, `prose-books.txt.xz`, `corrections.tsv.xz` with
`corrections-kinds.txt.xz`, and `dev.txt.xz`; a `SOURCES.md` table with the number of
documents of each repository, in the files' order, lets big sources be capped.
"""

from __future__ import annotations

import hashlib
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class CorpusMissing(Exception):
    """The corpus folder is not there; training needs it, the program does not."""


@dataclass(frozen=True)
class Correction:
    """A real edit: a sentence before and after, and what kind of change it was."""

    source: str
    target: str
    kind: str


def require(folder: Path) -> Path:
    """`folder`, or `CorpusMissing` with a sentence that says what to do."""
    if not (folder / "corrections.tsv.xz").exists():
        raise CorpusMissing(
            f"No corpus in {folder}. Give a folder in the corpus' form with --corpus "
            "(see models/training/README.md)."
        )
    return folder


def documents(path: Path) -> Iterator[list[str]]:
    """The documents of one `.txt.xz` file, each a list of paragraphs."""
    document: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line:
                document.append(line)
            elif document:
                yield document
                document = []
    if document:
        yield document


def sources(folder: Path, name: str) -> list[tuple[str, int]]:
    """(repository, number of documents) rows of `SOURCES.md` for one file, in file order."""
    table = folder / "SOURCES.md"
    if not table.exists():
        return []
    rows = re.findall(rf"^\| {re.escape(name)} \| (\S+) \|.*\| ([\d,]+) \|$", table.read_text("utf-8"), re.M)
    return [(repository, int(count.replace(",", ""))) for repository, count in rows]


def capped(folder: Path, name: str, words_per_source: int, seed: int) -> list[list[str]]:
    """Documents of one file, at most about `words_per_source` words of each repository."""
    rng = random.Random(seed)
    stream = documents(folder / f"{name}.txt.xz")
    kept: list[list[str]] = []
    for _, count in sources(folder, name) or [("", 1 << 60)]:
        block: list[list[str]] = []
        for document in stream:
            block.append(document)
            if len(block) == count:
                break
        rng.shuffle(block)
        words = 0
        for document in block:
            if words >= words_per_source:
                break
            kept.append(document)
            words += sum(paragraph.count(" ") + 1 for paragraph in document)
    rng.shuffle(kept)
    return kept


def held_out(sentence: str) -> bool:
    """Whether a correction belongs to the held-out tenth: by hash, the same on every machine."""
    return hashlib.blake2b(sentence.encode(), digest_size=2).digest()[0] % 10 == 0


def corrections(folder: Path) -> list[Correction]:
    """All real corrections of a corpus."""
    with lzma.open(folder / "corrections.tsv.xz", "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in lines]
    kinds_file = folder / "corrections-kinds.txt.xz"
    if kinds_file.exists():
        kinds = lzma.decompress(kinds_file.read_bytes()).decode("utf-8").splitlines()
    else:
        kinds = ["unknown"] * len(pairs)
    return [Correction(s, t, kind) for (s, t), kind in zip(pairs, kinds, strict=True)]


_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Mr|Mrs|Ms|Dr|St|No|Fig|cf|[A-Z])\.$")


def sentences(paragraph: str) -> list[str]:
    """Sentences of a training paragraph; rough on purpose (the server has its own splitter)."""
    parts: list[str] = []
    for part in _SENTENCE_END.split(paragraph):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return [part.strip() for part in parts if part.strip()]
