"""Segments: a text read in pieces says what it says when read as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_lsp.text.formats import CUTS, FORMATS, prose_of
from slm_lsp.text.prose import Prose

LINES = {
    "markdown": [
        "Another *one*", "# Heading", "- item", "  more of it", "1. first", "> quoted", "    indented",
        "| a | b |", "|---|---|", "***", "[^1]: A note.", "===", "<div>", "</div>", "\\", "text  ", "```",
        "  ```", "~~~ x", "-->", "<!-- a", "<b>bold</b>", "- ```", "</pre> x", "<pre>",
        "```py\ncode\n\ncode\n```", "<!-- a\n\nremark -->", "<script>\n\nx\n\n</script>", "~~~\n\nx\n~~~~",
    ],
    "plaintext": ["  indented", "- item"],
    "latex": [
        "\\section{A title}", "\\emph{words} and $x$.", "\\item One.", "\\begin{itemize}", "\\end{itemize}",
        "% a remark with { and $", "100\\% of \\{it\\}", "\\verb|{| here", "A\\footnote{Said.\n\nAgain.} b.",
        "\\begin{verbatim}\nx {\n\ny $\n\\end{verbatim}", "\\[\nx\n\n\\]",
        "\\begin{align*}\n x\n\n\\end{align*}",
        "\\newcommand{\\x}{a\n\nb}", "\\begin{quote}", "\\end{quote}", "\\usepackage{x}\n\n\\begin{document}",
    ],
    "typst": [
        "= A title", "- item", "  more of it", "+ one", "#set text(size: 2pt)", "#let x = {\n  1\n\n  2\n}",
        "*bold* @ref",
        "#figure(\n  image(\"a\"),\n\n  caption: [Said.],\n)", "#quote[Said.\n\nAgain.]", "```\nx\n\ny\n```",
        "/* a\n\nb */", "// a [ remark", "$ x\n\n y $", "A#footnote[Said.\n\nAgain.] b.", "\\[ `[`",
    ],
    "restructuredtext": [
        "=====", "Title\n-----", "- item", "  more of it", ".. note::", "   Said.", ".. code-block:: py",
        "Look::", "    code",
        "::", ".. a remark", "*words* ``x``", ":field: it", "| a line",
        "=== ===\na   b\n=== ===\nc   d\n\ne   f\n=== ===",
        "=== ===\na   b\n=== ===", ">>> x\ny",
    ],
    "asciidoc": [
        "== Title", ".Caption", "* item", "+", "term:: said", "NOTE: Said.", "[source]", "----\nx\n\ny\n----",
        "====", "--",
        "// a remark", "  literal", "*words* `x`", "|===\n|a\n\n|b\n|===", "////\na\n\nb\n////", "[quote]",
        "____",
    ],
    "org": [
        "* TODO Title", "- item", "  more of it", "#+begin_quote", "#+end_quote", "# a remark",
        "#+title: Said", "=x= *words*",
        "#+begin_src py\nx\n\ny\n#+end_src", ":log:\na\n\nb\n:end:", "| a | b |", "\\begin{a}\n\nx\n\\end{a}",
        ": fixed",
        "$$x\n\ny$$",
    ],
}  # fmt: skip
COMMON = ["", "", "", "", "A line of words.", "Another."]


def placed(blocks: list[Prose]) -> list[tuple[str, tuple[int, int]]]:
    return [(p.text, p.span) for p in blocks]


@pytest.mark.parametrize("language", LINES)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_segments_read_like_the_whole(language: str, data: st.DataObject) -> None:
    line = st.one_of(st.sampled_from(COMMON), st.sampled_from(LINES[language]))
    text = "\n".join(data.draw(st.lists(line, max_size=20)))
    assert placed(prose_of(language, text)) == placed(FORMATS[language].read(text))


def test_front_matter_is_one_segment() -> None:
    text = "---\ntitle: a\n\nother: b\n---\n\nA line.\n"
    assert placed(prose_of("markdown", text)) == [("A line.", (28, 35))]


@pytest.mark.parametrize("language", CUTS)
def test_a_long_text_has_many_segments(language: str) -> None:
    text = "A paragraph of words.\n\n" * 100
    assert len(CUTS[language](text)) == 99
