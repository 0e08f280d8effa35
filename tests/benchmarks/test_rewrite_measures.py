"""The measures of rewrites: each sees what it should see, and the good rewrites written by hand pass them."""

from __future__ import annotations

import pytest

from benchmarks.quality.rewrites.data import STYLES, traps, written
from benchmarks.quality.rewrites.distance import nearest, words_apart
from benchmarks.quality.rewrites.facts import changed_fact
from benchmarks.quality.rewrites.marks import MARKS, mark_of, moved

ROOM = [one for one in written() if not one.leave]
# So many of a hundred good rewrites must move the mark: it counts words, and misses what is told otherwise.
MOVED = {"warm": 85, "confident": 95, "neutral": 90, "friendly": 90}


@pytest.mark.parametrize("style", STYLES)
def test_good_rewrites_move_the_mark(style: str) -> None:
    pairs = [(one.way, one.source, target) for one in ROOM if one.style == style for target in one.targets]
    still = [pair for pair in pairs if not moved(*pair)]
    assert len(pairs) >= 30
    assert 100 * len(still) <= (100 - MOVED.get(style, 96)) * len(pairs), still


@pytest.mark.parametrize("style", STYLES)
def test_the_good_rewrite_turned_round_does_not(style: str) -> None:
    pairs = [(one.way, target, one.source) for one in ROOM if one.style == style for target in one.targets]
    assert not [pair for pair in pairs if moved(*pair)]


def test_every_style_has_a_mark() -> None:
    assert {mark_of(way).name for way in MARKS}
    assert all(mark_of(one.way) for one in ROOM)


@pytest.mark.parametrize(
    ("source", "result", "fact"),
    [
        ("We met 12 people.", "We met 13 people.", "a number"),
        ("We met two people.", "We met people.", "a number"),
        ("We saw Anna in Leeds.", "We saw Anna.", "a name"),
        ("We saw Anna.", "We saw Anna Lee.", "a name"),
        ("They did not come.", "They came.", "a negation"),
        ("They came.", "Nobody came.", "a negation"),
        ("Wait if it rains.", "Wait.", "a condition"),
        ("Wait, unless it rains.", "Wait if it rains.", "a negation"),
        ("See [this](https://example.org/a).", "See this.", "a link or markup"),
        ("See https://example.org/a now.", "See https://example.org/b now.", "a link or markup"),
        ("Run `make` now.", "Run make now.", "a link or markup"),
        ("Do it **now**, please.", "Do it now, please.", "a link or markup"),
    ],
)
def test_a_changed_fact_is_seen(source: str, result: str, fact: str) -> None:
    assert changed_fact(source, result) == fact


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("I don't think it's insufficient.", "I do not think it is not enough."),
        ("It isn't sufficient.", "It is insufficient."),
        ("In the event that it rains, Anna will wait.", "If it rains, Anna will wait."),
        ("Should you need 3 more, ask.", "Ask if you need 3 more."),
        ("The letter was read by Anna.", "Anna read the letter."),
        ("Penicillin was found by Fleming.", "Fleming found penicillin."),
        ("It was not seen by anyone.", "Nobody saw it."),
    ],
)
def test_the_same_fact_in_other_words_is_none(source: str, result: str) -> None:
    assert changed_fact(source, result) is None


def test_good_rewrites_keep_the_facts() -> None:
    pairs = [(one.source, target) for one in [*ROOM, *traps()] for target in one.targets]
    lost = [(s, t, fact) for s, t in pairs if (fact := changed_fact(s, t))]
    assert len(lost) <= 0.04 * len(pairs), lost


def test_words_apart_counts_words_put_in_taken_out_and_exchanged() -> None:
    assert words_apart("The cat sat down.", "The cat sat down.") == 0
    assert words_apart("The cat sat down.", "The dog sat.") == 2
    assert words_apart("", "One two") == 2


def test_nearest_is_the_target_with_the_fewest_words_changed() -> None:
    assert nearest("A b c.", ("A b d e.", "A b d.")) == ("A b d.", 1)
