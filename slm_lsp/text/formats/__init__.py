"""Formats: which parts of a document are prose. A new format is one file and one line here."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import PurePath

from slm_lsp.text.formats import (
    asciidoc,
    commit,
    fountain,
    html,
    latex,
    mail,
    markdown,
    org,
    plain,
    rst,
    typst,
)
from slm_lsp.text.formats.code import GRAMMARS, code_prose, grammar
from slm_lsp.text.formats.format import Cuts, Format
from slm_lsp.text.prose import Prose

REGISTRY: tuple[Format, ...] = (
    markdown.MARKDOWN,
    markdown.MDX,
    markdown.QUARTO,
    markdown.RMD,
    plain.PLAIN,
    latex.LATEX,
    typst.TYPST,
    rst.RST,
    asciidoc.ASCIIDOC,
    org.ORG,
    html.HTML,
    commit.GIT_COMMIT,
    commit.JJ_COMMIT,
    mail.MAIL,
    fountain.FOUNTAIN,
)
# By what editors call the language; they differ in that.
FORMATS: dict[str, Format] = {language: one for one in REGISTRY for language in one.ids}
# Source code: read only where the writer asked for it.
CODE: dict[str, Callable[[str], list[Prose]]] = {
    language: code_prose(language, markdown.markdown_prose) for language in GRAMMARS
}
CODE_SUFFIXES = {
    ".py": "python", ".js": "javascript", ".mjs": "javascript", ".jsx": "javascriptreact",
    ".ts": "typescript", ".tsx": "typescriptreact", ".rs": "rust", ".go": "go", ".c": "c", ".h": "c",
    ".cc": "cpp", ".cpp": "cpp", ".hpp": "cpp", ".java": "java", ".lua": "lua", ".sh": "shellscript",
    ".bash": "shellscript",
}  # fmt: skip
SUFFIXES = CODE_SUFFIXES | {suffix: one.ids[0] for one in REGISTRY for suffix in one.suffixes}
NAMES = {name: one.ids[0] for one in REGISTRY for name in one.names}
CUTS: dict[str, Cuts] = {language: one.cuts for language, one in FORMATS.items() if one.cuts}
CUTS_FROM_HERE: dict[str, Cuts] = {
    language: one.cuts_from_here for language, one in FORMATS.items() if one.cuts_from_here
}
# Those around an edit are asked for again; the others are kept in their chunks.
SEGMENTS_KNOWN = 512

_HALVES = re.compile(r"[\ud800-\udfff]")


def language_of(path: PurePath) -> str | None:
    """The language id of a file by its name, or None where no format reads it."""
    return NAMES.get(path.name) or SUFFIXES.get(path.suffix.lower())


def readable(language_id: str, *, code: bool = False) -> bool:
    """Whether a format reads this language; source code only with `code`."""
    return language_id in FORMATS or (code and language_id in CODE)


def grammar_missing(language_id: str) -> bool:
    """Whether a language could be read were its grammar installed."""
    return language_id in CODE and grammar(language_id) is None


def prose_of(language_id: str, text: str) -> list[Prose]:
    """The prose of a document, in order; nothing for a language without a format."""
    format_ = FORMATS.get(language_id)
    read = format_.read if format_ else CODE.get(language_id)
    if read is None:
        return []
    text = uniform(text)
    cuts = CUTS.get(language_id)
    if cuts is None:
        return read(text)
    return read_segments(language_id, text, cuts(text))


def read_segments(language_id: str, text: str, cuts: Iterable[int]) -> list[Prose]:
    """The prose of a uniform text, cut into segments at these places."""
    return [
        prose.moved(start)
        for start, end in itertools.pairwise((0, *cuts, len(text)))
        for prose in _read(language_id, text[start:end])
    ]


def uniform(text: str) -> str:
    """A text as formats know it: one kind of line end, no half of a character. Every offset stays."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


@lru_cache(maxsize=SEGMENTS_KNOWN)
def _read(language_id: str, segment: str) -> tuple[Prose, ...]:
    return tuple(FORMATS[language_id].read(segment))
