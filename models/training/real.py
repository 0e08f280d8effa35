"""Real corrections, and which of them training may read.

The repositories of `DEVELOPMENT` are held out whole: their sentences share authors, terms and habits,
so a split by sentence would measure what was learned of them by heart.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from .corpus import Correction

MORE = "corrections-more.tsv.xz"
# Development sets by repository: writers whose first language is mostly another, and native ones.
DEVELOPMENT = {
    "second language": (
        "yiisoft/yii2",
        "JetBrains/kotlin-web-site",
        "milvus-io/milvus-docs",
        "SharePoint/sp-dev-docs",
        "karmada-io/website",
        "kubeedge/website",
    ),
    "native": ("carpentries/*", "python/devguide", "18F/*", "nodejs/nodejs.org"),
}


@dataclass(frozen=True)
class Located:
    """A correction and the repository that it comes from."""

    correction: Correction
    repository: str

    @property
    def development(self) -> str | None:
        """The development set that it belongs to, if to any."""
        for name, patterns in DEVELOPMENT.items():
            if any(fnmatchcase(self.repository, pattern) for pattern in patterns):
                return name
        return None


def _rows(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def first_corrections(folder: Path) -> list[Located]:
    """Those of `corrections.tsv.xz`; a file of two columns names no repository."""
    kinds_file = folder / "corrections-kinds.txt.xz"
    rows = list(_rows(folder / "corrections.tsv.xz"))
    if kinds_file.exists():
        kinds = lzma.decompress(kinds_file.read_bytes()).decode("utf-8").splitlines()
    else:
        kinds = ["unknown"] * len(rows)
    return [
        Located(Correction(row[0], row[1], kind), row[2] if len(row) > 2 else "")
        for row, kind in zip(rows, kinds, strict=True)
    ]


def more_corrections(folder: Path) -> list[Located]:
    """Those of `corrections-more.tsv.xz`; none where a corpus has no such file."""
    path = folder / MORE
    if not path.exists():
        return []
    rows = _rows(path)
    next(rows, None)  # names of the columns
    return [
        Located(Correction(before, after, kind if said == "1" else f"{kind} (unsaid)"), repository)
        for before, after, kind, said, repository in rows
    ]


def training_corrections(folder: Path) -> list[Correction]:
    """All real corrections that training may read: none of a development repository, none twice.

    A sentence that a development repository shares with another one is left out as well.
    """
    every = first_corrections(folder) + more_corrections(folder)
    held = {
        text for one in every if one.development for text in (one.correction.source, one.correction.target)
    }
    kept: dict[tuple[str, str], Correction] = {}
    for one in every:
        pair = (one.correction.source, one.correction.target)
        if one.development is None and not held.intersection(pair):
            kept.setdefault(pair, one.correction)
    return list(kept.values())
