"""The cache: bounded, and asking its store once."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.storage.cache import Cache
from slm_lsp.storage.disk_cache import DiskCache


def test_it_stays_below_its_bound_and_keeps_what_is_used() -> None:
    cache = Cache(max_bytes=100_000)
    cache.put("first", "job", 0)
    for i in range(1_000):
        cache.put("x" * 100, "job", i + 1)
        assert cache.get("job", 0) == "first"
    assert cache.counts["bytes"] <= 100_000
    assert cache.get("job", 1) is None
    cache.put("x" * 200_000, "too big")
    assert cache.get("too big") is None
    assert cache.counts["hits"] == 1_000 and cache.counts["misses"] == 2


async def test_what_was_kept_is_recalled_and_what_was_not_is_asked_for_once(tmp_path: Path) -> None:
    store = DiskCache(tmp_path / "cache.sqlite")
    await Cache(store=store).keep({("job", "a"): "A"}, str.encode)
    cache, loads = Cache(store=store), []

    class Counting(DiskCache):
        def load(self, abouts):  # type: ignore[no-untyped-def]
            loads.append(list(abouts))
            return super().load(loads[-1])

    cache.store = Counting(tmp_path / "cache.sqlite")
    for _ in range(2):
        await cache.recall([("job", "b")], bytes.decode)
    await cache.recall([("job", "a"), ("job", "b")], bytes.decode)
    assert cache.get("job", "a") == "A"
    assert cache.get("job", "b") is None
    assert loads == [[("job", "b")], [("job", "a")]]
