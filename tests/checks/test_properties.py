"""Whatever a document looks like and however it is edited: what is found after many edits is what is found
anew, every range can be said to an editor, and a fix mends what it says and touches nothing else.

`EXAMPLES=2000 pytest tests/checks/test_properties.py` goes on for longer.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slm_lsp.checks.checker import Checker
from slm_lsp.checks.finding import Placed
from slm_lsp.checks.harper.linter import Rules
from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.cache import Cache
from slm_lsp.text.document import Document
from slm_lsp.text.positions import PositionEncoding
from tests.text.formats.test_fuzz import fragments

EXAMPLES = int(os.environ.get("EXAMPLES", "15"))
LANGUAGES = [
    "markdown", "plaintext", "latex", "typst", "restructuredtext", "asciidoc", "org", "html", "gitcommit",
    "mail", "python", "rust",
]  # fmt: skip
WRONG = [
    "She recieved a email from teh office. ", "It was the the best of times. ", "I could of gone their. ",
    "We left in order to win an big prize. ", "An 😀 apple , definately good. ", "Send an e-mail. ",
    "Email us. ", "they was here. ", "“Its late,” he said. ", "The naïve café’s menue. ",
    "A **bold** and *itallic* wrod. ",
    "We recieve `code` here. ",
]  # fmt: skip
BREAKS = [
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "# ",
    "- ",
    "> ",
    "% ",
    "// ",
    '"""',
    "```",
    "<p>",
    "{",
    "}",
    "[",
    "😀",
    "é",
]
# All that may speak, so that as much as possible is tested.
ALL = Settings(grammar=False, codeComments=True, sensitivity="eager", rules={"style": True})


def checker(*dictionaries: Dictionary) -> Checker:
    return Checker(ALL, Cache(), rules(), None, list(dictionaries))


@cache
def rules() -> Rules:
    return Rules("american")


def found(document: Document, by: Checker) -> list[Placed]:
    return asyncio.run(by.fast(document))


def said(placed: list[Placed]) -> list[object]:
    return [(p.finding.code, p.finding.message, p.span, p.text, p.edits, p.finding.faint) for p in placed]


def texts(language: str) -> st.SearchStrategy[str]:
    piece = st.one_of(st.sampled_from(WRONG), st.sampled_from(fragments(language)), st.sampled_from(BREAKS))
    return st.lists(piece, max_size=14).map("".join)


bounded = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@bounded
def test_after_many_edits_all_is_as_if_read_anew(language: str, data: st.DataObject) -> None:
    document = Document("a", 0, language, data.draw(texts(language)))
    folder = tempfile.TemporaryDirectory()
    words = Dictionary(Path(folder.name) / "words.txt")
    kept = checker(words)
    found(document, kept)
    for version in range(1, data.draw(st.integers(1, 5)) + 1):
        start = data.draw(st.integers(0, len(document.text)))
        end = min(len(document.text), start + data.draw(st.sampled_from([0, 0, 1, 2, 30])))
        new = data.draw(st.one_of(st.sampled_from(WRONG), st.sampled_from(BREAKS), st.just("")))
        # An edit as an editor says it.
        encoding = data.draw(st.sampled_from(PositionEncoding))
        start, end = (
            document.lines.offset(*document.lines.position(at, encoding), encoding) for at in (start, end)
        )
        document = document.with_edit(start, end, new, version)
        if data.draw(st.booleans()):
            words.add("definately")
        anew = Document("a", version, language, document.text)
        assert said(found(document, kept)) == said(found(anew, checker(words)))
    folder.cleanup()


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@bounded
def test_every_range_can_be_said_to_an_editor(language: str, data: st.DataObject) -> None:
    document = Document("a", 0, language, data.draw(texts(language)))
    for placed in found(document, checker()):
        spans = [placed.span, *((edit.start, edit.end) for edit in placed.edits)]
        for start, end in spans:
            assert 0 <= start <= end <= len(document.text)
            for encoding in PositionEncoding:
                for at in (start, end):
                    place = document.lines.position(at, encoding)
                    assert document.lines.offset(*place, encoding) == at
        assert placed.span[0] < placed.span[1]


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@bounded
def test_a_fix_mends_what_it_says_and_touches_nothing_else(language: str, data: st.DataObject) -> None:
    document = Document("a", 0, language, data.draw(texts(language)))
    for placed in found(document, checker()):
        low, high = placed.sentence.span
        for edit in placed.edits:
            assert low <= edit.start <= edit.end <= high
            assert edit.text != document.text[edit.start : edit.end]
            mended = Document("a", 1, language, edit.apply(document.text))
            again = [
                p
                for p in found(mended, checker())
                if p.finding.code == placed.finding.code
                and p.text == placed.text
                and p.span[0] == placed.span[0]
            ]
            assert not again, (placed.finding.code, placed.text, edit)
