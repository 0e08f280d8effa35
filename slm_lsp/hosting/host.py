"""Host: a process that owns something heavy, and serves one user's servers over a UNIX socket.

Started by the first server that needs it (`slm-lsp host`), shared by all, gone when idle. It
may crash; whoever waits for it only tries again. It ends itself when its work hangs, and it refuses an
input over which hosts have ended again and again.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
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
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from slm_lsp.errors import Cancelled, SetAside, SlmError
from slm_lsp.hosting.journal import Journal
from slm_lsp.hosting.load import low_on_memory
from slm_lsp.hosting.priority import Priority
from slm_lsp.hosting.wire import LONGEST_LINE, error_message, pack

# What is done for a request: it asks now and then whether to go on, and returns the answer.
Work = Callable[[Callable[[], bool]], dict[str, Any]]
# From a message to the work it asks for; `KeyError` for what the host cannot do.
Asked = Callable[[dict[str, Any]], Work]
# Where memory is short an idle host goes after so many seconds.
IDLE_WHEN_SHORT = 30.0
LOOK_SECONDS = 5.0  # how often it looks whether it is needed
# A server that looks whether the lock is taken holds it for a moment itself.
LOCK_TRIES, LOCK_SECONDS = 5, 0.01
HUNG = 70  # the exit status of a host that ended itself


@dataclass(order=True)
class Job:
    """A request in the queue; sorted by priority, then by age. The same input asked for again joins it."""

    priority: int
    age: int
    name: bytes = field(compare=False)
    work: Work = field(compare=False)
    answer: asyncio.Future[dict[str, Any]] = field(compare=False)
    wanted: int = field(compare=False, default=0)  # by how many
    cancelled: Event = field(compare=False, default_factory=Event)

    def leave(self) -> None:
        """One who waited for it waits no longer; when none does, it stops."""
        self.wanted -= 1
        if not self.wanted:
            self.cancelled.set()
            _settle(self.answer, Cancelled("The request was called off."))


class Queue:
    """Jobs by priority. One worker of several takes nothing from the background."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._ages = itertools.count()
        self._jobs: list[Job] = []
        self._unanswered: dict[bytes, Job] = {}
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

    async def put(self, name: bytes, work: Work, priority: int) -> Job:
        """The job of an input; one that is there already is done as soon as the most urgent asks for it."""
        async with self._changed:
            job = self._unanswered.get(name)
            if job is None or job.cancelled.is_set():
                answer = asyncio.get_running_loop().create_future()
                job = self._unanswered[name] = Job(priority, next(self._ages), name, work, answer)
                answer.add_done_callback(partial(self._answered, job))
                self._jobs.append(job)
            job.wanted += 1
            job.priority = min(job.priority, priority)
            self._jobs.sort()
            self._changed.notify_all()
        return job

    def _answered(self, job: Job, _: object) -> None:
        if self._unanswered.get(job.name) is job:
            del self._unanswered[job.name]
        if not job.answer.cancelled():
            job.answer.exception()  # those who waited may have left

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
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # a panic in Rust is no Exception, and must not end the worker
                _settle(job.answer, SlmError(f"This failed: {type(error).__name__}."))
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

    def __init__(
        self, asked: Asked, slots: int, journal: Journal, patience: float, needs: Path | None = None
    ) -> None:
        """`slots`: how many works are done at once. `patience`: the seconds without a sign of life after
        which one is taken for hung. `needs`: a file without which it goes."""
        self._asked, self._needs = asked, needs
        self._journal, self._patience = journal, patience
        self._queue = Queue(slots)
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_use = time.monotonic()

    async def serve(self, path: Path, idle_seconds: float) -> None:
        """Listens at `path` until nothing was asked for `idle_seconds`, or what it needs is removed."""
        workers = self._queue.workers()
        listening = socket.socket(socket.AF_UNIX)
        os.umask(0o177)
        temporary = path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        listening.bind(str(temporary))
        listening.listen(16)
        server = await asyncio.start_unix_server(self._connected, sock=listening, limit=LONGEST_LINE)
        # Whoever sees the path can connect: all is loaded and the socket listens.
        temporary.replace(path)
        watching = asyncio.create_task(self._watch())
        async with server:
            while True:
                remaining = self._remaining(idle_seconds)
                if remaining <= 0 and not self._queue.busy:
                    break
                await asyncio.sleep(max(0.05, min(remaining, LOOK_SECONDS)))
        for task in (*workers, watching):
            task.cancel()

    def _remaining(self, idle_seconds: float) -> float:
        """Seconds until the host goes if nobody asks for anything."""
        if self._needs is not None and not self._needs.exists():
            return 0.0
        if idle_seconds > IDLE_WHEN_SHORT and low_on_memory():
            idle_seconds = IDLE_WHEN_SHORT
        return idle_seconds - (time.monotonic() - self._last_use)

    async def _watch(self) -> None:
        """Ends the process when a work hangs: no thread can be stopped from outside."""
        while True:
            await asyncio.sleep(min(1.0, self._patience / 4))
            if self._journal.silent_for() > self._patience:
                os._exit(HUNG)

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
                job.leave()
            jobs.clear()
            writer.close()

    async def _message(
        self, message: dict[str, Any], jobs: dict[int, Job], writer: asyncio.StreamWriter
    ) -> None:
        number = int(message.pop("id"))
        if message["do"] == "cancel":
            if job := jobs.pop(number, None):
                job.leave()
            return
        if message["do"] == "ping":
            writer.write(pack({"id": number}))
            return
        priority = int(message.pop("priority"))
        name = self._journal.name(pack(message))
        if self._journal.set_aside(name):
            error = SetAside(
                "A process of slm-lsp ended over this text twice: it is left out until it is changed."
            )
            writer.write(pack({"id": number} | error_message(error)))
            return
        job = jobs[number] = await self._queue.put(name, self._work(name, message), priority)
        task = asyncio.create_task(self._answer(number, job, jobs, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _work(self, name: bytes, message: dict[str, Any]) -> Work:
        """What a message asks for, written down while it is done; `KeyError` for what nobody here can do."""
        work = self._asked(message)

        def done(proceed: Callable[[], bool]) -> dict[str, Any]:
            with self._journal.at_work(name) as alive:

                def going_on() -> bool:
                    alive()
                    return proceed()

                return work(going_on)

        return done

    async def _answer(
        self, number: int, job: Job, jobs: dict[int, Job], writer: asyncio.StreamWriter
    ) -> None:
        try:
            message = await job.answer
        except SlmError as error:
            message = error_message(error)
        self._last_use = time.monotonic()
        if jobs.pop(number, None) is None:
            return  # whoever asked has called it off
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


def _locked(lock: int) -> bool:
    """Takes a lock, unless another host has it."""
    for _ in range(LOCK_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            time.sleep(LOCK_SECONDS)
    return False


def give_back() -> None:
    """Gives what loading took and freed back to the system, where its library can."""
    with contextlib.suppress(AttributeError):  # glibc's alone
        ctypes.CDLL(None).malloc_trim(0)


def run_host(
    path: Path,
    load: Callable[[], tuple[Asked, int]],
    idle_seconds: float,
    patience: float,
    needs: Path | None = None,
) -> int:
    """Loads, and serves what was loaded; returns at once where another host already does. The lock's file
    holds the process's number while it runs. `needs`: what the writer may remove, and the host then goes
    with all that it has read of it.

    A failure to load is written, as a sentence, to `path` with the suffix `.error`.
    """
    failure = path.with_suffix(".error")
    with path.with_suffix(".lock").open("a+") as lock:
        if not _locked(lock.fileno()):
            return 0
        with contextlib.suppress(OSError):  # a full disk
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
        failure.unlink(missing_ok=True)
        path.unlink(missing_ok=True)  # left by a host that crashed
        try:
            asked, slots = load()
        except Exception as error:
            words = str(error) if isinstance(error, SlmError) else f"{type(error).__name__} on loading"
            failure.write_text(words, "utf-8")
            return 1
        give_back()
        journal = Journal(path.with_suffix(".journal"), slots)
        asyncio.run(HostServer(asked, slots, journal, patience, needs).serve(path, idle_seconds))
        path.unlink(missing_ok=True)
    sys.stdout.flush()
    # A library's own threads may not end by themselves.
    os._exit(0)
