"""Emacs itself, in batch, with eglot, the real server and the real model."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.conftest import ROOT

from .conftest import PROGRAM, fetched

PLUGIN = ROOT / "editor-clients" / "emacs" / "slm-lsp.el"
DRAFT = "We finaly met. I met her in Edinburg.\n\nI think that we don't utilize it in order to help.\n"


def test_a_writer_s_first_minute(tmp_path: Path, data: Path) -> None:
    emacs = fetched("emacs") / "emacs"
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, "utf-8")
    script = Path(__file__).with_name("emacs.el")
    command = [str(emacs), "--batch", "-Q", "-l", str(script), str(PLUGIN), PROGRAM, str(draft)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout[done.stdout.index("{") :])
    assert "finaly" in seen["finding"]
    assert seen["text"] == (
        "We finally met. I met her in Edinburg.\n\nI think that we don't utilize it to help.\n"
    )
    assert (data / "dictionary.txt").read_text() == "Edinburg\n"
