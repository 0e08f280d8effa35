"""Data: the sentences and traps written for this measurement, read from their files.

`written.tsv` has forty sentences for each style, over five registers. Its columns are the way as a writer
asks for it, the register, the sentence, and one or more good rewrites. `traps.tsv` has sentences on which a
rewriter may go wrong. Its columns are the kind of fault, the way, the sentence, and everything that is
acceptable. `=` among the rewrites says that the sentence may be left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LEAVE = "="
STYLES = (
    "active", "concise", "plain", "formal", "confident", "friendly", "warm", "neutral", "simplify", "polite",
)  # fmt: skip
REGISTERS = ("email", "essay", "report", "docs", "fiction")
POLITENESS = ("as a polite question", "as a request", "as an instruction")


@dataclass(frozen=True)
class Written:
    """A sentence with its good rewrites.

    Attributes:
        way: What the writer asks for, by name or in words.
        group: The register, or a trap's kind of fault.
        source: The sentence, as Markdown.
        targets: Good rewrites; the sentence itself among them where it may stay.
    """

    way: str
    group: str
    source: str
    targets: tuple[str, ...]

    @property
    def style(self) -> str:
        """The style the way belongs to."""
        return "polite" if self.way in POLITENESS else self.way

    @property
    def leave(self) -> bool:
        """Whether the sentence may stay as it is."""
        return self.source in self.targets


def written() -> list[Written]:
    """The sentences written for the measurement."""
    return [
        Written(way, register, source, _targets(source, targets))
        for way, register, source, *targets in _rows(FOLDER / "written.tsv")
    ]


def traps() -> list[Written]:
    """The traps."""
    return [
        Written(way, kind, source, _targets(source, targets))
        for kind, way, source, *targets in _rows(FOLDER / "traps.tsv")
    ]


def _targets(source: str, targets: list[str]) -> tuple[str, ...]:
    return tuple(source if target == LEAVE else target for target in targets)


def _rows(path: Path) -> list[list[str]]:
    _, *lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines]
