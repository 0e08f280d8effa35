"""Dismissals: findings and rules the writer does not want to hear of again. One SQLite file.

A finding is remembered by what it says, not by where it stands: rule, flagged words, and two words on
either side, each by itself: while one side stays, the other may be edited. The text itself is kept
only as keyed hashes.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from slm_lsp.memory.folder import Database, memory_file

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
        self._secret = b""
        self._stamp: tuple[int, int] | None = None
        self._findings: frozenset[str] = frozenset()
        self._rules: frozenset[str] = frozenset()

    def identity(self, code: str, sentence: str, start: int, end: int) -> str:
        """What a finding is, whatever is edited elsewhere in its sentence or document: two hashes, one with
        the words before it and one with those after it, parted by a space."""
        self._refresh()
        before = re.findall(r"\w+", sentence[:start].lower())[-2:]
        after = re.findall(r"\w+", sentence[end:].lower())[:2]
        flagged = " ".join(sentence[start:end].lower().split())

        def hashed(side: str, words: list[str]) -> str:
            # A sentence's first or last words say too little by one side alone.
            known = words if len(words) == 2 else (before, after)
            data = repr((code, flagged, side, known)).encode("utf-8", "replace")
            return hashlib.blake2b(data, key=self._secret, digest_size=16).hexdigest()

        return f"{hashed('before', before)} {hashed('after', after)}"

    @property
    def moved(self) -> Path | None:
        """Where the memory's file was put because it was damaged."""
        return self._database.moved

    def _refresh(self) -> None:
        if (stamp := self._database.stamp) is None or stamp != self._stamp:
            with self._database.open() as database:
                self._secret = database.execute("SELECT value FROM secret").fetchone()[0]
                rows = database.execute("SELECT identity FROM finding").fetchall()
                self._findings = frozenset(side for (identity,) in rows for side in identity.split())
                self._rules = frozenset(r[0] for r in database.execute("SELECT code FROM rule"))
            self._stamp = self._database.stamp if stamp is None else stamp

    @property
    def all(self) -> tuple[frozenset[str], frozenset[str]]:
        """(identities of findings, codes of rules) that are dismissed."""
        self._refresh()
        return self._findings, self._rules

    def listed(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """(ignored findings, rules turned off), each as its rule and when (UTC), the newest first."""
        with self._database.open() as database:
            findings = database.execute("SELECT rule, at FROM finding ORDER BY at DESC, rule").fetchall()
            rules = database.execute("SELECT code, at FROM rule ORDER BY at DESC, code").fetchall()
        return findings, rules

    def dismissed(self, code: str, sentence: str, start: int, end: int) -> bool:
        """Whether this finding, or its rule, was dismissed."""
        self._refresh()
        if code in self._rules:
            return True
        return bool(self._findings) and not self._findings.isdisjoint(
            self.identity(code, sentence, start, end).split()
        )

    def dismiss_finding(self, identity: str, code: str) -> None:
        with self._database.open() as database:
            database.execute("INSERT OR IGNORE INTO finding VALUES (?, ?, datetime('now'))", (identity, code))
        self._stamp = None

    def dismiss_rule(self, code: str) -> None:
        with self._database.open() as database:
            database.execute("INSERT OR IGNORE INTO rule VALUES (?, datetime('now'))", (code,))
        self._stamp = None

    def forget(self, since: str | None = None) -> int:
        """Forgets all, or what was dismissed since a time (UTC, as SQLite writes it); how many."""
        with self._database.open() as database:
            gone = sum(
                database.execute(f"DELETE FROM {table} WHERE at >= ?", (since or "",)).rowcount  # noqa: S608
                for table in ("finding", "rule")
            )
        self._stamp = None
        return gone
