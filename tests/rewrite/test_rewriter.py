"""Rewriter: a rewrite reaches the text whole and safe, or not at all, and says why."""

from __future__ import annotations

import pytest

from slm_lsp.rewrite.rewriter import judged
from slm_lsp.text.edits import apply_edits
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence, sentences


def first(source: str) -> Sentence:
    return sentences(prose_of("markdown", source)[0])[0]


def test_markup_around_unchanged_words_stays() -> None:
    source = "We **really** go in order to [buy bread](http://a.b)."
    rewrite = judged(first(source), "We really go to buy bread.")
    assert rewrite.refused is None
    assert apply_edits(source, rewrite.document_edits) == "We **really** go to [buy bread](http://a.b)."


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("", "no answer"),
        ("Maria saw 3 cats near `the` house.".replace("`", ""), "nothing to change"),
        ("Maria saw 4 cats near the house.", "number"),
        ("Anna saw 3 cats near the house.", "name"),
        ("Maria did not see 3 cats near the house.", "negation"),
        ("Maria saw 3 cats near a house.", "code"),
        ("Maria wrote 3 poems near the stable yesterday evening.", "meaning"),
    ],
)
def test_what_is_unsafe_is_refused_in_words(target: str, why: str) -> None:
    rewrite = judged(first("Maria saw 3 cats near `the` house."), target)
    assert rewrite.edits == ()
    assert rewrite.refused is not None
    assert why in rewrite.refused


def test_what_was_to_be_shorter_is_shorter() -> None:
    sentence = first("We can meet at noon.")
    assert (
        judged(sentence, "We are able to meet at noon.", "concise").refused
        == "the model found nothing shorter"
    )
    assert judged(sentence, "We are able to meet at noon.", "formal").refused is None
    assert judged(first("We are able to meet at noon."), "We can meet at noon.", "concise").refused is None
