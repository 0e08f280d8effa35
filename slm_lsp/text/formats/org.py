"""Org: headlines, paragraphs and items; drawers, source blocks and keywords are left alone."""

from __future__ import annotations

import re

from slm_lsp.text.formats.marks import Marks, cuts_outside
from slm_lsp.text.prose import Prose

_LINES = re.compile(
    r"""
      (?P<opaque>^[ \t]*\#\+begin_(?P<block>src|example|export|comment|latex|html)\b
        .*?^[ \t]*\#\+end_(?P=block)[^\n]*$)
    | (?P<drawer>^[ \t]*:(?!end:)[\w-]+:[ \t]*$.*?^[ \t]*:end:[ \t]*$)
    | (?P<quote>^[ \t]*\#\+begin_(?:quote|verse)[^\n]*$)
    | ^[ \t]*\#\+(?P<spoken>title|caption|subtitle|description):[ \t]*
    | (?P<keyword>^[ \t]*\#\+[^\n]*$|^[ \t]*\#(?:[ \t][^\n]*)?$)
    | (?P<headline>^\*+[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELED|CANCELLED)[ \t]+)?(?:\[\#[A-Z]\][ \t]+)?)
    | (?P<planning>^[ \t]*(?:CLOSED|DEADLINE|SCHEDULED|CLOCK):[^\n]*$)
    | (?P<item>^[ \t]*(?:[-+]|[ \t]\*|\d+[.)])[ \t]+(?:\[[ X-]\][ \t]+)?
        (?:[^\n]*?[ \t]::[ \t]+)?)
    | (?P<table>^[ \t]*\|[^\n]*$)
    | (?P<fixed>^[ \t]*:[ \t][^\n]*$)
    | (?P<latex>^[ \t]*\\begin\{(?P<env>\w+\*?)\}.*?\\end\{(?P=env)\})
    | (?P<footnote>^\[fn:[^\]\n]+\][ \t]*)
    """,
    re.X | re.M | re.S | re.I,
)
_INLINE = re.compile(
    r"""
      (?P<named>\[\[[^\]\n]+\]\[)(?P<label>[^\]]+)\]\]
    | (?P<link>\[\[[^\]\n]+\]\]|<\w+:[^>\n]+>)
    | (?P<code>(?<![\w=~])[=~](?=\S)[^=~\n]+(?<=\S)[=~](?!\w))
    | (?P<math>\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]|(?<![\w$])\$(?=\S)[^$\n]+?(?<=\S)\$(?![\w$]))
    | (?P<cite>\[cite[^\]\n]*\])
    | \[fn:[^\]:\n]*:(?P<inline>[^\]]+)\]
    | (?P<note>\[fn:[^\]\n]+\])
    | (?P<date>[<\[]\d{4}-\d\d-\d\d[^>\]\n]*[>\]])
    | (?P<target><<<?[^>\n]+>>>?|\{\{\{[^}\n]+\}\}\}|\\[A-Za-z]+(?:\{\})?)
    | (?P<mark>(?<![\w*/+_])[*/_+](?=[^\s*/_+])|(?<=[^\s*/_+])[*/_+](?![\w*/+_]))
    | (?P<tags>[ \t]+:[\w@:]+:[ \t]*$)
    """,
    re.X | re.M | re.S,
)


_SPANNING = re.compile(
    r"""
      ^[ \t]*\#\+begin_(?P<block>src|example|export|comment|latex|html)\b.*?^[ \t]*\#\+end_(?P=block)
    | ^[ \t]*:(?!end:)[\w-]+:[ \t]*$.*?^[ \t]*:end:[ \t]*$
    | ^[ \t]*\\begin\{(?P<env>\w+\*?)\}.*?\\end\{(?P=env)\}
    | \$\$.+?\$\$|\\\[.+?\\\]
    """,
    re.X | re.M | re.S | re.I,
)


def org_cuts(text: str) -> list[int]:
    """Where a block begins that nothing before it reaches into."""
    return cuts_outside(text, (match.span() for match in _SPANNING.finditer(text)))


def org_prose(text: str) -> list[Prose]:
    """The prose of an Org document."""
    marks = Marks(text)
    for match in _LINES.finditer(text):
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
