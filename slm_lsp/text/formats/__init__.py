"""Formats: which parts of a document are prose. A new format is one file and one line here."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import PurePath

from slm_lsp.text.formats.asciidoc import asciidoc_cuts, asciidoc_prose
from slm_lsp.text.formats.code import GRAMMARS, code_prose, grammar
from slm_lsp.text.formats.commit import commit_prose
from slm_lsp.text.formats.html import html_prose
from slm_lsp.text.formats.latex import latex_cuts, latex_prose
from slm_lsp.text.formats.mail import mail_prose
from slm_lsp.text.formats.markdown import markdown_cuts, markdown_cuts_from_here, markdown_prose
from slm_lsp.text.formats.org import org_cuts, org_prose
from slm_lsp.text.formats.plain import plain_cuts, plain_prose
from slm_lsp.text.formats.rst import rst_cuts, rst_prose
from slm_lsp.text.formats.typst import typst_cuts, typst_prose
from slm_lsp.text.prose import Prose

Format = Callable[[str], list[Prose]]

# Editor language id -> format. Editors differ in what they call a language.
FORMATS: dict[str, Format] = {
    "markdown": markdown_prose,
    "mdx": markdown_prose,
    "quarto": markdown_prose,
    "rmd": markdown_prose,
    "pandoc": markdown_prose,
    "markdown_latex_combined": markdown_prose,
    "plaintext": plain_prose,
    "text": plain_prose,
    "latex": latex_prose,
    "tex": latex_prose,
    "plaintex": latex_prose,
    "typst": typst_prose,
    "restructuredtext": rst_prose,
    "rst": rst_prose,
    "asciidoc": asciidoc_prose,
    "asciidoctor": asciidoc_prose,
    "org": org_prose,
    "html": html_prose,
    "xhtml": html_prose,
    "git-commit": commit_prose,
    "gitcommit": commit_prose,
    "jj-commit": commit_prose,
    "jj": commit_prose,
    "jjdescription": commit_prose,
    "mail": mail_prose,
    "email": mail_prose,
}
# Source code: read only where the writer asked for it.
CODE: dict[str, Format] = {language: code_prose(language, markdown_prose) for language in GRAMMARS}

SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mdx": "mdx", ".qmd": "quarto",
    ".rmd": "rmd", ".txt": "plaintext", ".text": "plaintext", "": "plaintext", ".tex": "latex",
    ".ltx": "latex", ".typ": "typst", ".rst": "restructuredtext", ".rest": "restructuredtext",
    ".adoc": "asciidoc", ".asciidoc": "asciidoc", ".org": "org", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".eml": "mail", ".py": "python", ".js": "javascript", ".mjs": "javascript",
    ".jsx": "javascriptreact", ".ts": "typescript", ".tsx": "typescriptreact", ".rs": "rust", ".go": "go",
    ".c": "c", ".h": "c", ".cc": "cpp", ".cpp": "cpp", ".hpp": "cpp", ".java": "java", ".lua": "lua",
    ".sh": "shellscript", ".bash": "shellscript",
}  # fmt: skip
NAMES = {"COMMIT_EDITMSG": "gitcommit", "MERGE_MSG": "gitcommit", "TAG_EDITMSG": "gitcommit"}


# Where a text may be cut into segments that are read each by itself: an edit costs its own segment.
CUTS: dict[str, Callable[[str], list[int]]] = {
    **dict.fromkeys(("markdown", "mdx", "quarto", "rmd", "pandoc", "markdown_latex_combined"), markdown_cuts),
    **dict.fromkeys(("plaintext", "text"), plain_cuts),
    **dict.fromkeys(("latex", "tex", "plaintex"), latex_cuts),
    **dict.fromkeys(("asciidoc", "asciidoctor"), asciidoc_cuts),
    **dict.fromkeys(("restructuredtext", "rst"), rst_cuts),
    "typst": typst_cuts,
    "org": org_cuts,
}
# The same of a part that begins at a cut, where what is before can be told from that part alone.
CUTS_FROM_HERE: dict[str, Callable[[str], list[int]]] = {
    language: markdown_cuts_from_here if cuts is markdown_cuts else plain_cuts
    for language, cuts in CUTS.items()
    if cuts in (markdown_cuts, plain_cuts)
}
# Those around an edit are asked for again; the others are kept in their chunks.
SEGMENTS_KNOWN = 512

_HALVES = re.compile(r"[\ud800-\udfff]")


def language_of(path: PurePath) -> str | None:
    """The language id of a file by its name, or None where no format reads it."""
    if path.suffix.lower() == ".jjdescription":
        return "jj-commit"
    return NAMES.get(path.name) or SUFFIXES.get(path.suffix.lower())


def readable(language_id: str, *, code: bool = False) -> bool:
    """Whether a format reads this language; source code only with `code`."""
    return language_id in FORMATS or (code and language_id in CODE)


def grammar_missing(language_id: str) -> bool:
    """Whether a language could be read were its grammar installed."""
    return language_id in CODE and grammar(language_id) is None


def prose_of(language_id: str, text: str) -> list[Prose]:
    """The prose of a document, in order; nothing for a language without a format."""
    read = FORMATS.get(language_id) or CODE.get(language_id)
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
    return tuple(FORMATS[language_id](segment))
