"""Tags and edits: what the labels of training say is what the edits of the program do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.labels import joined, labels
from slm_lsp.edit_tags.decode import likely_edits
from slm_lsp.edit_tags.tags import EDIT_TAGS, KEEP, REPLACE, Tags, suffix_tag
from slm_lsp.edit_tags.tokens import units
from slm_lsp.text.edits import apply_edits

PAIRS = [
    ("He go to school yesterday.", "He went to the school yesterday."),
    ("This is alot of fun.", "This is a lot of fun."),
    ("She is a well known writer.", "She is a well-known writer."),
    ("It is in side the box.", "It is inside the box."),
    ("I has two cat , and dog.", "I have two cats, and a dog."),
    ("They is is here.", "They are here."),
    ("only I saw it.", "I only saw it."),
    ("The log-in page works.", "The login page works."),
    ("However it rained on monday", "However, it rained on Monday."),
    ("Cat sat there.", "The cat sat there."),
    ("The the cat sat.", "The cat sat."),
    ("We dont know.", "We don't know."),
    ("It cost 5,000 (about half)of that.", "It cost 5,000 (about half) of that."),
]


def tags_of(source: str, target: str) -> Tags:
    """The labels of a pair, as a tagger that has no doubt would give them."""
    made = labels(source, target)
    assert made is not None
    marks = joined(*made)
    return Tags(
        keep=tuple(float(mark.tag == KEEP) for mark in marks[:-1]),
        edits=tuple((i, m.tag, m.word, 1.0) for i, m in enumerate(marks[:-1]) if m.tag != KEEP),
        missing=tuple((i, m.missing, 1.0) for i, m in enumerate(marks) if m.missing),
    )


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_labels_and_edits_are_inverse(source: str, target: str) -> None:
    edits = likely_edits(source, tags_of(source, target))
    assert apply_edits(source, [likely.edit for likely in edits]) == target


@given(st.text(max_size=60))
def test_units_hold_all_but_white_space(text: str) -> None:
    found = units(text)
    assert "".join(u.text for u in found) == "".join(text.split())
    assert all(text[u.start : u.end] == u.text for u in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


probability = st.floats(0, 1)


@given(st.data(), st.text("abc XY.,'-é ", max_size=40))
def test_any_tags_make_edits_that_do_not_overlap(data: st.DataObject, text: str) -> None:
    count = len(units(text))
    edits = st.tuples(
        st.integers(0, max(0, count - 1)),
        st.sampled_from([t for t in EDIT_TAGS if t != KEEP]),
        st.sampled_from(["", "word", "in to"]),
        probability,
    )
    missing = st.tuples(st.integers(0, count), st.sampled_from(["the", ",", "(", "."]), probability)
    tags = Tags(
        (0.5,) * count,
        tuple(data.draw(st.lists(edits, max_size=6))) if count else (),
        tuple(data.draw(st.lists(missing, max_size=4))),
    )
    found = [likely.edit for likely in likely_edits(text, tags)]
    assert all(0 <= e.start <= e.end <= len(text) for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_inflections_need_no_dictionary() -> None:
    assert suffix_tag("walks", "walked") == "-s+ed"
    assert suffix_tag("study", "studies") == "-y+ies"
    assert suffix_tag("go", "went") is None
    assert suffix_tag("is", "i") is None  # too short a stem to be an inflection


def test_replacements_add_up_and_take_the_capital() -> None:
    tags = Tags((0.1,), ((0, REPLACE, "there", 0.4), (0, "capitalise", "", 0.1)))
    (likely,) = likely_edits("Their", tags)
    assert likely.edit.text == "There"
    assert likely.probability == 0.4


def test_near_mendings_are_offered_together() -> None:
    tags = Tags(
        (0.9, 0.1), ((1, REPLACE, "has", 0.5), (1, REPLACE, "had", 0.3), (1, REPLACE, "having", 0.05))
    )
    (likely,) = likely_edits("rain have", tags)
    assert [likely.edit.text, *(other.text for other in likely.others)] == ["has", "had"]


def test_a_far_less_likely_neighbour_does_not_make_an_edit_doubtful() -> None:
    text = "It is a key variables here."
    unsure = Tags((1.0,) * 7, ((4, "-s+", "", 0.9),), ((4, "of", 0.17),))
    (one,) = likely_edits(text, unsure)
    assert (one.edit.apply(text), one.probability) == ("It is a key variable here.", 0.9)
    both = Tags((1.0,) * 7, ((4, "-s+", "", 0.9),), ((4, "of", 0.6),))
    (one,) = likely_edits(text, both)
    assert (one.edit.apply(text), one.probability) == ("It is a key of variable here.", 0.6)
