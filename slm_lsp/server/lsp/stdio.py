"""Stdio: the client's end: messages in from stdin and out to stdout, until it says exit or goes away."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BufferedReader
from typing import cast

import psutil
from pygls.exceptions import JsonRpcException
from pygls.io_ import StdoutWriter

from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.framing import Hopeless, Incoming, Unreadable

# A client that has sent a part of a message, and nothing for so long, is told within twice that.
STALLED_SECONDS = 5.0
# How often it is looked whether the editor still runs.
LOOK_SECONDS = 5.0
CLEAN, LEFT_ALONE = 0, 1


_log = logging.getLogger(__name__)


async def _serve(server: SlmServer) -> None:
    """Handles one message after another until there are no more."""
    incoming = Incoming(cast(BufferedReader, sys.stdin.buffer))
    loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1, thread_name_prefix="stdin")
    while True:
        coming = loop.run_in_executor(thread, incoming.message)
        await _tell_who_stalls(server, incoming, coming)
        try:
            body = await coming
        except Unreadable as error:
            server.protocol.unreadable(str(error))
            continue
        if body is None:
            return
        try:
            server.protocol.handle_message(json.loads(body, object_hook=server.protocol.structure_message))
        except Exception as error:
            server.report_server_error(error, JsonRpcException)


async def _tell_who_stalls(
    server: SlmServer, incoming: Incoming, coming: asyncio.Future[bytes | None]
) -> None:
    """Waits for a message; says once where it stops in its midst: what came after may be lost in it."""
    told = False
    while True:
        before = incoming.received
        if (await asyncio.wait({coming}, timeout=STALLED_SECONDS))[0]:
            return
        if incoming.begun and incoming.received == before and not told:
            told = True
            server.protocol.unreadable("The beginning of a message came, and nothing after it.")
            _log.warning("A message stops in its midst: its headers say that more comes.")


def serve_stdio(server: SlmServer) -> int:
    """Serves until the client leaves. The exit status: 0 where it said shutdown first, 1 where not."""

    async def work() -> None:
        looking = asyncio.create_task(_while_the_editor_runs(server))
        await _serve(server)
        looking.cancel()

    server.protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt, SystemExit):
        try:
            asyncio.run(work())
        except Hopeless as error:
            sys.stderr.write(f"slm-lsp: {error} The server ends.\n")
            return LEFT_ALONE
    return CLEAN if server.protocol.shut_down else LEFT_ALONE


async def _while_the_editor_runs(server: SlmServer) -> None:
    """Ends the process when the editor is gone but its pipe is not: another process may hold it open."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if server.process_id and not psutil.pid_exists(server.process_id):
            os._exit(LEFT_ALONE)
