"""Collecting: what a slow full collection has left alone is not walked over again."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from slm_lsp.server import gc_tuning


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(gc_tuning, "SLOW_SECONDS", 0.0)
    gc_tuning.freeze_what_stays()
    yield
    gc.callbacks.pop()
    gc.unfreeze()


class Ring:
    """Garbage that only a collection frees."""

    freed = 0

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Ring.freed += 1


def test_what_stays_is_put_aside_and_new_garbage_is_still_found() -> None:
    gc.collect()
    assert gc.get_freeze_count() > 10_000
    before = Ring.freed
    Ring()
    gc.collect()
    assert Ring.freed == before + 1


def test_what_was_put_aside_and_became_garbage_is_found_once_a_long_document_was_closed() -> None:
    ring = Ring()
    gc.collect()
    before = Ring.freed
    del ring
    gc.collect()
    assert Ring.freed == before  # it was put aside
    gc_tuning.closed(100)
    gc.collect()
    assert Ring.freed == before
    gc_tuning.closed(1_000_000)
    gc.collect()
    assert Ring.freed == before + 1


def test_a_young_collection_puts_nothing_aside() -> None:
    gc.unfreeze()
    gc.collect(0)
    assert gc.get_freeze_count() == 0
