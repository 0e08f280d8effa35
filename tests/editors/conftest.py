"""Real editors: fetched into the folder that `SLM_LSP_EDITORS` names; skipped without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = os.environ.get("SLM_LSP_PROGRAM") or str(Path(sys.executable).with_name("slm-lsp"))


def fetched(name: str) -> Path:
    """The folder of an editor; the run says so where it can't be had."""
    if not (editors := os.environ.get("SLM_LSP_EDITORS")):
        pytest.skip("set SLM_LSP_EDITORS to a folder into which the editors may be fetched")
    folder = Path(editors) / name
    script = Path(__file__).with_name("fetch-vscode.sh" if name == "vscode" else "fetch-debian.sh")
    done = subprocess.run([str(script), str(folder), name], capture_output=True, text=True, timeout=600)
    if done.returncode == 3:
        pytest.skip(f"no {name} to be had: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    print(done.stdout.strip())
    return folder
