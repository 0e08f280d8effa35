"""Search path: where Python looks for modules. Never in the folder that a process was started in.

An editor starts the server in a project's folder, which may come from anybody: a file `json.py` there must
not be run. `python -m` puts that folder first, which `__main__` takes away again; an empty or relative
entry of `PYTHONPATH` stands for it too. What is imported here Python has imported before.
"""

import os
import sys

FOLDER = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def leave_out_relative() -> None:
    """Takes from `sys.path` what `PYTHONPATH` names by no absolute path."""
    if sys.flags.ignore_environment:
        return
    entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    # Python has made them absolute already; an entry that is named by its whole path stays.
    relative = {_absolute(entry) for entry in entries if not os.path.isabs(entry)} - set(entries)
    if os.environ.get("PYTHONPATH"):
        sys.path[:] = [entry for entry in sys.path if os.path.isabs(entry) and entry not in relative]


def for_hosts() -> str:
    """What `PYTHONPATH` is to be for a process of ours: its absolute entries, and this package's folder where
    only the folder that this process was started in had it."""
    entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [entry for entry in entries if os.path.isabs(entry)]
    if FOLDER not in sys.path and FOLDER not in kept:
        kept.append(FOLDER)
    return os.pathsep.join(kept)


def _absolute(entry: str) -> str:
    try:
        return os.path.abspath(entry)
    except OSError:  # the folder is gone
        return entry
