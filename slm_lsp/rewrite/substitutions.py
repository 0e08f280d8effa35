"""Substitutions: phrases of a sentence exchanged by a list, as edits.

The list's longer phrases go before its shorter ones. Nothing is exchanged inside quotation marks: how
somebody else said it is not the writer's to polish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from slm_lsp.english.quotations import quoted
from slm_lsp.rewrite.safeguards import fitting
from slm_lsp.text.edits import Edit, apply_edits

Phrases = tuple[tuple[str, str], ...]


_WEAK = re.compile(r"'(?:s|re|m|ll|ve|d)$")
_PARTICLE = re.compile(r" (?:up|out|off|away|back|over|down|in|on|to|around|along|together)\b", re.I)
_ARTICLE = re.compile(r"\b(a)n?(?= ([a-z]))", re.I)
_VOWELS = frozenset("aeiou")


def swaps(text: str, phrases: Phrases, frozen: Iterable[tuple[int, int]] = ()) -> list[Edit]:
    """What the phrases would change in a sentence, in order, not overlapping; nothing that is frozen."""
    if not phrases:
        return []
    apart = [*frozen, *quoted(text)]
    pattern, table = _compiled(phrases)
    edits: list[Edit] = []
    for match in pattern.finditer(text):
        old = match[0]
        new = fitting(text, *match.span(), table[_plain(old)])
        edit = None if new is None else _edit(text, *match.span(), old, new)
        if edit is None or any(a < edit.end and edit.start < b for a, b in apart):
            continue
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return _with_articles(text, edits)


def _with_articles(text: str, edits: list[Edit]) -> list[Edit]:
    """The edits, and where the word after *a* or *an* becomes another, the article with it as one edit."""
    for match in _ARTICLE.finditer(text) if edits else ():
        end, joined = match.end(), []
        for edit in edits:
            if edit.start >= end and not text[end : edit.start].strip():
                joined.append(edit)
                end = edit.end
                if edit.text:
                    break
        if not joined:
            continue
        after = apply_edits(text[match.end() : end], [edit.shifted(-match.end()) for edit in joined])
        first = (after + text[end:]).lstrip()[:1].lower()
        if (first in _VOWELS) != (match[2].lower() in _VOWELS):
            article = match[1] + ("n" if first in _VOWELS else "")
            kept = [edit for edit in edits if edit not in joined]
            edits = sorted([*kept, Edit(match.start(), end, article + after)])
    return edits


@lru_cache(maxsize=64)
def _compiled(phrases: Phrases) -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = {}
    for old, new in phrases:  # of two, the first
        table.setdefault(_plain(old), new)
    longest = sorted(table, key=len, reverse=True)
    words = "|".join(re.escape(old).replace("'", "['’]") for old in longest)
    return re.compile(rf"(?<![\w'’-])(?:{words})(?![\w'’-])", re.I), table


def _plain(phrase: str) -> str:
    return phrase.lower().replace("’", "'")


def _edit(text: str, start: int, end: int, old: str, new: str) -> Edit | None:
    """One phrase exchanged; where it is left out, its space and its commas go too. None where a comma
    would be left over."""
    capital = text[start].isupper() and not old.startswith("I ")
    if new:
        if _WEAK.search(new) and (not text[end : end + 1].isspace() or text.startswith(" to ", end)):
            return None  # "that is how it is." and "they have to"
        if " " not in old and _PARTICLE.match(text, end):
            return None  # "got up", "need to"
        if "’" in text:
            new = new.replace("'", "’")
        new = new[:1].upper() + new[1:] if capital or start == 0 else new
        return Edit(start, end, new)
    comma = text[end : end + 1] == ","
    if start and text[start - 2 : start] == ", " and (comma or not text[end : end + 1].isspace()):
        return Edit(start - 2, end + comma, "")  # "..., perhaps, ..." and "..., maybe."
    if (comma and start) or text[:start].rstrip(", ").lower().endswith(old.lower()):
        return None  # "very, very late"
    end += comma
    if start == 0:
        end += len(text[end:]) - len(text[end:].lstrip())
        return Edit(0, end + 1, text[end : end + 1].upper())
    if text[start - 1] == " ":
        start -= 1
    return Edit(start, end, "")
