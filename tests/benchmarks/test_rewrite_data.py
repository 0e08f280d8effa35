"""The sentences and traps that measure rewrites: enough of each, and none that is wrong by itself."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

import pytest

from benchmarks.quality.rewrites.data import REGISTERS, STYLES, Written, traps, written

WRITTEN, TRAPS = written(), traps()
LEAST_TRAPS, KINDS = 10, 13


def test_every_style_has_forty_sentences_over_all_registers() -> None:
    assert Counter(one.style for one in WRITTEN) == dict.fromkeys(STYLES, 40)
    assert Counter((one.style, one.group) for one in WRITTEN) == {
        (s, r): 8 for s in STYLES for r in REGISTERS
    }


@pytest.mark.parametrize("style", STYLES)
def test_a_quarter_of_a_style_is_better_left(style: str) -> None:
    assert sum(one.leave for one in WRITTEN if one.style == style) == 10


def test_every_kind_of_fault_has_ten_traps() -> None:
    counts = Counter(one.group for one in TRAPS)
    assert len(counts) == KINDS
    assert min(counts.values()) >= LEAST_TRAPS


@pytest.mark.parametrize("data", [WRITTEN, TRAPS], ids=["written", "traps"])
def test_no_sentence_stands_twice_for_one_way(data: list[Written]) -> None:
    counts = Counter((one.way, one.source) for one in data)
    assert not [one for one, count in counts.items() if count > 1]
    assert not [one for one in data if len(set(one.targets)) < len(one.targets) or not all(one.targets)]


def test_lengths_vary() -> None:
    lengths = [len(one.source.split()) for one in WRITTEN if not one.leave]
    assert max(lengths) <= 45
    assert sum(length <= 10 for length in lengths) >= 60
    assert sum(length >= 20 for length in lengths) >= 45


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        (r"\d", 90),
        (r"\b(?:not|no|never|nobody|none)\b|n't\b", 80),
        (r"(?i)\b(?:if|unless)\b", 18),
        (r"\]\(http", 10),
        (r"`", 15),
        (r"\*\*", 3),
    ],
)
def test_numbers_negation_conditions_links_and_markup_are_among_them(pattern: str, least: int) -> None:
    assert sum(bool(re.search(pattern, one.source)) for one in WRITTEN) >= least


@pytest.mark.parametrize("pattern", [r"\d+(?:[.,]\d+)*", r"`[^`]+`", r"\]\([^)]*\)"])
def test_a_good_rewrite_keeps_numbers_code_and_links(pattern: str) -> None:
    other = []
    for one in [*WRITTEN, *TRAPS]:
        said = sorted(re.findall(pattern, one.source))
        other += [(one.source, t) for t in one.targets if sorted(re.findall(pattern, t)) != said]
    assert not other


def test_sentences_are_no_template() -> None:
    """Few begin with the same three words."""
    starts = sorted(" ".join(one.source.split()[:3]).lower() for one in WRITTEN)
    assert max(len(list(same)) for _, same in groupby(starts)) <= 4
