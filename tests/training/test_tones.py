"""Tone pairs, by rule and by round trip: what counts as one."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from models.training.control import TONES
from models.training.round_trip import BACK, FILE, kept, moved, round_trip_pairs
from models.training.tones import LEXICON, tone_pair


def test_every_tone_has_phrases_and_a_way_back() -> None:
    assert set(LEXICON) == set(BACK) == set(TONES)


@pytest.mark.parametrize("tone", TONES)
def test_a_pair_by_rule_is_a_real_sentence_and_its_other_side(tone: str) -> None:
    real = "I think that we don't need more help, but it is possibly enough in order to begin before noon."
    pairs = {tone_pair(real, tone, random.Random(seed)) for seed in range(30)} - {None}
    assert pairs
    for pair in pairs:
        assert pair is not None
        assert real in pair
        assert pair[0] != pair[1]


@pytest.mark.parametrize(
    ("tone", "source", "target", "counts"),
    [
        ("confident", "I think the results are perhaps good.", "The results are good.", True),
        ("confident", "The results are good.", "I think the results are good.", False),  # the wrong way
        ("concise", "In order to win we are able to wait.", "To win we can wait.", True),
        ("formal", "It's late in May, so we don't wait.", "It is late in May, so we do not wait.", True),
        ("formal", "It's late in June, so we don't wait.", "It is late in May, so we do not wait.", False),
        ("confident", "I think the results are good.", "The results of the second trial are good.", False),
        ("plain", "We shall utilise additional vehicles.", "The weather is nice today.", False),
    ],
)  # fmt: skip
def test_a_pair_by_round_trip_counts(tone: str, source: str, target: str, counts: bool) -> None:
    assert kept(tone, source, target) is counts
    assert not counts or moved(tone, source, target)


def test_pairs_are_read_back(tmp_path: Path) -> None:
    assert round_trip_pairs(tmp_path) == []
    row = {"tone": "plain", "source": "We utilise it.", "target": "We use it."}
    (tmp_path / FILE).write_text(json.dumps(row) + "\n")
    assert round_trip_pairs(tmp_path) == [("plain", "We utilise it.", "We use it.")]
