"""Stdio: the client's end: messages in from stdin and out to stdout, until it says exit or goes away."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import psutil
from pygls.io_ import StdoutWriter, run_async

if TYPE_CHECKING:
    from slm_lsp.server.server import SlmServer

# A longer message is thrown away and answered with an error.
LONGEST_MESSAGE = 256 << 20
LONGEST_HEADER = 4 << 10
# How often it is looked whether the editor still runs.
LOOK_SECONDS = 5.0
CLEAN, LEFT_ALONE = 0, 1


class _Reader:
    """Standard input, read on a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="stdin")

    def readline(self) -> Awaitable[bytes]:
        return self._on_thread(lambda: sys.stdin.buffer.readline(LONGEST_HEADER))

    def readexactly(self, count: int) -> Awaitable[bytes]:
        return self._on_thread(lambda: _body(count))

    def _on_thread(self, work: object) -> Awaitable[bytes]:
        return asyncio.get_running_loop().run_in_executor(self._thread, work)  # type: ignore[arg-type]


def _body(count: int) -> bytes:
    """A message's body; of one that is too long no more than what makes it unreadable."""
    if count <= LONGEST_MESSAGE:
        return sys.stdin.buffer.read(count)
    while count > 0 and (piece := sys.stdin.buffer.read(min(count, 1 << 20))):
        count -= len(piece)
    return b"too long"


def serve_stdio(server: SlmServer) -> int:
    """Serves until the client leaves. The exit status: 0 where it said shutdown first, 1 where not."""

    async def work() -> None:
        looking = asyncio.create_task(_while_the_editor_runs(server))
        await run_async(Event(), _Reader(), server.protocol, error_handler=server.report_server_error)
        looking.cancel()

    server.protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt, SystemExit):
        asyncio.run(work())
    return CLEAN if server.protocol.shut_down else LEFT_ALONE


async def _while_the_editor_runs(server: SlmServer) -> None:
    """Ends the process when the editor is gone but its pipe is not: another process may hold it open."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if server.process_id and not psutil.pid_exists(server.process_id):
            os._exit(LEFT_ALONE)
