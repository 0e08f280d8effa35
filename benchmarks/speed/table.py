"""Rows of the tables: medians and percentiles of times."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

HEAD = "| what | p50 ms | p95 ms | p99 ms | budget p95 | runs |\n|---|--:|--:|--:|--:|--:|"


def row(name: str, seconds: list[float], budget: str = "") -> None:
    """Prints a row of times."""
    ordered = sorted(1000 * max(0.0, s) for s in seconds)

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    middle = statistics.median(ordered)
    print(
        f"| {name} | {middle:.0f} | {at(0.95):.0f} | {at(0.99):.0f} | {budget} | {len(ordered)} |", flush=True
    )


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start
