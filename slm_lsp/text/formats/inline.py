"""Inline: what looks the same inside any prose: addresses, file paths and handles are read, not judged."""

from __future__ import annotations

import re

from slm_lsp.text.prose import ProseBuilder

_NOT_LANGUAGE = re.compile(
    r"""
      (?:https?|ftp|file|mailto|ssh|git)://?[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]   # URL
    | \bwww\.[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]
    | [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+                                       # e-mail
    | (?<![\w/])[@#][A-Za-z_][\w\-/]*                                         # @handle, #tag
    | (?<!\w):[a-z][a-z0-9_+\-]*:(?!\w)                                       # :emoji:
    | (?<![\w/])(?:~|\.{1,2})?/[\w.\-]+(?:/[\w.\-]*)+                         # /a/path
    | \b[A-Za-z]:\\[\w\\.\-]+                                                 # C:\path
    | \b\w+(?:\.\w+){0,8}\(\)                                                 # call()
    | \b[a-z]+[A-Z]\w*\b | \b\w+_\w+\b                                        # camelCase, snake_case
    | (?<![\w-])--?[a-z][\w-]*                                                # --option
    | \\[A-Za-z]{2,}\*?(?:\[[^\[\]\n]*\])*(?:\{[^{}\n]*\})*                   # \command{argument}
    """,
    re.X,
)


def add_words(builder: ProseBuilder, text: str, source: int) -> None:
    """Adds a run to a block; what is not language in it goes in frozen."""
    done = 0
    for match in _NOT_LANGUAGE.finditer(text):
        start, end = match.span()
        builder.add(text[done:start], source + done)
        builder.add(text[start:end], source + start, frozen=True)
        done = end
    builder.add(text[done:], source + done)
