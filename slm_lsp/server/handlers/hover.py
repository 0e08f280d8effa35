"""Hover: the reading grade of a paragraph."""

from __future__ import annotations

from lsprotocol import types

from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.readability_lens import readability_of


async def hover(ls: SlmServer, params: types.HoverParams) -> types.Hover | None:
    at = (params.position.line, params.position.character)
    for where, readability in await readability_of(ls, params.text_document.uri):
        start, end = where.start, where.end
        if (start.line, start.character) <= at <= (end.line, end.character):
            return types.Hover(str(readability), where)
    return None
