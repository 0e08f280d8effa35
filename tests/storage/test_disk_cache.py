"""The store: what is kept between sessions, and what becomes of it when things go wrong."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.storage import disk_cache as room
from slm_lsp.storage.disk_cache import DiskCache, _opened, _sealed

ABOUT = ("tagging", "digest", ("He go home.", (), "paragraph"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cache.sqlite"


def test_kept_for_the_next_session(path: Path) -> None:
    DiskCache(path).save({ABOUT: b"reading", ("other",): b""})
    assert DiskCache(path).load([ABOUT, ("unknown",), ("other",)]) == {ABOUT: b"reading", ("other",): b""}


def test_nothing_in_the_file_can_be_read(path: Path) -> None:
    DiskCache(path).save({ABOUT: b"He goes home, he said, to the zorblat."})
    stored = b"".join(p.read_bytes() for p in path.parent.iterdir())
    assert b"home" not in stored and b"zorblat" not in stored
    assert {stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()} == {0o600}


def test_the_same_entry_written_twice_differs_in_every_byte() -> None:
    """Under one key stream two values would give each other away."""
    key = bytes(32)
    one, two = _sealed(key, b"He goes home." * 40), _sealed(key, b"He goes home." * 40)
    assert sum(a == b for a, b in zip(one, two, strict=True)) < len(one) / 4
    assert _opened(key, one) == _opened(key, two) == b"He goes home." * 40


def test_another_version_of_the_program_begins_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    DiskCache(path).save({ABOUT: b"reading"})
    monkeypatch.setattr(room, "__version__", "another")
    assert DiskCache(path).load([ABOUT]) == {}
    monkeypatch.setattr(room, "FORM", room.FORM + 1)
    DiskCache(path).save({ABOUT: b"new"})
    assert DiskCache(path).load([ABOUT]) == {ABOUT: b"new"}


@pytest.mark.parametrize("damage", [b"no database at all, but long enough to be one" * 50, b""])
def test_a_damaged_file_is_moved_aside(path: Path, damage: bytes) -> None:
    DiskCache(path).save({ABOUT: b"reading"})
    path.write_bytes(damage)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    assert DiskCache(path).load([ABOUT]) == {}
    DiskCache(path).save({ABOUT: b"new"})
    assert DiskCache(path).load([ABOUT]) == {ABOUT: b"new"}
    assert path.with_name("cache.sqlite.damaged").exists() == bool(damage)


def test_a_file_damaged_in_its_midst(path: Path) -> None:
    DiskCache(path).save({("about", i): os.urandom(900) for i in range(500)})
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(bytes(data))
    store = DiskCache(path)
    found = store.load([("about", i) for i in range(500)])
    assert all(len(value) == 900 for value in found.values())
    store.save({ABOUT: b"new"})
    assert DiskCache(path).load([ABOUT]) == {ABOUT: b"new"}


def test_a_place_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = DiskCache(tmp_path / "file" / "cache.sqlite")
    store.save({ABOUT: b"reading"})
    assert store.load([ABOUT]) == {}


def test_a_full_disk_costs_nothing(path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    path.parent.mkdir()
    path.symlink_to("/dev/full")
    DiskCache(path).save({ABOUT: b"reading"})
    assert DiskCache(path).load([ABOUT]) == {}


def test_it_stays_below_its_bound_and_the_longest_unused_go(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DiskCache(path, most_bytes=300_000)
    monkeypatch.setattr(room, "_today", lambda: 1)
    store.save({("old", i): os.urandom(1_000) for i in range(100)})
    store.load([("old", i) for i in range(100)])
    monkeypatch.setattr(room, "_today", lambda: 2)
    store.load([("old", 0)])  # used again
    for batch in range(20):
        monkeypatch.setattr(room, "_today", lambda batch=batch: 3 + batch)
        store.save({("new", batch, i): os.urandom(1_000) for i in range(20)})
    assert path.stat().st_size < 400_000
    newest = store.load([("new", 19, i) for i in range(20)])
    assert len(newest) == 20
    assert len(store.load([("old", i) for i in range(1, 100)])) < 20


WRITER = """
import itertools, os, sys
from pathlib import Path
from slm_lsp.storage.disk_cache import DiskCache
store = DiskCache(Path(sys.argv[1]))
for i in itertools.count():
    store.save({("w", sys.argv[2], i, j): os.urandom(500) for j in range(20)})
    print(i, flush=True)
"""


def test_killed_in_the_midst_of_writing(path: Path) -> None:
    for name in "ab":
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        done = [int(writer.stdout.readline()) for _ in range(5)]
        time.sleep(0.01)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        found = DiskCache(path).load([("w", name, i, j) for i in done for j in range(20)])
        assert len(found) == 20 * len(done)
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not path.with_name("cache.sqlite.damaged").exists()


def _save(path: Path, name: int, start: Barrier) -> None:
    start.wait(60)
    for i in range(20):
        DiskCache(path).save({(name, i): b"x" * 100})


def test_windows_write_at_once(path: Path) -> None:
    work = multiprocessing.get_context("spawn")
    start = work.Barrier(3)
    windows = [work.Process(target=_save, args=(path, name, start)) for name in range(3)]
    for window in windows:
        window.start()
    for window in windows:
        window.join(60)
        assert window.exitcode == 0
    assert len(DiskCache(path).load([(name, i) for name in range(3) for i in range(20)])) == 60


def test_cleared(path: Path) -> None:
    store = DiskCache(path)
    store.save({ABOUT: b"reading"})
    assert store.clear() > 0
    assert list(path.parent.iterdir()) == []
    assert store.load([ABOUT]) == {}


@given(st.binary(max_size=3_000), st.binary(min_size=32, max_size=32))
def test_sealed_and_opened(data: bytes, cipher: bytes) -> None:
    sealed = _sealed(cipher, data)
    assert _opened(cipher, sealed) == data
    assert _opened(bytes(32), sealed) in (None, data if cipher == bytes(32) else None)
    assert _opened(cipher, sealed[:-1]) is None
