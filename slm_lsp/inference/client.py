"""Client: a server's end of the wire to the host, which it starts when there is none."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import itertools
import json
import os
import signal
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

# What a model may take for one sign of life, and to start: of a small one, and more for each megabyte.
PATIENCE_SECONDS, PATIENCE_PER_MEGABYTE = 20.0, 0.1
# Without a word from a busy host for so long, it is asked whether it is there.
PING_SECONDS = 5.0
# A process that was killed may take connections for a moment still.
END_SECONDS = 0.05
# How often a request is tried before it fails: a host may end over it, and a suspect is tried alone.
TRIES = 3
# After a host could not be started it is not tried for so long, and twice as long each time.
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 60.0
# How long a host waits for the next request before it goes (`SLM_LSP_IDLE` changes it).
IDLE_SECONDS = float(os.environ.get("SLM_LSP_IDLE") or 600)


class HostClient:
    """Asks one host for generations; reconnects and restarts as needed."""

    def __init__(
        self,
        model: Model,
        backend: str,
        threads: int = 1,
        idle_seconds: float = IDLE_SECONDS,
        patience: float | None = None,
    ) -> None:
        self._model, self._backend, self._threads = model, backend, threads
        self._idle_seconds = idle_seconds
        size = model.path.stat().st_size if model.path.is_file() else 0
        self._patience = patience or PATIENCE_SECONDS + PATIENCE_PER_MEGABYTE * size / 1e6
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._heard = 0.0  # when the host last said anything
        self._connecting = asyncio.Lock()
        self._not_before, self._wait = 0.0, FIRST_WAIT_SECONDS
        self._trouble = ""
        self._died = 0  # hosts that something ended while they started
        self.asked = 0  # calls of the model
        self.failures = 0  # calls that were lost with a host

    async def generate(self, request: Generation, priority: Priority) -> list[Token]:
        """The tokens of `request`; errors as `ask` says."""
        return tokens_of(await self.ask(generate_message(request), priority))

    async def tag(self, sentence: str, priority: Priority) -> Tags:
        """The tagger's view of a sentence; errors as `ask` says."""
        return tags_of(await self.ask(tag_message(sentence), priority))

    async def ask(self, message: dict[str, Any], priority: Priority) -> dict[str, Any]:
        """The host's answer. A host that dies meanwhile costs a silent second try.

        Raises `SetAside` for an input over which hosts end again and again, `HostCrashed` when they end
        without it, `Cancelled`, `PromptTooLong`, or `ModelUnavailable` where no host can be started.
        """
        self.asked += 1
        for _ in range(TRIES - 1):
            try:
                return await self._once(message, priority)
            except HostCrashed:
                self.failures += 1
                await asyncio.sleep(END_SECONDS)
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
            now = asyncio.get_running_loop().time()
            if now < self._not_before:
                raise ModelUnavailable(self._trouble)
            path = await asyncio.to_thread(socket_path, self._model, self._backend, self._threads)
            try:
                reader, self._writer = await self._connect(path)
            except ModelUnavailable as error:
                self._trouble = str(error)
                self._not_before = now + self._wait
                self._wait = min(2 * self._wait, LONGEST_WAIT_SECONDS)
                raise
            self._wait, self._died = FIRST_WAIT_SECONDS, 0
            self._reading = asyncio.create_task(self._read(reader, self._writer))
            self._watching = asyncio.create_task(self._watch(self._writer, path))
            return self._writer

    async def _connect(self, path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the host, started first if nobody listens."""
        process: subprocess.Popen[bytes] | None = None
        deadline = asyncio.get_running_loop().time() + self._patience
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(OSError):
                return await asyncio.open_unix_connection(str(path), limit=LONGEST_LINE)
            # Who has the lock is a host that loads the model still, or is on its way out.
            if process is None and _holder(path) is None:
                process = await asyncio.to_thread(self._start, path)
            elif process is not None and (status := process.poll()) is not None:
                if status < 0 and self._died < TRIES - 1:
                    self._died += 1
                    raise HostCrashed("The model's process was ended while it started.")
                if status:
                    raise ModelUnavailable(_why(path, status))
                process = None  # another's host was quicker
            await asyncio.sleep(0.02)
        if process is not None:
            process.kill()
        raise ModelUnavailable("The model did not start in time.")

    def _start(self, path: Path) -> subprocess.Popen[bytes]:
        command = [
            sys.executable, "-m", "slm_lsp", "host",
            "--socket", str(path), "--model", str(self._model.path), "--backend", self._backend,
            "--threads", str(self._threads), "--idle", str(self._idle_seconds),
            "--patience", str(self._patience),
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

    async def _watch(self, writer: asyncio.StreamWriter, path: Path) -> None:
        """Ends a host that says nothing any more, not even that it is there; whoever waits tries again."""
        clock = asyncio.get_running_loop().time
        every = min(PING_SECONDS, self._patience / 4)
        while not writer.is_closing():
            asked, self._heard = clock(), max(self._heard, clock() - every)
            await asyncio.sleep(every)
            if not self._waiting or self._heard >= asked:
                continue
            with contextlib.suppress(ConnectionError):
                writer.write(pack({"id": next(self._numbers), "do": "ping"}))
            while self._heard < asked and clock() < asked + self._patience:  # noqa: ASYNC110
                await asyncio.sleep(every / 10)
            if self._heard < asked and not writer.is_closing():
                await asyncio.to_thread(_end, path)
                writer.close()

    def _arrived(self, message: dict[str, Any]) -> None:
        self._heard = asyncio.get_running_loop().time()
        answer = self._waiting.get(int(message["id"]))
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(error_of(message))
        else:
            answer.set_result(message)

    async def close(self) -> None:
        """Lets go of the host, which stays for others until it is idle."""
        for task in (self._reading, self._watching):
            if task is not None:
                task.cancel()
        if self._writer is not None:
            self._writer.close()


def _why(path: Path, status: int) -> str:
    """In words, why a host did not start."""
    failure = path.with_suffix(".error")
    if status == -signal.SIGKILL:
        return (
            "The system ended the model's process, most likely because memory is short: close something, "
            "or choose a smaller model (slm-lsp models list)."
        )
    return failure.read_text("utf-8") if failure.exists() else "The model's process ended."


def _holder(path: Path) -> int | None:
    """The number of the process that is the host at a path, or is about to be: it holds the lock."""
    try:
        with path.with_suffix(".lock").open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(lock.read() or 0)
    except (OSError, ValueError):
        pass
    return None


def _end(path: Path) -> None:
    """Ends the host at a path, if it still runs."""
    if holder := _holder(path):
        with contextlib.suppress(OSError):
            os.kill(holder, signal.SIGKILL)
