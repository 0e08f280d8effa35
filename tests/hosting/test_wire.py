"""Where hosts and servers meet: a folder that only this user can enter, wherever one can be had."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from slm_lsp.errors import HostUnavailable
from slm_lsp.hosting import wire
from slm_lsp.hosting.wire import runtime_folder


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a short path that is all there is: temporary files and data are in it."""
    folder = Path(tempfile.mkdtemp(prefix="slm-w-"))
    (folder / "tmp").mkdir()
    monkeypatch.delenv("SLM_LSP_RUNTIME")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("SLM_LSP_DATA", str(folder / "data"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "tmp"))
    yield folder
    shutil.rmtree(folder)


def mode(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


def test_it_is_in_the_temporary_folder_and_shut(short: Path) -> None:
    found = runtime_folder()
    assert found == short / "tmp" / f"slm-lsp-{os.getuid()}"
    found.chmod(0o755)
    assert mode(runtime_folder()) == 0o700


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a folder to somebody else")
def test_somebody_else_s_folder_of_our_name_is_not_used(short: Path) -> None:
    theirs = short / "tmp" / f"slm-lsp-{os.getuid()}"
    theirs.mkdir()
    os.chown(theirs, 65_534, 65_534)
    found = runtime_folder()
    assert found.parent == short / "data"
    assert mode(found) == 0o700
    assert os.listdir(theirs) == []


def test_a_link_of_our_name_is_not_followed(short: Path) -> None:
    elsewhere = short / "elsewhere"
    elsewhere.mkdir()
    (short / "tmp" / f"slm-lsp-{os.getuid()}").symlink_to(elsewhere)
    assert runtime_folder().parent == short / "data"
    assert os.listdir(elsewhere) == []


def test_a_temporary_folder_that_is_none(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (short / "file").write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(short / "file"))
    assert runtime_folder().parent == short / "data"


def test_a_folder_without_locks_is_not_used(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on some network file systems."""
    flock = fcntl.flock

    def none_in_tmp(file: object, how: int) -> None:
        if "/tmp/slm-lsp-" in getattr(file, "name", "").removeprefix(str(short)):
            raise OSError(errno.ENOLCK, "No locks available")
        flock(file, how)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", none_in_tmp)
    assert runtime_folder().parent == short / "data"


def test_where_none_can_be_had_it_is_said_in_words(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (short / "file").write_text("in the way")
    monkeypatch.setattr(wire, "_candidates", lambda: iter([short / "file", short / "file" / "below"]))
    with pytest.raises(HostUnavailable, match="SLM_LSP_RUNTIME"):
        runtime_folder()
