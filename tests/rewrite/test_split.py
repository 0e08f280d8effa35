"""Split: only where the second half can stand by itself."""

from __future__ import annotations

import pytest

from slm_lsp.rewrite.split import split
from slm_lsp.text.edits import apply_edits

BEFORE = "The committee met on Monday in the old hall"


@pytest.mark.parametrize(
    ("rest", "then"),
    [
        ("; the vote was put off until June.", ". The vote was put off until June."),
        (", but they did not vote at all.", ". But they did not vote at all."),
        (", and it put the vote off.", ". It put the vote off."),
        (", and put the vote off until June.", ", and put the vote off until June."),
        (", but it failed.", ", but it failed."),
        (
            " (they came late; the doors were shut by then).",
            " (they came late; the doors were shut by then).",
        ),
        (", “but they did not vote at all,” he said.", ", “but they did not vote at all,” he said."),
    ],
)
def test_a_clause_of_its_own_becomes_a_sentence(rest: str, then: str) -> None:
    assert apply_edits(BEFORE + rest, split(BEFORE + rest)) == BEFORE + then
