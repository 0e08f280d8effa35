"""Style: said to who asks, with a fix that reads well, and never about what people say."""

from __future__ import annotations

import pytest

from slm_lsp.english.readability import Readability
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.edits import apply_edits


async def found(text: str, settings: Settings) -> list[tuple[str, str, str]]:
    """(code, words, the text with the first fix made) of each finding of style."""
    session = Session()
    document = Document("a", 0, "plaintext", text)
    placed = await session.checker(settings, None).fast(document)
    await session.close()
    return [
        (p.finding.code, p.text, apply_edits(text, p.edits[:1]))
        for p in placed
        if p.finding.code.startswith("style/")
    ]


ALL = Settings(grammar=False, rules={"style": True})


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("We left due to the fact that it rained.", "We left because it rained."),
        ("In order to win, they trained.", "To win, they trained."),
        ("It should be noted that cats sleep.", "Cats sleep."),
        ("We slept, and it is worth noting that cats do too.", "We slept, and cats do too."),
        ("They made use of a rope.", "They used a rope."),
    ],
)
async def test_wordiness_is_mended(text: str, fixed: str) -> None:
    assert [(code, after) for code, _, after in await found(text, ALL)] == [("style/wordy", fixed)]


async def test_passive_voice_is_flagged_but_not_what_describes() -> None:
    text = "The bridge was built in May. She was tired and interested. It had been quickly repaired."
    assert [words for _, words, _ in await found(text, ALL)] == ["was built", "been quickly repaired"]


async def test_an_echo_is_flagged_but_no_term_and_no_name() -> None:
    text = "The gentle river ran south. It was a gentle morning, and London woke in the London rain."
    assert [words for _, words, _ in await found(text, ALL)] == ["gentle"]
    term = "The engine starts. An engine turns. Each engine stops. No engine stays."
    assert not await found(term, ALL)
    assert not await found("A gentle river.\n\nA gentle morning.", ALL)  # another paragraph


async def test_people_may_talk_as_they_like() -> None:
    text = "“It was done in order to win, gentle sir, due to the fact that it was gentle,” she said."
    assert not await found(text, ALL)


async def test_style_is_for_who_asks() -> None:
    text = "The bridge was moved in order to cross the river."
    assert not await found(text, Settings(grammar=False))
    eager = await found(text, Settings(grammar=False, sensitivity="eager"))
    assert [code for code, _, _ in eager] == ["style/wordy"]
    off = Settings(grammar=False, sensitivity="eager", rules={"style/wordy": False})
    assert not await found(text, off)
    named = await found(text, Settings(grammar=False, rules={"passive": True}))
    assert [code for code, _, _ in named] == ["style/passive"]
    assert ALL.severity("style/passive") == "hint"


def test_reading_grades_rise_with_length() -> None:
    plain = Readability.of(["The cat sat.", "It was a warm day."])
    hard = Readability.of(
        ["Considerable organisational complexity necessitates comprehensive documentation."]
    )
    assert (plain.sentences, plain.words, plain.longest) == (2, 8, 5)
    assert plain.grade < 3 < 12 < hard.grade
    assert str(plain) == "Reading grade 0: 8 words in 2 sentences, the longest of 5"
    assert Readability.of(["—", ""]) == Readability(0, 0, 0, 0.0)
