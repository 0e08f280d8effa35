"""Judgements: what was taken and left counts, less as it grows old, and can be forgotten."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from slm_lsp.memory.feedback import HALF_LIFE_SECONDS, OFFER, RULE, TIRESOME, WAY, Judgements


@pytest.fixture
def judgements(tmp_path: Path) -> Judgements:
    return Judgements(tmp_path / "memory.sqlite")


def test_a_rule_that_is_ignored_again_and_again_is_tiresome(judgements: Judgements) -> None:
    for _ in range(TIRESOME - 1):
        judgements.left(RULE, "harper/Dull")
    assert not judgements.of(RULE, "harper/Dull").tiresome
    judgements.left(RULE, "harper/Dull")
    assert judgements.of(RULE, "harper/Dull").tiresome
    judgements.took(RULE, "harper/Dull")
    judgements.took(RULE, "harper/Dull")
    assert not judgements.of(RULE, "harper/Dull").tiresome


def test_an_offer_is_turned_down_until_it_is_taken(judgements: Judgements) -> None:
    judgements.left(OFFER, "the tree")
    assert not judgements.turned_down("the tree")
    judgements.left(OFFER, "the tree")
    assert judgements.turned_down("the tree")
    assert not judgements.turned_down("a tree")
    for _ in range(2):
        judgements.took(OFFER, "the tree")
    assert not judgements.turned_down("the tree")


def test_old_judgements_weigh_less(judgements: Judgements) -> None:
    now = time.time()
    for age in (HALF_LIFE_SECONDS, 0):
        judgements.took(WAY, "formal", now - age)
    assert judgements.of(WAY, "formal").taken == pytest.approx(1.5, rel=1e-3)
    for _ in range(TIRESOME):
        judgements.left(RULE, "harper/Dull", now - 2 * HALF_LIFE_SECONDS)
    assert not judgements.of(RULE, "harper/Dull").tiresome


def test_what_is_forgotten_is_gone(judgements: Judgements) -> None:
    judgements.left(OFFER, "the old", at=100.0)
    judgements.left(OFFER, "the new", at=200.0)
    assert judgements.forget(since=150.0) == 1
    assert [j.name for j in judgements.all()] == ["the old"]
    assert judgements.forget() == 1
    assert judgements.all() == []


def test_windows_share_the_file(judgements: Judgements) -> None:
    other = Judgements(judgements.path)
    assert other.all() == []
    judgements.took(WAY, "plain")
    assert [j.name for j in other.all()] == ["plain"]
