"""Start: who holds the lock of a host, and who does not."""

from __future__ import annotations

import fcntl
import threading
import time
from pathlib import Path

import pytest

from slm_lsp.hosting.host import run_host
from slm_lsp.hosting.process import holder, taken


@pytest.mark.parametrize(
    ("said", "number"), [("", None), ("0", None), ("-1", None), ("word", None), ("4711", 4711)]
)
def test_a_holder_is_known_once_it_has_said_its_number(tmp_path: Path, said: str, number: int | None) -> None:
    """To the system 0 and -1 are no process but many, this one among them: they would be ended with it."""
    path = tmp_path / "host.sock"
    path.with_suffix(".lock").write_text(said)
    assert not taken(path)
    assert holder(path) is None
    with path.with_suffix(".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert taken(path)
        assert holder(path) == number


def test_a_host_starts_though_somebody_looks_whether_there_is_one(tmp_path: Path) -> None:
    path, loaded = tmp_path / "host.sock", []
    lock = path.with_suffix(".lock").open("a+")
    fcntl.flock(lock, fcntl.LOCK_SH)  # as who looks has it, for a moment
    threading.Thread(target=lambda: (time.sleep(0.01), lock.close())).start()

    def load() -> tuple[None, int]:
        loaded.append(path)
        raise OSError

    assert run_host(path, load, 1, 1) == 1  # type: ignore[arg-type]
    assert loaded
