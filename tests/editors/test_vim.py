"""Vim itself with ALE, in a terminal, with the file to copy, the real server and the real model."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .conftest import PROGRAM
from .terminal import Terminal

FILE = ROOT / "editor-clients" / "vim" / "slm-lsp.vim"
ALE = Path("/usr/share/vim-ale")  # Debian's package
DRAFT = "We finaly met. I have the the bag.\n\nShe go to the market every day.\n"


def test_a_writer_s_first_minute(tmp_path: Path, data: Path) -> None:
    if not shutil.which("vim") or not ALE.is_dir():
        pytest.skip("Vim or ALE is not installed (Debian: vim, vim-ale)")
    (tmp_path / "vimrc").write_text(
        "set nocompatible nomore noswapfile\n"
        f"set rtp^={ALE}\n"
        "filetype plugin on\n"
        "runtime! plugin/ale.vim\n"
        "let g:ale_linters = {'markdown': ['slm-lsp']}\n"
        f"source {FILE}\n"
    )
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, "utf-8")
    path = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
    terminal = Terminal(tmp_path, f"vim -N -u vimrc {draft.name}", SLM_LSP_DATA=str(data), PATH=path)
    try:
        terminal.until(lambda screen: "finaly" in screen)
        terminal.until(lambda screen: "Did you mean to spell" in screen)  # the finding under the cursor
        terminal.keys("w", ":ALECodeAction", "Enter")
        menu = terminal.until(lambda screen: "Change to “finally”" in screen)
        (line,) = (line for line in menu.splitlines() if "Change to “finally”" in line)
        terminal.keys(line.split(")")[0].strip(), "Enter")
        terminal.until(lambda screen: "We finally met" in screen)
        terminal.keys(":w", "Enter")
        terminal.until(lambda screen: "written" in screen)
        terminal.keys("3Gw")
        terminal.until(lambda screen: "verb" in screen)  # the model's finding, or the rule's
    finally:
        terminal.close()
    assert draft.read_text().startswith("We finally met.")
