"""Suppressions: what the writer says in the text itself about where to be silent.

- `slm-lsp: ignore [RULE ...]`: on its own line about the paragraph after it, else about its line.
- `slm-lsp: off [RULE ...]` until `slm-lsp: on [RULE ...]` or the end; at the top, the whole file.
- `slm-lsp: words WORD ...` (or `cspell: words`): words that are right in this file.
- The neighbours': `harper: ignore` and `spellchecker: ignore` as above, `vale off` and `vale on`,
  `LTeX: enabled=false` and `LTeX: enabled=true`.

Only in a comment of the format. A rule is named in full (`harper/SpellCheck`) or by its last part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from slm_lsp.text.edits import Edit
from slm_lsp.text.formats import FORMATS
from slm_lsp.text.formats.format import HTML_COMMENT
from slm_lsp.text.front_matter import front_matter
from slm_lsp.text.scan import Next, begins_line

COMMENTS = {language: one.comment for language, one in FORMATS.items()}
CODE = r"//|/\*|\#|--|\"\"\"|'''|\*"

# How a comment of our own is written; formats without one get none.
_WRITTEN = {language: one.comment_written for language, one in FORMATS.items() if one.comment_written}

_DIRECTIVE = r"""
    [ \t]* (?:
      slm-lsp [ ]* : [ \t]* (?P<own>ignore|off|on)\b (?P<rules>(?:[ \t,]+(?:[A-Z]\w+|\w+/[\w-]+)\b)*)
    | (?:harper|spellchecker|spell-checker) [ ]* : [ ]* (?P<theirs>ignore)\b
    | vale [ ]+ (?P<vale>off|on)\b
    | LTeX [ ]* : [ ]* enabled [ ]* = [ ]* (?P<ltex>true|false)\b
    )
"""
# A text without any of these has nothing of all that.
_TELLTALES = re.compile("slm-lsp|harper|[sS]pell|vale |LTeX")
_NOT_SPACE = re.compile(r"\S")
_PARAGRAPH_END = re.compile(r"\n(?=[ \t]*\r?(?:\n|\Z))")


@dataclass(frozen=True)
class Silence:
    """A span of the document in which these rules (all, where none is named) say nothing."""

    start: int
    end: int
    rules: frozenset[str] = frozenset()

    def covers(self, code: str, start: int, end: int) -> bool:
        named = not self.rules or code in self.rules or code.partition("/")[2] in self.rules
        return named and start < self.end and self.start < end


def may_direct(text: str) -> bool:
    """Whether there may be an ignore comment in a text; quick."""
    return _TELLTALES.search(text) is not None


@cache
def _directive(opening: str) -> re.Pattern[str]:
    return re.compile(rf"(?x)(?:{opening}){_DIRECTIVE}")


@cache
def _own_words(opening: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{opening})[ \t]*(?i:slm-lsp|cspell)[ ]?:[ ]?words?((?:[ \t,]+[\w'’-]*\w)+)")


def silences(language_id: str, text: str, *, code: bool = False) -> list[Silence]:
    """Where a document asks for silence; `code` for a programming language."""
    opening = CODE if code else COMMENTS.get(language_id, HTML_COMMENT)
    found: list[Silence] = []
    off: dict[frozenset[str], int] = {}
    paragraphs = Next(_NOT_SPACE, text), Next(_PARAGRAPH_END, text)
    for match in _directive(opening).finditer(text):
        rules = frozenset(re.findall(r"[\w/-]+", match["rules"] or ""))
        if match["own"] == "ignore" or match["theirs"]:
            found.append(Silence(*_about(text, match.start(), paragraphs), rules))
        elif match["own"] == "off" or match["vale"] == "off" or match["ltex"] == "false":
            off.setdefault(rules, match.start())
        else:
            for those in [those for those in off if not rules or those == rules]:
                found.append(Silence(off.pop(those), match.start(), those))
    return found + [Silence(start, len(text), rules) for rules, start in off.items()]


def _words(language_id: str, text: str, code: bool) -> list[re.Match[str]]:
    opening = CODE if code else COMMENTS.get(language_id, HTML_COMMENT)
    return list(_own_words(opening).finditer(text))


def own_words(language_id: str, text: str, *, code: bool = False) -> frozenset[str]:
    """The words a file calls right, in lower case."""
    found = (re.split(r"[ \t,]+", match[1].lower()) for match in _words(language_id, text, code))
    return frozenset(word for words in found for word in words if word)


def word_added(language_id: str, text: str, word: str) -> Edit | None:
    """The edit that adds a word to a file's own, or None in a format without comments."""
    if language_id in _WRITTEN and (there := _words(language_id, text, code=False)):
        return Edit(there[0].end(), there[0].end(), f" {word}")
    return _on_top(language_id, text, f"slm-lsp: words {word}")


def turned_off(language_id: str, text: str, code: str) -> Edit | None:
    """The edit that turns a rule off in a whole file, or None in a format without comments."""
    return _on_top(language_id, text, f"slm-lsp: off {code}")


def _on_top(language_id: str, text: str, directive: str) -> Edit | None:
    written = _WRITTEN.get(language_id)
    if written is None:
        return None
    at = len(front_matter(text))
    return Edit(at, at, written.format(directive) + "\n\n")


# Where a comment may end a line of prose.
_ENDS_A_LINE = {
    "markdown", "quarto", "rmd", "pandoc", "markdown_latex_combined", "html", "mdx", "latex", "tex",
    "plaintex", "typst",
}  # fmt: skip


def turned_off_here(language_id: str, text: str, code: str, at: int) -> Edit | None:
    """The edit that turns a rule off on one line; None where a comment takes a line of its own."""
    if language_id not in _ENDS_A_LINE:
        return None
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    end = len(text[:end].rstrip())  # a Markdown line may end in two spaces, a Windows one in \r
    return Edit(end, end, " " + _WRITTEN[language_id].format(f"slm-lsp: ignore {code}"))


def _about(text: str, at: int, paragraphs: tuple[Next, Next]) -> tuple[int, int]:
    """What a comment at a place is about: its line, or the next paragraph where it stands alone."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    if end < 0 or not begins_line(text, at):
        return start, end if end >= 0 else len(text)
    begins, ends = paragraphs
    after = begins.after(end + 1)
    if after is None:
        return start, end
    stop = ends.after(after.start())
    return start, stop.end() if stop else len(text)
