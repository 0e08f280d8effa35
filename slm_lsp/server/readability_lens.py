"""Readability of paragraphs, for code lenses and hovers."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from slm_lsp.english.readability import Readability
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.text.sentences import Sentence

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


async def readability_of(ls: SlmServer, uri: str) -> list[tuple[types.Range, Readability]]:
    """The reading grade of each paragraph of a document, for who asked for it."""
    snapshot = ls.snapshot(uri)
    if snapshot is None or not snapshot.settings.readability:
        return []
    found = await asyncio.to_thread(_of_paragraphs, snapshot)
    ls.require_newest(snapshot)
    return found


def _of_paragraphs(snapshot: Snapshot) -> list[tuple[types.Range, Readability]]:
    found = []
    for paragraph in paragraphs(snapshot):
        readability = Readability.of([sentence.text for sentence in paragraph])
        if readability.words >= FEWEST_WORDS:
            start, end = paragraph[0].span[0], paragraph[-1].span[1]
            found.append((snapshot.range(start, end), readability))
    return found
