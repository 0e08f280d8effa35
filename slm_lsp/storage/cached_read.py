"""Cached read: what a file of the memory holds, known without waiting for it.

Another window may hold the file's lock for seconds. It is read on a thread; whoever asks waits a moment at
most, and is told what was known before where that is not enough.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
Stamp = tuple[int, int] | None

# What a question waits for a file that is read for the first time, and when it has changed.
FIRST_SECONDS, LATER_SECONDS = 0.25, 0.05
# After so long a file that could not be read is tried again.
AGAIN_SECONDS = 1.0
_THREADS = ThreadPoolExecutor(4, thread_name_prefix="memory")


class CachedRead(Generic[T]):
    """One question to a file, and its last answer."""

    def __init__(self, stamp: Callable[[], Stamp], read: Callable[[], T], empty: T) -> None:
        """`stamp` tells whether the file has changed; `empty` is known until it was read."""
        self._stamp_now, self._read, self._known = stamp, read, empty
        self._stamp: Stamp = None
        self._reading: Future[None] | None = None
        self._patience = FIRST_SECONDS
        self._not_before = 0.0
        self._lock = Lock()

    def value(self) -> T:
        """The answer, as new as it can be had in a moment."""
        stamp = self._stamp_now()
        if stamp is not None and stamp == self._stamp:
            return self._known
        with self._lock:
            if (
                self._reading is not None and not self._reading.done()
            ) or time.monotonic() < self._not_before:
                return self._known
            self._reading = reading = _THREADS.submit(self._refresh)
        wait([reading], self._patience)
        self._patience = LATER_SECONDS
        return self._known

    def changed(self) -> None:
        """This process has changed the file: the next question waits until it was read again."""
        self._stamp, self._patience = None, FIRST_SECONDS

    def _refresh(self) -> None:
        stamp = self._stamp_now()
        try:
            self._known = self._read()
        except Exception:  # locked, damaged, or not ours to read: it is tried again, not at every question
            self._not_before = time.monotonic() + AGAIN_SECONDS
            return
        self._stamp = self._stamp_now() if stamp is None else stamp
