"""Active voice: who did it comes first, where the sentence says so plainly."""

from __future__ import annotations

import pytest

from slm_lsp.complete.next_word import embedded
from slm_lsp.rewrite.active_voice import in_active_voice


def known(word: str) -> bool:
    return embedded().number(word) is not None


@pytest.mark.parametrize(
    ("passive", "active"),
    [
        ("The report was written by Anna in May.", "Anna wrote the report in May."),
        ("I was seen by the guard.", "The guard saw me."),
        ("The file is created by the server when it starts.", "The server creates the file when it starts."),
        ("It has been approved by both managers.", "Both managers have approved it."),
        ("The cake was quickly eaten by the children.", "The children quickly ate the cake."),
        ("The results of the survey are being checked by us.", "We are checking the results of the survey."),
        ("The bill will be paid by the company.", "The company will pay the bill."),
        ("It was made by Anna, but we dropped it.", "Anna made it, but we dropped it."),
        ("It is loved by everyone.", "Everyone loves it."),
    ],
)
def test_the_doer_comes_first(passive: str, active: str) -> None:
    edit = in_active_voice(passive, known)
    assert edit is not None
    assert edit.apply(passive) == active


@pytest.mark.parametrize(
    "text",
    [
        "The work must be finished by Friday.",
        "This can be done by using the tool.",
        "The bread is baked by hand.",
        "The house was built by my father and his brother.",
        "The report that Tom was sent was written by Anna.",
        "The door was closed.",
        "The army was led by Wisk, Peter, and Kilter.",
        "Some trades are made by a rule that forbids others.",
        "The feature was made by Anna, and was later dropped by the team.",
        "We walked by the river.",
        "The rule was not followed by the team.",
    ],
)
def test_what_is_not_plain_stays(text: str) -> None:
    assert in_active_voice(text, known) is None
