"""Phrase counts: what the writer wrote before, as counts of its words and phrases. In `memory.sqlite`.

A work is a file that was learned. What is kept of it is how often each word came after the three, the two,
the one, and none before it, and how often each trait was seen; forgetting a work takes all that with it.
Old works count less: their weight halves every two years.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from slm_lsp.storage.cached_read import CachedRead
from slm_lsp.storage.database import SHORT_SECONDS, Database

HALF_LIFE_SECONDS = 2 * 365.25 * 24 * 3600
# The work that is what the writer took of ours.
ACCEPTED = "accepted ghost text"
# Stands for "whatever came before"; a paragraph's start is the empty word.
ANY = -1

_TABLES = """
    PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS work (
        id INTEGER PRIMARY KEY, path TEXT UNIQUE, words INTEGER, at REAL, traits TEXT
    );
    CREATE TABLE IF NOT EXISTS word (id INTEGER PRIMARY KEY, text TEXT UNIQUE);
    CREATE TABLE IF NOT EXISTS phrase (
        first INTEGER, second INTEGER, word INTEGER, work INTEGER, count INTEGER,
        PRIMARY KEY (first, second, word, work)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS phrase_work ON phrase (work);
    CREATE TABLE IF NOT EXISTS longer (
        first INTEGER, second INTEGER, third INTEGER, word INTEGER, work INTEGER, count INTEGER,
        PRIMARY KEY (first, second, third, word, work)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS longer_work ON longer (work);
    CREATE TABLE IF NOT EXISTS example (work INTEGER, text TEXT);
    CREATE INDEX IF NOT EXISTS example_work ON example (work);
    CREATE TABLE IF NOT EXISTS weighed (
        work INTEGER, model TEXT, known INTEGER, used INTEGER,
        phrases REAL, model_said REAL, document REAL, writer REAL
    );
    CREATE INDEX IF NOT EXISTS weighed_work ON weighed (work);
"""
# Sentences kept of a work, to show how its writer writes.
MOST_EXAMPLES = 200

# Changes whenever something is learned, weighed or forgotten; the first of it is the number of works.
Version = tuple[int, float, int]
# The last words before and the word: two of them (None for any) in the table `phrase`, three in `longer`.
Phrase = tuple[str | None, ...]
MOST_BEFORE = 3


@dataclass(frozen=True)
class Work:
    """A learned file: its path, how many words and marks it had, and when it was learned (seconds since
    1970)."""

    path: str
    words: int
    at: float


class Place(NamedTuple):
    """A place of a work at which ghost text's voices were heard: the words before it that the longest known
    phrase has, those that the writer has used in this order, and how likely each held the word there."""

    known: int
    used: int
    phrases: float
    model: float
    document: float
    writer: float


class PhraseCounts:
    """The counts; opened for each use, so that many windows can share the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path, _TABLES)
        self._version = CachedRead(lambda: self._database.stamp, self.version_now, (0, 0.0, 0))

    @property
    def version(self) -> Version:
        """As far as it is known while another window holds the file."""
        return self._version.value()

    def version_now(self) -> Version:
        """As the file says it; `sqlite3.OperationalError` where another window holds it."""
        with self._database.open() as database:
            count, last = database.execute("SELECT count(*), coalesce(max(at), 0) FROM work").fetchone()
            weighed = database.execute("SELECT coalesce(max(rowid), 0) FROM weighed").fetchone()[0]
        return int(count), float(last), int(weighed)

    def works(self) -> list[Work]:
        """What was learned, the newest first."""
        with self._database.open() as database:
            rows = database.execute("SELECT path, words, at FROM work ORDER BY at DESC, path").fetchall()
        return [Work(*row) for row in rows]

    def learn(
        self,
        path: str,
        paragraphs: Iterable[list[str]],
        traits: Mapping[str, int],
        at: float | None = None,
        examples: Sequence[str] = (),
    ) -> int:
        """Counts a work's phrases, in place of what was known of it; how many words and marks it has.

        `paragraphs` are lists of words and marks, `traits` how often each trait was seen in them,
        `examples` sentences of it, of which some from all over it are kept.
        """
        counts: Counter[Phrase] = Counter()
        words = 0
        for paragraph in paragraphs:
            words += len(paragraph)
            counts.update(phrases_of(paragraph))
        with self._database.open() as database:
            self._forget(database, "path = ?", path)
            self._count(database, Work(path, words, at or time.time()), counts, traits)
            step = max(1, -(-len(examples) // MOST_EXAMPLES))
            database.executemany(
                "INSERT INTO example SELECT id, ? FROM work WHERE path = ?",
                [(text, path) for text in examples[::step]],
            )
        return words

    def accept(self, before: list[str], words: list[str]) -> None:
        """Counts words of ours that the writer took, after the last of `before`."""
        with self._database.open() as database:
            counts = Counter(phrases_of(words, before))
            self._count(database, Work(ACCEPTED, len(words), time.time()), counts, {})

    def _count(
        self,
        database: sqlite3.Connection,
        work: Work,
        counts: Counter[Phrase],
        traits: Mapping[str, int],
    ) -> None:
        number: dict[str | None, int] = {None: ANY}
        for text in {text for phrase in counts for text in phrase if text is not None}:
            database.execute("INSERT OR IGNORE INTO word (text) VALUES (?)", (text,))
            number[text] = database.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()[0]
        database.execute(
            "INSERT INTO work (path, words, at, traits) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET words = words + excluded.words, at = excluded.at",
            (work.path, work.words, work.at, json.dumps(traits)),
        )
        its = database.execute("SELECT id FROM work WHERE path = ?", (work.path,)).fetchone()[0]
        rows = sorted((*(number[text] for text in phrase), its, n) for phrase, n in counts.items())
        for table, columns in (("phrase", 5), ("longer", 6)):
            database.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608
                " ON CONFLICT DO UPDATE SET count = count + excluded.count",
                (row for row in rows if len(row) == columns),
            )

    def forget(self, *, path: str | None = None, since: float | None = None) -> int:
        """Forgets a work or those below a folder, those learned since a time, or all; how many works.

        What is forgotten is gone from the file too.
        """
        with self._database.open() as database:
            before = database.execute("SELECT count(*) FROM work").fetchone()[0]
            if path is not None:
                below = path.rstrip("/\\") + "/"
                self._forget(database, "path = ? OR substr(path, 1, ?) = ?", path, len(below), below)
            elif since is not None:
                self._forget(database, "at >= ?", since)
            else:
                self._forget(database, "1")
            after = database.execute("SELECT count(*) FROM work").fetchone()[0]
            database.execute(
                "DELETE FROM word WHERE id NOT IN (SELECT word FROM phrase UNION SELECT first FROM phrase"
                " UNION SELECT second FROM phrase UNION SELECT first FROM longer)"
            )
        database = sqlite3.connect(self.path, timeout=5, isolation_level=None)
        try:
            database.execute("VACUUM")
        finally:
            database.close()
        return int(before - after)

    def _forget(self, database: sqlite3.Connection, which: str, *values: object) -> None:
        for table in ("phrase", "longer", "example", "weighed"):
            database.execute(
                f"DELETE FROM {table} WHERE work IN (SELECT id FROM work WHERE {which})",  # noqa: S608
                values,
            )
        database.execute(f"DELETE FROM work WHERE {which}", values)  # noqa: S608

    def weigh(self, path: str, model: str, places: Iterable[Place]) -> None:
        """Keeps what the voices said at places of a work, the model of a digest among them, instead of what
        was kept of it before."""
        with self._database.open() as database:
            row = database.execute("SELECT id FROM work WHERE path = ?", (path,)).fetchone()
            if row is None:
                return  # forgotten meanwhile
            # No number is given again: the highest one tells that something changed.
            last = database.execute("SELECT coalesce(max(rowid), 0) FROM weighed").fetchone()[0]
            database.execute("DELETE FROM weighed WHERE work = ?", row)
            database.executemany(
                "INSERT INTO weighed (rowid, work, model, known, used, phrases, model_said, document, writer)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(last + number, *row, model, *place) for number, place in enumerate(places, 1)],
            )

    def weighed(self, model: str | None = None) -> list[Place]:
        """The places of all works that were weighed with the model of a digest, or with any."""
        with self._database.open(SHORT_SECONDS) as database:
            rows = database.execute(
                "SELECT known, used, phrases, model_said, document, writer FROM weighed"
                " WHERE model = coalesce(?, model)",
                (model,),
            ).fetchall()
        return [Place(*row) for row in rows]

    def followers(self, *before: str, without: str = "") -> dict[str, float]:
        """How often each word came after these last words of a text, at most `MOST_BEFORE`; older works count
        less, and the work of the path `without` not at all."""
        now = time.time()
        found: dict[str, float] = {}
        before = before[-MOST_BEFORE:]
        if len(before) < MOST_BEFORE:
            table, columns = "phrase", "first = ? AND second = ?"
        else:
            table, columns = "longer", "first = ? AND second = ? AND third = ?"
        with self._database.open(SHORT_SECONDS) as database:
            context = [ANY] * (2 - len(before))
            for word in before:
                row = database.execute("SELECT id FROM word WHERE text = ?", (word.lower(),)).fetchone()
                if row is None:
                    return {}
                context.append(row[0])
            for text, at, count in database.execute(
                f"SELECT text, at, count FROM {table} JOIN word ON word.id = {table}.word"  # noqa: S608
                f" JOIN work ON work.id = {table}.work WHERE {columns} AND path <> ?",
                (*context, without),
            ):
                found[text] = found.get(text, 0.0) + count * _weight(now - at)
        return found

    def traits(self) -> dict[str, float]:
        """How often each trait was seen in all works, older ones less."""
        now = time.time()
        found: dict[str, float] = {}
        with self._database.open() as database:
            for at, traits in database.execute("SELECT at, traits FROM work"):
                for name, count in json.loads(traits).items():
                    found[name] = found.get(name, 0.0) + count * _weight(now - at)
        return found

    def uses(self, phrase: str) -> float:
        """How often a phrase was written, whatever its capitals; of a longer one, its first three words."""
        *before, word = phrase.split()[:3]
        found = self.followers(*before)
        return sum(count for other, count in found.items() if other.lower() == word.lower())

    def names(self, least: int) -> list[str]:
        """Words that were written with a capital at least so often, and never without."""
        with self._database.open() as database:
            rows = database.execute(
                "SELECT text FROM phrase JOIN word ON word.id = word WHERE first = ? AND second = ?"
                " AND text GLOB '[A-Z]*[a-z]*' GROUP BY text HAVING sum(count) >= ? AND NOT EXISTS"
                " (SELECT 1 FROM phrase p JOIN word w ON w.id = p.word"
                " WHERE p.first = ? AND p.second = ? AND w.text = lower(word.text))",
                (ANY, ANY, least, ANY, ANY),
            ).fetchall()
        return [str(text) for (text,) in rows]

    def examples(self) -> list[str]:
        """The sentences that were kept, the newest works' first."""
        with self._database.open() as database:
            rows = database.execute(
                "SELECT text FROM example JOIN work ON work.id = work ORDER BY at DESC, example.rowid"
            ).fetchall()
        return [str(text) for (text,) in rows]

    def alike(self, text: str, count: int) -> list[str]:
        """Kept sentences that share the most of a text's longer words, the closest first."""
        wanted = _longer(text)
        scored = [(len(wanted & _longer(example)), example) for example in self.examples()]
        best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
        return [example for _, example in best[:count] if example != text]

    def commonest(self, count: int) -> list[tuple[str, int]]:
        """The phrases of three words, without a mark among them, that were counted most often."""
        with self._database.open() as database:
            rows = database.execute(
                "SELECT a.text || ' ' || b.text || ' ' || c.text AS phrase, sum(count) AS times FROM phrase"
                " JOIN word a ON a.id = first JOIN word b ON b.id = second JOIN word c ON c.id = word"
                " WHERE a.text <> '' AND NOT (a.text || b.text || c.text) GLOB '*[.!?,;:]*'"
                " GROUP BY first, second, word ORDER BY times DESC, phrase LIMIT ?",
                (count,),
            ).fetchall()
        return [(str(phrase), int(times)) for phrase, times in rows]

    def dump(self) -> Iterator[tuple[str, list[str], str, int]]:
        """Every count: the work's path, two or three words before ("" at a paragraph's start), the word, how
        often."""
        with self._database.open() as database:
            after_two = database.execute(
                "SELECT path, a.text, b.text, c.text, count FROM phrase JOIN work ON work.id = work"
                " JOIN word a ON a.id = first JOIN word b ON b.id = second JOIN word c ON c.id = word"
                " ORDER BY path, 2, 3, 4"
            )
            after_three = database.execute(
                "SELECT path, a.text, b.text, c.text, d.text, count FROM longer JOIN work ON work.id = work"
                " JOIN word a ON a.id = first JOIN word b ON b.id = second JOIN word c ON c.id = third"
                " JOIN word d ON d.id = word ORDER BY path, 2, 3, 4, 5"
            )
            for path, *before, word, count in chain(after_two, after_three):
                yield path, before, word, count


def phrases_of(words: Iterable[str], before: Iterable[str] = ()) -> Iterator[Phrase]:
    """All that is counted of words and marks that follow others, or begin a paragraph."""
    last = ["", *(word.lower() for word in before)][-MOST_BEFORE:]
    for word in words:
        yield None, None, word
        yield None, last[-1], word
        yield *["", *last][-2:], word
        if len(last) == MOST_BEFORE:
            yield *last, word
        last = [*last, word.lower()][-MOST_BEFORE:]


def _longer(text: str) -> set[str]:
    return set(re.findall(r"\w{5,}", text.lower()))


def _weight(age: float) -> float:
    """What a count of so many seconds ago still weighs."""
    return float(0.5 ** (max(0.0, age) / HALF_LIFE_SECONDS))
