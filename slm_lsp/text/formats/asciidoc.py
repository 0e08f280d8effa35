"""AsciiDoc: paragraphs, titles, items, and the text of admonitions and quotations."""

from __future__ import annotations

import re
from bisect import bisect_right

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks, closing, cuts_outside, outside
from slm_lsp.text.prose import Prose

_FENCE = re.compile(r"^(-{4,}|\.{4,}|/{4,}|\+{4,}|`{3,}|\|===)([^\n]*)$", re.M)
_LINES = re.compile(
    r"""
      (?P<comment>^//(?!/)[^\n]*$)
    | (?P<delimiter>^(?:={4,}|\*{4,}|_{4,}|--)[ \t]*$)
    | (?P<title>^(?:={1,6}|\#{1,6})[ \t]+)
    | (?P<caption>^\.(?=[A-Za-z]))
    | (?P<attribute>^:!?[\w-]+!?:[^\n]*$)
    | (?P<block>^\[[^\]\n]*\][ \t]*$)
    | (?P<macro>^(?:include|image|video|audio|toc|ifdef|ifndef|endif)::[^\n]*$)
    | (?P<item>^[ \t]*(?:[*\-]{1,5}|\.{1,5}|\d+\.|<\d+>)[ \t]+(?:\[[ x*]\][ \t]+)?)
    | (?P<labelled>^[^\n:]+?::+(?:[ \t]+|$))
    | (?P<admonition>^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+)
    | (?P<plus>^\+[ \t]*$)
    """,
    re.X | re.M,
)
_INLINE = re.compile(
    r"""
      (?P<code>`\+?[^`\n]+\+?`|\+\+?[^+\n]+\+\+?|\{[\w-]+\})
    | (?P<note>footnote:[\w-]*\[)
    | (?P<link>(?:link:|xref:|mailto:)[^\s\[]{1,500}\[|https?://[^\s\[]{1,500}\[|<<[^<,>\n]+,)
    | (?P<reference><<[^<>\n]+>>
        |\b(?:kbd|btn|menu|stem|latexmath|asciimath|icon|image|pass):[^\s\[]{0,500}\[[^\]\n]{0,500}\])
    | (?P<anchor>\[\[[^\[\]\n]+\]\]|\(\(\([^()\n]+\)\)\)|anchor:[^\[\s]{1,200}\[\])
    | (?P<role>\[\.?[\w.#%-]+\](?=[#*_]))
    | (?P<mark>(?<!\w)[*_\#]{1,2}(?=\S)|(?<=\S)[*_\#]{1,2}(?!\w)|>>)
    | (?P<break>[ ]\+$)
    """,
    re.X | re.M,
)


def asciidoc_cuts(text: str) -> list[int]:
    """Where a block begins that nothing before it reaches into."""
    return cuts_outside(text, _fenced(text))


def _fenced(text: str) -> list[tuple[int, int]]:
    """The blocks between two fences of the same kind and length."""
    lines = [(match.start(), match.end(), match[1], match[2]) for match in _FENCE.finditer(text)]
    ends: dict[str, list[int]] = {}
    for _, end, fence, rest in lines:
        if not rest.strip(" \t"):
            ends.setdefault(fence, []).append(end)
    found: list[tuple[int, int]] = []
    done = 0
    for start, end, fence, _ in lines:
        closers = ends.get(fence, [])
        after = bisect_right(closers, end)
        if start >= done and after < len(closers):
            done = closers[after]
            found.append((start, done))
    return found


def asciidoc_prose(text: str) -> list[Prose]:
    """The prose of an AsciiDoc document."""
    marks = Marks(text)
    opaque_to = 0
    literal_next = False
    fenced = _fenced(text)
    for start, end in fenced:
        marks.cut(start, end)
    for match in outside(_LINES, text, fenced):
        start, end = match.span()
        if start < opaque_to:
            continue
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        if match["title"] or match["caption"]:
            marks.line(start, end, line_end, "heading")
        elif match["item"]:
            marks.cut(start, end, "item")
        elif match["labelled"]:
            label = start + len(match[0].rstrip().rstrip(":"))
            marks.cut(start, start, "heading")
            marks.cut(label, end, "item")
        else:
            marks.cut(start, end)
            # A paragraph that its attribute makes a listing.
            if match["block"] and re.match(r"\[(?:source|listing|literal|stem|latexmath|verse)", match[0]):
                literal_next = True
        if literal_next and not match["block"]:
            literal_next = False
        elif literal_next:
            following = re.compile(r"\n(?![-.]{4,})[^\n]+(?:\n[^\n]+)*").match(text, end)
            if following and "verse" not in match[0]:
                marks.cut(end, following.end())
                opaque_to = following.end()
            literal_next = False
    for match in re.finditer(r"(?:\A|\n[ \t]*\n)[ \t]+(?![*\-.\d \n])[^\n]+(?:\n[ \t]+[^\n]+)*", text):
        marks.cut(match.start(), match.end())  # an indented paragraph is literal
    for match in _INLINE.finditer(text):
        start, end = match.span()
        if match["note"]:
            close = closing(text, end - 1, "[]", 5_000)
            marks.drop(start, end)
            marks.drop(max(end, close - 1), close)
            marks.apart(end, max(end, close - 1))
        elif match["link"]:
            marks.drop(start, end)
            if match[0].endswith("["):
                close = closing(text, end - 1, "[]", 2_000)
                if close == end + 1 and text[end : end + 1] == "]":
                    marks.freeze(start, close)
                else:
                    marks.drop(max(end, close - 1), close)
        elif match["code"]:
            inner = start + len(match[0]) - len(match[0].lstrip("`+"))
            marks.code(start, inner, start + len(match[0].rstrip("`+")), end)
        elif match["reference"]:
            marks.freeze(start, end)
        else:
            marks.drop(start, end)
    return marks.prose()


ASCIIDOC = Format(
    ids=("asciidoc", "asciidoctor"),
    read=asciidoc_prose,
    suffixes=(".adoc", ".asciidoc"),
    cuts=asciidoc_cuts,
    comment="//",
    comment_written="// {}",
)
