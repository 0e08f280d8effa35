"""The tree of a sentence: what is a flaw in it, by hand-made trees, and spaCy's where that is installed."""

from __future__ import annotations

import pytest

from benchmarks.quality.rewrites.trees import Word, flaws, installed


def tree(*rows: tuple[str, str, str, int]) -> list[Word]:
    return [Word(*row) for row in rows]


I_BELIEVE_YOU = tree(
    ("I", "PRP", "nsubj", 1), ("believe", "VBP", "ROOT", 1), ("you", "PRP", "dobj", 1), (".", ".", "punct", 1)
)  # fmt: skip
YOU = tree(("You", "PRP", "ROOT", 0), (".", ".", "punct", 0))
WAIT_HERE = tree(("Wait", "VB", "ROOT", 0), ("here", "RB", "advmod", 0), (".", ".", "punct", 0))
WAITS = tree(("Waits", "VBZ", "ROOT", 0), ("here", "RB", "advmod", 0), (".", ".", "punct", 0))
WHAT_OF = tree(
    ("They", "PRP", "nsubj", 1), ("ask", "VBP", "ROOT", 1), ("about", "IN", "prep", 1), (".", ".", "punct", 1)
)  # fmt: skip
TO_WIN = tree(
    ("It", "PRP", "nsubj", 1), ("has", "VBZ", "ROOT", 1), ("the", "DT", "det", 1), (".", ".", "punct", 1)
)


@pytest.mark.parametrize(
    ("words", "count"),
    [(I_BELIEVE_YOU, 0), (YOU, 1), (WAIT_HERE, 0), (WAITS, 1), (WHAT_OF, 1), (TO_WIN, 1), ([], 1)],
)
def test_a_flaw_is_a_verb_a_subject_an_object_or_a_noun_that_is_missing(
    words: list[Word], count: int
) -> None:
    assert flaws(words) == count


@pytest.mark.skipif(installed() is None, reason="spaCy's model is not installed")
@pytest.mark.parametrize(
    ("good", "broken"),
    [
        ("I believe in second chances.", "In second chances."),
        ("I think about it every day.", "About it every day."),
        ("Wait until the old pier is open.", "Until the old pier is open."),
    ],
)
def test_a_broken_sentence_has_more_flaws(good: str, broken: str) -> None:
    trees = installed()
    assert trees is not None
    assert not trees.flaws(good)
    assert trees.flaws(broken)
