"""Adapter: the adapter that was trained on the writer's own text, where there is one.

Two files in the data folder, both for the writer only: the adapter as a GGUF, and what is known of it as
JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from slm_lsp.storage.files import write_atomically
from slm_lsp.storage.paths import data_folder


@dataclass(frozen=True)
class Personal:
    """An adapter: the digest of the model it was trained for, when (seconds since 1970), on which works and
    how many tokens of them, and the nats a token of held-out paragraphs before and after."""

    base: str
    at: float
    works: tuple[str, ...]
    tokens: int
    before: float
    after: float


# When the adapter was written, and its size; None where there is none.
Stamp = tuple[int, int] | None


def personal_stamp() -> Stamp:
    """Tells one adapter from another, and that there is one."""
    try:
        status = personal_file().stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def personal_file() -> Path:
    """Where the adapter lies."""
    return data_folder() / "personal.gguf"


def personal() -> Personal | None:
    """What is known of the writer's adapter; None where there is none that can be read."""
    try:
        known = json.loads(personal_file().with_suffix(".json").read_text("utf-8"))
        found = Personal(**known | {"works": tuple(known["works"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if personal_file().is_file() else None


def keep(made: Personal) -> None:
    """Says of an adapter that was written what is known of it."""
    path = personal_file().with_suffix(".json")
    write_atomically(path, json.dumps(asdict(made)))


def forget_personal() -> bool:
    """Removes the adapter; whether there was one."""
    there = personal_file().exists()
    for path in (personal_file(), personal_file().with_suffix(".json")):
        path.unlink(missing_ok=True)
    return there


def adapter_for(base: str) -> Path | None:
    """The adapter's file where it was trained for the model of a digest."""
    made = personal()
    return personal_file() if made and made.base == base else None
