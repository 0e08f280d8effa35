"""Plain text: paragraphs parted by blank lines; URLs and e-mail addresses are frozen."""

from __future__ import annotations

import re

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.inline import add_words
from slm_lsp.text.prose import Prose, ProseBuilder, built

_PARAGRAPH = re.compile(r"^[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", re.M)

_BLANK = re.compile(r"\n[^\S\n]*\n(?=[^\n]*\S)")


def plain_cuts(text: str) -> list[int]:
    """Where paragraphs begin."""
    return [match.end() for match in _BLANK.finditer(text)]


def plain_prose(text: str) -> list[Prose]:
    """The paragraphs of a plain text."""
    builders = []
    for paragraph in _PARAGRAPH.finditer(text):
        builder = ProseBuilder()
        add_words(builder, paragraph[0], paragraph.start())
        builders.append(builder)
    return built(builders)


PLAIN = Format(
    ids=("plaintext", "text"),
    read=plain_prose,
    suffixes=(".txt", ".text", ""),
    cuts=plain_cuts,
    cuts_from_here=plain_cuts,
)
