"""Texts that no writer writes: reading them takes as long as they are, and nothing in them is too deep."""

from __future__ import annotations

import time

import pytest

from slm_lsp.text.chunks import chunks
from slm_lsp.text.formats import _read, prose_of
from slm_lsp.text.prose import LONGEST_WORD

FORMATS = {
    "plaintext": ("", ""), "markdown": ("", ""), "latex": ("", ""), "typst": ("", ""), "org": ("", ""),
    "restructuredtext": ("", ""), "asciidoc": ("", ""), "html": ("<p>", "</p>"), "gitcommit": ("", ""),
    "mail": ("", ""), "python": ('"""', '"""\n'), "javascript": ("/* ", " */\n"), "rust": ("// ", "\n"),
    "fountain": ("INT. SHED - DAY\n\n", "\n"),
}  # fmt: skip
UNITS = [
    "0123456789abcdef", "a", " ", "漢", "1.", "[", "(", "{", "<", "*a", "`a` ", "**a", "![a](b) ", "{/*a",
    "'a ", "\\a{", "\\begin{align}\n", "#+begin_src\n", "----a\n", "=== ===\na\n", "\n```", "#a",
    "\n:a:", "<a\n", "<!-- slm-lsp: ignore -->\n",
]  # fmt: skip
# What opens, and what closes it.
NESTED = {
    "*": "*", "[": "]", "(": ")", "> ": "", "- ": "", "{": "}", "\\textbf{": "}", "\\footnote{": "}",
    "<b>": "</b>", "_": "_", "#figure(caption: [": "])", "#a[": "]", "[fn:a:": "]", "footnote:[": "]",
    "#footnote[": "]", "**_": "_**",
}  # fmt: skip


def seconds(language: str, text: str) -> float:
    _read.cache_clear()
    begun = time.thread_time()
    for chunk in chunks(language, text).chunks:
        assert chunk.text
    return time.thread_time() - begun


@pytest.mark.parametrize("language", FORMATS)
@pytest.mark.parametrize("unit", UNITS)
def test_reading_grows_with_the_text(language: str, unit: str) -> None:
    before, after = FORMATS[language]
    short, long = (before + unit * (size // len(unit)) + after for size in (5_000, 20_000))
    if seconds(language, long) > 0.25:
        assert seconds(language, long) < 9 * seconds(language, short)
    assert seconds(language, long) < 5


@pytest.mark.parametrize("language", FORMATS)
@pytest.mark.parametrize("unit", NESTED)
def test_nothing_is_too_deep(language: str, unit: str) -> None:
    before, after = FORMATS[language]
    for close in ("", NESTED[unit]):
        text = f"{before}{unit * 1_900} a word{close * 1_900}{after}"
        assert seconds(language, text) < 5
        prose_of(language, text)


@pytest.mark.parametrize("language", FORMATS)
def test_what_is_no_word_by_its_length_is_not_read(language: str) -> None:
    before, after = FORMATS[language]
    found = prose_of(language, f"{before}This is {'abc' * 1_000} and that is all.{after}")
    assert [len(prose.text) < 100 for prose in found] == [True]
    prose = found[0]
    start = prose.text.index("and")
    assert prose.text.startswith("This is abc") and prose.text.endswith(" and that is all.")
    assert prose.source_span(start, start + 3)[0] == len(before) + 8 + 3_000 + 1
    assert prose.edit_span(8, 12) is None  # of the long word

    word = "a" * LONGEST_WORD
    assert word in prose_of(language, f"{before}This is {word} and that is all.{after}")[0].text
