"""The journal: over what the last host ended."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from slm_lsp.hosting.journal import MOST, SIZE, Journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "host.journal"


def ended_over(path: Path, *inputs: bytes) -> None:
    """A host that is killed while it works on these."""
    journal = Journal(path, 2)
    works = [journal.at_work(journal.name(data)) for data in inputs]
    for work in works:
        work.__enter__()
    left = path.read_bytes()
    for work in works:
        work.__exit__(None, None, None)
    path.write_bytes(left)


def test_twice_and_it_is_set_aside(path: Path) -> None:
    for times in range(3):
        journal = Journal(path, 2)
        assert journal.set_aside(journal.name(b"culprit")) == (times >= 2)
        ended_over(path, b"culprit")
    journal = Journal(path, 2)
    assert journal.set_aside(journal.name(b"culprit"))
    assert not journal.set_aside(journal.name(b"another"))
    assert b"culprit" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_worked_on_to_the_end_it_is_no_suspect_any_more(path: Path) -> None:
    ended_over(path, b"innocent", b"culprit")
    for _ in range(3):
        journal = Journal(path, 2)
        with journal.at_work(journal.name(b"innocent")):
            pass
        ended_over(path, b"culprit")
    journal = Journal(path, 2)
    assert not journal.set_aside(journal.name(b"innocent"))
    assert journal.set_aside(journal.name(b"culprit"))


def test_a_suspect_works_alone(path: Path) -> None:
    ended_over(path, b"suspect")
    journal = Journal(path, 2)
    begun, over = Event(), Event()

    def work() -> None:
        with journal.at_work(journal.name(b"suspect")):
            begun.set()
            over.wait(10)

    with journal.at_work(journal.name(b"other")):
        thread = Thread(target=work)
        thread.start()
        assert not begun.wait(0.1)
    assert begun.wait(10)
    entered = Event()

    def beside() -> None:
        with journal.at_work(journal.name(b"third")):
            entered.set()

    second = Thread(target=beside)
    second.start()
    assert not entered.wait(0.1)
    over.set()
    assert entered.wait(10)
    thread.join()
    second.join()


def test_an_error_is_no_end(path: Path) -> None:
    journal = Journal(path, 1)
    with pytest.raises(ValueError, match="model"), journal.at_work(journal.name(b"input")):
        raise ValueError("model")
    assert journal.silent_for() == 0
    assert not any(path.read_bytes()[SIZE:])


@pytest.mark.parametrize("left", [b"", b"x", b"x" * 40, b"\xff" * 100_000])
def test_whatever_the_file_holds(path: Path, left: bytes) -> None:
    path.write_bytes(left)
    journal = Journal(path, 2)
    with journal.at_work(journal.name(b"input")) as alive:
        alive()
        assert journal.silent_for() < 10
    assert path.stat().st_size <= SIZE * (MOST + 3)
