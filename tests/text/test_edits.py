"""Edits: alignment loses nothing and changes only what differs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.text.edits import Edit, align_edits, apply_edits, words

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
