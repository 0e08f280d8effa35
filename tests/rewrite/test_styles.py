"""Ways: found by name, by a likeness, or in the writer's own words."""

from __future__ import annotations

import pytest

from slm_lsp.rewrite.styles import REWRITE_STYLES, nearest, style_of


def test_a_name_is_a_way_and_other_words_are_an_instruction() -> None:
    assert style_of("formal") is REWRITE_STYLES["formal"]
    assert style_of(" Formal ") is REWRITE_STYLES["formal"]
    pirate = style_of("as a pirate\nwould")
    assert pirate.label == "as a pirate would"
    assert not pirate.small
    assert "as a pirate would" in pirate.instruction.words


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("make it shorter", "shorten"),
        ("more professional please", "formal"),
        ("less formal", "friendly"),
        ("use the active voice", "active"),
        ("in my own voice", "voice"),
        ("as a pirate would", None),
        ("short and formal", None),
        ("less confident", None),
    ],
)
def test_the_nearest_way(words: str, name: str | None) -> None:
    found = nearest(words)
    assert (found.name if found else None) == name
