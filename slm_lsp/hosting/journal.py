"""Journal: what a host is at work on, written down so that its successor knows over what it ended.

An input over which two hosts ended is set aside: it is not tried again. One over which one host ended is
tried once more, alone, so that nothing beside it is suspected with it. What is written are keyed hashes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition

SIZE = 16  # bytes of a hash
TWICE = 2
# Inputs that are remembered as troublesome.
MOST = 256


class Journal:
    """Of one host; used by its workers, each on a thread. Made when the last host has ended."""

    def __init__(self, path: Path, places: int) -> None:
        """Reads what the last host left at `path`, and goes on there; `places` works run at once."""
        left = path.read_bytes() if path.exists() else b""
        records = [left[at : at + SIZE] for at in range(0, len(left), SIZE)]
        # The key, what was being worked on, and the inputs over which hosts ended before.
        self._key = records[0] if records and len(records[0]) == SIZE else secrets.token_bytes(SIZE)
        nothing = bytes(SIZE)
        self._ended = Counter(r for r in records[1:][-MOST:] if r != nothing and len(r) == SIZE)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._places = places
        self._at_work: dict[int, float] = {}  # each place in use, and when its work last gave a sign of life
        self._alone = False
        self._changed = Condition()
        self._write_all()

    def name(self, data: bytes) -> bytes:
        """What an input is called here."""
        return hashlib.blake2b(data, key=self._key, digest_size=SIZE).digest()

    def set_aside(self, name: bytes) -> bool:
        """Whether hosts have ended over an input again and again."""
        return self._ended[name] >= TWICE

    @contextmanager
    def at_work(self, name: bytes) -> Iterator[Callable[[], None]]:
        """While an input is worked on. Yields what the work calls as a sign of life."""
        suspect = bool(self._ended[name])
        with self._changed:
            self._changed.wait_for(lambda: not self._alone and not (suspect and self._at_work))
            self._alone = suspect
            place = next(p for p in range(self._places) if p not in self._at_work)
            self._at_work[place] = time.monotonic()
            self._write(name, place)

        def alive() -> None:
            self._at_work[place] = time.monotonic()

        try:
            yield alive
        finally:
            with self._changed:
                self._write(bytes(SIZE), place)
                del self._at_work[place]
                if suspect:  # it was worked on, and nothing ended
                    self._alone = False
                    del self._ended[name]
                    self._write_all()
                self._changed.notify_all()

    def silent_for(self) -> float:
        """Seconds since the most silent work gave a sign of life; 0 where none is done."""
        now = time.monotonic()
        return max((now - at for at in list(self._at_work.values())), default=0.0)

    def _write(self, name: bytes, place: int) -> None:
        with suppress(OSError):  # a full disk must not keep the model from its work
            os.pwrite(self._file, name, SIZE * (1 + place))

    def _write_all(self) -> None:
        troublesome = b"".join(self._ended.elements())
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, self._key + bytes(SIZE * self._places) + troublesome, 0)
