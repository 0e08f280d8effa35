"""A writing session as a trace: what a writer's hands do, with pauses, slips, deletions, pastes and undo.

Made from the example draft by a fixed seed, so that it is the same on every machine. A step is (seconds
before it, characters deleted before the cursor, text put in); the cursor stays at the end.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

Step = tuple[float, int, str]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def session(draft: str, seed: int = 7) -> Iterator[Step]:
    """The steps that write a draft."""
    rng = random.Random(seed)
    for paragraph in draft.split("\n\n"):
        if rng.random() < 0.2:  # moved here from elsewhere, and once in a while taken back first
            yield rng.uniform(0.5, 2), 0, paragraph
            if rng.random() < 0.5:
                yield rng.uniform(1, 2), len(paragraph), ""
                yield rng.uniform(1, 3), 0, paragraph
        else:
            yield from _typed(paragraph, rng)
        yield 0.3, 0, "\n\n"


def _typed(paragraph: str, rng: random.Random) -> Iterator[Step]:
    words = paragraph.split(" ")
    for number, word in enumerate(words):
        for letter in word:
            if rng.random() < 0.02:  # a slip, seen at once
                yield rng.uniform(0.06, 0.2), 0, rng.choice(LETTERS)
                yield rng.uniform(0.2, 0.5), 1, ""
            yield rng.uniform(0.06, 0.2), 0, letter
        if number < len(words) - 1:
            yield 0.1, 0, " "
        if rng.random() < 0.03:  # another word is wanted
            yield rng.uniform(0.5, 1.5), len(word) + 1, ""
            for letter in word + " ":
                yield rng.uniform(0.06, 0.15), 0, letter
        if word.endswith((".", "?", "!")):
            yield rng.uniform(0.3, 2.5), 0, ""
