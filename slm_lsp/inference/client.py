"""Client: a server's end of the wire to the host, which it starts when there is none."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from slm_lsp.errors import HostCrashed, ModelUnavailable
from slm_lsp.inference.backend import Generation, Priority, Token
from slm_lsp.inference.models import Model
from slm_lsp.inference.wire import (
    LONGEST_LINE,
    error_of,
    generate_message,
    pack,
    socket_path,
    tag_message,
    tags_of,
    tokens_of,
)
from slm_lsp.tagging.tags import Tags

START_SECONDS = 30.0
# How long a host waits for the next request before it goes (`SLM_LSP_IDLE` changes it).
IDLE_SECONDS = float(os.environ.get("SLM_LSP_IDLE") or 600)


class HostClient:
    """Asks one host for generations; reconnects and restarts as needed."""

    def __init__(
        self, model: Model, backend: str, threads: int = 1, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._model, self._backend, self._threads = model, backend, threads
        self._idle_seconds = idle_seconds
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._connecting = asyncio.Lock()
        self.asked = 0  # calls of the model
        self.failures = 0  # calls that were lost with a host

    async def generate(self, request: Generation, priority: Priority) -> list[Token]:
        """The tokens of `request`; errors as `ask` says."""
        return tokens_of(await self.ask(generate_message(request), priority))

    async def tag(self, sentence: str, priority: Priority) -> Tags:
        """The tagger's view of a sentence; errors as `ask` says."""
        return tags_of(await self.ask(tag_message(sentence), priority))

    async def ask(self, message: dict[str, Any], priority: Priority) -> dict[str, Any]:
        """The host's answer. A host that dies meanwhile costs one silent second try.

        Raises `HostCrashed` when the second try fails too, `Cancelled`, `PromptTooLong`, or
        `ModelUnavailable` where no host can be started.
        """
        self.asked += 1
        try:
            return await self._once(message, priority)
        except HostCrashed:
            self.failures += 1
            return await self._once(message, priority)

    async def _once(self, message: dict[str, Any], priority: Priority) -> dict[str, Any]:
        writer = await self._connection()
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            writer.write(pack({"id": number, "priority": int(priority)} | message))
            await writer.drain()
            return await answer
        except ConnectionError as error:
            raise HostCrashed("The model's process ended.") from error
        except asyncio.CancelledError:
            with contextlib.suppress(ConnectionError):
                writer.write(pack({"id": number, "do": "cancel"}))
            raise
        finally:
            self._waiting.pop(number, None)

    async def _connection(self) -> asyncio.StreamWriter:
        async with self._connecting:
            if self._writer is not None and not self._writer.is_closing():
                return self._writer
            path = await asyncio.to_thread(socket_path, self._model, self._backend, self._threads)
            reader, self._writer = await self._connect(path)
            self._reading = asyncio.create_task(self._read(reader, self._writer))
            return self._writer

    async def _connect(self, path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the host, started first if nobody listens."""
        process: subprocess.Popen[bytes] | None = None
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(OSError):
                return await asyncio.open_unix_connection(str(path), limit=LONGEST_LINE)
            if process is None:
                process = await asyncio.to_thread(self._start, path)
            elif process.poll() not in (None, 0):
                failure = path.with_suffix(".error")
                words = failure.read_text("utf-8") if failure.exists() else "The model's process ended."
                raise ModelUnavailable(words)
            elif process.poll() == 0:  # another server's host has the lock; it may be on its way out
                process = None
            await asyncio.sleep(0.02)
        raise ModelUnavailable("The model did not start in time.")

    def _start(self, path: Path) -> subprocess.Popen[bytes]:
        command = [
            sys.executable, "-m", "slm_lsp", "host",
            "--socket", str(path), "--model", str(self._model.path), "--backend", self._backend,
            "--threads", str(self._threads), "--idle", str(self._idle_seconds),
            *(["--adapter", str(self._model.adapter)] if self._model.adapter else []),
        ]  # fmt: skip
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True, close_fds=True
        )

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, ValueError):
            while line := await reader.readline():
                self._arrived(json.loads(line))
        writer.close()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(HostCrashed("The model's process ended while it worked."))
        self._waiting = {n: a for n, a in self._waiting.items() if not a.done()}

    def _arrived(self, message: dict[str, Any]) -> None:
        answer = self._waiting.get(int(message["id"]))
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(error_of(message))
        else:
            answer.set_result(message)

    async def close(self) -> None:
        """Lets go of the host, which stays for others until it is idle."""
        if self._reading is not None:
            self._reading.cancel()
        if self._writer is not None:
            self._writer.close()
