"""From a pair of sentences to edit tags: what the tagger is taught."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from slm_lsp.edit_tags.tags import (
    CAPITALISE,
    DEHYPHEN,
    DELETE,
    HYPHENATE,
    JOIN,
    KEEP,
    LOWER,
    NOTHING,
    REPLACE,
    SPACE,
    SWAP,
    UNHYPHEN,
    UNKNOWN,
    UPPER,
    suffix_tag,
)
from slm_lsp.edit_tags.tokens import Unit, units

LONGEST_BLOCK = 6


@dataclass
class Label:
    """A unit's tag, the word where it is REPLACE, and what is missing before it.

    `missing` is None where more is missing than one tag can say; nothing is taught there.
    """

    tag: str = KEEP
    word: str = ""
    missing: str | None = NOTHING


def labels(source: str, target: str) -> tuple[list[Unit], list[Label]] | None:
    """The units of `source` and their labels, one more for its end; None where too much differs."""
    old, new = units(source), units(target)
    found = [Label() for _ in range(len(old) + 1)]
    a = [(u.text, u.spaced) for u in old]
    b = [(u.text, u.spaced) for u in new]
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    for op, i1, i2, j1, j2 in SequenceMatcher(None, middle_a, middle_b, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        if max(i2 - i1, j2 - j1) > LONGEST_BLOCK:
            return None
        _block(found, old[head + i1 : head + i2], new[head + j1 : head + j2], head + i1)
    return old, found


def _block(found: list[Label], old: list[Unit], new: list[Unit], at: int) -> None:
    """Labels one changed block, its units paired in order at the least cost."""
    n, m = len(old), len(new)
    if n == m == 2 and (old[0].text.lower(), old[1].text.lower()) == (
        new[1].text.lower(),
        new[0].text.lower(),
    ):
        found[at].tag = SWAP
        return
    if n == 1 and m == 2 and _one_word(old[0], new):
        found[at] = Label(REPLACE, f"{new[0].text} {new[1].text}")
        return
    cost = [[0.0] * (m + 1) for _ in range(n + 1)]
    step = [[""] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            choices = []
            if i and j:
                choices.append((cost[i - 1][j - 1] + _unlike(old[i - 1], new[j - 1]), "pair"))
            if i:
                choices.append((cost[i - 1][j] + 0.7, "drop"))
            if j:
                choices.append((cost[i][j - 1] + 0.7, "add"))
            if choices:
                cost[i][j], step[i][j] = min(choices)
    i, j = n, m
    before: dict[int, list[Unit]] = {}
    while i or j:
        move = step[i][j]
        if move == "pair":
            i, j = i - 1, j - 1
            found[at + i].tag, found[at + i].word = _change(old[i], new[j])
        elif move == "drop":
            i -= 1
            found[at + i].tag = DELETE
        else:
            j -= 1
            before.setdefault(at + i, []).insert(0, new[j])
    for place, added in before.items():
        found[place].missing = added[0].text if len(added) == 1 else None


def _one_word(old: Unit, new: list[Unit]) -> bool:
    return new[1].spaced and (new[0].text + new[1].text).lower() == old.text.lower()


def _unlike(old: Unit, new: Unit) -> float:
    """0 for the same text, up to 1.2 for texts with nothing in common."""
    if old.text.lower() == new.text.lower():
        return 0.05
    if old.text[:1].isalnum() != new.text[:1].isalnum():
        return 1.3
    return 1.1 - 0.9 * SequenceMatcher(None, old.text.lower(), new.text.lower(), autojunk=False).ratio()


def _change(old: Unit, new: Unit) -> tuple[str, str]:
    if old.text == new.text:
        if old.spaced and not new.spaced:
            return JOIN, ""
        return (SPACE, "") if new.spaced and not old.spaced else (KEEP, "")
    before, after = old.text, new.text
    if before.lower() == after.lower():
        if after == before[:1].upper() + before[1:]:
            return CAPITALISE, ""
        if after == before[:1].lower() + before[1:]:
            return LOWER, ""
        if after == before.upper():
            return UPPER, ""
    if "-" in before:
        if before.replace("-", " ", 1) == after:
            return UNHYPHEN, ""
        if before.replace("-", "", 1) == after:
            return DEHYPHEN, ""
    if tag := suffix_tag(before, after):
        return tag, ""
    return REPLACE, after


def joined(source: list[Unit], found: list[Label]) -> list[Label]:
    """Blocks such as `well known` -> `well-known` read as one tag at their second word.

    The aligner sees REPLACE and DELETE there; the tags say it in one word that generalises.
    """
    result = list(found)
    for i in range(len(source) - 1):
        first, second = result[i], result[i + 1]
        for one, other in ((first, second), (second, first)):
            if one.tag == REPLACE and other.tag == DELETE and first.missing == second.missing == NOTHING:
                both = source[i].text + source[i + 1].text
                if one.word == both:
                    result[i], result[i + 1] = Label(), Label(JOIN)
                elif one.word == f"{source[i].text}-{source[i + 1].text}":
                    result[i], result[i + 1] = Label(), Label(HYPHENATE)
    return result


__all__ = ["UNKNOWN", "Label", "joined", "labels"]
