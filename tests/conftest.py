"""Every test gets folders of its own: no memory, socket or model of the real user is touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def runtime() -> Iterator[Path]:
    """One folder for sockets for the whole run, so that tests share one host; it is ended after."""
    folder = Path(tempfile.mkdtemp(prefix="slm-t-"))
    os.environ["SLM_LSP_RUNTIME"] = str(folder)
    yield folder
    for line in subprocess.run(
        ["ps", "-wweo", "pid,args"], capture_output=True, text=True
    ).stdout.splitlines():
        if str(folder) in line and "slm_lsp host" in line:
            os.kill(int(line.split()[0]), signal.SIGTERM)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for one test."""
    folder = tmp_path / "data"
    monkeypatch.setenv("SLM_LSP_DATA", str(folder))
    monkeypatch.setenv("SLM_LSP_MODELS", str(tmp_path / "models"))
    return folder
