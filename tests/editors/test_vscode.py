"""VS Code itself, in a browser, with the packaged extension, the real server and the real model."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .conftest import PROGRAM, fetched

EXTENSION = ROOT / "editor-clients" / "vscode"
DRAFT = """We finaly met. I met Mrs. Zorblatt. I have the the bag.

I think that we don't utilize it in order to help.


"""
OPTIONS = {
    "slm-lsp-server.path": PROGRAM,
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_writer_s_first_minute(tmp_path: Path, data: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on the PATH")
    folder = fetched("vscode")
    node = folder / "runtime" / "node_modules" / ".bin" / "node"
    for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "package"]):
        built = subprocess.run(command, cwd=EXTENSION, capture_output=True, text=True, timeout=300)
        assert built.returncode == 0, built.stdout + built.stderr
    work, user = tmp_path / "work", tmp_path / "user"
    work.mkdir()
    (work / "draft.md").write_text(DRAFT, "utf-8")
    (user / "User").mkdir(parents=True)
    (user / "User" / "settings.json").write_text(json.dumps(OPTIONS))
    entry = folder / "node_modules" / "code-server" / "out" / "node" / "entry.js"
    server = [str(node), str(entry), "--user-data-dir", str(user), "--extensions-dir", str(tmp_path / "ext")]
    installed = subprocess.run(
        [*server, "--install-extension", str(EXTENSION / "slm-lsp.vsix")], capture_output=True, timeout=120
    )
    assert installed.returncode == 0, installed.stderr
    address = f"127.0.0.1:{free_port()}"
    running = subprocess.Popen(
        [
            *server, "--auth", "none", "--bind-addr", address, "--disable-telemetry",
            "--disable-update-check", "--disable-getting-started-override", "--disable-workspace-trust",
            str(work),
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(address)
        url = f"http://{address}/?folder={work}"
        driver = Path(__file__).with_name("vscode.mjs")
        done = subprocess.run(
            [str(node), str(driver), url, browser, str(tmp_path)],
            env={**os.environ, "EDITORS": str(folder)},
            capture_output=True,
            text=True,
            timeout=300,
        )
    finally:
        running.terminate()
        running.wait(20)
    if pictures := os.environ.get("SLM_LSP_PICTURES"):
        for picture in tmp_path.glob("*.png"):
            shutil.copy(picture, Path(pictures) / f"vscode-{picture.name}")
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout)
    print(f"first squiggle after {seen['secondsToSquiggles']:.1f} s")
    assert "slm-lsp" in seen["hover"]
    assert seen["menu"][0] == "Change to “finally”"
    assert "Rewrite: shorter" in seen["menu"]
    assert seen["warnings"] == []
    assert "number of people" in seen["taken"]
    assert "utilize" not in seen["rewritten"]
    assert (data / "dictionary.txt").read_text() == "Zorblatt\n"
    assert "number of people" in (work / "draft.md").read_text("utf-8")


def wait_for(address: str) -> None:
    host, port = address.split(":")
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("code-server did not start")
