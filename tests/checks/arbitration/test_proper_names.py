"""Well known: a slip in a name that everybody knows is one, a name that nobody knows is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.checks.arbitration import proper_names as module
from slm_lsp.checks.arbitration.proper_names import (
    letters_apart,
    only_a_name,
    only_other_capitals,
    well_known,
    with_capital,
)
from slm_lsp.checks.finding import Finding
from slm_lsp.text.edits import Edit
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence


def is_name(text: str, word: str, *fixes: str, language: str = "markdown") -> bool:
    (block,) = prose_of(language, text)
    start = block.text.index(word)
    end = start + len(word)
    flag = Finding("harper/SpellCheck", "", start, end, tuple(Edit(start, end, fix) for fix in fixes))
    return only_a_name(Sentence(block.text, 0, block), flag)


def test_names_are_well_known_or_not() -> None:
    assert {"Wednesday", "Edinburgh", "Microsoft"} <= well_known()
    assert not {"Orator", "Okafor", ""} & well_known()


def test_without_its_file_nothing_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "embedded_names", lambda: tmp_path / "gone.txt")
    well_known.cache_clear()
    try:
        assert not is_name("Please ask Ms. Okafor about it.", "Okafor", "Orator")
    finally:
        well_known.cache_clear()


@pytest.mark.parametrize(
    ("text", "word", "fixes", "expected"),
    [
        ("Please ask Ms. Okafor about it.", "Okafor", ["Orator"], True),
        ("We met Sjoergen there.", "Sjoergen", [], True),
        ("We met on Wendesday at noon.", "Wendesday", ["Wednesdays", "Wednesday"], False),
        ("They speak Portugese at home.", "Portugese", ["Portuguese"], False),
        ("Two letters are far in a short one: Rssi.", "Rssi", ["Rest"], True),
        ("Every short one is near some word: Noor.", "Noor", ["Noon"], True),
        ("We met Jonh there.", "Jonh", ["John"], False),
        ("Okafor left early.", "Okafor", ["Orator"], False),  # only its place may make it big
        ("Okafor", "Okafor", ["Orator"], True),  # but under a letter
        ("Noor Okafor", "Noor", ["Noon"], True),
        ("Wich are good?", "Wich", ["Witch"], False),
        ("She said: “Okafor left.”", "Okafor", ["Orator"], False),
        ("We saw okafor there.", "okafor", ["orator"], False),
        ("We use VSCode for it.", "VSCode", ["Viscose"], False),  # no name of a person's
        ("# How we found Okafor", "Okafor", ["Orator"], False),  # titles have capitals everywhere
        ("How People Recieve Letters From Their Friends", "Recieve", ["Relieve"], False),
    ],
)
def test_what_is_only_a_name(text: str, word: str, fixes: list[str], expected: bool) -> None:
    assert is_name(text, word, *fixes) == expected


def test_a_name_without_its_capital_may_get_it() -> None:
    (block,) = prose_of("plaintext", "Thanks from pete and frblx.")
    sentence = Sentence(block.text, 0, block)
    pete = with_capital(sentence, Finding("harper/SpellCheck", "", 12, 16, (Edit(12, 16, "pate"),)))
    assert [fix.text for fix in pete.fixes] == ["pate", "Pete"]
    assert with_capital(sentence, pete) == pete
    other = Finding("harper/SpellCheck", "", 21, 26)
    assert with_capital(sentence, other) == other


@pytest.mark.parametrize(
    ("word", "fix", "expected"),
    [
        ("PEPs", "peps", True),
        ("DoS", "dos", True),
        ("Sam", "SAM", True),
        ("usb", "USB", False),
        ("Powershell", "PowerShell", False),
        ("github", "GitHub", False),
    ],
)
def test_what_only_takes_capitals_for_others(word: str, fix: str, expected: bool) -> None:
    (block,) = prose_of("plaintext", f"We saw {word} there.")
    edit = Edit(7, 7 + len(word), fix)
    flag = Finding("harper/OrthographicConsistency", "", edit.start, edit.end, (edit,))
    assert only_other_capitals(Sentence(block.text, 0, block), flag) == expected


WORDS = st.text("abc", max_size=6)


@given(WORDS, WORDS)
def test_letters_apart_is_a_distance(a: str, b: str) -> None:
    assert letters_apart(a, a) == 0
    assert letters_apart(a, b) == letters_apart(b, a) >= abs(len(a) - len(b))
    assert letters_apart(a, b) <= max(len(a), len(b))
    assert letters_apart("wendesday", "wednesday") == 1
