"""Segments: a text read in pieces says what it says when read as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_lsp.text.formats import CUTS, FORMATS, prose_of
from slm_lsp.text.prose import Prose

LINES = [
    "", "", "", "A line of words.", "Another *one*", "# Heading", "- item", "  more of it",
    "1. first", "> quoted",
    "    indented", "| a | b |", "|---|---|", "***", "[^1]: A note.", "===", "<div>", "</div>",
    "\\", "text  ", "```", "  ```", "~~~ x", "-->", "<!-- a", "<b>bold</b>", "- ```", "</pre> x", "<pre>",
]  # fmt: skip
FENCED = ["```py\ncode\n\ncode\n```", "<!-- a\n\nremark -->", "<script>\n\nx\n\n</script>", "~~~\n\nx\n~~~~"]


def placed(blocks: list[Prose]) -> list[tuple[str, tuple[int, int]]]:
    return [(p.text, p.span) for p in blocks]


@pytest.mark.parametrize("language", ["markdown", "plaintext"])
@settings(max_examples=500, deadline=None)
@given(lines=st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(FENCED)), max_size=20))
def test_segments_read_like_the_whole(language: str, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert placed(prose_of(language, text)) == placed(FORMATS[language](text))


def test_front_matter_is_one_segment() -> None:
    text = "---\ntitle: a\n\nother: b\n---\n\nA line.\n"
    assert placed(prose_of("markdown", text)) == [("A line.", (28, 35))]


def test_a_long_text_has_many_segments() -> None:
    text = "A paragraph of words.\n\n" * 100
    assert len(CUTS["markdown"](text)) == 99
