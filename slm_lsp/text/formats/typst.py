"""Typst: markup mode's text, and the content blocks that functions are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import DEEPEST, Marks, closing, cuts_outside
from slm_lsp.text.prose import Prose
from slm_lsp.text.scan import begins_line

_TOKEN = re.compile(
    r"""
      (?P<block>//[^\n]*|/\*(?:(?!/\*).)*?\*/)
    | (?P<raw>```.*?```|`[^`\n]*`)
    | (?P<math>\$(?:\\.|[^$\\])*\$)
    | (?P<heading>^[ \t]*=+[ \t]+)
    | (?P<item>^[ \t]*(?:[-+]|\d+\.)[ \t]+|^[ \t]*/[ \t]+)
    | (?P<statement>^[ \t]*\#(?:set|show|import|include|let)\b)
    | (?P<call>\#[A-Za-z_][\w.-]*)
    | (?P<label><[A-Za-z][\w:.-]*>)
    | (?P<reference>(?<!\w)@[A-Za-z][\w:.-]*\w)
    | (?P<escape>\\.|~|---?)
    | (?P<mark>\*|\b_|_\b|\])
    """,
    re.X | re.S | re.M,
)
_CAPTION = re.compile(r"\bcaption:\s*\[")


# Each branch begins with a plain character, which `re` looks for quickly.
_SPANNING = re.compile(
    r"""
      //[^\n]* | /\*(?:(?!/\*).)*?\*/ | ```.*?``` | `[^`\n]*` | \$(?:\\.|[^$\\])*\$ | \\.
    | \#(?P<name>[A-Za-z_][\w.-]*)
    """,
    re.X | re.S,
)


def typst_cuts(text: str) -> list[int]:
    """Where a block begins that nothing before it reaches into."""
    return cuts_outside(text, _spanning(text))


def _spanning(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while match := _SPANNING.search(text, at):
        at = match.end()
        if match["name"] in ("set", "show", "import", "include", "let"):
            at = _statement_end(text, at)
        elif match["name"]:
            for pair in ("()", "[]"):
                if text[at : at + 1] == pair[0]:
                    at = closing(text, at, pair)
        yield match.start(), at


def typst_prose(text: str) -> list[Prose]:
    """The prose of a Typst document."""
    marks = Marks(text)
    _read(text, 0, len(text), marks)
    return marks.prose()


def _read(text: str, at: int, end: int, marks: Marks, depth: int = 0) -> None:
    """Marks the tokens of `[at, end)`, which stands in so many captions."""
    while match := _TOKEN.search(text, at, end):
        at = max(_token(text, match, marks, depth), match.end())


def _token(text: str, match: re.Match[str], marks: Marks, depth: int) -> int:
    start, end = match.span()
    if match["block"]:
        if match[0].startswith("//") and text[max(0, start - 6) : start].endswith(("http:", "https:")):
            return end  # an address, not a comment
        marks.drop(start, end)
    elif match["raw"]:
        if match["raw"].startswith("```") and "\n" in match[0]:
            marks.cut(start, end)
        else:
            inner = start + len(match[0]) - len(match[0].lstrip("`"))
            marks.code(start, inner, max(inner, start + len(match[0].rstrip("`"))), end)
    elif match["heading"] or match["item"]:
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        if match["heading"]:
            marks.line(start, end, line_end, "heading")
        else:
            marks.cut(start, end, "item")
            indent = len(match[0]) - len(match[0].lstrip())
            if after := re.compile(rf"\n(?=[ \t]{{0,{indent}}}\S)").search(text, line_end):
                marks.cut(after.end(), after.end())
    elif match["statement"]:
        stop = _statement_end(text, end)
        marks.cut(start, stop)
        return stop
    elif match["call"]:
        return _call(text, start, end, marks, depth)
    elif match["label"] or match["mark"]:
        marks.drop(start, end)
    else:
        marks.freeze(start, end)
    return end


def _statement_end(text: str, at: int) -> int:
    """The end of the line, or of the brackets that it leaves open."""
    while at < len(text) and text[at] != "\n":
        pair = {"(": "()", "{": "{}", "[": "[]"}.get(text[at])
        at = closing(text, at, pair) if pair else at + 1
    return at


def _call(text: str, start: int, end: int, marks: Marks, depth: int) -> int:
    """A function: its arguments are code, its content blocks are prose."""
    stop = closing(text, end, "()") if text[end : end + 1] == "(" else end
    own_line = begins_line(text, start)
    if text[stop : stop + 1] != "[":
        at = end
        while depth < DEEPEST and (caption := _CAPTION.search(text, at, stop)):
            at = max(caption.end(), closing(text, caption.end() - 1, "[]") - 1)
            marks.apart(caption.end(), at)
            _read(text, caption.end(), at, marks, depth + 1)
        (marks.cut if own_line and stop > end else marks.freeze)(start, stop)
        return stop
    if text[start + 1 : end] in ("footnote", "figure"):
        close = closing(text, stop, "[]")
        marks.drop(start, stop + 1)
        marks.apart(stop + 1, max(stop + 1, close - 1))
        return stop + 1
    marks.drop(start, stop + 1)
    return stop + 1


TYPST = Format(
    ids=("typst",),
    read=typst_prose,
    suffixes=(".typ",),
    cuts=typst_cuts,
    comment=r"//|/\*",
    comment_written="// {}",
)
