"""Priority: what a host works on first."""

from __future__ import annotations

from enum import IntEnum


class Priority(IntEnum):
    """What is worked on first; lower is sooner."""

    GHOST = 0
    ACTION = 1
    SENTENCE = 2
    REST = 3
