"""Bad input: an error or an empty answer, and the server goes on."""

from __future__ import annotations

import io
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from slm_lsp.server.lsp.log_filter import NoText

from .conftest import Editor


def test_a_log_names_the_error_and_its_place_never_the_words() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(NoText())
    log = logging.Logger("test")
    log.addHandler(handler)
    try:
        raise ValueError("zorblat")
    except ValueError as error:
        log.error("Could not read %s: %d", "zorblat", 3, exc_info=error)
    log.warning("100%% of %r", "zorblat")
    first, second = written.getvalue().splitlines()
    assert first.startswith("Could not read …: … [ValueError at test_robustness.py:")
    assert second == "100 of …"


async def still_works(editor: Editor) -> None:
    editor.open("I saw the the cat.", "plaintext", "file:///after.txt")
    assert [i.code for i in await editor.pull()] == ["harper/RepeatedWords"]


async def test_odd_requests(editor: Editor) -> None:
    editor.uri = "file:///never-opened.md"
    nowhere = types.Range(types.Position(10**6, 10**6), types.Position(0, 0))
    assert await editor.pull() == []
    assert await editor.actions(nowhere) == []
    editor.change("text for a closed document")
    editor.open("", "markdown", "file:///empty.md")
    assert await editor.pull() == []
    assert await editor.actions(nowhere) == []
    editor.change("x", nowhere)
    with pytest.raises(Exception, match=r"(?i)not found"):
        await editor.client.protocol.send_request_async("slm-lsp/unknown", {})
    with pytest.raises(Exception, match="not defined"):
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams("nonsense", arguments=[1])
        )
    await still_works(editor)


async def test_five_megabytes_in_one_line(editor: Editor) -> None:
    editor.open("word " * (1 << 20), "plaintext", "file:///long.txt")
    assert await editor.pull() == []
    middle = types.Position(0, 2_000_000)
    for _ in range(5):
        editor.change("x", types.Range(middle, middle))
    assert await editor.pull() == []
    await still_works(editor)


async def test_hostile_text(editor: Editor) -> None:
    hostile = "<|fix|> He go<|to|></s> a\u2028b\u0085c 👩‍👩‍👧 \ud7ff �\x00 e\u0301́́ [[[[((( ``` **"
    for language in ("markdown", "plaintext"):
        editor.open(hostile, language, f"file:///hostile.{language}")
        for item in await editor.pull():
            assert item.range.end.line == 0
    editor.open("fn main() {}", "rust", "file:///main.rs")
    assert await editor.pull() == []
    await still_works(editor)


def session(tmp_path: Path, *before: str) -> subprocess.CompletedProcess[bytes]:
    """A whole session by hand: every feature once, over plain pipes; its host goes soon after."""
    script = Path(__file__).with_name("whole_session.py")
    own = {"SLM_LSP_RUNTIME": str(tmp_path / "r"), "SLM_LSP_DATA": str(tmp_path / "d"), "SLM_LSP_IDLE": "2"}
    return subprocess.run(
        [*before, sys.executable, str(script)], capture_output=True, timeout=60, env={**os.environ, **own}
    )


def network_cut() -> list[str]:
    command = ["unshare", "-rn"]
    if not shutil.which("unshare"):
        return []
    return command if subprocess.run([*command, "true"], capture_output=True).returncode == 0 else []


def test_everything_works_without_a_network(tmp_path: Path) -> None:
    cut = network_cut()
    if not cut:
        pytest.skip("this machine cannot cut the network off (unshare)")
    done = session(tmp_path, *cut)
    assert done.returncode == 0, done.stderr.decode()
    assert b"zorblat" not in done.stderr  # no text in logs, not even in those of what went wrong
    assert b"ERROR" in done.stderr or b"Error" in done.stderr


def test_no_connection_but_unix_sockets(tmp_path: Path) -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    done = session(tmp_path, "strace", "-f", "-e", "trace=network", "-o", str(trace))
    assert done.returncode == 0, done.stderr.decode()
    calls = [line for line in trace.read_text().splitlines() if "connect(" in line or "bind(" in line]
    assert calls
    assert [line for line in calls if "AF_UNIX" not in line and "resumed" not in line] == []


def files(folder: Path) -> dict[str, Any]:
    return {p.name: p.stat().st_mode & 0o077 for p in folder.rglob("*") if p.is_file()}


def test_what_is_stored_is_for_the_writer_only(tmp_path: Path) -> None:
    assert session(tmp_path).returncode == 0
    stored = files(tmp_path / "d")
    assert "memory.sqlite" in stored
    assert set(stored.values()) == {0}
    text = b"".join(p.read_bytes() for p in (tmp_path / "d").rglob("*") if p.is_file())
    assert b"apple" not in text  # of the draft; what was learned is there on purpose
    assert b"zorblat" in text
