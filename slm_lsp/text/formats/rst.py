"""reStructuredText: paragraphs, headings, items and the text of admonitions."""

from __future__ import annotations

import re

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks, cuts_outside
from slm_lsp.text.prose import Prose
from slm_lsp.text.scan import Next

# Directives whose content is prose.
_SPOKEN = {
    "note", "warning", "tip", "important", "caution", "danger", "error", "hint", "attention", "admonition",
    "seealso", "versionadded", "versionchanged", "deprecated", "topic", "sidebar", "epigraph", "pull-quote",
    "rubric", "figure", "image", "container", "todo",
}  # fmt: skip
_LINES = re.compile(
    r"""
      (?P<under>^(?P<char>[=\-~^"'`\#*+.:_<>])(?P=char){2,}[ \t]*$)
    | ^(?P<indent>[ \t]*)\.\.[ \t]+(?P<directive>[\w:+.-]+)::[ \t]*(?P<title>[^\n]*)$
    | ^(?P<cindent>[ \t]*)\.\.(?P<note>[ \t]+\[[^\]\n]+\][ \t]+)
    | ^(?P<eindent>[ \t]*)\.\.(?:[ \t][^\n]*)?$
    | (?P<field>^[ \t]*:[^:\n`]+:(?=\s)(?:[^\n]*))
    | (?P<item>^[ \t]*(?:[-*+•]|\#\.|\d+[.)]|\([a-z\d]+\))[ \t]+)
    | (?P<table>^[ \t]*(?:\+[-=+]{3,}|={2,}(?:[ \t]+={2,})+)[ \t]*$)
    | (?P<row>^[ \t]*\|)
    | (?P<doctest>^[ \t]*>>>[^\n]*(?:\n[ \t]*\S[^\n]*)*)
    """,
    re.X | re.M,
)
_INLINE = re.compile(
    r"""
      (?P<literal>``.+?``)
    | (?P<role>:[\w:+.-]{1,64}:`[^`]+`|`[^`]+`:[\w:+.-]{1,64}:)
    | `(?P<linked>[^`<]*[^`< \t\n])[ \t\n]*<[^`>]+>`__?
    | (?P<phrase>`[^`]+`__?)
    | (?P<interpreted>`[^`]+`)
    | (?P<foot>[ ]?\[(?:\#?[\w.-]*|\*)\]_)
    | (?P<subst>\|[^|\s][^|\n]*\|_{0,2})
    | (?P<strong>\*\*|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*]))
    | (?P<target>\b\w+__?(?!\w))
    | (?P<escape>\\.)
    """,
    re.X | re.S,
)
# A simple table: it ends with the rule that a blank line follows.
_TABLE_BEGINS = re.compile(r"^[ \t]*={2,}(?:[ \t]+={2,})+[ \t]*$", re.M)
_TABLE_ENDS = re.compile(r"^[ \t]*={2,}(?:[ \t]+={2,})*[ \t]*$(?=\n[ \t]*(?:\n|\Z)|\n?\Z)", re.M)
_TITLED = re.compile(r"(?<!\s)\s*<[^<>`]+>`")


def _block_end(text: str, at: int, indent: int) -> int:
    """Where the lines indented deeper than `indent` end, from the line after `at`."""
    end = at
    for line in re.compile(r"\n([ \t]*)(\S?)[^\n]*").finditer(text, at):
        if line.start() != end or (line[2] and len(line[1]) <= indent):
            break
        end = line.end()
    return end


def rst_cuts(text: str) -> list[int]:
    """Where a block begins that nothing before it reaches into: all but tables is told by indents."""
    ends = Next(_TABLE_ENDS, text)
    rules = _TABLE_BEGINS.finditer(text)
    return cuts_outside(text, ((rule.start(), end) for rule in rules if (end := _table_end(rule, ends))))


def _table_end(rule: re.Match[str], ends: Next) -> int | None:
    """Where the table ends that a rule begins; None where it does not."""
    end = ends.after(rule.end())
    return end.end() if end else None


def rst_prose(text: str) -> list[Prose]:
    """The prose of a reStructuredText document."""
    marks = Marks(text)
    opaque: list[tuple[int, int]] = []
    ends = Next(_TABLE_ENDS, text)
    for match in _LINES.finditer(text):
        start, end = match.span()
        if opaque and start < opaque[-1][1]:
            continue
        if match["under"]:
            line = text.rfind("\n", 0, max(0, start - 1)) + 1
            if text[line : max(0, start - 1)].strip():
                marks.cut(line, line, "heading")
            marks.cut(start, end, "heading" if not text[line : max(0, start - 1)].strip() else "paragraph")
        elif match["directive"] is not None:
            if match["directive"] in _SPOKEN:
                body = start + match[0].rfind("::") + 2
                marks.cut(start, end if match["directive"] in ("figure", "image") else body)
                continue
            stop = _block_end(text, end, len(match["indent"]))
            opaque.append((start, stop))
        elif match["note"] is not None:
            marks.cut(start, end)
        elif match["eindent"] is not None:
            opaque.append((start, _block_end(text, end, len(match["eindent"]))))
        elif match["item"]:
            marks.cut(start, end, "item")
        elif match["row"]:
            stop = text.find("\n", start)
            opaque.append((start, len(text) if stop < 0 else stop))
        elif match["table"] and not match["table"].lstrip().startswith("+"):
            table = _TABLE_BEGINS.match(text, start)
            table_end = _table_end(table, ends) if table else None
            opaque.append((start, table_end or end))
        else:
            opaque.append((start, end))
    for match in re.finditer(r"::[ \t]*(?=\n[ \t]*\n)", text):
        line = text.rfind("\n", 0, match.start()) + 1
        if text[line : match.start()].lstrip().startswith(".."):
            continue
        indent = len(text[line : match.start()]) - len(text[line : match.start()].lstrip())
        stop = _block_end(text, match.end(), indent)
        marks.drop(match.start() + 1, match.end())
        opaque.append((match.end(), stop))
    for start, stop in opaque:
        marks.cut(start, stop)
    for match in _INLINE.finditer(text):
        start, end = match.span()
        if match["linked"]:
            marks.wrap(start, match.start("linked"), match.end("linked"), end)
        elif match["phrase"]:
            marks.wrap(start, start + 1, end - 1 - len(match[0]) + len(match[0].rstrip("_")), end)
        elif match["literal"] or match["interpreted"] or match["role"]:
            inner = start + match[0].index("`") + (2 if match["literal"] else 1)
            titled = _TITLED.search(match[0])
            if match["role"] and titled:
                marks.code(start, inner, start + titled.start(), end)
                continue
            marks.code(start, inner, start + match[0].rindex("`") - (1 if match["literal"] else 0), end)
        elif match["strong"] or match["foot"]:
            marks.drop(start, end)
        else:
            marks.freeze(start, end)
    return marks.prose()


RST = Format(
    ids=("restructuredtext", "rst"),
    read=rst_prose,
    suffixes=(".rst", ".rest"),
    cuts=rst_cuts,
    comment=r"\.\.",
    comment_written=".. {}",
)
