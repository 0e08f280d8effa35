"""GC tuning: what lives as long as a document is not looked through for garbage again and again.

Python's full collections walk over everything there is: with a document of 1 MB open they took 250 ms, at
every seventh key, and found nothing. What one of them has left alone is put aside (`gc.freeze`); most of what
the server makes is freed without them, for it is in no cycle.
"""

from __future__ import annotations

import gc
import time
from typing import Any

# A quicker collection is not felt.
SLOW_SECONDS = 0.02
OLDEST = 2  # generation
LONG = 100_000  # characters of a document

_begun = 0.0


def freeze_what_stays() -> None:
    """From now on, after each slow full collection."""
    gc.callbacks.append(_after)


def closed(characters: int) -> None:
    """After a long document was closed the next full collection sees everything: much may have become
    garbage. A short one's is not worth that collection."""
    if characters >= LONG:
        gc.unfreeze()


def _after(phase: str, info: dict[str, Any]) -> None:
    global _begun
    if phase == "start":
        _begun = time.monotonic()
    elif info["generation"] == OLDEST and time.monotonic() - _begun > SLOW_SECONDS:
        gc.freeze()
