"""Ghost text: `textDocument/inlineCompletion`, and completion items for clients without it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from slm_lsp.complete.cache_model import recency_of, within_reach
from slm_lsp.english.language_id import english
from slm_lsp.errors import SlmError
from slm_lsp.memory.feedback import OFFER
from slm_lsp.server.feedback import offer_name
from slm_lsp.server.open_document import Open
from slm_lsp.text.formats import prose_of

if TYPE_CHECKING:
    from slm_lsp.complete.suggestion import Suggestion
    from slm_lsp.complete.writer_model import Habits
    from slm_lsp.server.app import SlmServer

# Code and links, whose words are not offered in prose.
_NOT_PROSE = re.compile(r"(?s)```.*?(?:```|\Z)|`[^`\n]*`|\]\([^)\n]*\)|https?://\S+")
# Run by the client when it has put an offer in.
ACCEPTED = "slm-lsp.ghostTextAccepted"
# Run by the client when the writer waves an offer away.
REJECTED = "slm-lsp.ghostTextRejected"
# Pauses ghost text in all documents until it is run again.
PAUSE = "slm-lsp.pauseGhostText"
# Characters of the document on either side of the cursor that are read for context.
CONTEXT = 4_000
# Characters before an offer by which its place is known again.
BESIDE = 60


@dataclass(frozen=True)
class Offer:
    """What was offered last in a document: at an offset, between these words and those."""

    offset: int
    insert: str
    before: str
    after: str
    shown: bool = True

    @classmethod
    def at(cls, text: str, offset: int, insert: str, shown: bool) -> Offer:
        before = text[max(0, offset - BESIDE) : offset]
        return cls(offset, insert, before, _rest_of_line(text, offset), shown)

    def stands_in(self, text: str) -> bool:
        """Whether what stood before it still does."""
        return text[max(0, self.offset - BESIDE) : self.offset] == self.before

    def left(self, text: str, offset: int) -> str:
        """What of it is left to offer where the writer has typed its beginning since; "" elsewhere."""
        typed = text[self.offset : offset]
        if (
            not self.stands_in(text)
            or not self.insert.startswith(typed)
            or _rest_of_line(text, offset) != self.after
        ):
            return ""
        return self.insert[len(typed) :] if self.insert[len(typed) :].strip() else ""


async def suggestion_at(server: SlmServer, opened: Open, offset: int) -> Suggestion | None:
    """What to offer at a place in a document; None outside prose or where there is no model.

    While the writer types what was offered, the rest of it stays. Of two requests for a document the
    older one stops. What would come after the offer is worked out while it is looked at.
    """
    text, offer = opened.document.text, opened.offer
    opened.near = offset
    server.asked["ghost text"] += 1
    if offer is not None and offset >= offer.offset and (left := offer.left(text, offset)):
        # What stands there is the start of a word of the offer, or the word before it.
        from slm_lsp.complete.suggestion import Suggestion, half_word

        server.asked["typed through"] += 1
        return Suggestion(left, half_word(text[max(0, offset - BESIDE) : offset]), 1.0)
    server.judging.typed_over(opened, offset)
    asking = _asked(server, opened, text, offset)
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
        opened.offer = Offer.at(text, offset, found.insert, not server.client_says_what_it_shows)
        taken, then = text[:offset] + found.insert + text[offset:], offset + len(found.insert)
        opened.ahead = taken, then, asyncio.create_task(_suggestion(server, opened, taken, then))
    return found


def _asked(server: SlmServer, opened: Open, text: str, offset: int) -> asyncio.Task[Suggestion | None]:
    """The task that answers a request; what else was worked out for the document stops, and what is worked
    out ahead for others: the writer is here."""
    if opened.asking is not None:
        opened.asking.cancel()
    for other in server.documents.values():
        if other is not opened and other.ahead is not None:
            other.ahead[2].cancel()
            other.ahead = None
    if opened.ahead is not None:
        ahead, then, task = opened.ahead
        opened.ahead = None
        if (ahead, then) == (text, offset) and not task.cancelled():
            opened.asking = task
            server.asked["worked out ahead"] += 1
            return task
        task.cancel()
    opened.asking = asyncio.create_task(_suggestion(server, opened, text, offset))
    return opened.asking


async def _suggestion(server: SlmServer, opened: Open, text: str, offset: int) -> Suggestion | None:
    """What to offer at a place in a text."""
    engine = server.session.engine(opened.settings)
    if engine is None:
        server.tell_once(server.session.trouble or "")
        return None
    context = context_before(opened.document.language_id, text, offset)
    if context is None or not await asyncio.to_thread(english, context.rpartition("\n")[2]):
        return None
    after = _rest_of_line(text, offset)
    said = _NOT_PROSE.sub(" ", within_reach(text[:offset]))
    # These need numpy, whose import would hold up the server's start, and here the event loop.
    ghost = await asyncio.to_thread(import_module, "slm_lsp.complete.suggestion")
    habits = await asyncio.to_thread(_habits, server, opened)
    learned = await asyncio.to_thread(lambda: habits and habits.version)
    try:
        digest = await asyncio.to_thread(lambda: engine.model.digest)  # of a large file it takes a second
        key = ("ghost", digest, engine.choice.name, context, after, said, learned)
        known: tuple[Suggestion | None] | None = server.session.cache.get(*key)
        if known is None:
            recency = await asyncio.to_thread(recency_of, said)
            try:
                known = (await ghost.suggest(engine, context, after, recency, habits),)
            except sqlite3.Error:  # another window holds the memory's file
                known = (await ghost.suggest(engine, context, after, recency, None),)
            server.session.cache.put(known, *key)
    except SlmError as error:
        server.tell_once(str(error))
        return None
    found = known[0]
    name = offer_name(context, found.insert) if found and opened.settings.memory else None
    if name is not None and await asyncio.to_thread(_turned_down, server, name):
        return None
    return found


def _habits(server: SlmServer, opened: Open) -> Habits | None:
    try:
        return server.session.habits(opened.settings)
    except (sqlite3.Error, OSError):  # another window holds the memory's file
        return None


def _turned_down(server: SlmServer, offer: str) -> bool:
    return server.session.judgements.turned_down(offer)


def _offered(item: Any) -> tuple[str, int, str]:
    """(document, offset, text) of an item that was sent to a client; of another nothing."""
    arguments = getattr(getattr(item, "command", None), "arguments", None) or ["", 0, ""]
    return str(arguments[0]), int(arguments[1]), str(arguments[2])


def _rest_of_line(text: str, offset: int) -> str:
    end = next((i for i in range(offset, len(text)) if text[i] in "\r\n"), len(text))
    return text[offset:end]


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


def register(server: SlmServer) -> None:
    def _wanted(opened: Open) -> bool:
        return not server.ghost_text_paused and opened.settings.ghost_text(opened.document.language_id)

    @server.command(PAUSE)
    def pause() -> bool:
        """Pauses ghost text, or goes on with it; whether it is paused now."""
        server.ghost_text_paused = not server.ghost_text_paused
        return server.ghost_text_paused

    @server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION, types.InlineCompletionOptions())
    async def inline_completion(params: types.InlineCompletionParams) -> types.InlineCompletionList:
        empty = types.InlineCompletionList([])
        opened = server.documents.get(params.text_document.uri)
        snapshot = server.snapshot(params.text_document.uri)
        if opened is None or snapshot is None or not _wanted(opened):
            return empty
        offset = snapshot.offset(params.position)
        suggestion = await suggestion_at(server, opened, offset)
        if suggestion is None or not server.is_newest(snapshot):
            return empty
        here = snapshot.range(offset, offset)
        accepted = None
        if opened.settings.memory:
            arguments = [params.text_document.uri, offset, suggestion.insert]
            accepted = types.Command("", ACCEPTED, arguments=arguments)
        item = types.InlineCompletionItem(suggestion.insert, range=here, command=accepted)
        return types.InlineCompletionList([item])

    @server.command(ACCEPTED)
    async def accepted(uri: str, offset: int, insert: str) -> None:
        """The writer took what was offered at an offset."""
        await learn(uri, offset, insert)

    @server.command(REJECTED)
    def rejected(uri: str, offset: int, insert: str) -> None:
        """The writer waved away what was offered at an offset."""
        opened = server.documents.get(uri)
        if opened is None:
            return
        opened.offer = None
        if name := offer_name(opened.document.text[max(0, offset - BESIDE) : offset], insert):
            server.judging.left(opened, OFFER, name)

    # What clients say of inline completions beyond the protocol, with the item as it was sent to them.

    @server.feature("textDocument/didShowCompletion")
    def shown(params: Any) -> None:
        server.client_says_what_it_shows = True
        uri, offset, insert = _offered(params.item)
        offer = opened.offer if (opened := server.documents.get(uri)) else None
        if opened and offer and (offer.offset, offer.insert) == (offset, insert):
            opened.offer = replace(offer, shown=True)

    @server.feature("textDocument/didPartiallyAcceptCompletion")
    async def partially_accepted(params: Any) -> None:
        uri, offset, insert = _offered(params.item)
        await learn(uri, offset, insert[: int(params.acceptedLength)])

    async def learn(uri: str, offset: int, insert: str) -> None:
        opened = server.documents.get(uri)
        if opened is None or not opened.settings.memory:
            return
        before = opened.document.text[max(0, offset - 200) : offset]
        habits = await asyncio.to_thread(_habits, server, opened)
        if habits is not None:
            with contextlib.suppress(sqlite3.Error, OSError):  # what is taken often is taken again
                await asyncio.to_thread(habits.accepted, before, insert)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions([" "], resolve_provider=True))
    async def completion(params: types.CompletionParams) -> types.CompletionList:
        empty = types.CompletionList(is_incomplete=True, items=[])
        opened = server.documents.get(params.text_document.uri)
        snapshot = server.snapshot(params.text_document.uri)
        if opened is None or snapshot is None:
            return empty
        if not snapshot.settings.completions or server.ghost_text_paused:
            return empty
        by_itself = params.context is not None and (
            params.context.trigger_kind is not types.CompletionTriggerKind.Invoked
        )
        if server.client.inline_completion and by_itself:
            return empty  # it is shown as ghost text already
        offset = snapshot.offset(params.position)
        suggestion = await suggestion_at(server, opened, offset)
        if suggestion is None or not server.is_newest(snapshot):
            return empty
        start = offset - len(suggestion.word)
        text = suggestion.word + suggestion.insert
        return types.CompletionList(
            is_incomplete=True,
            items=[
                types.CompletionItem(
                    label=text.strip(),
                    kind=types.CompletionItemKind.Text,
                    detail="slm-lsp",
                    filter_text=text.strip() if suggestion.word else suggestion.insert,
                    text_edit=types.TextEdit(snapshot.range(start, offset), text),
                    data={
                        "uri": snapshot.document.uri,
                        "version": snapshot.document.version,
                        "offset": start,
                        "text": text,
                    },
                )
            ],
        )

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolve(item: types.CompletionItem) -> types.CompletionItem:
        """The line as it would read, for who looks at an item before taking it."""
        data = item.data if isinstance(item.data, dict) else {}
        opened = server.documents.get(str(data.get("uri")))
        if opened is not None and opened.document.version == data.get("version"):
            text, offset = opened.document.text, int(data["offset"])
            line = max(text.rfind(mark, 0, offset) for mark in "\r\n") + 1
            item.documentation = (text[line:offset] + str(data["text"])).strip()
        return item
