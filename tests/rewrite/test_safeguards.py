"""Where a phrase may not be exchanged: right sentences that a list of phrases would break."""

from __future__ import annotations

import pytest

from slm_lsp.rewrite.styles import REWRITE_STYLES, exchanges
from slm_lsp.text.edits import apply_edits, not_overlapping


def rewritten(style: str, text: str) -> str:
    return apply_edits(text, not_overlapping(exchanges(REWRITE_STYLES[style], text)))


@pytest.mark.parametrize(
    "text",
    [
        "I believe in God.",
        "I believe you.",
        "What do I think of it?",
        "I think about it every day.",
        "I feel that lump again.",
        "I guess wrong every time.",
        "Perhaps. Possibly.",
        "Maybe not.",
        "It is kind of you to come.",
        "This kind of tree grows slowly.",
        "What sort of book is it?",
    ],
)
def test_a_hedge_that_is_none_stays(text: str) -> None:
    assert rewritten("confident", text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I think we should go.", "We should go."),
        ("I believe that the gate is open.", "The gate is open."),
        ("It was late, and I think they left.", "It was late, and they left."),
        ("It was kind of odd.", "It was odd."),
        ("Perhaps we should wait here.", "We should wait here."),
    ],
)
def test_a_hedge_before_a_clause_goes(text: str, wanted: str) -> None:
    assert rewritten("confident", text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Isn't he there?", "Isn't he there?"),
        ("Why don't we go?", "Why don't we go?"),
        ("It isn't ready.", "It is not ready."),
        ("It's been fixed.", "It has been fixed."),
        ("Thank you for the help.", "Thank you for the help."),
    ],
)
def test_formal_keeps_order_sense_and_word_class(text: str, wanted: str) -> None:
    assert rewritten("formal", text) == wanted


@pytest.mark.parametrize("text", ["Not really.", "Really?", "A large number of the 300 guests left."])
def test_fewer_words_are_still_a_sentence(text: str) -> None:
    assert rewritten("concise", text) == text
