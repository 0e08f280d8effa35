"""Commit messages of git and jj: a subject, paragraphs; comments, trailers and the diff are not prose."""

from __future__ import annotations

import re

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks
from slm_lsp.text.prose import Prose

_SCISSORS = re.compile(r"^# -+ >8 -+[^\n]*$|^diff --git ", re.M)
_LINES = re.compile(
    r"""
      (?P<comment>^(?:\#|JJ:)[^\n]*$)
    | (?P<trailer>^[A-Z][A-Za-z]*(?:-[A-Za-z]+)*:[ \t]
        (?=[^\n]*(?:<[^<>\n]+@|\#\d|https?:)|[^\n]*$(?![^\n]*\s\w+\s\w+))[^\n]*$)
    | (?P<item>^[ \t]*(?:[-*+]|\d+[.)])[ \t]+)
    | (?P<code>^(?:[ ]{4,}|\t)[^\n]*$)
    | (?P<quoted>^>[^\n]*$)
    """,
    re.X | re.M,
)
_PREFIX = re.compile(
    r"(?:[a-z]+(?:\([^)\n]*\))?!?|[\w./-]+(?:,[\w./-]+)*):[ \t]+|(?:fixup|squash|amend)!\s+"
    r"|\[[^\]\n]+\]\s*"
)
_SUBJECT = re.compile(r"\A(?:[ \t]*(?:(?:#|JJ:)[^\n]*)?\n)*(?!#|JJ:)([^\n]+)")
_CODE = re.compile(r"`[^`\n]+`|\b[0-9a-f]{7,40}\b")


def commit_prose(text: str) -> list[Prose]:
    """The prose of a commit message. The subject is a heading: it needs no full stop."""
    marks = Marks(text)
    if cut := _SCISSORS.search(text):
        marks.cut(cut.start(), len(text))
    if subject := _SUBJECT.match(text):
        start, end = subject.span(1)
        prefix = _PREFIX.match(text, start, end)
        marks.line(start, prefix.end() if prefix else start, end, "heading")
    for match in _LINES.finditer(text):
        marks.cut(match.start(), match.end(), "item" if match["item"] else "paragraph")
    for match in _CODE.finditer(text):
        start, end = match.span()
        quoted = match[0].startswith("`")
        marks.code(start, start + quoted, end - quoted, end)
    return marks.prose()


GIT_COMMIT = Format(
    ids=("gitcommit", "git-commit"),
    read=commit_prose,
    names=("COMMIT_EDITMSG", "MERGE_MSG", "TAG_EDITMSG"),
    comment=r"\#",
)
JJ_COMMIT = Format(ids=("jj-commit", "jj", "jjdescription"), read=commit_prose, suffixes=(".jjdescription",))
