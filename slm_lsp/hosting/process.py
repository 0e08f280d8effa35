"""Process: a host's process, begun and ended. Light: it is the first thing that a server does."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from slm_lsp.hosting.wire import runtime_folder
from slm_lsp.search_path import for_hosts

# numpy's libraries take all cores for small matrices, and are no quicker: reading a sentence took 63 ms of
# the processor, of which 28 were spent spinning.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# Where glibc's threads allocate from one place, what loading took and freed can be given back: 40 MB less.
ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}
# Python 3.10 has no such option: there `slm_lsp/__main__.py` does the same.
SAFE_PATH = ["-P"] if sys.version_info >= (3, 11) else []


def start(options: list[str]) -> subprocess.Popen[bytes]:
    """Starts `slm-lsp host` with some options, on its own: in the folder for sockets, for the one that this
    process was started in may hold anybody's files, and the writer may want to remove it."""
    nothing = subprocess.DEVNULL
    folder = runtime_folder()
    return subprocess.Popen(
        [sys.executable, *SAFE_PATH, "-m", "slm_lsp", "host", *options],
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        cwd=folder,
        env=os.environ | ONE_THREAD | ONE_ARENA | _paths(folder),
        start_new_session=True,
        close_fds=True,
    )


def _paths(folder: Path) -> dict[str, str]:
    """The variables that name files, so that they mean the same in another folder."""
    named = {name: os.environ.get(name) for name in ("SLM_LSP_DATA", "SLM_LSP_MODELS")}
    absolute = {name: os.path.abspath(value) for name, value in named.items() if value}
    return {**absolute, "SLM_LSP_RUNTIME": str(folder), "PYTHONPATH": for_hosts()}


def taken(path: Path) -> bool:
    """Whether a process is the host at a path, or is about to be: it holds the lock."""
    return _lock(path) is not None


def holder(path: Path) -> int | None:
    """The number of the process that holds the lock of a path, once it has said it."""
    said = _lock(path)
    # Never 0, which to the system means everyone here.
    return int(said) if said and said.isdecimal() and int(said) else None


def _lock(path: Path) -> str | None:
    """What the holder of a lock has written into it; None where nobody holds it."""
    import fcntl  # not on Windows, where there are no hosts

    with contextlib.suppress(OSError), path.with_suffix(".lock").open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return lock.read()
    return None


def end(path: Path) -> None:
    """Ends the host at a path, if it still runs."""
    if (number := holder(path)) is not None:
        with contextlib.suppress(OSError):
            os.kill(number, signal.SIGKILL)


def why(path: Path, status: int) -> str:
    """In words, why a host did not start."""
    failure = path.with_suffix(".error")
    if status == -signal.SIGKILL:
        return (
            "The system ended a process of slm-lsp, most likely because memory is short: close something, "
            "or choose a smaller model (slm-lsp models list)."
        )
    return failure.read_text("utf-8") if failure.exists() else "A process of slm-lsp did not start."
