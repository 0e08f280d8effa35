"""The memory's file cannot be read: nothing waits for it, nothing fails, and it is told in words."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from slm_lsp.memory.feedback import Feedback
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.storage.paths import memory_file

from .pipes import Pipes

TEXT = "I saw the the cat. She go to the market. It was a"


def everything(server: Pipes, uri: str, change: int) -> list[dict[str, Any]]:
    """What a client asks for while the writer works; the answers."""
    document = {"textDocument": {"uri": uri}}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": len(TEXT)}}
    here = {"position": {"line": 0, "character": len(TEXT)}}
    edit = {
        "textDocument": {"uri": uri, "version": change},
        "contentChanges": [{"text": TEXT + " " * change}],
    }
    server.tell("textDocument/didChange", edit)
    return [
        server.ask("textDocument/diagnostic", document),
        server.ask("textDocument/codeAction", {**document, "range": whole, "context": {"diagnostics": []}}),
        server.ask("textDocument/inlineCompletion", {**document, **here, "context": {"triggerKind": 1}}),
        server.ask("textDocument/completion", {**document, **here}),
        server.ask("workspace/executeCommand", {"command": "slm-lsp.waysToRewrite"}),
    ]


def opened(server: Pipes) -> str:
    uri = "file:///locked.txt"
    item = {"uri": uri, "languageId": "plaintext", "version": 1, "text": TEXT}
    server.tell("textDocument/didOpen", {"textDocument": item})
    return uri


@pytest.mark.parametrize("before", [True, False], ids=["from the start", "later"])
def test_nothing_waits_for_a_locked_memory(tmp_path: Path, before: bool) -> None:
    PhraseCounts(memory_file()).learn("w", [["It", "was", "a", "Zorblat"]] * 9, {})
    Feedback(memory_file()).left("rule", "harper/Any")

    def locked() -> sqlite3.Connection:
        connection = sqlite3.connect(memory_file(), isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        return connection

    lock = locked() if before else None
    server = Pipes(options={"completions": True})
    try:
        uri = opened(server)
        if lock is None:
            everything(server, uri, 2)
            os.utime(memory_file())  # as if another window had written to it
            lock = locked()
        # What the process of the rules and the model take to start is not counted.
        everything(server, uri, 3)
        begun = time.monotonic()
        for change in range(4, 8):
            for answer in everything(server, uri, change):
                assert "error" not in answer, answer
        assert time.monotonic() - begun < 8.0  # five seconds for each question, where each waits for the lock
        found = server.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        assert "harper/RepeatedWords" in {item["code"] for item in found["result"]["items"]}
        lock.close()
    finally:
        server.end()


def test_a_file_where_the_data_folder_should_be(data: Path) -> None:
    data.write_text("in the way")
    server = Pipes()
    try:
        assert server.works()
        assert any("data folder" in words for words in server.messages), server.messages
    finally:
        server.end()


@pytest.mark.parametrize("name", ["memory.sqlite", "memory.sqlite-journal", "cache.sqlite"])
def test_a_folder_where_a_file_should_be(data: Path, name: str) -> None:
    (data / name).mkdir(parents=True)
    server = Pipes()
    try:
        assert server.works()
        if name == "memory.sqlite":
            assert any("memory" in words for words in server.messages), server.messages
    finally:
        server.end()


def test_an_idle_time_that_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLM_LSP_IDLE", "abc")
    server = Pipes()
    try:
        assert server.works()
    finally:
        server.end()


def test_no_folder_for_sockets(tmp_path: Path, data: Path) -> None:
    """A file is in the way of each: the sockets go into the data folder."""
    (tmp_path / "file").write_text("in the way")
    nowhere = str(tmp_path / "file" / "x")
    env = {"SLM_LSP_RUNTIME": nowhere, "XDG_RUNTIME_DIR": nowhere, "SLM_LSP_IDLE": "2"}
    server = Pipes(env=env)
    try:
        begun = time.monotonic()
        assert server.works()
        assert time.monotonic() - begun < 15.0
    finally:
        server.end()


def test_an_open_data_folder_is_shut(data: Path) -> None:
    data.mkdir(mode=0o777)
    data.chmod(0o777)
    for name in ("memory.sqlite", "dictionary.txt"):
        (data / name).touch()
        (data / name).chmod(0o666)
    server = Pipes()
    try:
        assert server.works()
    finally:
        server.end()
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in data.iterdir() if p.is_file()} == {0o600}


FULL_DISK = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
os.execv(sys.executable, [sys.executable, "-m", "slm_lsp"])
"""


def test_a_disk_that_is_full_from_the_start(data: Path) -> None:
    server = Pipes(command=(sys.executable, "-c", FULL_DISK))
    try:
        assert server.works()
        assert any("memory" in words for words in server.messages), server.messages
    finally:
        server.end()


def test_a_data_folder_that_is_read_only(data: Path) -> None:
    data.mkdir()
    shell = f"mount --bind '{data}' '{data}' && mount -o remount,ro,bind '{data}' && exec \"$@\""
    alone = ("unshare", "-m", "sh", "-c", shell, "sh")
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a folder read-only for root (unshare -m)")
    server = Pipes(command=(*alone, sys.executable, "-m", "slm_lsp"))
    try:
        assert server.works()
        assert any("memory" in words for words in server.messages), server.messages
    finally:
        server.end()
    assert list(data.iterdir()) == []
