"""Client: a server's end of the wire to a host, which it starts when there is none."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slm_lsp.errors import HostCrashed, HostUnavailable, SetAside, SlmError
from slm_lsp.hosting.priority import Priority
from slm_lsp.hosting.process import end, holder, start, taken, why
from slm_lsp.hosting.wire import LONGEST_LINE, error_of, pack

# Without a word from a busy host for so long, it is asked whether it is there.
PING_SECONDS = 5.0
# However busy it is, it answers that: its work is done on other threads.
ANSWER_SECONDS = 10.0
# A process that was killed may take connections for a moment still.
END_SECONDS = 0.05
# How often a request is tried before it fails: a host may end over it, and a suspect is tried alone.
TRIES = 3
# After a host could not be started, or so many have ended in a row, none is started for so long, and twice as
# long each time.
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 60.0


class HostClient:
    """Asks one host; reconnects and restarts it as needed."""

    def __init__(
        self, path: Callable[[], Path], command: Callable[[Path], list[str]], patience: float
    ) -> None:
        """`path`: where the host listens; it may look at files. `command`: the options of `slm-lsp host` that
        start it there. `patience`: the seconds it may take to start, or for one sign of life."""
        self._path, self._command, self._patience = path, command, patience
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._heard = 0.0  # when the host last said anything
        self._connecting = asyncio.Lock()
        self._not_before, self._wait = 0.0, FIRST_WAIT_SECONDS
        self._trouble = ""
        self._lost = 0  # hosts in a row that ended before they had answered anything
        self._set_aside = 0  # inputs in a row that hosts ended over
        self.asked = 0  # requests
        self.failures = 0  # tries that were lost with a host

    @property
    def connected(self) -> bool:
        """Whether the host that answered last is there."""
        return self._writer is not None and not self._writer.is_closing()

    async def ask(self, message: dict[str, Any], priority: Priority) -> dict[str, Any]:
        """The host's answer. A host that dies meanwhile costs a silent second try.

        Raises `SetAside` for an input over which hosts end again and again, `HostCrashed` when they ended
        while it was worked on, `Cancelled`, `PromptTooLong`, or `HostUnavailable` where no host can be
        started.
        """
        self.asked += 1
        worked_on = False
        for tried in itertools.count(1):
            try:
                writer = await self._connection()
                worked_on = True
                return await self._once(writer, message, priority)
            except HostCrashed:
                if tried == TRIES:
                    raise
            except HostUnavailable as error:
                if worked_on:  # it may be why no more are started
                    raise HostCrashed(str(error)) from error
                raise
            self.failures += 1
            await asyncio.sleep(END_SECONDS)
        raise AssertionError  # the count has no end

    async def _once(
        self, writer: asyncio.StreamWriter, message: dict[str, Any], priority: Priority
    ) -> dict[str, Any]:
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            writer.write(pack({"id": number, "priority": int(priority)} | message))
            await writer.drain()
            return await answer
        except ConnectionError as error:
            raise HostCrashed("A process of slm-lsp ended.") from error
        except asyncio.CancelledError:
            with contextlib.suppress(ConnectionError):
                writer.write(pack({"id": number, "do": "cancel"}))
            raise
        finally:
            self._waiting.pop(number, None)

    async def _connection(self) -> asyncio.StreamWriter:
        async with self._connecting:
            if self._writer is not None and self.connected:
                return self._writer
            now = asyncio.get_running_loop().time()
            if now < self._not_before:
                raise HostUnavailable(self._trouble)
            try:
                path = await asyncio.to_thread(self._path)
                reader, self._writer = await self._connect(path)
            except HostUnavailable as error:
                self._pause(str(error))
                raise
            self._reading = asyncio.create_task(self._read(reader, self._writer))
            self._watching = asyncio.create_task(self._watch(self._writer, path))
            return self._writer

    async def _connect(self, path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the host, started first if nobody listens."""
        process: subprocess.Popen[bytes] | None = None
        started = 0
        there = holder(path)
        deadline = asyncio.get_running_loop().time() + self._patience
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(OSError):
                return await asyncio.open_unix_connection(str(path), limit=LONGEST_LINE)
            # Who has the lock is a host that loads still, or is on its way out.
            if process is None and not taken(path):
                process = await asyncio.to_thread(start, self._command(path))
                started += 1
            elif process is not None and (status := process.poll()) is not None:
                if status < 0:
                    self._crashed("A process of slm-lsp was ended while it started.")
                if status:
                    raise HostUnavailable(why(path, status))
                process = None  # another's host was quicker
                if started >= TRIES and not taken(path):
                    raise HostUnavailable("A process of slm-lsp ended as soon as it was started.")
            await asyncio.sleep(0.02)
        if process is not None:
            process.kill()
        elif there is not None and holder(path) == there:
            await asyncio.to_thread(end, path)  # another window's, and it has hung
        late = "A process of slm-lsp did not start in time."
        self._crashed(late)
        raise HostUnavailable(late)

    def _crashed(self, what: str) -> None:
        """Has a start that failed for no reason of its own tried again, a few times."""
        self._lost += 1
        if self._lost < TRIES:
            raise HostCrashed(what)

    def _pause(self, why: str) -> None:
        """Has nobody start a host for a while."""
        self._trouble = why
        self._not_before = asyncio.get_running_loop().time() + self._wait
        self._wait = min(2 * self._wait, LONGEST_WAIT_SECONDS)

    def _lost_one(self) -> None:
        """A host has ended while it worked."""
        self._lost += 1
        if self._lost >= TRIES:
            self._pause("A process of slm-lsp ended several times in a row; it is started again later.")

    def _answered(self, error: SlmError | None) -> None:
        """A host has answered. That an input is set aside ends a few losses only: all may be like it."""
        self._set_aside = self._set_aside + 1 if isinstance(error, SetAside) else 0
        if self._set_aside <= TRIES:
            self._lost = 0
        if not self._set_aside:
            self._wait = FIRST_WAIT_SECONDS

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, ValueError):
            while line := await reader.readline():
                self._arrived(json.loads(line))
        writer.close()
        if self._waiting:
            self._lost_one()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(HostCrashed("A process of slm-lsp ended while it worked."))
        self._waiting = {n: a for n, a in self._waiting.items() if not a.done()}

    async def _watch(self, writer: asyncio.StreamWriter, path: Path) -> None:
        """Ends a host that says nothing any more, not even that it is there; whoever waits tries again."""
        clock = asyncio.get_running_loop().time
        every, patience = min(PING_SECONDS, self._patience / 4), min(ANSWER_SECONDS, self._patience)
        while not writer.is_closing():
            asked, self._heard = clock(), max(self._heard, clock() - every)
            await asyncio.sleep(every)
            if not self._waiting or self._heard >= asked:
                continue
            with contextlib.suppress(ConnectionError):
                writer.write(pack({"id": next(self._numbers), "do": "ping"}))
            while self._heard < asked and clock() < asked + patience:  # noqa: ASYNC110
                await asyncio.sleep(every / 10)
            if self._heard < asked and not writer.is_closing():
                await asyncio.to_thread(end, path)
                writer.close()

    def _arrived(self, message: dict[str, Any]) -> None:
        self._heard = asyncio.get_running_loop().time()
        answer = self._waiting.get(int(message["id"]))
        if answer is None or answer.done():
            return
        error = error_of(message) if "error" in message else None
        self._answered(error)
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(message)

    async def close(self) -> None:
        """Lets go of the host, which stays for others until it is idle."""
        for task in (self._reading, self._watching):
            if task is not None:
                task.cancel()
        if self._writer is not None:
            self._writer.close()
