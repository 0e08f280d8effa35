"""Sentences: whatever spaces a text has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_lsp.text.formats import prose_of
from slm_lsp.text.prose import Prose
from slm_lsp.text.sentences import sentences


def split(text: str) -> list[str]:
    return [s.text for prose in prose_of("plaintext", text) for s in sentences(prose)]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u3000", "\u2003"])
def test_a_space_before_a_full_stop_is_survived(space: str) -> None:
    assert split(f"It is plan A{space}. We go.") == [f"It is plan A{space}.", "We go."]
    assert split(f"Mr{space}A{space}.{space}B came. We go.")[-1] == "We go."


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["\u00a0", "\u2003", "A", "b", ".", " ", "“", "…", "•", "?", "é"]), max_size=12)
)
def test_nothing_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    prose = Prose.of(text, [], "paragraph")  # as it is: a format may take some of it for code
    kept = "".join("".join(s.text for s in sentences(prose)).split())
    assert kept == "".join(text.split())
