"""Reading by eye: REWRITES.md, whose rewrites a person judges by writing good, half or bad for *unread*."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .scores import Said

UNREAD, JUDGED = "unread", ("good", "half", "bad")
Judgements = dict[tuple[str, str, str], str]
_HEADING = re.compile(r"^## .*\(`(.+)`\)$")
_BEFORE = re.compile(rf"^- ({'|'.join([*JUDGED, UNREAD])}): (.*)$")
_INTRODUCTION = """\
# Rewrites, read by eye

Changed sentences of those written for the measurement, picked by chance.
`python -m benchmarks.quality.rewrites --examples N` writes this page. It keeps the judgements of rewrites
that are still the same. Judge one by writing in place of *unread*: **good**, as an editor might have put it;
**half**, right but clumsy, or no more of what was asked; **bad**, a broken sentence or another meaning.
"""


def judgements(text: str) -> Judgements:
    """What was judged in a page: (way, before, after) and the judgement."""
    found: Judgements = {}
    way = ""
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if heading := _HEADING.match(line):
            way = heading[1]
        elif (before := _BEFORE.match(line)) and following.startswith("  → ") and before[1] != UNREAD:
            found[way, before[2], following[4:]] = before[1]
    return found


def picked(said: list[Said], count: int) -> list[Said]:
    """`count` changed ones of each way at most, picked by chance, the same ones every time."""
    found = []
    for way in dict.fromkeys(one.way for one in said):
        changed = [one for one in said if one.way == way and one.result != one.source]
        found += random.Random(1).sample(changed, min(count, len(changed)))
    return found


def page(said: list[Said], judged: Judgements) -> str:
    """The page, with what was judged before."""
    verdicts = [judged.get((one.way, one.source, one.result), UNREAD) for one in said]
    counts = Counter(verdicts)
    lines = [_INTRODUCTION, f"Judged: {', '.join(f'{name} {counts[name]}' for name in JUDGED)}."]
    way = ""
    for one, verdict in zip(said, verdicts, strict=True):
        if one.way != way:
            way = one.way
            lines += ["", f"## {way[0].upper()}{way[1:]} (`{way}`)", ""]
        lines += [f"- {verdict}: {one.source}", f"  → {one.result}"]
    return "\n".join(lines) + "\n"
