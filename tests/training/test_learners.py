"""The sentences written for measuring: enough of each kind, well formed, none of them read by training."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("lemminflect")
writers = pytest.importorskip("benchmarks.quality.writers")
labels = pytest.importorskip("models.training.labels")
edits = pytest.importorskip("slm_lsp.text.edits")

SENTENCES = writers.written_sentences()
WRONG = [one for one in SENTENCES if one.source != one.target]


def test_there_are_four_hundred_wrong_and_a_quarter_right() -> None:
    assert len(WRONG) >= 400
    assert 120 <= len(SENTENCES) - len(WRONG) <= 150


def test_eight_first_languages_and_five_registers() -> None:
    languages = Counter(one.language for one in WRONG)
    assert len(languages) == 9 and min(languages.values()) >= 35  # Japanese and Korean are one of the eight
    assert set(Counter(one.register for one in SENTENCES)) == {
        "essay",
        "e-mail",
        "story",
        "application",
        "chat",
    }


def test_no_sentence_comes_twice() -> None:
    assert len({one.source for one in SENTENCES}) == len({one.target for one in SENTENCES}) == len(SENTENCES)


def test_every_right_side_looks_like_a_sentence() -> None:
    for one in SENTENCES:
        assert one.target[0].isupper() and one.target[-1] in ".!?", one.target
        assert not re.search(r"[{}|\t]|\s{2}|\s[,.;?!]|[,.;?!]{2}", one.target), one.target
        assert not re.search(r"[{}|\t]|\s{2}|\s[,.;?!]", one.source), one.source


def test_errors_come_in_clusters() -> None:
    counts = [len(edits.align_edits(one.source, one.target)) for one in WRONG]
    assert 2.2 <= sum(counts) / len(counts) <= 4.5


def test_training_reads_none_of_them() -> None:
    recipe = Path(labels.__file__).parent
    texts = "\n".join(path.read_text("utf-8") for path in recipe.rglob("*") if path.suffix in {".py", ".txt"})
    assert not [one.target for one in SENTENCES if one.target in texts]
    assert "learners.tsv" not in texts
