"""Org: headlines, paragraphs and items; drawers, source blocks and keywords are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks, cuts_outside, outside
from slm_lsp.text.prose import Prose
from slm_lsp.text.scan import Next

_LINES = re.compile(
    r"""
      (?P<quote>^[ \t]*\#\+begin_(?:quote|verse)[^\n]*$)
    | ^[ \t]*\#\+(?P<spoken>title|caption|subtitle|description):[ \t]*
    | (?P<keyword>^[ \t]*\#\+[^\n]*$|^[ \t]*\#(?:[ \t][^\n]*)?$)
    | (?P<headline>^\*+[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELED|CANCELLED)[ \t]+)?(?:\[\#[A-Z]\][ \t]+)?)
    | (?P<planning>^[ \t]*(?:CLOSED|DEADLINE|SCHEDULED|CLOCK):[^\n]*$)
    | (?P<item>^[ \t]*(?:[-+]|[ \t]\*|\d+[.)])[ \t]+(?:\[[ X-]\][ \t]+)?
        (?:[^\n]*?[ \t]::[ \t]+)?)
    | (?P<table>^[ \t]*\|[^\n]*$)
    | (?P<fixed>^[ \t]*:[ \t][^\n]*$)
    | (?P<footnote>^\[fn:[^\]\n]+\][ \t]*)
    """,
    re.X | re.M | re.S | re.I,
)
_INLINE = re.compile(
    r"""
      (?P<named>\[\[[^\[\]\n]+\]\[)(?P<label>[^\[\]]+)\]\]
    | (?P<link>\[\[[^\[\]\n]+\]\]|<\w+:[^<>\n]+>)
    | (?P<code>(?<![\w=~])[=~](?=\S)[^=~\n]+(?<=\S)[=~](?!\w))
    | (?P<math>\$\$.+?\$\$|\\\((?:[^\\]|\\[^()])+\\\)|\\\[(?:[^\\]|\\[^\[\]])+\\\]
        |(?<![\w$])\$(?=\S)[^$\n]+?(?<=\S)\$(?![\w$]))
    | (?P<cite>\[cite[^\]\n]{0,500}\])
    | \[fn:[^\]:\n]*:(?P<inline>(?:(?!\[fn:)[^\]])+)\]
    | (?P<note>\[fn:[^\]\n]{1,200}\])
    | (?P<date>[<\[]\d{4}-\d\d-\d\d[^>\]\n]{0,200}[>\]])
    | (?P<target><<<?[^<>\n]+>>>?|\{\{\{[^}\n]{1,300}\}\}\}|\\[A-Za-z]+(?:\{\})?)
    | (?P<mark>(?<![\w*/+_])[*/_+](?=[^\s*/_+])|(?<=[^\s*/_+])[*/_+](?![\w*/+_]))
    | (?P<tags>(?<![ \t])[ \t]+:[\w@:]+:[ \t]*$)
    """,
    re.X | re.M | re.S,
)


# What begins a block that may reach over blank lines, or a formula.
_OPENS = re.compile(
    r"""
      ^[ \t]*(?:
          \#\+begin_(?P<block>src|example|export|comment|latex|html)\b
        | (?P<drawer>:(?!end:)[\w-]+:[ \t]*$)
        | \\begin\{(?P<env>\w+\*?)\}
      )
    | (?P<formula>\$\$.+?\$\$|\\\[(?:[^\\]|\\[^\[\]])+\\\])
    """,
    re.X | re.M | re.S | re.I,
)


def _closes(opened: re.Match[str]) -> str:
    """The pattern of what closes a block."""
    if opened["block"]:
        return rf"^[ \t]*\#\+end_{opened['block'].lower()}[^\n]*$"
    if opened["drawer"]:
        return r"^[ \t]*:end:[ \t]*$"
    return rf"\\end\{{{re.escape(opened['env'].lower())}\}}"


def _spanning(text: str) -> Iterator[tuple[int, int, bool]]:
    """The blocks that are no prose, and formulas: where each begins and ends, and whether it is a formula."""
    closers: dict[str, Next] = {}
    at = 0
    while opened := _OPENS.search(text, at):
        at = opened.end()
        if opened["formula"]:
            yield *opened.span(), True
            continue
        pattern = _closes(opened)
        if pattern not in closers:
            closers[pattern] = Next(re.compile(pattern, re.M | re.I), text)
        if close := closers[pattern].after(at):
            at = close.end()
            yield opened.start(), at, False


def org_cuts(text: str) -> list[int]:
    """Where a block begins that nothing before it reaches into."""
    return cuts_outside(text, ((start, end) for start, end, _ in _spanning(text)))


def org_prose(text: str) -> list[Prose]:
    """The prose of an Org document."""
    marks = Marks(text)
    blocks = [(start, end) for start, end, formula in _spanning(text) if not formula]
    for start, end in blocks:
        marks.cut(start, end)
    for match in outside(_LINES, text, blocks):
        start, end = match.span()
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        if match["headline"] or match["spoken"]:
            marks.line(start, end, line_end, "heading")
        elif match["item"]:
            marks.cut(start, end, "item")
        else:
            marks.cut(start, end, "quote" if match["quote"] else "paragraph")
    for match in _INLINE.finditer(text):
        start, end = match.span()
        if match["label"]:
            marks.wrap(start, match.start("label"), match.end("label"), end)
        elif match["inline"]:
            marks.wrap(start, match.start("inline"), match.end("inline"), end)
            marks.apart(match.start("inline"), match.end("inline"))
        elif match["mark"] or match["note"] or match["tags"]:
            marks.drop(start, end)
        elif match["code"]:
            marks.code(start, start + 1, end - 1, end)
        else:
            marks.freeze(start, end)
    return marks.prose()


ORG = Format(
    ids=("org",),
    read=org_prose,
    suffixes=(".org",),
    cuts=org_cuts,
    comment=r"\#",
    comment_written="# {}",
)
