"""A terminal with an editor in it: keys go in, what is on the screen comes out. tmux is the terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

WIDTH, HEIGHT = 96, 20


class Terminal:
    """One program in a terminal of its own, in a folder, with its own environment."""

    def __init__(self, folder: Path, command: str, **environment: str) -> None:
        if not shutil.which("tmux"):
            pytest.skip("no tmux on the PATH")
        self._tmux = ["tmux", "-S", str(folder / "tmux")]
        start = [
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            str(WIDTH),
            "-y",
            str(HEIGHT),
            "-c",
            str(folder),
            command,
        ]
        own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **environment}
        subprocess.run([*self._tmux, *start], check=True, env={**os.environ, **own}, timeout=20)
        self._run("set", "-g", "escape-time", "0")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, timeout=20)
        return done.stdout

    def keys(self, *keys: str) -> None:
        """Keys by tmux's names, such as Enter; anything else is typed."""
        self._run("send-keys", *keys)

    def write(self, text: str) -> None:
        """Types a text, letter by letter."""
        for letter in text:
            self._run("send-keys", "-l", letter)
            time.sleep(0.03)

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def until(self, condition: Callable[[str], bool], seconds: float = 40.0) -> str:
        """The screen once it is as wanted; fails loudly when it never is."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition(screen := self.screen()):
                return screen
            time.sleep(0.1)
        raise AssertionError(f"never happened:\n{self.screen()}")

    def picture(self, name: str, title: str) -> None:
        """Draws the screen into the folder that `SLM_LSP_PICTURES` names, where it names one."""
        if not (pictures := os.environ.get("SLM_LSP_PICTURES")):
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"))  # noqa: SIM115
        console.print(Text.from_ansi(self._run("capture-pane", "-p", "-e").rstrip("\n")))
        console.save_svg(str(Path(pictures) / f"{name}.svg"), title=title)

    def close(self) -> None:
        self._run("kill-server")
