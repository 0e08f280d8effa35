"""Markdown: what is prose is read, everything else is not, and each character knows its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import sentences

CASES = [
    ("---\ntitle: teh\n---\n\nHello there.", ["Hello there."]),
    ("A `wich` b.", ["A wich b."]),
    ("```\nteh\n```\nAfter.", ["After."]),
    ("    indented code\n\nText.", ["Text."]),
    ("See [the *guide*](http://x.y/teh) now.", ["See the guide now."]),
    ("See [the guide][ref].\n\n[ref]: http://teh 'Teh'", ["See the guide."]),
    ("![A tree](teh.png) stands.", ["A tree stands."]),
    ("<div>\nteh\n</div>\n\nText <b>bold</b>.", ["Text bold."]),
    ("| Name | Two words |\n|---|---|\n| one | two |", ["Name", "Two words", "one", "two"]),
    ("Text.[^1]\n\n[^1]: The note.", ["Text.", "The note."]),
    ("> quoted\n> twice", ["quoted twice"]),
    ("- [ ] a task\n- an item\n  goes on", ["a task", "an item goes on"]),
    ("Setext\n===\n\n# Atx #", ["Setext", "Atx"]),
    ("Inline $x^2$ and\n\n$$\nteh\n$$", ["Inline $x^2$ and"]),
    ("[[Page|a label]] and [[Page]].", ["a label and Page."]),
    ("> [!NOTE]\n> Read this.", ["Read this."]),
    ("As shown [@smith2020, p. 3].", ["As shown ."]),
    ("::: callout\nInside.\n:::", ["Inside."]),
    ("<!-- teh -->\n\nSeen.", ["Seen."]),
    ("Hard  \nbreak and\\\nanother.", ["Hard break and another."]),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_prose(source: str, expected: list[str]) -> None:
    found = [p.text for p in prose_of("markdown", source)]
    assert found == expected


MARKUP = st.lists(
    st.sampled_from(
        [
            "word ",
            "😀 ",
            "*",
            "**",
            "`",
            "```\n",
            "[",
            "](",
            ")",
            "> ",
            "- ",
            "\n",
            "\n\n",
            "\r\n",
            "| ",
            "$",
            "<b>",
            "![",
            "[^1]",
            "---\n",
            "# ",
            "  ",
            "\\",
            "&amp;",
            "[[",
            "]]",
            "{{<",
            "é",
            "http://a.b/c ",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(MARKUP, st.sampled_from(["markdown", "plaintext"]))
def test_every_character_of_prose_stands_where_it_says(source: str, language: str) -> None:
    for prose in prose_of(language, source):
        assert sum(p.length for p in prose.pieces) == len(prose.text)
        for piece in prose.pieces:
            there = source[prose.base + piece.source :][: piece.length]
            here = prose.text[piece.start : piece.start + piece.length]
            assert there.translate({10: " ", 13: " ", 9: " "}) == here
        for sentence in sentences(prose):
            start, end = sentence.span
            assert 0 <= start <= end <= len(source)


def test_an_edit_never_eats_markup() -> None:
    source = "He **go**es to `x` home."
    (prose,) = prose_of("markdown", source)
    assert prose.text == "He goes to x home."
    assert prose.edit_span(3, 5) == (5, 7)
    assert prose.edit_span(3, 7) is None  # across the end of the emphasis
    assert prose.edit_span(11, 12) is None  # inside code
    assert source[slice(*prose.source_span(13, 17))] == "home"
