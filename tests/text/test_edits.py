"""Edits: alignment loses nothing and changes only what differs."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.text.edits import Edit, align_edits, apply_edits, not_overlapping, words

SENTENCES = st.lists(
    st.sampled_from(["the", "cat", "sat's", "on", "a,", "mat.", "“no”", "re-do", "3.5", "Ünï", "你好", "!"]),
    max_size=12,
).map(" ".join)


@given(SENTENCES, SENTENCES)
def test_the_edits_make_the_target(source: str, target: str) -> None:
    assert apply_edits(source, align_edits(source, target)) == target


@given(st.text(max_size=80))
def test_words_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_one_wrong_word_is_one_small_edit() -> None:
    assert align_edits("He go home.", "He goes home.") == [Edit(3, 5, "goes")]
    assert align_edits("I saw the the cat.", "I saw the cat.") == [Edit(5, 9, "")] or align_edits(
        "I saw the the cat.", "I saw the cat."
    ) == [Edit(9, 13, "")]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.text("xy", max_size=2)), max_size=6))
def test_edits_that_overlap_are_left_out(parts: list[tuple[int, int, str]]) -> None:
    kept = not_overlapping(Edit(start, start + length, text) for start, length, text in parts)
    assert all(a.end <= b.start for a, b in itertools.pairwise(kept))
    apply_edits("a" * 20, kept)
