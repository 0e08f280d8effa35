"""Preferences: what can be counted of how somebody writes, and the preferences that follow from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# (preference, what it is called when it holds, the other way, its evidence, evidence against it).
_HABITS = (
    (
        "comma before the last of a list", "with it (a, b, and c)", "without it (a, b and c)",
        r"\w, \w+(?: \w+)?, (?:and|or) \w", r"\w, \w+(?: \w+)? (?:and|or) \w+[.,;]",
    ),
    (
        "contractions", "contracted (don't)", "in full (do not)",
        r"\b\w+(?:n['’]t|['’](?:ll|re|ve))\b",
        r"\b(?:(?:do|does|did|is|are|was|were|will|would|could|should|has|have|had) not|cannot)\b",
    ),
    ("quotation marks", "curly (“ ”)", "straight (\" \")", r"[“”]", "\""),
    ("dashes", "closed up (word—word)", "spaced (word – word)", r"\w—\w", r"\w [–—] \w"),
    ("email", "email", "e-mail", r"\bemail(?:s|ed|ing)?\b", r"\be-mail(?:s|ed|ing)?\b"),
    (
        "spelling", "American", "British",
        r"\b(?:behavior|center|color|favorite|flavor|neighbor|theater|analyze)(?:s|d|ed|ing|al|ful)?\b",
        r"\b(?:behaviour|centre|colour|favourite|flavour|neighbour|theatre|analyse|organise|recognise|realise)"
        r"(?:s|d|ed|ing|al|ful)?\b",
    ),
)  # fmt: skip
_HABIT_PATTERNS = [(name, yes, no, re.compile(a), re.compile(b)) for name, yes, no, a, b in _HABITS]
# Less evidence, or less of one mind, is no preference.
LEAST_EVIDENCE, LEAST_SHARE = 8, 0.8


@dataclass(frozen=True)
class Preference:
    """How a writer usually does something: `times` of `of` places where it could be told."""

    name: str
    way: str
    times: int
    of: int

    def __str__(self) -> str:
        return f"{self.name}: {self.way}, {self.times} of {self.of} times"


# What follows from a preference, where the writer has not set it otherwise.
_FOLLOWS: dict[tuple[str, str], tuple[str, Any]] = {
    ("spelling", "American"): ("dialect", "american"),
    ("spelling", "British"): ("dialect", "british"),
    (_HABITS[0][0], _HABITS[0][1]): ("rules", {"harper/OxfordComma": True}),
    (_HABITS[0][0], _HABITS[0][2]): ("rules", {"harper/OxfordComma": False}),
}


def options(clear: Iterable[Preference]) -> dict[str, Any]:
    """The settings that follow from preferences."""
    return dict(_FOLLOWS[key] for p in clear if (key := (p.name, p.way)) in _FOLLOWS)


def evidence(paragraphs: Iterable[str]) -> Counter[str]:
    """How often each way of each habit was seen, and the number of sentences and words."""
    found: Counter[str] = Counter()
    for text in paragraphs:
        found["sentences"] += max(1, len(re.findall(r"[.!?…][\"'”’)]*(?:\s|$)", text)))
        found["words"] += text.count(" ") + 1
        for name, yes, no, one, other in _HABIT_PATTERNS:
            found[f"{name}: {yes}"] += len(one.findall(text))
            found[f"{name}: {no}"] += len(other.findall(text))
    return +found


def preferences(found: Mapping[str, float]) -> list[Preference]:
    """What the evidence is clear about."""
    clear = []
    for name, yes, no, _, _ in _HABIT_PATTERNS:
        counts = {way: found.get(f"{name}: {way}", 0.0) for way in (yes, no)}
        total = sum(counts.values())
        way = max(counts, key=lambda w: counts[w])
        if round(total) >= LEAST_EVIDENCE and counts[way] >= LEAST_SHARE * total:
            clear.append(Preference(name, way, round(counts[way]), round(total)))
    return clear
