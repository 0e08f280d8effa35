"""A folder that somebody else has filled: nothing of it is run, whatever is started in it."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .pipes import Pipes

SCRIPT = str(Path(sys.executable).with_name("slm-lsp"))
TEXT = "She go to the market. I saw the the cat."
# `python -m` itself imports a package of the program's name from where it is started.
AS_MODULE = [sys.executable, "-m", "slm_lsp"]
SAFE_PATH = [sys.executable, "-P", "-m", "slm_lsp"]


def read_before(folder: Path) -> set[str]:
    """What is imported before the program: by Python for `python -m`, and by the script that pip writes."""
    (folder / "nothing.py").write_text("import re, sys; print(*sys.modules)")
    run = subprocess.run([sys.executable, "-m", "nothing"], cwd=folder, capture_output=True, text=True)
    (folder / "nothing.py").unlink()
    return {name.partition(".")[0] for name in run.stdout.split()}


def plant(folder: Path, *, package: bool) -> Path:
    """Fills a folder with a module of every name that can be imported here; the file that they write to.
    Without `package`, of the names that the program itself imports."""
    marker = folder.with_name("marker")
    code = f"open({str(marker)!r}, 'a').write(__name__ + '\\n')\n"
    names = set(sys.stdlib_module_names) | set(importlib.metadata.packages_distributions())
    names |= {"sitecustomize", "usercustomize"}
    folder.mkdir()
    left_out = {"slm_lsp"} if package else {"slm_lsp", "sitecustomize", "usercustomize", *read_before(folder)}
    for name in sorted(names - left_out):
        if name.isidentifier():
            (folder / f"{name}.py").write_text(code)
    if package:
        (folder / "slm_lsp").mkdir()
        for name in ("__init__", "__main__", "cli"):
            (folder / "slm_lsp" / f"{name}.py").write_text(code)
    (folder / "pyvenv.cfg").write_text(f"home = {folder}\n")
    (folder / ".env").write_text(f"PYTHONPATH={folder}\n")
    return marker


def session(server: Pipes, folder: Path) -> None:
    """A document is opened and read by rules and model, and ghost text asked for."""
    uri = (folder / "draft.md").as_uri()
    item = {"uri": uri, "languageId": "markdown", "version": 1, "text": TEXT}
    server.tell("textDocument/didOpen", {"textDocument": item})
    codes: set[str] = set()
    for _ in range(100):
        found = server.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        codes = {item["code"] for item in found["result"]["items"]}
        if any(code.startswith("model/") or not code.startswith("harper/") for code in codes):
            break
    assert "harper/RepeatedWords" in codes
    where: dict[str, Any] = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": len(TEXT)}}
    where["context"] = {"triggerKind": 1}
    assert "result" in server.ask("textDocument/inlineCompletion", where)


def hosts(runtime: Path) -> list[int]:
    listed = subprocess.run(["ps", "-wweo", "pid,args"], capture_output=True, text=True).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if f"{runtime}/" in line]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for sockets: hosts are started anew, and soon go."""
    monkeypatch.setenv("SLM_LSP_RUNTIME", str(tmp_path / "r"))
    monkeypatch.setenv("SLM_LSP_IDLE", "3")
    return tmp_path / "r"


@pytest.mark.parametrize(
    ("command", "package"),
    [([SCRIPT], True), (AS_MODULE, False), (SAFE_PATH, True)],
    ids=["script", "module", "module, safe path"],
)
def test_a_server_runs_nothing_of_the_folder_it_starts_in(
    tmp_path: Path, own: Path, command: list[str], package: bool
) -> None:
    if "-P" in command and sys.version_info < (3, 11):
        pytest.skip("Python 3.10 has no -P")
    folder = tmp_path / "project"
    marker = plant(folder, package=package)
    server = Pipes(command=command, cwd=folder)
    try:
        session(server, folder)
        running = hosts(own)
        assert len(running) >= 2  # the rules and the model
        for pid in running:
            # A host outlives the editor: it must not hold a folder that the writer may want to remove.
            assert not Path(os.readlink(f"/proc/{pid}/cwd")).is_relative_to(folder)
        assert server.leave() == 0
    finally:
        server.end()
    assert not marker.exists(), marker.read_text().split()


@pytest.mark.parametrize("arguments", [["check", "draft.md"], ["complete", "draft.md"], ["doctor"]])
def test_a_command_runs_nothing_of_the_folder_it_starts_in(
    tmp_path: Path, own: Path, arguments: list[str]
) -> None:
    folder = tmp_path / "project"
    marker = plant(folder, package=True)
    (folder / "draft.md").write_text(TEXT)
    done = subprocess.run([SCRIPT, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1), done.stderr
    assert not marker.exists(), marker.read_text().split()


@pytest.mark.parametrize("entries", [["", "{kept}"], [".", "{kept}"], ["{kept}", ""]])
def test_only_absolute_entries_of_the_path_are_searched(
    tmp_path: Path, own: Path, entries: list[str]
) -> None:
    """An empty entry, as `PYTHONPATH=$PYTHONPATH:/x` leaves one, stands for the folder one is in. Python
    itself reads some names from there before any program begins; this program and its hosts read nothing."""
    folder, kept = tmp_path / "project", tmp_path / "kept"
    marker = plant(folder, package=False)
    kept.mkdir()
    seen = tmp_path / "seen"
    (kept / "sitecustomize.py").write_text(f"open({str(seen)!r}, 'a').write('x')\n")
    path = os.pathsep.join(entries).format(kept=kept)
    server = Pipes(command=[SCRIPT], cwd=folder, env={"PYTHONPATH": path})
    try:
        session(server, folder)
        assert server.leave() == 0
    finally:
        server.end()
    assert not marker.exists(), marker.read_text().split()
    assert len(seen.read_text()) >= 3  # the server and both hosts: what the writer has set is kept


def test_relative_folders_mean_the_same_to_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    monkeypatch.setenv("SLM_LSP_IDLE", "3")
    names = {"SLM_LSP_DATA": "d", "SLM_LSP_RUNTIME": "r", "SLM_LSP_MODELS": "m"}
    server = Pipes(command=[SCRIPT], cwd=folder, env=names)
    try:
        session(server, folder)
        assert server.leave() == 0
    finally:
        server.end()
    assert {p.name for p in folder.iterdir()} == {"d", "r"}
    assert not {p.name for p in (folder / "r").iterdir()} & set(names.values())
