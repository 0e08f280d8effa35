"""Markup stays: a fix of words inside it, beside it and across it leaves every mark where it is."""

from __future__ import annotations

import pytest

from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.edits import apply_edits, not_overlapping

MARKED = [
    ("markdown", "A **definately** [old libary](teh.md) with `teh`.[^teh]"),
    ("latex", "A \\emph{definately} \\href{teh}{old libary}~\\cite{teh} in $teh$."),
    ("typst", "A *definately* #link(\"teh\")[old libary] @teh in $teh$."),
    ("restructuredtext", "A **definately** `old libary <teh>`_ with ``teh`` [#teh]_."),
    ("asciidoc", "A *definately* link:teh[old libary] with `teh`."),
    ("org", "A *definately* [[teh][old libary]] with =teh= and [fn:teh]."),
    ("html", "<p>A <b>definately</b> <a href='teh'>old libary</a> with <code>teh</code>.</p>"),
]  # fmt: skip
RIGHT = {"definately": "definitely", "libary": "library"}


@pytest.mark.parametrize(("language", "text"), MARKED, ids=lambda v: v if len(v) < 17 else "")
async def test_a_fix_leaves_markup_alone(language: str, text: str) -> None:
    session = Session()
    found = await session.checker(Settings(grammar=False), None).fast(Document("a", 0, language, text))
    await session.close()
    assert [p.text for p in found] == ["definately", "libary"]
    fixed = apply_edits(text, not_overlapping(p.edits[0] for p in found))
    wanted = text
    for slip, word in RIGHT.items():
        wanted = wanted.replace(slip, word)
    assert fixed == wanted


async def test_a_fix_that_would_eat_markup_is_not_offered() -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False), None)
    found = await checker.fast(Document("a", 0, "markdown", "I could **of** gone. It was the *the* best."))
    await session.close()
    flagged = {p.finding.code for p in found}
    assert "harper/RepeatedWords" in flagged
    for placed in found:
        for edit in placed.edits:
            assert edit.apply("I could **of** gone. It was the *the* best.").count("*") == 6


async def test_findings_come_in_the_order_of_the_document() -> None:
    """A footnote's text is read after the paragraph in whose midst it stands."""
    text = "The the word\\footnote{I saw the the cat.} is near and and far.\n"
    session = Session()
    found = await session.checker(Settings(grammar=False), None).fast(Document("a", 0, "latex", text))
    await session.close()
    spans = [p.span for p in found]
    assert len(spans) >= 3
    assert spans == sorted(spans)
