"""The tagger's sentences: shards read in turn, also those that come while the training goes on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from slm_lsp.inference.models import embedded_path, tagger_beside

gguf = pytest.importorskip("gguf")
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


def test_a_tagger_goes_on_where_the_shipped_one_is(tmp_path: Path) -> None:
    """A tagger read back from its files says what it said: it is exported again as the same files."""
    export = pytest.importorskip("models.training.export")
    torch = pytest.importorskip("torch")
    shipped = tagger_beside(embedded_path())
    assert shipped is not None
    heads = shipped.with_suffix(".npz")
    export.tokenizer_from_gguf(shipped, tmp_path / "tokenizer.json")
    known = train_tagger.Vocabulary.load(tmp_path / "vocabulary.json")
    size = train_tagger.SIZES["mini"]
    model = train_tagger.TaggerModel(size, len(known.words), len(known.missing), causal=False)
    model.trunk.load_state_dict(torch.load(export.weights_from_gguf(shipped, tmp_path / "start.pt")))
    model.go_on_from(heads)
    torch.save({"model": model.state_dict(), "tokens": 0}, tmp_path / "tagger.pt")
    export.export_tagger(tmp_path, "mini", tmp_path / "again.gguf")
    with np.load(heads) as before, np.load(tmp_path / "again.npz") as again:
        assert sorted(before) == sorted(again)
        for name in before:
            if name.endswith(("_scale", "_bias")):
                np.testing.assert_allclose(before[name], again[name], rtol=1e-6)
            elif name != "tokenizer":
                assert (before[name] == again[name]).all(), name
    old, new = (gguf.GGUFReader(str(path)).tensors for path in (shipped, tmp_path / "again.gguf"))
    for one, other in zip(old, new, strict=True):
        assert one.name == other.name
        np.testing.assert_array_equal(one.data, other.data, one.name)
