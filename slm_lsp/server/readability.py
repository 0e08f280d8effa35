"""Readability in the editor, for who asked for it: above each paragraph, and on hover."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from slm_lsp.english.readability import Readability
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.text.sentences import Sentence

if TYPE_CHECKING:
    from slm_lsp.server.app import SlmServer

# A shorter paragraph has too few words to be judged by their number.
FEWEST_WORDS = 30


def paragraphs(snapshot: Snapshot) -> list[list[Sentence]]:
    """The paragraphs of a document, each with its sentences."""
    found: list[list[Sentence]] = []
    for sentence in snapshot.checker.sentences(snapshot.document):
        if sentence.prose.kind != "paragraph":
            continue
        if not found or found[-1][0].prose is not sentence.prose:
            found.append([])
        found[-1].append(sentence)
    return found


def register(server: SlmServer) -> None:
    async def judged(uri: str) -> list[tuple[types.Range, Readability]]:
        snapshot = server.snapshot(uri)
        if snapshot is None or not snapshot.settings.readability:
            return []
        return await asyncio.to_thread(of_paragraphs, snapshot)

    def of_paragraphs(snapshot: Snapshot) -> list[tuple[types.Range, Readability]]:
        found = []
        for paragraph in paragraphs(snapshot):
            readability = Readability.of([sentence.text for sentence in paragraph])
            if readability.words >= FEWEST_WORDS:
                start, end = paragraph[0].span[0], paragraph[-1].span[1]
                found.append((snapshot.range(start, end), readability))
        return found

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def code_lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        return [
            types.CodeLens(types.Range(where.start, where.start), types.Command(str(readability), ""))
            for where, readability in await judged(params.text_document.uri)
        ]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        at = (params.position.line, params.position.character)
        for where, readability in await judged(params.text_document.uri):
            start, end = where.start, where.end
            if (start.line, start.character) <= at <= (end.line, end.character):
                return types.Hover(str(readability), where)
        return None
