"""Restarts: a host that ends again and again is started ever more seldom, until one answers."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from slm_lsp.errors import HostCrashed, HostUnavailable, SlmError
from slm_lsp.hosting.client import HostClient
from slm_lsp.hosting.priority import Priority

# A host that listens, notes that it was started, and does as a file beside it says with each request.
HOST = """
import fcntl, json, os, socket, sys
path, starts, does = sys.argv[1:]
lock = open(path.removesuffix(".sock") + ".lock", "a+")
fcntl.flock(lock, fcntl.LOCK_EX)
open(starts, "a").write("x")
if open(does).read() == "leave":
    sys.exit(0)
if os.path.exists(path): os.unlink(path)
listening = socket.socket(socket.AF_UNIX)
listening.bind(path)
listening.listen()
while True:
    connection, _ = listening.accept()
    for line in connection.makefile("rb"):
        if open(does).read() == "end":
            os._exit(1)
        connection.sendall(json.dumps({"id": json.loads(line)["id"]}).encode() + b"\\n")
"""


class Bad:
    """A host that can be told what to do, and a client of it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import subprocess

        from slm_lsp.hosting import client

        self.starts, self.does = folder / "starts", folder / "does"
        path = folder / "h.sock"
        command = [sys.executable, "-c", HOST, str(path), str(self.starts), str(self.does)]
        monkeypatch.setattr(client, "start", lambda _: subprocess.Popen(command))
        self.client = HostClient(lambda: path, lambda _: [], 10.0)
        self.starts.write_text("")

    async def asked(self, seconds: float) -> list[type[Exception] | None]:
        """Asks for so long, as a writer's keys do; how each request ended."""
        ended: list[type[Exception] | None] = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                await self.client.ask({"do": "anything"}, Priority.SENTENCE)
                ended.append(None)
            except SlmError as error:
                ended.append(type(error))
            await asyncio.sleep(0.02)
        return ended

    @property
    def started(self) -> int:
        return len(self.starts.read_text())


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bad:
    return Bad(tmp_path, monkeypatch)


async def test_a_host_that_ends_over_everything_is_started_ever_more_seldom(bad: Bad) -> None:
    bad.does.write_text("end")
    ended = await bad.asked(6.0)
    # Three at once, and then after 1, 2 and 4 seconds.
    assert 3 <= bad.started <= 6
    assert None not in ended
    # Who asks meanwhile is told at once, and goes on without.
    assert ended.count(HostUnavailable) > ended.count(HostCrashed)
    assert len(ended) > 50
    await bad.client.close()


async def test_an_answer_ends_the_pauses(bad: Bad) -> None:
    bad.does.write_text("end")
    await bad.asked(1.5)
    bad.does.write_text("answer")
    assert None in await bad.asked(4.5)
    before = bad.started
    bad.does.write_text("end")
    with pytest.raises(HostCrashed):
        await bad.client.ask({"do": "anything"}, Priority.SENTENCE)
    assert bad.started == before + 2  # the one that ran, and two more, at once
    await bad.client.close()


async def test_a_host_that_leaves_at_once_is_not_started_without_end(bad: Bad) -> None:
    """As one does that finds the lock taken; where locks cannot be had all do."""
    bad.does.write_text("leave")
    begun = time.monotonic()
    with pytest.raises(HostUnavailable):
        await bad.client.ask({"do": "anything"}, Priority.SENTENCE)
    assert time.monotonic() - begun < 8.0
    assert bad.started <= 6
    await bad.client.close()
