"""Neovim itself, headless, with the plugin, the real server and the real model."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

from .conftest import PROGRAM, fetched
from .terminal import Terminal

pynvim = pytest.importorskip("pynvim")
PLUGIN = ROOT / "editor-clients" / "neovim"
DRAFT = "We finaly met. I have the the bag.\n\nI think that we don't utilize it in order to help.\n\n"


@pytest.fixture(scope="session")
def neovim() -> Path:
    """The newest Neovim of Debian's."""
    return fetched("neovim") / "neovim"


class Nvim:
    """One Neovim with a draft open."""

    def __init__(self, binary: Path, folder: Path, before: str = "", program: str = PROGRAM) -> None:
        self.file = folder / "draft.md"
        self.file.write_text(DRAFT, "utf-8")
        lua = f"require('slm_lsp').setup({{ cmd = {{ '{program}' }} }})"
        arguments = [str(binary), "--embed", "--headless", "--clean", "-n", "--cmd", f"set rtp^={PLUGIN}"]
        self.it = pynvim.attach("child", argv=arguments)
        self.it.command("runtime plugin/slm_lsp.lua")
        if before:
            self.it.exec_lua(before)
        self.it.exec_lua(lua)
        self.it.command(f"edit {self.file}")
        self.it.command("set filetype=markdown")

    def lua(self, code: str, *arguments: object) -> Any:
        return self.it.exec_lua(code, *arguments)

    def until(self, condition: Callable[[], Any], seconds: float = 30.0) -> Any:
        """The first true value of `condition()`; fails loudly when it never comes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := condition():
                return value
            time.sleep(0.05)
        raise AssertionError(f"never happened; messages: {self.it.command_output('messages')}, {self.text}")

    @property
    def text(self) -> str:
        return "\n".join(self.it.current.buffer[:])

    def diagnostics(self) -> list[str]:
        return list(self.lua("return vim.tbl_map(function(d) return d.code end, vim.diagnostic.get(0))"))

    def act(self, title: str) -> None:
        """Takes the code action of that title at the cursor."""
        wanted = "function(action) return action.title == title end"
        self.lua(f"local title = ... vim.lsp.buf.code_action({{ apply = true, filter = {wanted} }})", title)

    def ghost(self) -> str:
        """The text that is drawn within lines."""
        marks = self.lua(
            """
            local all = {}
            for _, space in pairs(vim.api.nvim_get_namespaces()) do
              vim.list_extend(all, vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true }))
            end
            return all
            """
        )
        inline = [m[3] for m in marks if m[3].get("virt_text_pos") == "inline"]
        return "".join(text for mark in inline for text, *_ in mark["virt_text"])

    def close(self) -> None:
        with contextlib.suppress(EOFError, OSError):  # it is gone before it can answer
            self.it.command("qall!")
        with contextlib.suppress(EOFError, OSError):
            self.it.close()


@pytest.fixture
def nvim(neovim: Path, tmp_path: Path) -> Iterator[Nvim]:
    editor = Nvim(neovim, tmp_path)
    yield editor
    editor.close()


def test_an_old_neovim_has_findings_and_fixes(tmp_path: Path) -> None:
    """Debian 12's."""
    nvim = Nvim(fetched("neovim-old") / "neovim-old", tmp_path)
    nvim.until(lambda: {"harper/SpellCheck", "harper/RepeatedWords"} <= set(nvim.diagnostics()))
    nvim.it.current.window.cursor = (1, 4)
    nvim.lua("vim.ui.select = function(items, options, choose) choose(items[1], 1) end")
    nvim.lua("vim.lsp.buf.code_action()")
    nvim.until(lambda: nvim.text.startswith("We finally met."))
    nvim.it.current.window.cursor = (3, 10)
    nvim.it.command("SlmRewrite concise")
    nvim.until(lambda: "in order to" not in nvim.text)
    nvim.close()


def test_squiggles_come_and_a_fix_is_applied(nvim: Nvim) -> None:
    found = nvim.until(lambda: {"harper/SpellCheck", "harper/RepeatedWords"} <= set(nvim.diagnostics()))
    assert found
    nvim.it.current.window.cursor = (1, 4)
    nvim.act("Change to “finally”")
    nvim.until(lambda: nvim.text.startswith("We finally met."))
    nvim.until(lambda: "harper/SpellCheck" not in nvim.diagnostics())


def test_a_word_is_added_to_the_dictionary(nvim: Nvim, data: Path) -> None:
    nvim.until(lambda: "harper/SpellCheck" in nvim.diagnostics())
    nvim.it.current.window.cursor = (1, 4)
    nvim.act("Add “finaly” to your dictionary")
    nvim.until(lambda: "harper/SpellCheck" not in nvim.diagnostics())
    assert (data / "dictionary.txt").read_text() == "finaly\n"


def test_a_sentence_is_rewritten(nvim: Nvim) -> None:
    nvim.until(nvim.diagnostics)
    nvim.it.current.window.cursor = (3, 10)
    nvim.it.command("SlmRewrite concise")
    nvim.until(lambda: "in order to" not in nvim.text)
    assert "to help." in nvim.text
    nvim.it.command("undo")
    assert "in order to" in nvim.text  # one step


@pytest.mark.parametrize("own", [False, True], ids=["neovim's own", "virtual text"])
def test_ghost_text_is_shown_and_taken_with_tab(neovim: Path, tmp_path: Path, own: bool) -> None:
    nvim = Nvim(neovim, tmp_path, "vim.lsp.inline_completion = nil" if own else "")
    nvim.until(nvim.diagnostics)
    nvim.it.input("Go" + "There are a number of peo")
    nvim.until(lambda: nvim.text.endswith("number of peo"))

    nvim.until(lambda: nvim.ghost().startswith("ple"))
    nvim.it.input("<Tab>")
    nvim.until(lambda: "number of people" in nvim.text)
    assert "\t" not in nvim.text
    nvim.close()


def test_health_and_status_say_how_it_is(nvim: Nvim) -> None:
    nvim.until(nvim.diagnostics)
    assert nvim.lua("return require('slm_lsp').status()").startswith("slm")
    nvim.it.command("checkhealth slm_lsp")
    health = nvim.until(lambda: nvim.text if "attached" in nvim.text or "no server" in nvim.text else "")
    assert "slm-lsp" in health
    nvim.it.command("bdelete")
    nvim.it.command("helptags " + str(PLUGIN / "doc"))
    nvim.it.command("help slm-lsp-setup")
    (PLUGIN / "doc" / "tags").unlink()


@pytest.mark.skipif(
    "SLM_LSP_PICTURES" not in os.environ, reason="SLM_LSP_PICTURES names no folder for pictures"
)
def test_pictures(neovim: Path, tmp_path: Path) -> None:
    """A terminal with Neovim in it: a finding, its fixes, ghost text, the ways to rewrite, and a rewrite."""
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, "utf-8")
    init = tmp_path / "init.lua"
    init.write_text(
        f"vim.opt.rtp:prepend('{PLUGIN}')\n"
        "vim.o.number, vim.o.signcolumn, vim.o.termguicolors = true, 'yes', true\n"
        "vim.diagnostic.config({ virtual_text = true, underline = true })\n"
        f"require('slm_lsp').setup({{ cmd = {{ '{PROGRAM}' }} }})\n"
    )
    # In a terminal Neovim starts itself anew, which a program run by another's loader can't: two, then.
    socket = tmp_path / "nvim.sock"
    command = [
        str(neovim),
        "--clean",
        "-n",
        "-u",
        str(init),
        "--headless",
        "--listen",
        str(socket),
        str(draft),
    ]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not socket.exists():
        time.sleep(0.1)
    terminal = Terminal(tmp_path, f"{neovim} --server {socket} --remote-ui")
    try:
        terminal.until(lambda screen: "Did you mean" in screen)
        terminal.keys("w", ":lua vim.diagnostic.open_float()", "Enter")
        terminal.until(lambda screen: "Diagnostics" in screen or screen.count("Did you mean to spell") > 1)
        terminal.picture("neovim-finding", "Neovim")
        terminal.keys("Escape", ":lua vim.lsp.buf.code_action()", "Enter")
        terminal.until(lambda screen: "Change to “finally”" in screen)
        terminal.picture("neovim-quick-fix", "Neovim")
        terminal.keys("1", "Enter")
        terminal.until(lambda screen: "We finally met" in screen)
        terminal.keys("G", "o")
        terminal.write("There are a number of peo")
        terminal.until(lambda screen: "number of people" in screen)
        terminal.picture("neovim-ghost-text", "Neovim")
        terminal.keys("Tab", "Escape")
        terminal.keys(":3", "Enter", ":SlmRewrite", "Enter")
        terminal.until(lambda screen: "in fewer words" in screen)
        terminal.picture("neovim-rewrites", "Neovim")
        terminal.keys("6", "Enter")
        terminal.until(lambda screen: "utilize it to help" in screen)
        terminal.picture("neovim-rewrite", "Neovim")
    finally:
        terminal.close()
        server.kill()
        server.wait(10)
