"""Files that are written whole or not at all, with a disk that is really full."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.storage.files import append_line, write_atomically


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses to let any file of this process grow beyond a size, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_text_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    write_atomically(file, "one = 1\n")
    assert file.read_text("utf-8") == "one = 1\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)
    write_atomically(file, "two = 2\n")
    assert file.read_text("utf-8") == "two = 2\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(file.parent) == ["settings.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    file.write_text("one = 1\n")
    link.symlink_to(file)
    write_atomically(link, "two = 2\n")
    assert link.is_symlink()
    assert file.read_text() == "two = 2\n"


def test_what_cannot_be_encoded_leaves_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("one = 1\n")
    for write in (write_atomically, append_line):
        with pytest.raises(UnicodeEncodeError):
            write(file, "\ud800")
    assert file.read_text() == "one = 1\n"


@given(st.integers(0, 200), st.booleans())
def test_a_full_disk_leaves_the_file(tmp_path_factory: pytest.TempPathFactory, room: int, line: bool) -> None:
    folder = tmp_path_factory.mktemp("full")
    file = folder / "dictionary.txt"
    file.write_text("zorblat\n" * 10)  # 80 bytes
    write = append_line if line else write_atomically
    with no_file_larger_than(room):
        try:
            write(file, "x" * 99)
        except OSError:
            assert file.read_text() == "zorblat\n" * 10
        else:
            assert file.read_text() == ("zorblat\n" * 10 + "x" * 99 + "\n" if line else "x" * 99)
    assert os.listdir(folder) == ["dictionary.txt"]


def test_a_line_is_added_after_a_last_line_without_its_end(tmp_path: Path) -> None:
    file = tmp_path / "dictionary.txt"
    file.write_text("zorblat")
    append_line(file, "quux")
    assert file.read_text() == "zorblat\nquux\n"


def test_processes_that_add_lines_at_once_lose_none(tmp_path: Path) -> None:
    file = tmp_path / "dictionary.txt"
    code = (
        "import sys; from pathlib import Path; from slm_lsp.storage.files import append_line\n"
        "for n in range(200): append_line(Path(sys.argv[1]), f'{sys.argv[2]}{n}')"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(file), name]) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert sorted(file.read_text().split()) == sorted(f"{name}{n}" for name in "abc" for n in range(200))
