"""Database: files of tables that many windows share, 0600."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from slm_lsp.storage.paths import stamp_of

# So long is waited for another window's lock; less while a server starts, or the writer waits.
BUSY_SECONDS, SHORT_SECONDS = 5.0, 0.3


@contextlib.contextmanager
def open_database(path: Path, timeout: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    """An open database, its changes kept where nothing was raised; closed after, so that many windows can
    share the file."""
    opened = sqlite3.connect(path, timeout=timeout)
    try:
        with opened:
            yield opened
    finally:
        opened.close()


class Database:
    """A file of tables that many windows share, opened for each use. Where it was removed it is made anew;
    where it is no database any more it is moved aside first, to `moved`."""

    def __init__(self, path: Path, tables: str) -> None:
        self.path, self._tables = path, tables
        self._names = re.findall(r"TABLE IF NOT EXISTS (\w+)", tables)
        self.moved: Path | None = None
        self.failure = ""  # why it could not be opened, in words
        try:
            with self.open(SHORT_SECONDS):
                pass
        except (sqlite3.Error, OSError) as error:
            self.failure = _in_words(path, error)

    @contextlib.contextmanager
    def open(self, timeout: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
        """The open file, as `open_database`."""
        with contextlib.ExitStack() as stack:
            try:
                database = self._with_tables(stack, timeout)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                stack.close()
                self.moved = self.path.with_name(self.path.name + ".damaged")
                self.path.replace(self.moved)
                database = self._with_tables(stack, timeout)
            yield database

    def _with_tables(self, stack: contextlib.ExitStack, timeout: float) -> sqlite3.Connection:
        """The file, opened, its tables made where one is missing; to look takes no lock."""
        private_database(self.path)
        database = stack.enter_context(open_database(self.path, timeout))
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if not there.issuperset(self._names):
            database.executescript(self._tables)
        return database

    @property
    def stamp(self) -> tuple[int, int] | None:
        """What tells whether the file changed; None where it is not there."""
        return stamp_of(self.path)


def _in_words(path: Path, error: Exception) -> str:
    if not os.path.isdir(path.parent):
        return (
            f"The data folder {path.parent} cannot be used, so nothing is remembered: make it a folder that "
            "you may write to, or name another in SLM_LSP_DATA."
        )
    if "locked" in str(error):
        return "The memory's file is in use by another process; what is in it comes later."
    return f"The memory's file {path} cannot be used ({error}), so nothing is remembered. Move it away."


def private_database(path: Path) -> None:
    """Makes an empty file for a database, 0600, where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
