"""Progress: work that takes a while is shown, and can be cancelled, where the client can do that."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

from lsprotocol import types

from slm_lsp.errors import CalledOff
from slm_lsp.server.language_server import SlmServer


@contextlib.asynccontextmanager
async def working(ls: SlmServer, title: str) -> AsyncIterator[Callable[[int, int], None]]:
    """Work that may take a while, shown and cancellable where the client can.

    Yields `report(done, total)`, which raises `CalledOff` once the writer cancelled.
    """
    if not ls.client.progress:
        yield lambda done, total: None
        return
    token = f"slm-lsp-{uuid4()}"
    tokens = ls.work_done_progress
    # Not waited for: a client may be waiting for the answer to its request, and hear nothing until then.
    created = asyncio.ensure_future(tokens.create_async(token))
    begun = False

    def report(done: int, total: int) -> None:
        nonlocal begun
        if not created.done() or created.cancelled() or created.exception():
            return
        if not begun:
            begun = True
            tokens.begin(token, types.WorkDoneProgressBegin(title, cancellable=True, percentage=0))
        if tokens.tokens[token].cancelled():
            raise CalledOff
        share = min(100, 100 * done // max(1, total))
        tokens.report(token, types.WorkDoneProgressReport(percentage=share))

    def over(task: asyncio.Task[Any]) -> None:
        tokens.tokens.pop(token, None)
        if not task.cancelled():
            task.exception()  # a client that refused; nobody waits to hear it

    try:
        yield report
    finally:
        if begun:
            tokens.end(token, types.WorkDoneProgressEnd())
        created.add_done_callback(over)
