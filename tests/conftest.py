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


# What tests need, by their folder or file: whoever wants the quick loop leaves it out with `-m`.
NEEDS = {
    "editors": ("editors/",),
    "e2e": ("server/", "cli/", "hosting/", "settings/test_odd_options", "memory/test_forget_all"),
    "model": (
        "checks/",
        "complete/",
        "inference/",
        "personal/",
        "rewrite/",
        "training/",
        "test_session",
        "text/test_dialect",
        "memory/test_learned_names",
        "memory/test_word_lists",
    ),
    "slow": (
        "test_patterns",
        "text/formats/test_fuzz",
        "text/formats/test_long",
        "text/formats/test_segments",
        "text/test_chunks",
        "memory/test_phrase_counts",
        "storage/test_disk_cache",
        "storage/test_files",
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = Path(item.path).relative_to(ROOT / "tests").as_posix()
        for marker, places in NEEDS.items():
            if place.startswith(places):
                item.add_marker(marker)


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
