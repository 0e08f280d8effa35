"""The host: shared, gone when idle, and survived: killed, frozen, hung, and ended by an input."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from slm_lsp.errors import ModelUnavailable, SetAside, SlmError
from slm_lsp.hosting import client
from slm_lsp.hosting.host import Queue
from slm_lsp.hosting.journal import SIZE
from slm_lsp.hosting.priority import Priority
from slm_lsp.hosting.process import holder
from slm_lsp.inference.backend import text_of
from slm_lsp.inference.backends.registry import choose
from slm_lsp.inference.client import ModelClient
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.messages import socket_path
from slm_lsp.inference.models import embedded_path, find
from slm_lsp.inference.prompts import STYLES

LONG = "The history of the town"


def host_pids(runtime: Path, option: str = f"--model {embedded_path()} ") -> list[int]:
    """The hosts of this test run whose command line holds `option`: those of this checkout's model, unless
    it says otherwise (an installed wheel has its own)."""
    listed = subprocess.run(["ps", "-wweo", "pid,args"], capture_output=True, text=True).stdout
    hosts = [line for line in listed.splitlines() if "slm_lsp host" in line and str(runtime) in line]
    return [int(line.split()[0]) for line in hosts if option in line]


async def test_a_killed_host_costs_no_failed_call(runtime: Path) -> None:
    engine = Engine.start(backend="llama.cpp")
    assert await engine.generate("Once upon a time", 4, Priority.GHOST)
    pids = host_pids(runtime)
    assert len(pids) == 1
    long = asyncio.create_task(engine.generate("The history of the town", 400, Priority.SENTENCE))
    await asyncio.sleep(0.03)
    os.kill(pids[0], signal.SIGKILL)
    assert await long
    assert engine.host.failures == 1
    assert await engine.generate("Once upon a time", 4, Priority.GHOST)
    assert host_pids(runtime) != pids
    await engine.close()


async def test_two_servers_share_one_host_started_once(runtime: Path) -> None:
    engines = [Engine.start(backend="llama.cpp") for _ in range(4)]
    answers = await asyncio.gather(*(e.generate("It was", 4, Priority.ACTION) for e in engines))
    assert len({text_of(a) for a in answers}) == 1
    assert len(host_pids(runtime)) == 1
    socket = next(runtime.glob("*.sock"))
    assert socket.stat().st_mode & 0o077 == 0
    assert runtime.stat().st_mode & 0o077 == 0
    for engine in engines:
        await engine.close()


async def test_a_called_off_request_makes_way() -> None:
    engine = Engine.start(backend="llama.cpp")
    await engine.generate("Warm", 1, Priority.GHOST)
    background = [asyncio.create_task(engine.generate("The " * n, 500, Priority.REST)) for n in range(1, 6)]
    await asyncio.sleep(0.02)
    for task in background:
        task.cancel()
    await asyncio.gather(*background, return_exceptions=True)
    start = time.monotonic()
    assert await engine.generate("Then", 2, Priority.SENTENCE)
    assert time.monotonic() - start < 30  # not stuck behind what was called off
    assert all(task.cancelled() for task in background)
    await engine.close()


async def test_an_idle_host_goes(runtime: Path) -> None:
    engine = Engine.start(backend="llama.cpp", threads=2, idle=0.3)
    await engine.generate("Once", 2, Priority.GHOST)
    mine = host_pids(runtime, "--threads 2")
    assert len(mine) == 1
    for _ in range(100):
        if mine[0] not in host_pids(runtime):
            break
        await asyncio.sleep(0.1)
    assert mine[0] not in host_pids(runtime)
    await engine.close()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for sockets of this test's own; its hosts end soon after."""
    folder = Path(os.environ["SLM_LSP_RUNTIME"]) / tmp_path.name[-8:]
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("SLM_LSP_RUNTIME", str(folder))
    return folder


def engine_with(patience: float) -> Engine:
    """An engine whose host must give signs of life so often, and goes after two idle seconds."""
    choice = choose("llama.cpp")
    model = find("embedded", choice.name)
    return Engine(choice, model, STYLES[model.style], ModelClient(model, choice.name, 1, 2, patience))


async def killed_at_work(runtime: Path, count: int) -> None:
    """Kills so many hosts, one after another, each while it does what it has written down."""
    (journal,) = runtime.glob("*.journal")
    dead: set[int | None] = {None}

    def at_work() -> int | None:
        listens = journal.with_suffix(".sock").exists()
        host = holder(journal)
        return host if listens and host not in dead and any(journal.read_bytes()[SIZE : 2 * SIZE]) else None

    for _ in range(count):
        for _ in range(2_000):
            host = at_work()
            await asyncio.sleep(0.02)  # what is seen may be left by the one before, or over in a moment
            if host is not None and at_work() == host:
                break
        else:
            raise AssertionError("no host is at work")
        os.kill(host, signal.SIGKILL)
        dead.add(host)


async def test_an_input_over_which_two_hosts_ended_is_set_aside(own: Path) -> None:
    engine = engine_with(30)
    await engine.generate("Once", 1, Priority.GHOST)
    culprit = asyncio.create_task(engine.generate(LONG, 500, Priority.SENTENCE))
    await killed_at_work(own, 2)
    with pytest.raises(SetAside, match="left out"):
        await culprit
    assert engine.host.failures == 2
    # All else works, in other windows too, and nobody tries the culprit again.
    other = engine_with(30)
    assert await other.generate("Once upon", 2, Priority.GHOST)
    with pytest.raises(SetAside):
        await other.generate(LONG, 500, Priority.SENTENCE)
    assert len(host_pids(own)) == 1
    for one in (engine, other):
        await one.close()


async def test_an_input_that_only_was_there_when_a_host_ended_is_cleared(own: Path) -> None:
    engine = engine_with(30)
    await engine.generate("Once", 1, Priority.GHOST)
    for round in range(3):
        innocent = asyncio.create_task(engine.host.ask(_message(LONG, 300), Priority.SENTENCE))
        await killed_at_work(own, 1)
        assert (await innocent)["tokens"], round
    await engine.close()


def _message(prompt: str, count: int) -> dict[str, object]:
    from slm_lsp.inference.backend import Generation
    from slm_lsp.inference.messages import generate_message

    return generate_message(Generation(prompt, count))


async def test_a_frozen_host_is_ended_and_the_request_answered(own: Path) -> None:
    engine = engine_with(4)
    await engine.generate("Once", 1, Priority.GHOST)
    (pid,) = host_pids(own)
    os.kill(pid, signal.SIGSTOP)
    assert await asyncio.wait_for(engine.generate("Once upon a", 2, Priority.GHOST), 60)
    assert pid not in host_pids(own)
    assert engine.host.failures == 1
    await engine.close()


async def test_a_host_whose_work_hangs_ends_itself(own: Path) -> None:
    engine = engine_with(30)
    path = socket_path(find("embedded", "llama.cpp"), "llama.cpp", 1)
    impatient = subprocess.Popen(
        [
            sys.executable, "-m", "slm_lsp", "host", "--socket", str(path), "--model", str(embedded_path()),
            "--backend", "llama.cpp", "--idle", "20", "--patience", "0.02",
        ]
    )  # fmt: skip
    while not path.exists():
        await asyncio.sleep(0.05)
    # Reading so much takes longer than its patience lasts.
    assert await engine.generate("word " * 900, 1, Priority.ACTION)
    assert impatient.wait(20) == 70
    assert engine.host.failures == 1
    await engine.close()


async def test_the_same_input_asked_twice_is_worked_on_once(own: Path) -> None:
    engines = [engine_with(30), engine_with(30)]
    await engines[0].generate("Once", 1, Priority.GHOST)
    start = time.monotonic()
    alone = await engines[0].host.ask(_message("It rained", 300), Priority.REST)
    one = time.monotonic() - start
    start = time.monotonic()
    asked = [
        asyncio.create_task(e.host.ask(_message("It snowed", 300), Priority.REST))
        for e in engines
        for _ in range(6)
    ]
    first = asked[0]
    await asyncio.sleep(0.02)
    first.cancel()  # the others still want it
    answers = await asyncio.gather(*asked[1:])
    both = time.monotonic() - start
    assert len(alone["tokens"]) > 100
    assert all(answer["tokens"] == answers[0]["tokens"] for answer in answers)
    assert both < 6 * one  # eleven times, one after another, were it not joined
    assert first.cancelled()
    for engine in engines:
        await engine.close()


async def test_a_host_that_cannot_start_is_not_tried_at_every_key(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(client, "start", lambda options: started.append(options) or _gone())
    engine = engine_with(30)
    for _ in range(20):
        with pytest.raises(ModelUnavailable, match="memory is short"):
            await engine.generate("Once", 1, Priority.GHOST)
    assert len(started) == 3  # it may have been bad luck
    await engine.close()


async def test_a_host_that_is_killed_while_it_starts(own: Path) -> None:
    engine = engine_with(30)
    answer = asyncio.create_task(engine.generate("Once", 2, Priority.GHOST))
    while not (pids := host_pids(own)):
        await asyncio.sleep(0.01)
    os.kill(pids[0], signal.SIGKILL)
    assert await answer
    await engine.close()


async def test_a_host_that_freezes_while_it_starts_is_ended(own: Path) -> None:
    """Whoever has started it: it has the lock, and nobody else can be the host."""
    first, second = engine_with(60), engine_with(6)
    begun = asyncio.create_task(first.generate("Once", 2, Priority.GHOST))
    path = socket_path(find("embedded", "llama.cpp"), "llama.cpp", 1)
    while (frozen := holder(path)) is None:
        await asyncio.sleep(0.001)
    os.kill(frozen, signal.SIGSTOP)
    assert not path.exists()
    assert await asyncio.wait_for(second.generate("Once", 2, Priority.GHOST), 40)
    assert holder(path) != frozen
    assert await begun
    for engine in (first, second):
        await engine.close()


async def test_a_model_that_was_removed_is_named_and_comes_back(own: Path, tmp_path: Path) -> None:
    copy = tmp_path / "model.gguf"
    shutil.copy(embedded_path(), copy)
    engine = Engine.start(str(copy), "llama.cpp", idle=2)
    aside = copy.rename(tmp_path / "aside.gguf")
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match=r"model\.gguf"):
            await engine.generate("Once", 2, Priority.GHOST)
    aside.rename(copy)
    await asyncio.sleep(1.2)  # it is not tried at every key
    assert await engine.generate("Once", 2, Priority.GHOST)
    await engine.close()


def _gone() -> subprocess.Popen[bytes]:
    """A process that the system has ended for want of memory."""
    process = subprocess.Popen(["sleep", "60"])
    process.kill()
    process.wait()
    return process


async def test_many_servers_start_one_host(own: Path) -> None:
    """All race for the same lock; those that lose it go."""
    engines = [engine_with(30) for _ in range(12)]
    answers = await asyncio.gather(*(e.generate("It was", 3, Priority.ACTION) for e in engines))
    assert len({text_of(a) for a in answers}) == 1
    while len(left := host_pids(own)) > 1:
        await asyncio.sleep(0.05)
    assert len(left) == 1
    for engine in engines:
        await engine.close()


async def test_a_panic_ends_no_worker() -> None:
    """As Rust's reach Python: they are no `Exception`."""

    class Panic(BaseException):
        pass

    def panics(_: object) -> dict[str, object]:
        raise Panic

    queue = Queue(1)
    workers = queue.workers()
    failed = await queue.put(b"a", panics, Priority.SENTENCE)
    with pytest.raises(SlmError, match="Panic"):
        await failed.answer
    job = await queue.put(b"b", lambda _: {"done": True}, Priority.SENTENCE)
    assert await asyncio.wait_for(job.answer, 10) == {"done": True}
    for worker in workers:
        worker.cancel()
