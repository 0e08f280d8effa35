"""Fountain: screenplays as plain text. Action and dialogue are prose; headings, names and notes are not.

The syntax is that of https://fountain.io/syntax, 1.1.
"""

from __future__ import annotations

import re

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks
from slm_lsp.text.prose import Prose
from slm_lsp.text.scan import Next

_TITLE = re.compile(r"[A-Z][A-Za-z ]{0,30}:")
# What begins a note, and what is struck out, with what ends it; both may run over lines.
_OPENS = re.compile(r"/\*|\[\[")
_CLOSES = {"/*": re.compile(r"\*/"), "[[": re.compile(r"\]\]")}
_SCENE = re.compile(r"(?:INT|EXT|EST|INT\./EXT|INT/EXT|I/E)[. ]|\.(?!\.)")
_MARK = re.compile(r"[!~>]|#+|=+")
_EMPHASIS = re.compile(r"(?<![\\*_])(?:\*{1,3}|_)(?=\S)|(?<=\S)(?:\*{1,3}|_)(?![\w*_])")


def fountain_prose(text: str) -> list[Prose]:
    """The prose of a screenplay: a block for each speech, and for each paragraph of action."""
    marks = Marks(text)
    begin = _title_page(text)
    marks.cut(0, begin)
    _leave_out(marks, begin)
    lines = text[begin:].split("\n")
    start, after_blank = begin, True
    for number, line in enumerate(lines):
        words, end = line.strip(), start + len(line)
        more = number + 1 < len(lines) and bool(lines[number + 1].strip())
        if _says_no_prose(words, after_blank, more):
            marks.cut(start, end)
        elif mark := _MARK.match(words):
            at = start + line.index(words) + mark.end()
            if mark[0][0] in "#=":
                marks.line(start, at, end, "heading")
            else:
                marks.drop(start, at)
        start, after_blank = end + 1, not words
    for match in _EMPHASIS.finditer(text, begin):
        marks.drop(*match.span())
    return marks.prose()


def _title_page(text: str) -> int:
    """Where the title page ends: keys with their values, each further line of which is indented."""
    at = 0
    while (at == 0 and _TITLE.match(text)) or (at and (_TITLE.match(text, at) or text[at : at + 1] in "\t ")):
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        at = end + 1
        if text[at : at + 1] == "":
            break
    return at


def _leave_out(marks: Marks, begin: int) -> None:
    """Drops notes and what is struck out; one that nothing ends is none."""
    closes = {opened: Next(pattern, marks.text) for opened, pattern in _CLOSES.items()}
    done = begin
    for opened in _OPENS.finditer(marks.text, begin):
        closed = closes[opened[0]].after(opened.end()) if opened.start() >= done else None
        if closed is not None:
            marks.drop(opened.start(), closed.end())
            done = closed.end()


def _says_no_prose(words: str, after_blank: bool, more: bool) -> bool:
    """Whether a line is a scene's heading, a transition, a page break, who speaks, or how."""
    if not words:
        return False
    if _SCENE.match(words) or (len(words) > 2 and not words.strip("=")):
        return True
    if words.startswith(">"):
        return not words.endswith("<")
    if words.startswith("(") and words.endswith(")"):
        return True
    name = words.partition("(")[0]
    loud = name.isupper() and words[0] not in "!~"
    return after_blank and ((loud and words.endswith("TO:")) or (more and (loud or words.startswith("@"))))


FOUNTAIN = Format(ids=("fountain",), read=fountain_prose, suffixes=(".fountain",), comment=r"\[\[|/\*")
