"""People's rewrites: which are held out, and which pairs are a shorter way to say the same."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from benchmarks.quality.rewrites.people import Shortened, held_out, saved_half, shortened, shorter

LONG = "In order to run all of the tests, you will need to have Docker installed on your own machine."
SHORT = "To run the tests, you need Docker on your machine."


@pytest.mark.parametrize(
    ("repository", "held"),
    [
        ("18F/guides", True), ("alphagov/govuk-design-system", True), ("carpentries/carpentries.org", True),
        ("nhsuk/nhsuk-service-manual", True), ("GSA/plainlanguage.gov", True), ("python/devguide", True),
        ("github/opensource.guide", True), ("python/peps", False),
        ("swcarpentry/git-novice", False), ("MicrosoftDocs/WSL", False),
    ],
)  # fmt: skip
def test_whole_repositories_are_held_out(repository: str, held: bool) -> None:
    assert held_out(repository) is held


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (LONG, SHORT, True),
        (SHORT, LONG, False),
        (LONG, LONG.replace("all of the", "the"), False),  # less than a fifth
        (LONG, "See the page about Docker.", False),  # says something else
        (LONG, "To run the 3 tests, you need Docker on your machine.", False),  # another number
        (LONG, "To run the tests, you need Docker on your machine", False),  # not finished
        ("- [ ] " + LONG, SHORT, False),  # markup that is no prose
        ("To run: " + LONG.replace("tests", "{{ tests }}"), SHORT, False),
    ],
)
def test_a_pair_counts_where_the_same_is_said_a_fifth_shorter(before: str, after: str, counts: bool) -> None:
    assert shorter(before, after) is counts


def test_pairs_are_read_from_the_corpus_each_once_and_the_same_ones_always(tmp_path: Path) -> None:
    rows = ["before\tafter\tshape\tstyle\trepository"]
    rows += [f"{LONG}\t{SHORT}\tsentence\t0\t{name}" for name in ("18F/guides", "18F/guides", "other/docs")]
    rows += [f"{LONG}\t{SHORT}\tsplit\t0\t18F/guides"]
    with lzma.open(tmp_path / "rewrites.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    assert shortened(tmp_path, 150) == [Shortened(LONG, SHORT)]


def test_half_of_what_people_saved() -> None:
    pair = Shortened("one two three four five six seven eight nine ten", "one two three four five six")
    assert saved_half(pair, "one two three four five six seven eight")
    assert not saved_half(pair, "one two three four five six seven eight nine")
    assert not saved_half(pair, pair.before)
