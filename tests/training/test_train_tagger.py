"""The tagger's sentences: shards read in turn, also those that come while the training goes on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

train_tagger = pytest.importorskip("models.training.train_tagger")
LENGTH = 5  # tokens a sentence


def shard(folder: Path, number: int, sentences: int) -> None:
    """A shard whose tokens all are its number."""
    column = np.full(sentences * LENGTH, number, np.uint16)
    ends = np.arange(1, sentences + 1) * LENGTH
    np.savez(folder / f"{number:03}.npz", tokens=column, edit=column, word=column, missing=column, ends=ends)


def a_round(sentences: Any) -> Counter[int]:
    """How many sentences of which shard the next round hands out."""
    found = Counter(sentences.next()[0, :, 0].tolist())
    while sentences.at < len(sentences._batches):
        found.update(sentences.next()[0, :, 0].tolist())
    return found


def test_each_round_reads_the_next_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_tagger, "SHARDS_A_ROUND", 2)
    monkeypatch.setattr(train_tagger, "VALIDATION", 4)
    for number in range(2):
        shard(tmp_path, number, 10)
    sentences = train_tagger.Sentences(tmp_path, budget=15)
    assert sum(batch.shape[1] for batch in sentences.validation) == 4
    assert a_round(sentences) == {0: 6, 1: 10}  # what is kept for validation is not learned
    shard(tmp_path, 2, 10)
    assert a_round(sentences) == {2: 10, 0: 6}
    assert a_round(sentences) == {1: 10, 2: 10}
