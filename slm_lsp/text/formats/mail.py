"""E-mail: what the writer wrote; headers but the subject, quoted text and the signature are left alone."""

from __future__ import annotations

import re

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks
from slm_lsp.text.prose import Prose

_HEADERS = re.compile(r"\A(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+")
_SUBJECT = re.compile(r"^Subject:[ \t]*(?:(?:Re|Fwd?|AW|WG)(?:\[\d+\])?:[ \t]*)*", re.M | re.I)
_SIGNATURE = re.compile(r"^-- {0,2}$.*", re.M | re.S)
_FORWARDED = re.compile(r"^-{2,} ?(?:Original|Forwarded) Message ?-{2,}.*", re.M | re.S | re.I)
_LINES = re.compile(
    r"""
      (?P<quoted>^[ \t]*(?:[\w]{0,3}>|\|[ ])[^\n]*$)
    | (?P<attribution>^(?:On|Am|Le|El)\b[^\n]*(?:\n[^\n>]+)?\b(?:wrote|schrieb|écrit|escribió)[^\n]*:[ \t]*$)
    | (?P<item>^[ \t]*(?:[-*+•]|\d+[.)])[ \t]+)
    """,
    re.X | re.M,
)


def mail_prose(text: str) -> list[Prose]:
    """The prose of a message as it is written in an editor."""
    marks = Marks(text)
    if headers := _HEADERS.match(text):
        subject = _SUBJECT.search(text, 0, headers.end())
        if subject:
            end = text.find("\n", subject.end())
            marks.cut(0, subject.end(), "heading")
            marks.cut(end, headers.end())
        else:
            marks.cut(0, headers.end())
    for pattern in (_SIGNATURE, _FORWARDED):
        if match := pattern.search(text):
            marks.cut(match.start(), len(text))
    for match in _LINES.finditer(text):
        marks.cut(match.start(), match.end(), "item" if match["item"] else "paragraph")
    return marks.prose()


MAIL = Format(ids=("mail", "email"), read=mail_prose, suffixes=(".eml",))
