"""Rewriting: the sentences of a span in another style, with progress, and told why where there is nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from slm_lsp.errors import CalledOff, SlmError
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.progress import working
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

if TYPE_CHECKING:
    from slm_lsp.rewrite.rewriter import Rewrite
    from slm_lsp.rewrite.styles import RewriteStyle


async def rewritten(
    ls: SlmServer,
    snapshot: Snapshot,
    start: int,
    end: int,
    way: RewriteStyle,
    each: Callable[[Rewrite], None] = lambda rewrite: None,
) -> list[Rewrite]:
    """The rewrites of the sentences in a span; `each` hears of one at once. What was rewritten before the
    writer called it off, or the model failed, is kept."""
    near = await asyncio.to_thread(snapshot.checker.chunks, snapshot.document)
    touched = sentences_at(near.around(start, end), start, end)
    done: list[Rewrite] = []
    try:
        rewriter = await asyncio.to_thread(ls.session.rewriter, snapshot.settings)
        async with working(ls, "Rewriting") as report:
            async for rewrite in rewriter.rewrites(touched, way):
                done.append(rewrite)
                each(rewrite)
                report(len(done), len(touched))
                if not ls.is_newest(snapshot):
                    return done  # nobody can use it
    except CalledOff:
        ls.tell(f"Called off; {len(done)} of {len(touched)} sentences were done.", types.MessageType.Info)
    except SlmError as error:
        ls.tell(str(error), types.MessageType.Warning)
        return done
    if not any(rewrite.edits for rewrite in done):
        reasons = sorted({r.refused for r in done if r.refused}) or ["there is no sentence here"]
        ls.tell(f"The text stays as it is: {'; '.join(reasons)}.", types.MessageType.Info)
    return done


def best_of(rewrites: list[Rewrite]) -> list[Edit]:
    """The edits of the best candidates."""
    return [edit for rewrite in rewrites for edit in rewrite.document_edits]


async def ways() -> Any:
    """The module of the ways to rewrite; what it builds would hold up the server's start."""
    return await asyncio.to_thread(import_module, "slm_lsp.rewrite.styles")


def sentences_at(sentences: list[Sentence], start: int, end: int) -> list[Sentence]:
    """The sentences a selection touches, or the one a cursor stands in."""
    touched = []
    for sentence in sentences:
        a, b = sentence.span
        if (a < end and start < b) or (start == end and a <= start <= b):
            touched.append(sentence)
    # A cursor between two sentences belongs to the one that starts there.
    return touched[-1:] if start == end else touched
