"""From a fresh machine to the first squiggle: `SLM_LSP_EDITORS=FOLDER python -m benchmarks.fresh`.

By the documented steps, with nothing of ours installed and pip's cache off; Python, the editors and, for
VS Code, a Chromium are there. Give it a machine that does nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.editors.conftest import fetched
from tests.editors.test_neovim import Nvim
from tests.editors.test_vscode import OPTIONS, drive, packaged

ROOT = Path(__file__).resolve().parents[1]


def neovim(wheel: Path, folder: Path) -> None:
    """1: pip install; 2: two lines in init.lua; 3: open a draft."""
    binary = fetched("neovim") / "neovim"
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
    subprocess.run([str(folder / "env/bin/pip"), "install", "-q", str(wheel)], check=True)
    installed = time.perf_counter()
    editor = Nvim(binary, folder, program=str(folder / "env/bin/slm-lsp"))
    editor.until(editor.diagnostics, 120)
    end = time.perf_counter()
    editor.close()
    print(f"| Neovim | 3 | {installed - begin:.0f} | {end - installed:.0f} | {end - begin:.0f} |")


def vscode(wheel: Path, folder: Path) -> None:
    """1: install the extension; 2: open a draft; 3: say yes to installing the server."""
    editors, vsix, browser = fetched("vscode"), packaged(), shutil.which("chromium")
    assert browser, "no Chromium on the PATH"
    options = {k: v for k, v in OPTIONS.items() if k != "slm-lsp-server.path"}
    os.environ["FRESH"] = "1"
    # Without the environment that this runs in: there a server may be on the PATH.
    path = [p for p in os.environ["PATH"].split(":") if not (Path(p) / "slm-lsp").exists()]
    os.environ["PATH"] = ":".join(path)
    done = drive(editors, browser, vsix, folder, options | {"slm-lsp-server.package": str(wheel)})
    assert done.returncode == 0, done.stdout + done.stderr
    seconds = json.loads(done.stdout)["secondsToSquiggles"]
    print(f"| VS Code | 3 | | | {seconds:.0f} |")


def main() -> None:
    os.environ["PIP_NO_CACHE_DIR"] = "1"
    with tempfile.TemporaryDirectory(prefix="slm-f-") as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", name, str(ROOT)], check=True
        )
        (wheel,) = folder.glob("*.whl")
        os.environ |= {"SLM_LSP_DATA": f"{name}/d", "SLM_LSP_RUNTIME": f"{name}/r", "SLM_LSP_IDLE": "5"}
        print("| editor | steps | installing, s | opening a draft to its first finding, s | together, s |")
        print("|---|--:|--:|--:|--:|")
        neovim(wheel, folder)
        time.sleep(8)  # until its processes are gone
        shutil.rmtree(folder / "d", ignore_errors=True)
        vscode(wheel, folder)


if __name__ == "__main__":
    main()
