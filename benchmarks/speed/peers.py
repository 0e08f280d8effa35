"""What a writer would use instead, and the engine alone, in the same run."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import harper
import numpy as np

from slm_lsp.inference.backend import Generation
from slm_lsp.inference.backends.registry import BACKENDS
from slm_lsp.inference.models import embedded_path

from .table import HEAD, row, timed

JS = """
import { LocalLinter } from "harper.js";
import { binary } from "harper.js/binary";
import { readFileSync } from "node:fs";
const linter = new LocalLinter({ binary });
await linter.setup();
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const times = [];
  for (let run = 0; run < 6; run++) {
    const start = performance.now();
    await linter.lint("Edit " + run + ". " + text, { language: "markdown" });
    times.push(performance.now() - start);
  }
  console.log(times.slice(1).join(" "));
}
process.exit(0);
"""


def harper_py(texts: dict[str, str]) -> None:
    """Harper reads the whole document at every key; its first reading is left out."""
    linter = harper.Linter(harper.Dialect.AMERICAN)
    linter.lint("Agnieszka", language=harper.Language.PLAINTEXT)
    for name, text in texts.items():
        times = [
            timed(lambda text=f"Edit {run}. {text}": linter.lint(text, language=harper.Language.MARKDOWN))
            for run in range(6)
        ]
        row(f"Harper (harper-py), the whole document, {name}", times[1:])


def harper_js(texts: dict[str, str]) -> None:
    """The same as VS Code and the browser run it, where npm can be had."""
    if not shutil.which("npm"):
        print("\nharper.js was left out: npm is not installed.")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text('{"type": "module"}')
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "harper.js"]
        if subprocess.run(install, cwd=folder, capture_output=True, timeout=300).returncode:
            print("\nharper.js was left out: npm could not install it.")
            return
        (folder / "time.mjs").write_text(JS)
        files = []
        for number, text in enumerate(texts.values()):
            files.append(folder / f"{number}.md")
            files[-1].write_text(text, "utf-8")
        done = subprocess.run(
            ["node", "time.mjs", *map(str, files)], cwd=folder, capture_output=True, text=True, timeout=900
        )
        if done.returncode:
            print(f"\nharper.js was left out: {done.stderr.strip()}")
            return
        for what, line in zip(texts, done.stdout.splitlines(), strict=True):
            row(f"Harper (harper.js), the whole document, {what}", [float(ms) / 1000 for ms in line.split()])


def engine() -> None:
    """llama.cpp alone: what of an offer's time is the model's, and its share of the memory's bandwidth."""
    backend = BACKENDS["llama.cpp"].load(embedded_path(), 1)
    prompt = "The history of the town begins with a river and the people who lived beside it, who"

    def generate(count: int, words: str = prompt) -> int:
        return len(backend.generate(Generation(words, count), lambda: True))

    generate(8)
    row("llama.cpp alone: one token, the prompt known", [timed(lambda: generate(1)) for _ in range(40)])
    count = 0
    start = time.perf_counter()
    for _ in range(5):
        count += generate(128)
    rate = count / (time.perf_counter() - start)
    data = np.ones(64 << 20, np.float32)
    seconds = min(timed(data.sum) for _ in range(5))
    bandwidth = data.nbytes / seconds
    size = embedded_path().stat().st_size
    read, share = rate * size / 1e9, 100 * rate * size / bandwidth
    print(
        f"\nllama.cpp alone writes {rate:.0f} tokens a second, on one thread. Each reads the "
        f"{size / 1e6:.1f} MB of weights: {read:.1f} GB/s, {share:.0f} % of the {bandwidth / 1e9:.1f} GB/s "
        "at which one thread reads memory here."
    )


def main(texts: dict[str, str]) -> None:
    print(f"\n{HEAD}")
    harper_py(texts)
    harper_js(texts)
    engine()
