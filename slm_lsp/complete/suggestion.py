"""Suggestion: a few words that go on where the cursor stands, joined so that they fit.

A half-typed word is finished first, or taken for whole where that is likelier. Word after word is
added while it is sure enough; nothing is offered where the first one is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from slm_lsp.complete.cache_model import CacheModel
from slm_lsp.complete.next_word import next_word
from slm_lsp.complete.ngrams import MARKS
from slm_lsp.complete.writer_model import WriterModel
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import circles

MOST_WORDS = 8
FEWEST_WORDS = 2  # where no word is half-typed
# The least probability of the first word. On held-out prose in its documents the next word is then
# right in 27 % of the keystrokes at which one is shown (benchmarks/quality).
LEAST_SURE = 0.1
# The least probability of each word after the fewest, given those before it.
LEAST_SURE_WORD = 0.25

CLOSING = tuple(',;:.!?)]”’"')

_HALF_WORD = re.compile(r"[A-Za-z][\w'’-]{0,100}$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")


@dataclass(frozen=True)
class Suggestion:
    """Text to insert at the cursor; `word` is the half-typed word it completes, `sure` the
    probability of its first word."""

    insert: str
    word: str
    sure: float


async def suggest(
    engine: Engine,
    before: str,
    after: str,
    recency: CacheModel | None = None,
    habits: WriterModel | None = None,
) -> Suggestion | None:
    """What to insert between `before` and `after` (the rest of the line), or None.

    `before` is prose up to the cursor, `recency` the cache model of the document so far, `habits` the writer
    model. Errors of inference pass through.
    """
    if not before.strip() or not _may_follow(before, after):
        return None
    word = half_word(before)
    insert, sure = await _finish(engine, before, word, recency, habits) if word else ("", 1.0)
    if sure < LEAST_SURE:
        return None
    fewest = 1 if word else FEWEST_WORDS
    count = len(insert.split())
    while count < MOST_WORDS:
        text = before + insert
        spaced = text.endswith((" ", "\n"))
        chances = await next_word(engine, text.rstrip(" "), recency, habits)
        found = chances.best("", marks=not spaced and bool(insert))
        if count == 0:
            sure *= found.likelihood
            if sure < LEAST_SURE:
                return None
        elif found.likelihood < LEAST_SURE_WORD and count >= fewest:
            break
        if not found.text:
            break
        new = found.text if spaced or found.text in MARKS else " " + found.text
        if circles(text[-200:] + new) and not circles(text[-200:]):
            break
        insert += new
        count += found.text not in MARKS
        if _SENTENCE_END.search(new):
            break
    insert = insert.rstrip(",;: ")
    if after[:1] in CLOSING or (after.strip() and after[:1] == " "):
        insert = insert.rstrip(" .!?,;:")
    stands_there = bool(after.strip()) and after.lstrip().startswith(insert.strip())
    if not insert.strip() or stands_there:
        return None
    return Suggestion(insert, word, sure)


def half_word(text: str) -> str:
    """The word that a text ends in, which may be half-typed; "" where it ends in none."""
    half = _HALF_WORD.search(text)
    return half[0] if half else ""


async def _finish(
    engine: Engine, before: str, word: str, recency: CacheModel | None, habits: WriterModel | None
) -> tuple[str, float]:
    """The rest of a half-typed word and its probability; no rest where the word is likelier whole,
    and a next one surer than any rest."""
    chances = await next_word(engine, before[: len(before) - len(word)].rstrip(" "), recency, habits)
    longer, likelihood = chances.best(word)
    whole = chances.whole(word)
    if whole > likelihood:
        after = await next_word(engine, before, recency, habits)
        if whole * after.best("").likelihood > likelihood:
            return "", whole
    return longer[len(word) :], likelihood


def _may_follow(before: str, after: str) -> bool:
    """Whether the cursor stands where a thought can go on: not inside a word."""
    return not (after[:1].isalnum() and before[-1:].isalnum())
