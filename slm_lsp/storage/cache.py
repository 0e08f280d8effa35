"""Cache: what was computed for a sentence, bounded by bytes, keyed by what it depends on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from cachetools import LRUCache

from slm_lsp.storage.disk_cache import DiskCache

About = tuple[Hashable, ...]
DEFAULT_BYTES = 32 << 20
# Entries known to be absent from the store: a document of 1 MB has 9,000 sentences.
ABSENT = 65_536


class Cache:
    """From (job, sentence, context, model digest, settings, ...) to a result; some of it kept in a store."""

    def __init__(self, max_bytes: int = DEFAULT_BYTES, store: DiskCache | None = None) -> None:
        self._entries: LRUCache[About, tuple[Any, int]] = LRUCache(max_bytes, getsizeof=lambda v: v[1])
        self._absent: LRUCache[About, bool] = LRUCache(ABSENT)
        self.store = store
        self.hits = 0
        self.misses = 0
        self.recalled = 0  # of what was kept in an earlier session, or by another window

    def get(self, *about: Hashable) -> Any | None:
        """What was stored for `about`, or None."""
        entry = self._entries.get(about)
        if entry is None:
            self.misses += 1
            return None
        self.hits += 1
        return entry[0]

    def put(self, value: Any, *about: Hashable) -> None:
        """Stores `value` for `about`; a value too big for the cache is let go."""
        size = 256 + len(repr(about)) + len(repr(value))
        if size <= self._entries.maxsize:
            self._entries[about] = (value, size)

    async def recall(self, abouts: Iterable[About], read: Callable[[bytes], Any | None]) -> None:
        """Takes in what the store has of these, which is asked once for each; `read` makes a value of its
        bytes, None of what it cannot read."""
        asked = [about for about in abouts if about not in self._absent]
        if self.store is None or not asked:
            return
        store = self.store

        def load() -> dict[About, Any]:
            return {about: read(data) for about, data in store.load(asked).items()}

        found = await asyncio.to_thread(load)
        for about in asked:
            if (value := found.get(about)) is None:
                self._absent[about] = True
            else:
                self.put(value, *about)
                self.recalled += 1

    async def keep(self, values: Mapping[About, Any], written: Callable[[Any], bytes]) -> None:
        """Puts values, which `put` has taken in, into the store too."""
        if self.store is not None and values:
            store = self.store
            await asyncio.to_thread(
                lambda: store.save({about: written(value) for about, value in values.items()})
            )

    def clear(self) -> None:
        self._entries.clear()

    @property
    def counts(self) -> dict[str, int]:
        """Roughly how much the entries take, in bytes, and how often something was there and was not."""
        bytes_ = int(self._entries.currsize)
        return {"bytes": bytes_, "hits": self.hits, "misses": self.misses, "recalled": self.recalled}
