"""Inline completion: ghost text, and what clients say of it beyond the protocol."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lsprotocol import types

from slm_lsp.server import command_names
from slm_lsp.server.ghost_text import learn_accepted, suggestion_at
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.open_document import OpenDocument


async def inline_completion(
    ls: SlmServer, params: types.InlineCompletionParams
) -> types.InlineCompletionList:
    empty = types.InlineCompletionList([])
    opened = ls.documents.get(params.text_document.uri)
    snapshot = ls.snapshot(params.text_document.uri)
    if opened is None or snapshot is None or not _wanted(ls, opened):
        return empty
    offset = snapshot.offset(params.position)
    suggestion = await suggestion_at(ls, opened, offset)
    if suggestion is None or not ls.is_newest(snapshot):
        return empty
    here = snapshot.range(offset, offset)
    accepted = None
    if opened.settings.memory:
        arguments = [params.text_document.uri, offset, suggestion.insert]
        accepted = types.Command("", command_names.GHOST_TEXT_ACCEPTED, arguments=arguments)
    item = types.InlineCompletionItem(suggestion.insert, range=here, command=accepted)
    return types.InlineCompletionList([item])


# The parameters hold the item as it was sent.


def shown(ls: SlmServer, params: Any) -> None:
    ls.client_says_what_it_shows = True
    uri, offset, insert = _offered(params.item)
    offer = opened.offer if (opened := ls.documents.get(uri)) else None
    if opened and offer and (offer.offset, offer.insert) == (offset, insert):
        opened.offer = replace(offer, shown=True)


async def partially_accepted(ls: SlmServer, params: Any) -> None:
    uri, offset, insert = _offered(params.item)
    await learn_accepted(ls, uri, offset, insert[: int(params.acceptedLength)])


def _wanted(ls: SlmServer, opened: OpenDocument) -> bool:
    return not ls.ghost_text_paused and opened.settings.ghost_text(opened.document.language_id)


def _offered(item: Any) -> tuple[str, int, str]:
    """(document, offset, text) of an item that was sent to a client; of another nothing."""
    arguments = getattr(getattr(item, "command", None), "arguments", None) or ["", 0, ""]
    return str(arguments[0]), int(arguments[1]), str(arguments[2])
