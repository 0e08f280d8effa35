"""Disk cache: what was computed, kept between sessions in one SQLite file that all windows share.

It can be read only by who has the sentence already: a row's key is a keyed hash of what the entry is about,
and its value is encrypted under another part of that hash. Losing the file costs work, nothing else, so no
trouble with it ever reaches the writer: a damaged file is moved aside, a full disk leaves things as they are.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from slm_lsp import __version__
from slm_lsp.storage.database import open_database, private_database
from slm_lsp.storage.paths import data_folder

T = TypeVar("T")

MOST_BYTES = 64 << 20
# Of a full file so much goes, the longest unused first.
LEFT_AFTER = 0.75
# Raised when what is stored changes its form.
FORM = 3
# SQLite takes so many keys in one question.
AT_ONCE = 500

_log = logging.getLogger(__name__)


def store_file() -> Path:
    """Where the store is, in the data folder."""
    return data_folder() / "cache.sqlite"


class DiskCache:
    """From what an entry is about to bytes. Blocking: called from threads, from several at once."""

    def __init__(self, path: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._path = path or store_file()
        self._most_bytes = most_bytes

    def load(self, abouts: Iterable[tuple[object, ...]]) -> dict[tuple[object, ...], bytes]:
        """The entries that are there, by what they are about."""
        return self._safely(lambda database: _loaded(database, list(abouts)), {})

    def save(self, entries: Mapping[tuple[object, ...], bytes]) -> None:
        """Puts entries in; where there are too many then, the longest unused go."""
        self._safely(lambda database: self._saved(database, entries), None)

    def clear(self) -> int:
        """Removes the file and what belongs to it; the bytes that were."""
        gone = 0
        for path in (self._path, *(self._path.with_name(self._path.name + end) for end in ENDS)):
            if path.exists():
                gone += path.stat().st_size
                path.unlink()
        return gone

    def _safely(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """`work` done with the open file; `otherwise` where it cannot be."""
        for _ in range(2):
            try:
                private_database(self._path)
                with open_database(self._path) as database:
                    _prepare(database)
                    return work(database)
            except (sqlite3.OperationalError, OSError) as error:
                # Busy, full, or not ours to write: the work is done again another time.
                _log.warning("The cache on disk was left out.", exc_info=error)
                return otherwise
            except sqlite3.DatabaseError:
                self._move_aside()
        return otherwise

    def _move_aside(self) -> None:
        """Puts a damaged file where it is in nobody's way."""
        _log.warning("The cache on disk was damaged; a new one is begun.")
        try:
            self._path.replace(self._path.with_name(self._path.name + ".damaged"))
            for end in ("-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        except OSError:
            pass  # another window did

    def _saved(self, database: sqlite3.Connection, entries: Mapping[tuple[object, ...], bytes]) -> None:
        secret, today = _secret(database), _today()
        rows = []
        for about, data in entries.items():
            row, cipher = _keys(secret, about)
            rows.append((row, _sealed(cipher, data), today))
        with database:
            database.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
        if _bytes(database) > self._most_bytes:
            with database:
                (count,) = database.execute("SELECT count(*) FROM entry").fetchone()
                database.execute(
                    "DELETE FROM entry WHERE key IN (SELECT key FROM entry ORDER BY day LIMIT ?)",
                    (int(count * (1 - LEFT_AFTER)) + 1,),
                )


ENDS = ("-wal", "-shm", ".damaged")


def _prepare(database: sqlite3.Connection) -> None:
    with suppress(sqlite3.OperationalError):
        # Refused at once where another window is at it, for which all else waits.
        database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    if _form(database) == FORM:
        return
    with database:
        database.execute("BEGIN IMMEDIATE")
        if _form(database) == FORM:
            return  # another window has made it meanwhile, and may have written to it
        database.execute("DROP TABLE IF EXISTS entry")
        database.execute("CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY, value BLOB)")
        database.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_bytes(32),))
        database.execute("CREATE TABLE IF NOT EXISTS entry (key BLOB PRIMARY KEY, value BLOB, day INTEGER)")
        database.execute(f"PRAGMA user_version = {FORM}")


def _form(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _secret(database: sqlite3.Connection) -> bytes:
    return bytes(database.execute("SELECT value FROM secret").fetchone()[0])


def _loaded(
    database: sqlite3.Connection, abouts: list[tuple[object, ...]]
) -> dict[tuple[object, ...], bytes]:
    secret, today = _secret(database), _today()
    found: dict[tuple[object, ...], bytes] = {}
    used: list[tuple[int, bytes]] = []
    for begin in range(0, len(abouts), AT_ONCE):
        keys = {(k := _keys(secret, about))[0]: (about, k[1]) for about in abouts[begin : begin + AT_ONCE]}
        marks = ",".join("?" * len(keys))
        rows = database.execute(
            f"SELECT key, value, day FROM entry WHERE key IN ({marks})",  # noqa: S608
            list(keys),
        )
        for row, value, day in rows:
            about, cipher = keys[row]
            data = _opened(cipher, value)
            if data is not None:
                found[about] = data
            if day != today:
                used.append((today, row))
    if used:
        with database:
            database.executemany("UPDATE entry SET day = ? WHERE key = ?", used)
    return found


def _bytes(database: sqlite3.Connection) -> int:
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _today() -> int:
    return int(time.time() // 86_400)


def _keys(secret: bytes, about: tuple[object, ...]) -> tuple[bytes, bytes]:
    """(what an entry is found by, what its value is encrypted with)."""
    text = repr((__version__, *about)).encode("utf-8", "surrogatepass")
    both = hashlib.blake2b(text, key=secret, digest_size=48).digest()
    return both[:16], both[16:]


def _sealed(key: bytes, data: bytes) -> bytes:
    """Compressed, encrypted and authenticated (XSalsa20-Poly1305, with a random nonce)."""
    from nacl.secret import SecretBox  # a thirtieth of a second to load: in the thread that needs it

    return bytes(SecretBox(key).encrypt(zlib.compress(data, 1)))


def _opened(key: bytes, value: bytes) -> bytes | None:
    """The data; None where it was damaged."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        return zlib.decompress(SecretBox(key).decrypt(value))
    except (CryptoError, ValueError, zlib.error):
        return None
