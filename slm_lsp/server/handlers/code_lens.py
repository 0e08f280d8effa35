"""Code lenses: the reading grade above each paragraph."""

from __future__ import annotations

from lsprotocol import types

from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.readability_lens import readability_of


async def code_lens(ls: SlmServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    return [
        types.CodeLens(types.Range(where.start, where.start), types.Command(str(readability), ""))
        for where, readability in await readability_of(ls, params.text_document.uri)
    ]
