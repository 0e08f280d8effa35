"""Feedback: what the writer took of what was offered, seen in their edits, and what they turned down.

A fix or a rewrite that a client applies looks like any other edit: it is known by what it leaves.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from typing import TYPE_CHECKING

from slm_lsp.complete.joined import joined
from slm_lsp.memory.feedback import OFFER, RULE, WAY
from slm_lsp.server.language_server import SlmServer
from slm_lsp.text.edits import Edit, apply_edits

if TYPE_CHECKING:
    from slm_lsp.server.open_document import OpenDocument
    from slm_lsp.server.snapshot import Snapshot

# Findings whose flagged words start this far before a change are looked at.
NEAR = 200
_LAST_WORD = re.compile(r"(?<![\w'’-])(?=['’-]*\w)([\w'’-]+)(?![\w'’-])\W*$")
_A_WORD_TYPED = re.compile(r"\s*(?=['’-]*\w)[\w'’-]+[^\w'’-]")


def fix_taken(opened: OpenDocument, start: int, end: int, text: str) -> str | None:
    """The rule whose fix an edit of the document makes, of those that the writer was shown."""
    if opened.shown_in is not opened.document:
        return None
    if start == end == opened.typing_at:
        return None  # the writer types on
    source = opened.document.text
    for one in opened.shown.since(start - NEAR):
        if one.span[0] > end:
            break
        for edit in one.edits:
            low, high = min(start, edit.start), max(end, edit.end)
            old = source[low:high]
            changed = old[: start - low] + text + old[end - low :]
            if changed == edit.shifted(-low).apply(old):
                return one.finding.code
    return None


def offer_name(before: str, insert: str) -> str | None:
    """What an offer is remembered by: the word before it and the word it offers; None where there is none."""
    before, insert = joined(before, insert)
    offered = re.search(r"[\w'’-]+", insert)
    last = _LAST_WORD.search(before[-100:])
    return f"{last[1].lower() if last else ''} {offered[0].lower()}" if offered else None


def took(ls: SlmServer, opened: OpenDocument, kind: str, name: str) -> None:
    _note(ls, opened, kind, name, took=True)


def left(ls: SlmServer, opened: OpenDocument, kind: str, name: str) -> None:
    _note(ls, opened, kind, name, took=False)


def _note(ls: SlmServer, opened: OpenDocument, kind: str, name: str, *, took: bool) -> None:
    if not opened.settings.memory:
        return

    def note() -> None:
        feedback = ls.session.feedback
        judge = feedback.took if took else feedback.left
        with contextlib.suppress(sqlite3.Error, OSError):  # it is seen again
            judge(kind, name)

    ls.in_background(asyncio.to_thread(note))


def changed(ls: SlmServer, opened: OpenDocument, start: int, end: int, text: str) -> None:
    """Before an edit is made: whether it is a fix."""
    if code := fix_taken(opened, start, end, text):
        took(ls, opened, RULE, code)


def rewrite_shown(ls: SlmServer, snapshot: Snapshot, style: str, edits: list[Edit]) -> None:
    """A rewrite was sent to the client: a later edit that leaves the same text makes it."""
    opened = ls.documents.get(snapshot.document.uri)
    if opened is not None:
        opened.rewriting = style, apply_edits(snapshot.document.text, edits)


def settled(ls: SlmServer, opened: OpenDocument) -> None:
    """After all of a client's edits: whether the text is what a rewrite would have left."""
    if opened.rewriting is not None:
        way, expected = opened.rewriting
        opened.rewriting = None
        if opened.document.text == expected:
            took(ls, opened, WAY, way)


def typed_over(ls: SlmServer, opened: OpenDocument, offset: int) -> None:
    """Where the writer asks again: whether they typed another word than the last offer's."""
    offer, text = opened.offer, opened.document.text
    if offer is None or not offer.shown or not offer.stands_in(text):
        return
    typed = text[offer.offset : offset]
    if _A_WORD_TYPED.match(typed) and not offer.insert.startswith(typed):
        opened.offer = None
        if name := offer_name(offer.before, offer.insert):
            left(ls, opened, OFFER, name)
