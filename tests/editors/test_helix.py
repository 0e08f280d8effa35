"""Helix itself, in a terminal, with the configuration to copy, the real server and the real model."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT

from .conftest import PROGRAM, fetched
from .terminal import Terminal

CONFIGURATION = ROOT / "editor-clients" / "helix" / "languages.toml"
DRAFT = "We finaly met. I have the the bag.\n\nI think that we don't utilize it in order to help.\n"


def test_a_writer_s_first_minute(tmp_path: Path, data: Path) -> None:
    helix = fetched("helix") / "helix"
    settings = tmp_path / "config" / "helix"
    settings.mkdir(parents=True)
    text = CONFIGURATION.read_text().replace('command = "slm-lsp"', f'command = "{PROGRAM}"')
    (settings / "languages.toml").write_text(text)
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, "utf-8")
    own = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    terminal = Terminal(tmp_path, f"{helix} {draft.name}", SLM_LSP_DATA=str(data), **own)
    try:
        terminal.until(lambda screen: "finaly" in screen)
        terminal.until(lambda screen: "●" in screen)  # the gutter's mark of a finding
        terminal.keys("]", "d")
        terminal.until(lambda screen: "Did you mean" in screen)
        terminal.picture("helix-finding", "Helix")
        terminal.keys("Space", "a")
        terminal.until(lambda screen: "Change to “finally”" in screen)
        terminal.keys("Enter")
        terminal.until(lambda screen: "We finally met" in screen)
        terminal.keys(":3", "Enter")
        terminal.until(lambda screen: "3:1" in screen)
        terminal.keys("Space", "a")
        menu = terminal.until(lambda screen: "Rewrite: in fewer words" in screen)
        terminal.picture("helix-rewrites", "Helix")
        titles = [line.partition("Rewrite: ")[2].strip() for line in menu.splitlines() if "Rewrite: " in line]
        terminal.keys(*["Down"] * titles.index("in fewer words"), "Enter")
        terminal.until(lambda screen: "utilize it to help" in screen)
        terminal.keys(":w", "Enter")
        terminal.until(lambda screen: "written" in screen)
    finally:
        terminal.close()
    assert draft.read_text().startswith("We finally met.")
    assert "in order to" not in draft.read_text()
