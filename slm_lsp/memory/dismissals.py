"""Dismissals: findings and rules the writer does not want to hear of again. One SQLite file.

A finding is remembered by what it says, not by where it stands: rule, flagged words, and two words on
either side, each by itself: while one side stays, the other may be edited. A side with fewer words, at a
sentence's end, says too little alone: it counts together with words of the other side. The text itself is
kept only as keyed hashes.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from slm_lsp.storage.cached_read import CachedRead
from slm_lsp.storage.database import Database
from slm_lsp.storage.paths import memory_file

# The key of the hashes, the identities of findings, and the codes of rules.
_Known = tuple[bytes, frozenset[str], frozenset[str]]

_TABLES = """
    CREATE TABLE IF NOT EXISTS secret (value BLOB);
    INSERT INTO secret SELECT randomblob(32) WHERE NOT EXISTS (SELECT 1 FROM secret);
    CREATE TABLE IF NOT EXISTS finding (identity TEXT PRIMARY KEY, rule TEXT, at TEXT);
    CREATE TABLE IF NOT EXISTS rule (code TEXT PRIMARY KEY, at TEXT);
"""


class Dismissals:
    """The writer's dismissals; opened for each use, so that many windows can share the file."""

    def __init__(self, path: Path | None = None) -> None:
        self._database = Database(path or memory_file(), _TABLES)
        nothing: _Known = (b"", frozenset(), frozenset())
        self._known = CachedRead(lambda: self._database.stamp, self._read, nothing)

    def identity(self, code: str, sentence: str, start: int, end: int) -> str:
        """What a finding is, whatever is edited elsewhere in its sentence or document.

        Args:
            code: The finding's rule.
            sentence: The sentence's text.
            start: Where the flagged words start in it.
            end: Where they end.

        Returns:
            Hashes parted by spaces; a finding that shares one of them is the same.
        """
        return " ".join(self._hashes(code, sentence, start, end, fewest=1))

    def _hashes(self, code: str, sentence: str, start: int, end: int, fewest: int) -> list[str]:
        """The hashes of a finding: of each side's two words; of a shorter side together with `fewest` or more
        words of the other side, or all it has."""
        secret = self._known.value()[0]
        before = re.findall(r"\w+", sentence[:start].lower())[-2:]
        after = re.findall(r"\w+", sentence[end:].lower())[:2]
        flagged = " ".join(sentence[start:end].lower().split())
        known: list[tuple[str, object]] = []
        if len(before) == 2:
            known.append(("before", before))
        else:
            counts = range(min(fewest, len(after)), len(after) + 1)
            known += [("before", (before, after[:count])) for count in counts]
        if len(after) == 2:
            known.append(("after", after))
        else:
            counts = range(min(fewest, len(before)), len(before) + 1)
            known += [("after", (before[len(before) - count :], after)) for count in counts]

        def hashed(side: str, words: object) -> str:
            data = repr((code, flagged, side, words)).encode("utf-8", "replace")
            return hashlib.blake2b(data, key=secret, digest_size=16).hexdigest()

        return [hashed(side, words) for side, words in known]

    @property
    def moved(self) -> Path | None:
        """Where the memory's file was put because it was damaged."""
        return self._database.moved

    @property
    def failure(self) -> str:
        """Why the memory could not be opened at first, in words."""
        return self._database.failure

    def _read(self) -> _Known:
        with self._database.open() as database:
            secret = database.execute("SELECT value FROM secret").fetchone()[0]
            rows = database.execute("SELECT identity FROM finding").fetchall()
            rules = frozenset(r[0] for r in database.execute("SELECT code FROM rule"))
        return secret, frozenset(side for (identity,) in rows for side in identity.split()), rules

    @property
    def all(self) -> tuple[frozenset[str], frozenset[str]]:
        """(identities of findings, codes of rules) that are dismissed."""
        return self._known.value()[1:]

    def listed(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """(ignored findings, rules turned off), each as its rule and when (UTC), the newest first."""
        with self._database.open() as database:
            findings = database.execute("SELECT rule, at FROM finding ORDER BY at DESC, rule").fetchall()
            rules = database.execute("SELECT code, at FROM rule ORDER BY at DESC, code").fetchall()
        return findings, rules

    def dismissed(self, code: str, sentence: str, start: int, end: int) -> bool:
        """Whether this finding, or its rule, was dismissed."""
        _, findings, rules = self._known.value()
        if code in rules:
            return True
        return bool(findings) and not findings.isdisjoint(self._hashes(code, sentence, start, end, fewest=0))

    def dismiss_finding(self, identity: str, code: str) -> None:
        with self._database.open() as database:
            database.execute("INSERT OR IGNORE INTO finding VALUES (?, ?, datetime('now'))", (identity, code))
        self._known.changed()

    def dismiss_rule(self, code: str) -> None:
        with self._database.open() as database:
            database.execute("INSERT OR IGNORE INTO rule VALUES (?, datetime('now'))", (code,))
        self._known.changed()

    def forget(self, since: str | None = None) -> int:
        """Forgets all, or what was dismissed since a time (UTC, as SQLite writes it); how many."""
        with self._database.open() as database:
            gone = sum(
                database.execute(f"DELETE FROM {table} WHERE at >= ?", (since or "",)).rowcount  # noqa: S608
                for table in ("finding", "rule")
            )
        self._known.changed()
        return gone
