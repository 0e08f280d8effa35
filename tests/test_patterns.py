"""No pattern may take longer than in proportion to the text: one of them stops every open document."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.patterns import hostile, inline_patterns, module_patterns, only_matched
from tests.patterns_made import EXAMPLES, made_patterns

SIZE = 4_096
FLOOR = 0.003  # seconds; below it a time says nothing, and a quadratic pattern needs ten times as much
GROWTH = 6.5  # for four times the text


class TooLong(Exception):
    pass


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends what takes longer: `re` looks for signals now and then."""

    def over(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def needs(pattern: re.Pattern[str], text: str, times: int = 1, search: bool = True) -> float:
    """The seconds that a pattern needs to go through a text, in the best of so many tries."""
    best = 99.0
    for _ in range(times):
        begun = time.thread_time()
        for _ in pattern.finditer(text) if search else ():
            pass
        pattern.match(text)
        best = min(best, time.thread_time() - begun)
    return best


# What stands around what is repeated, so that a match must fail at the very end.
AROUND = (("", ""), ("Aa: [", " b\n.\n\n"))


def grows(pattern: re.Pattern[str], search: bool = True) -> list[str]:
    """The units over which a pattern grows faster than the text."""
    slow = []
    for name, unit in hostile(pattern).items():
        for before, after in AROUND:
            text = before + unit * (SIZE // len(unit)) + after
            part = before + unit * (SIZE // len(unit) // 4) + after
            try:
                with within(1):
                    if needs(pattern, text, 1, search) < FLOOR:
                        continue
                    ratios = (
                        needs(pattern, text, tries, search) / needs(pattern, part, 2 * tries, search)
                        for tries in (2, 4, 8)
                    )
                    if all(ratio > GROWTH for ratio in ratios):
                        slow.append(name)
            except TooLong:
                slow.append(f"{name} (too long)")
            if len(slow) == 3:
                return slow
    return slow


def as_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    """A pattern of bytes as one of text, which grows alike."""
    if isinstance(pattern.pattern, str):
        return pattern
    return re.compile(
        pattern.pattern.decode("latin-1"), pattern.flags & ~re.ASCII & (re.I | re.M | re.S | re.X)
    )


LITERAL, MADE = inline_patterns()
ALL: dict[str, re.Pattern[str]] = {
    name: as_text(pattern) for name, pattern in {**module_patterns(), **LITERAL, **made_patterns()}.items()
}
ONLY_MATCHED = only_matched()


@pytest.mark.parametrize("name", ALL)
def test_pattern_grows_with_the_text(name: str) -> None:
    head, _, _ = name.partition(": ")
    assert grows(ALL[name], head not in ONLY_MATCHED and not head.endswith("match")) == []


def test_every_pattern_that_is_put_together_has_an_example() -> None:
    assert set(MADE) == set(EXAMPLES)
