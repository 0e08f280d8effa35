"""Ghost text: `textDocument/inlineCompletion`, and completion items for clients without it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from importlib import import_module
from typing import TYPE_CHECKING

from slm_lsp.complete.cache_model import cache_model_of, within_reach
from slm_lsp.english.language_id import english
from slm_lsp.errors import SlmError
from slm_lsp.server import feedback
from slm_lsp.server.feedback import offer_name
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.offer import BESIDE, Offer, rest_of_line
from slm_lsp.server.open_document import OpenDocument
from slm_lsp.text.formats import prose_of

if TYPE_CHECKING:
    from slm_lsp.complete.suggestion import Suggestion
    from slm_lsp.complete.writer_model import WriterModel

# Code and links, whose words are not offered in prose.
_NOT_PROSE = re.compile(r"(?s)```.*?(?:```|\Z)|`[^`\n]*`|\]\([^)\n]*\)|https?://\S+")
# Characters of the document on either side of the cursor that are read for context.
CONTEXT = 4_000


async def suggestion_at(ls: SlmServer, opened: OpenDocument, offset: int) -> Suggestion | None:
    """What to offer at a place in a document; None outside prose or where there is no model.

    While the writer types what was offered, the rest of it stays. Of two requests for a document the
    older one stops. What would come after the offer is worked out while it is looked at.
    """
    text, offer = opened.document.text, opened.offer
    opened.near = offset
    ls.asked["ghost text"] += 1
    if offer is not None and offset >= offer.offset and (left := offer.left(text, offset)):
        # What stands there is the start of a word of the offer, or the word before it.
        from slm_lsp.complete.suggestion import Suggestion, half_word

        ls.asked["typed through"] += 1
        return Suggestion(left, half_word(text[max(0, offset - BESIDE) : offset]), 1.0)
    feedback.typed_over(ls, opened, offset)
    asking = _asked(ls, opened, text, offset)
    try:
        await asyncio.wait({asking})
    except asyncio.CancelledError:
        asking.cancel()
        raise
    if asking.cancelled():  # by a newer request
        return None
    found = asking.result()
    if opened.document.text is not text:  # it was edited meanwhile: the offer fits no more
        return None
    opened.offer = None
    if found:
        opened.offer = Offer.at(text, offset, found.insert, not ls.client_says_what_it_shows)
        taken, then = text[:offset] + found.insert + text[offset:], offset + len(found.insert)
        opened.ahead = taken, then, asyncio.create_task(_suggestion(ls, opened, taken, then))
    return found


def _asked(ls: SlmServer, opened: OpenDocument, text: str, offset: int) -> asyncio.Task[Suggestion | None]:
    """The task that answers a request; what else was worked out for the document stops, and what is worked
    out ahead for others: the writer is here."""
    if opened.asking is not None:
        opened.asking.cancel()
    for other in ls.documents.values():
        if other is not opened and other.ahead is not None:
            other.ahead[2].cancel()
            other.ahead = None
    if opened.ahead is not None:
        ahead, then, task = opened.ahead
        opened.ahead = None
        if (ahead, then) == (text, offset) and not task.cancelled():
            opened.asking = task
            ls.asked["worked out ahead"] += 1
            return task
        task.cancel()
    opened.asking = asyncio.create_task(_suggestion(ls, opened, text, offset))
    return opened.asking


async def _suggestion(ls: SlmServer, opened: OpenDocument, text: str, offset: int) -> Suggestion | None:
    """What to offer at a place in a text."""
    engine = ls.session.engine(opened.settings)
    if engine is None:
        ls.tell_once(ls.session.failure or "")
        return None
    context = context_before(opened.document.language_id, text, offset)
    if context is None or not await asyncio.to_thread(english, context.rpartition("\n")[2]):
        return None
    after = rest_of_line(text, offset)
    said = _NOT_PROSE.sub(" ", within_reach(text[:offset]))
    # These need numpy, whose import would hold up the server's start, and here the event loop.
    ghost = await asyncio.to_thread(import_module, "slm_lsp.complete.suggestion")
    habits = await asyncio.to_thread(_habits, ls, opened)
    learned = await asyncio.to_thread(lambda: habits and habits.version)
    try:
        digest = await asyncio.to_thread(lambda: engine.model.digest)  # of a large file it takes a second
        key = ("ghost", digest, engine.choice.name, context, after, said, learned)
        known: tuple[Suggestion | None] | None = ls.session.cache.get(*key)
        if known is None:
            recency = await asyncio.to_thread(cache_model_of, said)
            try:
                known = (await ghost.suggest(engine, context, after, recency, habits),)
            except sqlite3.Error:  # another window holds the memory's file
                known = (await ghost.suggest(engine, context, after, recency, None),)
            ls.session.cache.put(known, *key)
    except SlmError as error:
        ls.tell_once(str(error))
        return None
    found = known[0]
    name = offer_name(context, found.insert) if found and opened.settings.memory else None
    if name is not None and await asyncio.to_thread(_turned_down, ls, name):
        return None
    return found


def _habits(ls: SlmServer, opened: OpenDocument) -> WriterModel | None:
    try:
        return ls.session.habits(opened.settings)
    except (sqlite3.Error, OSError):  # another window holds the memory's file
        return None


def _turned_down(ls: SlmServer, offer: str) -> bool:
    return ls.session.feedback.turned_down(offer)


def context_before(language_id: str, text: str, offset: int) -> str | None:
    """The prose before the cursor, markup left out; None where the cursor is not in prose.

    Only the text around the cursor is read, from a paragraph's start.
    """
    start = max(0, offset - CONTEXT)
    if start:
        start = text.find("\n\n", start, offset) + 2 or start
    window = text[start : offset + CONTEXT]
    at = offset - start
    before: list[str] = []
    for prose in prose_of(language_id, window):
        a, b = prose.span
        if b < at and window[b:at].strip(" \t"):
            before.append(prose.text)
            continue
        if a > at:
            break
        place = prose.prose_offset(at)
        inside = prose.text if place is None else prose.text[:place]
        if place is not None and any(x < place <= y for x, y in prose.frozen):
            return None
        trailing = window[b:at] if place is None or at > b else ""
        return "\n".join([*before[-3:], inside + trailing])
    return None


async def learn_accepted(ls: SlmServer, uri: str, offset: int, insert: str) -> None:
    """Learns what the writer took of an offer at an offset."""
    opened = ls.documents.get(uri)
    if opened is None or not opened.settings.memory:
        return
    before = opened.document.text[max(0, offset - 200) : offset]
    habits = await asyncio.to_thread(_habits, ls, opened)
    if habits is not None:
        with contextlib.suppress(sqlite3.Error, OSError):  # what is taken often is taken again
            await asyncio.to_thread(habits.accepted, before, insert)
