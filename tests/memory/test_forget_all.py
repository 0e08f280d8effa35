"""Forgetting everything leaves nothing: no damaged copy, no journal, no word list that is named elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.storage.paths import memory_file

SCRIPT = str(Path(sys.executable).with_name("slm-lsp"))


def test_nothing_of_the_memory_is_left(data: Path, tmp_path: Path) -> None:
    PhraseCounts(memory_file()).learn("w", [["zorblat", "is", "here"]], {})
    for name in (
        "memory.sqlite.damaged", "memory.sqlite-journal", "memory.sqlite-wal", "memory.sqlite-shm",
        "cache.sqlite.damaged", "cache.sqlite-journal", "dictionary.txt", "personal.gguf.tmp",
    ):  # fmt: skip
        (data / name).write_bytes(b"zorblat")
    own, other = tmp_path / "words.txt", tmp_path / "project" / ".slm-lsp-words.txt"
    own.write_text("zorblat\n")
    other.parent.mkdir()
    other.write_text("zorblat\n")
    (data / "settings.toml").write_text(f'userDictionary = "{own}"\n')
    # A project may not say what of the writer's is to be erased.
    (other.parent / ".slm-lsp.toml").write_text(f'userDictionary = "{tmp_path / "precious"}"\n')
    (tmp_path / "precious").write_text("zorblat\n")
    done = subprocess.run(
        [SCRIPT, "memory", "forget", "--all"], cwd=other.parent, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert str(own) in done.stdout
    assert not own.exists()
    assert other.exists() and (tmp_path / "precious").exists()
    left = {p.name for p in data.iterdir() if b"zorblat" in p.read_bytes()}
    assert left == set()


def test_a_process_of_ours_leaves_no_core(tmp_path: Path) -> None:
    """A core holds the writer's sentence, and lies in the folder where the process ran."""
    code = (
        "import resource, sys; sys.argv = ['slm-lsp', '--version'];"
        "from slm_lsp.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    before = ["sh", "-c", 'ulimit -c 100000 && exec "$0" "$@"', sys.executable, "-c", code]
    done = subprocess.run(before, capture_output=True, text=True, timeout=60, env={**os.environ})
    assert done.stdout.splitlines()[-1] == "(0, 0)", (done.stdout, done.stderr)
