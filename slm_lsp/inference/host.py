"""Host: the process that owns the model. Serves one user's servers over a UNIX socket.

Started by the first server that needs it (`slm-lsp host`), shared by all, gone when idle. It
may crash; whoever waits for it only tries again.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import itertools
import json
import os
import socket
import struct
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from slm_lsp.errors import Cancelled, SlmError
from slm_lsp.inference.backend import BACKENDS, Backend, Priority
from slm_lsp.inference.models import tagger_beside
from slm_lsp.inference.tagger import Tagger
from slm_lsp.inference.wire import (
    LONGEST_LINE,
    error_message,
    pack,
    request_of,
    tags_message,
    tokens_message,
)

# What is done for a request: it asks now and then whether to go on, and returns the answer.
Work = Callable[[Callable[[], bool]], dict[str, Any]]


@dataclass(order=True)
class Job:
    """A request in the queue; sorted by priority, then by age."""

    priority: int
    age: int
    work: Work = field(compare=False)
    answer: asyncio.Future[dict[str, Any]] = field(compare=False)
    cancelled: Event = field(compare=False, default_factory=Event)


class Queue:
    """Jobs by priority. One worker of several takes nothing from the background."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._ages = itertools.count()
        self._jobs: list[Job] = []
        self._changed = asyncio.Condition()
        self._threads = ThreadPoolExecutor(slots)
        self.busy = 0

    def workers(self) -> list[asyncio.Task[None]]:
        """One task a slot; the first keeps itself free for what a writer is waiting for."""
        reserved = self._slots > 1
        return [
            asyncio.create_task(self._work(Priority.ACTION if reserved and slot == 0 else Priority.REST))
            for slot in range(self._slots)
        ]

    async def put(self, work: Work, priority: int) -> Job:
        answer = asyncio.get_running_loop().create_future()
        job = Job(priority, next(self._ages), work, answer)
        async with self._changed:
            self._jobs.append(job)
            self._jobs.sort()
            self._changed.notify_all()
        return job

    def _next(self, least: Priority) -> Job | None:
        self._jobs = [job for job in self._jobs if not job.cancelled.is_set()]
        for index, job in enumerate(self._jobs):
            if job.priority <= least:
                return self._jobs.pop(index)
        return None

    async def _work(self, least: Priority) -> None:
        loop = asyncio.get_running_loop()
        while True:
            async with self._changed:
                while (job := self._next(least)) is None:
                    await self._changed.wait()
            self.busy += 1
            try:
                result = await loop.run_in_executor(
                    self._threads, job.work, lambda j=job: not j.cancelled.is_set()
                )
                _settle(job.answer, result)
            except SlmError as error:
                _settle(job.answer, error)
            except Exception as error:
                _settle(job.answer, SlmError(f"The model failed: {type(error).__name__}."))
            finally:
                self.busy -= 1


def _settle(answer: asyncio.Future[dict[str, Any]], result: dict[str, Any] | SlmError) -> None:
    if answer.done():
        return
    if isinstance(result, SlmError):
        answer.set_exception(result)
    else:
        answer.set_result(result)


class HostServer:
    """Accepts servers, answers their requests, and knows when nobody needs it any more."""

    def __init__(self, backend: Backend, tagger: Tagger | None) -> None:
        self._backend, self._tagger = backend, tagger
        self._queue = Queue(backend.slots)
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_use = time.monotonic()

    async def serve(self, path: Path, idle_seconds: float) -> None:
        """Listens at `path` until nothing was asked for `idle_seconds`."""
        workers = self._queue.workers()
        listening = socket.socket(socket.AF_UNIX)
        os.umask(0o177)
        temporary = path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        listening.bind(str(temporary))
        listening.listen(16)
        server = await asyncio.start_unix_server(self._connected, sock=listening, limit=LONGEST_LINE)
        # Whoever sees the path can connect: the model is loaded and the socket listens.
        temporary.replace(path)
        async with server:
            while self._queue.busy or time.monotonic() - self._last_use < idle_seconds:
                remaining = idle_seconds - (time.monotonic() - self._last_use)
                await asyncio.sleep(max(0.05, min(remaining, 30)))
        for worker in workers:
            worker.cancel()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        jobs: dict[int, Job] = {}
        try:
            if not _same_user(writer.get_extra_info("socket")):
                return
            while line := await reader.readline():
                self._last_use = time.monotonic()
                await self._message(json.loads(line), jobs, writer)
        except (ValueError, ConnectionError, KeyError):
            pass  # a broken or foreign client only loses its own connection
        finally:
            for job in jobs.values():
                job.cancelled.set()
            writer.close()

    async def _message(
        self, message: dict[str, Any], jobs: dict[int, Job], writer: asyncio.StreamWriter
    ) -> None:
        number = int(message["id"])
        if message["do"] == "cancel":
            if job := jobs.pop(number, None):
                job.cancelled.set()
                _settle(job.answer, Cancelled("The request was called off."))
            return
        job = await self._queue.put(self._work(message), int(message["priority"]))
        jobs[number] = job
        task = asyncio.create_task(self._answer(number, job, jobs, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _work(self, message: dict[str, Any]) -> Work:
        """What a message asks for; `KeyError` for what nobody here can do."""
        if message["do"] == "generate":
            request = request_of(message)
            return lambda proceed: tokens_message(self._backend.generate(request, proceed))
        if message["do"] == "tag" and (tagger := self._tagger):
            sentence = str(message["sentence"])
            return lambda _: tags_message(tagger.tag(sentence))
        raise KeyError(message["do"])

    async def _answer(
        self, number: int, job: Job, jobs: dict[int, Job], writer: asyncio.StreamWriter
    ) -> None:
        try:
            message = await job.answer
        except SlmError as error:
            message = error_message(error)
        jobs.pop(number, None)
        self._last_use = time.monotonic()
        with contextlib.suppress(ConnectionError):
            writer.write(pack({"id": number} | message))
            await writer.drain()


def _same_user(connection: socket.socket) -> bool:
    """Whether the other end runs as this user (where the kernel can tell; the folder is 0700)."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return True
    credentials = connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i"))
    return bool(struct.unpack("3i", credentials)[1] == os.getuid())


def run_host(
    path: Path, model: Path, backend: str, threads: int, idle_seconds: float, adapter: Path | None = None
) -> int:
    """Loads the model, with its adapter, and serves it; returns at once where another host already does.

    A failure to load is written, as a sentence, to `path` with the suffix `.error`.
    """
    failure = path.with_suffix(".error")
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return 0
        failure.unlink(missing_ok=True)
        path.unlink(missing_ok=True)  # left by a host that crashed
        try:
            loader = BACKENDS[backend]
            loaded = loader.load(model, threads, adapter)
            trunk = tagger_beside(model)
            tagger = Tagger(trunk, loader.load_encoder(trunk, threads)) if trunk else None
        except Exception as error:
            words = str(error) if isinstance(error, SlmError) else f"{type(error).__name__} on loading"
            failure.write_text(f"The backend {backend} failed: {words}", "utf-8")
            return 1
        asyncio.run(HostServer(loaded, tagger).serve(path, idle_seconds))
        path.unlink(missing_ok=True)
    sys.stdout.flush()
    # The library's own threads may not end by themselves.
    os._exit(0)
