"""What is counted of what the rewriter said, the real rewriter among it, and the page for reading by eye."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from benchmarks.quality.rewrites.data import Written
from benchmarks.quality.rewrites.reading import judgements, page
from benchmarks.quality.rewrites.running import Driver, Said
from benchmarks.quality.rewrites.scores import Score, new_faults, trapped

SOURCE, GOOD = "The letter was read by Anna.", "Anna read the letter."
ROOM = Written("active", "email", SOURCE, (GOOD,))
STAY = Written("active", "email", "It was left by the door.", ("It was left by the door.",))


def said(one: Written, result: str, faults: int = 0, flaws: int | None = None) -> Said:
    return Said(one.way, one.source, result, None if result != one.source else "why", faults, 1.0, flaws)


def test_a_good_rewrite_scores_in_full() -> None:
    score = Score.of([(ROOM, said(ROOM, GOOD))])
    assert (score.room, score.changed, score.moved, score.kept, score.grammatical) == (1, 1, 1, 1, 1)
    assert (score.before, score.after, score.exact) == (5, 0, 1)


def test_what_stayed_where_there_was_room_counts_for_nothing() -> None:
    score = Score.of([(ROOM, said(ROOM, SOURCE))])
    assert (score.room, score.changed, score.moved) == (1, 0, 0)


def test_a_fact_lost_and_a_fault_made_are_counted() -> None:
    score = Score.of([(ROOM, said(ROOM, "Bob read the letter.", faults=2))])
    assert (score.changed, score.kept, score.grammatical) == (1, 0, 0)


def test_trees_count_only_where_something_parsed_them() -> None:
    assert Score.of([(ROOM, said(ROOM, GOOD))]).formed is None
    assert Score.of([(ROOM, said(ROOM, GOOD, flaws=0)), (ROOM, said(ROOM, GOOD, flaws=1))]).formed == 1


def test_what_should_stay_is_right_only_where_it_stayed_or_is_a_good_one() -> None:
    changed = said(STAY, "The door left it.")
    assert Score.of([(STAY, changed), (STAY, said(STAY, STAY.source))]).row().count("1 of 2") == 1
    assert trapped([(STAY, changed)]) == [changed]
    assert not trapped([(STAY, said(STAY, STAY.source)), (ROOM, said(ROOM, GOOD))])


def test_a_fault_is_new_where_the_source_had_none_like_it() -> None:
    assert new_faults([("teh", "the")], [("teh", "the"), ("a", "an")]) == 1
    assert new_faults([("teh", "the")], []) == 0


@pytest_asyncio.fixture
async def driver() -> AsyncIterator[Driver]:
    found = Driver()
    yield found
    await found.close()


async def test_the_real_rewriter_is_asked_and_markup_stays(driver: Driver) -> None:
    found = await driver.said("active", "The **report** was written by the team in `May`.")
    assert found.result == "The team wrote the **report** in `May`." or found.refused
    found = await driver.said("concise", "In order to win, see [us](https://example.org) first.")
    assert found.result == "To win, see [us](https://example.org) first."
    assert found.refused is None and found.milliseconds > 0


async def test_what_cannot_be_done_is_said_and_the_text_stays(driver: Driver) -> None:
    found = await driver.said("as a pirate would", "We wait here.")
    assert (found.result, bool(found.refused)) == ("We wait here.", True)


async def test_the_tagger_sees_a_fault(driver: Driver) -> None:
    right, wrong = (
        await driver.faults("She goes to school every day."),
        await driver.faults("She go to school."),
    )
    assert not right
    assert new_faults(right, wrong) >= 1


def test_a_judgement_stays_with_its_rewrite() -> None:
    read = [Said("plain", "We utilise it.", "We use it.", None, 0, 1.0)]
    first = page(read, {})
    assert "- unread: We utilise it.\n  → We use it." in first
    judged = judgements(first.replace("unread", "good"))
    assert "- good: We utilise it." in page(read, judged)
    assert "good 1, half 0, bad 0" in page(read, judged)
    other = [Said("plain", "We utilise it.", "We employ it.", None, 0, 1.0)]
    assert "- unread: We utilise it." in page(other, judged)
