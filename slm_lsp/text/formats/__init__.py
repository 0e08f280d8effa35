"""Formats: which parts of a document are prose. A new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from slm_lsp.text.formats.markdown import markdown_prose
from slm_lsp.text.formats.plain import plain_prose
from slm_lsp.text.prose import Prose

Format = Callable[[str], list[Prose]]

# Editor language id -> format.
FORMATS: dict[str, Format] = {
    "markdown": markdown_prose,
    "quarto": markdown_prose,
    "rmd": markdown_prose,
    "plaintext": plain_prose,
    "text": plain_prose,
}

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".qmd": "quarto",
    ".rmd": "rmd",
    ".txt": "plaintext",
    ".text": "plaintext",
    "": "plaintext",
}


def language_of(path: PurePath) -> str | None:
    """The language id of a file by its suffix, or None where no format reads it."""
    return SUFFIXES.get(path.suffix.lower())


def prose_of(language_id: str, text: str) -> list[Prose]:
    """The prose of a document, in order; nothing for a language without a format."""
    read = FORMATS.get(language_id)
    return read(text) if read else []
