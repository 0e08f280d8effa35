"""Edits: the smallest changes that turn one sentence into another, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s*(?:[\w]+(?:['’\-][\w]+)*|[^\w\s])|\s+$")


@dataclass(frozen=True, order=True)
class Edit:
    """Replace `[start, end)` (code points) by `text`."""

    start: int
    end: int
    text: str

    def apply(self, to: str) -> str:
        return to[: self.start] + self.text + to[self.end :]

    def shifted(self, by: int) -> Edit:
        return Edit(self.start + by, self.end + by, self.text)


def apply_edits(text: str, edits: list[Edit]) -> str:
    """`text` after all of `edits`, which must not overlap."""
    for edit in sorted(edits, reverse=True):
        text = edit.apply(text)
    return text


def not_overlapping(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without any that reaches into one before it."""
    kept: list[Edit] = []
    for edit in sorted(set(edits)):
        if not kept or edit.start > kept[-1].end or (edit.start == kept[-1].end and edit.end > edit.start):
            kept.append(edit)
    return kept


def words(text: str) -> list[str]:
    """Words and marks, each with the space before it; joined they are `text` again."""
    found = _WORDS.findall(text)
    assert "".join(found) == text or not text
    return found


@dataclass(frozen=True)
class Change:
    """A span of the source that became a span of the target (code points of each)."""

    start: int
    end: int
    target_start: int
    target_end: int


def align(source: str, target: str) -> list[Change]:
    """The word-level changes from `source` to `target`, in order, not overlapping.

    Neighbouring changed words make one change; unchanged words part them.
    """
    old, new = words(source), words(target)
    old_at, new_at = _offsets(old), _offsets(new)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Change(old_at[i1], old_at[i2], new_at[j1], new_at[j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _offsets(pieces: list[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def align_edits(source: str, target: str) -> list[Edit]:
    """The word-level edits from `source` to `target`; the spaces they need are part of them."""
    return [
        tightened(source, Edit(c.start, c.end, target[c.target_start : c.target_end]))
        for c in align(source, target)
    ]


def tightened(source: str, edit: Edit) -> Edit:
    """The same edit without the leading space both sides share."""
    old = source[edit.start : edit.end]
    shared = 0
    while shared < min(len(old), len(edit.text)) and old[shared] == edit.text[shared] == " ":
        shared += 1
    return Edit(edit.start + shared, edit.end, edit.text[shared:])
