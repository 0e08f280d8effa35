"""Load: whether the machine is on battery or short of memory, so that background work waits."""

from __future__ import annotations

import contextlib

import psutil

# Of the memory so much must be free, or so many bytes.
LEAST_FREE, LEAST_FREE_BYTES = 0.05, 512 << 20


def on_battery() -> bool:
    """Whether the machine lives on its battery now."""
    with contextlib.suppress(OSError, AttributeError, RuntimeError):  # as for machines that say nothing of it
        battery = psutil.sensors_battery()
        return battery is not None and battery.power_plugged is False
    return False


def low_on_memory() -> bool:
    """Whether hardly any memory is left."""
    memory = psutil.virtual_memory()
    return bool(memory.available < min(LEAST_FREE * memory.total, LEAST_FREE_BYTES))


def under_load() -> bool:
    """Whether work that can wait should. Reads files of the system: 0.2 ms."""
    return low_on_memory() or on_battery()
