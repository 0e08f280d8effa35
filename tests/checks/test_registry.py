"""Every check of ours finds what it says it finds, and nothing in what looks alike."""

from __future__ import annotations

import pytest

from slm_lsp.checks.arbitration.defaults import on_by_default
from slm_lsp.checks.check import Check
from slm_lsp.checks.registry import CHECKS, check_of
from slm_lsp.text.chunks import chunks
from slm_lsp.text.edits import apply_edits
from tests.conftest import ROOT


def found(check: Check, text: str) -> list[str]:
    read = chunks("plaintext", text)
    if check.in_document is not None:
        return [placed.finding.code for placed in check.in_document(read)]
    assert check.in_sentence is not None
    return [finding.code for sentence in read.sentences() for finding in check.in_sentence(sentence)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_its_examples(check: Check) -> None:
    assert check.wrong
    assert check.right
    for text in check.wrong:
        codes = found(check, text)
        assert codes, text
        assert all(check_of(code) is check for code in codes)
    for text in check.right:
        assert found(check, text) == [], text


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_its_fixes_leave_nothing_to_find(check: Check) -> None:
    for text in check.wrong:
        (sentence, *_) = chunks("plaintext", text).sentences()
        if check.in_sentence is not None:
            fixes = [finding.fixes[0] for finding in check.in_sentence(sentence) if finding.fixes]
            if fixes:
                assert found(check, apply_edits(sentence.text, fixes)) == []


def test_codes_are_of_one_check() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert check_of("harper/SpellCheck") is None


def test_who_hears_what() -> None:
    assert on_by_default("usage/between-us", "strict")
    assert not on_by_default("style/wordy", "balanced")
    assert on_by_default("style/wordy", "eager")
    assert not on_by_default("style/passive", "eager")
    assert on_by_default("style/absolute", "eager")


def test_the_page_on_writing_a_check_shows_a_real_one() -> None:
    page = (ROOT / "docs" / "writing-a-check.md").read_text("utf-8")
    shown = page.split("```python\n")[1].split("```")[0]
    assert shown == (ROOT / "slm_lsp" / "checks" / "patterns" / "absolutes.py").read_text("utf-8")
