"""Cache: what was computed for a sentence, bounded by bytes, keyed by what it depends on."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Hashable
from typing import Any

from cachetools import LRUCache

DEFAULT_BYTES = 32 << 20


class Cache:
    """From (job, sentence, context, model digest, settings, ...) to a result.

    Keys are kept only as a keyed hash, so that the cache holds no text beyond its results.
    """

    def __init__(self, max_bytes: int = DEFAULT_BYTES) -> None:
        self._secret = secrets.token_bytes(32)
        self._entries: LRUCache[bytes, tuple[Any, int]] = LRUCache(max_bytes, getsizeof=lambda v: v[1])
        self.hits = 0
        self.misses = 0

    def _key(self, parts: tuple[Hashable, ...]) -> bytes:
        return hashlib.blake2b(
            repr(parts).encode("utf-8", "replace"), key=self._secret, digest_size=20
        ).digest()

    def get(self, *parts: Hashable) -> Any | None:
        """What was stored for `parts`, or None."""
        entry = self._entries.get(self._key(parts))
        if entry is None:
            self.misses += 1
            return None
        self.hits += 1
        return entry[0]

    def put(self, value: Any, *parts: Hashable) -> None:
        """Stores `value` for `parts`; a value too big for the cache is let go."""
        size = 128 + len(repr(value))
        if size <= self._entries.maxsize:
            self._entries[self._key(parts)] = (value, size)

    def clear(self) -> None:
        self._entries.clear()

    @property
    def bytes(self) -> int:
        """Roughly how much the entries take."""
        return int(self._entries.currsize)
