"""Any text at all, in any format: no exception, and every character stands where it says.

`FUZZ_EXAMPLES=20000 pytest tests/text/formats/test_fuzz.py` goes on for longer.
"""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slm_lsp.text.formats import CODE, FORMATS, language_of, prose_of
from slm_lsp.text.sentences import sentences
from tests.text.formats.test_formats import SAMPLES

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
MARKS = [
    *"\\{}[]()<>$%&#*_`~^=-+|/:;@!?.\"' \n\t",
    "\n\n", "\r\n", "\r", "```", "$$", "\\begin{x}", "\\end{", "/*", "*/", "//", "<!--", "-->", "::", "\n..",
    "#+begin_src", "----", '"""', "é", "\U0001f600", "\u2028", "\x00", "\ud800", "a word ",
]  # fmt: skip


@cache
def fragments(language: str) -> tuple[str, ...]:
    """The lines of the samples of a language, and of all others where it has none."""
    own = [s for s in SAMPLES if language_of(s) == language] or SAMPLES
    return tuple(line for s in own for line in s.read_text("utf-8").splitlines(keepends=True))


@pytest.mark.parametrize("language", sorted({**FORMATS, **CODE}))
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_read(language: str, data: st.DataObject) -> None:
    piece = st.one_of(st.sampled_from(fragments(language)), st.sampled_from(MARKS), st.text(max_size=8))
    source = "".join(data.draw(st.lists(piece, max_size=25)))
    for prose in prose_of(language, source):
        assert prose.text == prose.text.strip() != ""
        assert sum(p.length for p in prose.pieces) == len(prose.text)
        ends = -1
        for p in prose.pieces:
            start = prose.base + p.source
            assert start >= ends, "pieces overlap"
            ends = start + p.length
            assert ends <= len(source)
            there = source[start:ends].translate({10: " ", 13: " ", 9: " ", 0xD800: "\ufffd"})
            assert there == prose.text[p.start : p.start + p.length]
        for sentence in sentences(prose):
            start, end = sentence.span
            assert 0 <= start <= end <= len(source)
