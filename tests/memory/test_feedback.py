"""Judgements: what was taken and left counts, less as it grows old, and can be forgotten."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from slm_lsp.memory.feedback import HALF_LIFE_SECONDS, OFFER, RULE, TIRESOME, WAY, Feedback


@pytest.fixture
def feedback(tmp_path: Path) -> Feedback:
    return Feedback(tmp_path / "memory.sqlite")


def test_a_rule_that_is_ignored_again_and_again_is_tiresome(feedback: Feedback) -> None:
    for _ in range(TIRESOME - 1):
        feedback.left(RULE, "harper/Dull")
    assert not feedback.of(RULE, "harper/Dull").muted
    feedback.left(RULE, "harper/Dull")
    assert feedback.of(RULE, "harper/Dull").muted
    feedback.took(RULE, "harper/Dull")
    feedback.took(RULE, "harper/Dull")
    assert not feedback.of(RULE, "harper/Dull").muted


def test_an_offer_is_turned_down_until_it_is_taken(feedback: Feedback) -> None:
    feedback.left(OFFER, "the tree")
    assert not feedback.turned_down("the tree")
    feedback.left(OFFER, "the tree")
    assert feedback.turned_down("the tree")
    assert not feedback.turned_down("a tree")
    for _ in range(2):
        feedback.took(OFFER, "the tree")
    assert not feedback.turned_down("the tree")


def test_old_judgements_weigh_less(feedback: Feedback) -> None:
    now = time.time()
    for age in (HALF_LIFE_SECONDS, 0):
        feedback.took(WAY, "formal", now - age)
    assert feedback.of(WAY, "formal").taken == pytest.approx(1.5, rel=1e-3)
    for _ in range(TIRESOME):
        feedback.left(RULE, "harper/Dull", now - 2 * HALF_LIFE_SECONDS)
    assert not feedback.of(RULE, "harper/Dull").muted


def test_what_is_forgotten_is_gone(feedback: Feedback) -> None:
    feedback.left(OFFER, "the old", at=100.0)
    feedback.left(OFFER, "the new", at=200.0)
    assert feedback.forget(since=150.0) == 1
    assert [j.name for j in feedback.all()] == ["the old"]
    assert feedback.forget() == 1
    assert feedback.all() == []


def test_windows_share_the_file(feedback: Feedback) -> None:
    other = Feedback(feedback.path)
    assert other.all() == []
    feedback.took(WAY, "plain")
    assert [j.name for j in other.all()] == ["plain"]
