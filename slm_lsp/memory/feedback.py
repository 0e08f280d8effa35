"""Feedback: how often the writer took what was offered to them, and how often they left it.

Three kinds of things are judged: a rule's findings (by its code), ways of rewriting (by their name), and what
ghost text offered (by the word before and the word offered). Old judgements count less: their weight halves
every three months.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from slm_lsp.storage.cached_read import CachedRead
from slm_lsp.storage.database import Database

HALF_LIFE_SECONDS = 91 * 24 * 3600
RULE, WAY, OFFER = "rule", "rewrite", "offer"
# So often a rule's findings must be ignored, and so many times as often as they are followed, to be quieter.
TIRESOME, TIMES_AS_OFTEN = 3, 3
# So often an offer is turned down before it is not made again.
TURNED_DOWN = 2

_TABLE = """
    PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS judgement (
        kind TEXT, name TEXT, taken REAL, left REAL, at REAL, PRIMARY KEY (kind, name)
    ) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class FeedbackCount:
    """How often something was taken and left, as it weighs at a time (seconds since 1970)."""

    kind: str
    name: str
    taken: float
    left: float
    at: float

    def by(self, now: float) -> FeedbackCount:
        """The same as it weighs later."""
        weight = 0.5 ** (max(0.0, now - self.at) / HALF_LIFE_SECONDS)
        return FeedbackCount(self.kind, self.name, self.taken * weight, self.left * weight, now)

    @property
    def muted(self) -> bool:
        """Of a rule: whether its findings are ignored again and again, and hardly one is followed."""
        return round(self.left) >= TIRESOME and self.left >= TIMES_AS_OFTEN * self.taken

    @property
    def turned_down(self) -> bool:
        """Of an offer: whether it is not to be made again."""
        return round(self.left) >= TURNED_DOWN and self.left > self.taken


# Judgements by kind and name.
_Known = dict[tuple[str, str], FeedbackCount]


class Feedback:
    """One writer's; opened for each use, so that many windows can share the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path, _TABLE)
        self._snapshot = CachedRead(lambda: self._database.stamp, self._read, _Known())

    def took(self, kind: str, name: str, at: float | None = None) -> None:
        """The writer took something."""
        self._judge(kind, name, 1.0, 0.0, at or time.time())

    def left(self, kind: str, name: str, at: float | None = None) -> None:
        """The writer turned something down."""
        self._judge(kind, name, 0.0, 1.0, at or time.time())

    def _judge(self, kind: str, name: str, taken: float, left: float, at: float) -> None:
        with self._database.open() as database:
            row = database.execute(
                "SELECT * FROM judgement WHERE kind = ? AND name = ?", (kind, name)
            ).fetchone()
            was = FeedbackCount(*row).by(at) if row else FeedbackCount(kind, name, 0.0, 0.0, at)
            database.execute(
                "INSERT OR REPLACE INTO judgement VALUES (?, ?, ?, ?, ?)",
                (kind, name, was.taken + taken, was.left + left, at),
            )
        self._snapshot.changed()

    def of(self, kind: str, name: str) -> FeedbackCount:
        """How something was judged, as it weighs now."""
        now = time.time()
        return self._snapshot.value().get((kind, name), FeedbackCount(kind, name, 0.0, 0.0, now)).by(now)

    def all(self) -> list[FeedbackCount]:
        """Everything that was judged, as it weighs now, the weightiest of each kind first."""
        now = time.time()
        known = [judgement.by(now) for judgement in self._snapshot.value().values()]
        return sorted(known, key=lambda j: (j.kind, -(j.taken + j.left), j.name))

    def muted(self) -> frozenset[str]:
        """The rules whose findings the writer ignores again and again."""
        now = time.time()
        return frozenset(
            j.name for j in self._snapshot.value().values() if j.kind == RULE and j.by(now).muted
        )

    def turned_down(self, offer: str) -> bool:
        """Whether an offer is not to be made again."""
        return self.of(OFFER, offer).turned_down

    def forget(self, since: float | None = None) -> int:
        """Forgets all, or what was judged since a time; how many."""
        with self._database.open() as database:
            gone = database.execute("DELETE FROM judgement WHERE at >= ?", (since or 0.0,)).rowcount
        self._snapshot.changed()
        return gone

    def _read(self) -> _Known:
        with self._database.open() as database:
            rows = database.execute("SELECT * FROM judgement").fetchall()
        return {(row[0], row[1]): FeedbackCount(*row) for row in rows}
