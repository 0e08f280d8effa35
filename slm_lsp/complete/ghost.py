"""Ghost text: a few words that go on where the cursor stands, joined so that they fit.

In the middle of a word the model is asked from the word's start, and only continuations that
begin with the letters already typed count. The next word is the model's or one that the document
has used before, whichever is likelier by both; the words after it are the model's. Nothing is
offered where they are unsure of it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from slm_lsp.complete.recency import Recency
from slm_lsp.inference.backend import Priority, Token, text_of
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import circles

MOST_WORDS = 8
FEWEST_WORDS = 2
MOST_TOKENS = 16
# Rivals looked at for the rest of a half-typed word: 500 cost 1 ms more than 40, 1,000 cost 12.
RIVALS = 500
# Share of the document's own words in the next word's probability, and the least of it. On held-out
# prose in its documents the next word is right in 46 % of the offers and 21.7 % of the keystrokes are
# saved; by the model alone 43 % and 16.2 % (benchmarks/quality).
DOCUMENT_SHARE = 0.5
LEAST_SURE = 0.2
# A word less sure than this ends the text, once there are enough words.
LEAST_SURE_WORD = 0.10
# Chance that letters the model cannot go on from are a whole word already.
UNKNOWN_WHOLE = 0.3

CLOSING = tuple(',;:.!?)]”’"')

_HALF_WORD = re.compile(r"[A-Za-z][\w'’-]*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")


@dataclass(frozen=True)
class Suggestion:
    """Text to insert at the cursor; `word` is the half-typed word it completes, `sure` the
    probability of its first word."""

    insert: str
    word: str
    sure: float


async def suggest(
    engine: Engine, before: str, after: str, recency: Recency | None = None
) -> Suggestion | None:
    """What to insert between `before` and `after` (the rest of the line), or None.

    `before` is prose up to the cursor, `recency` what the document says so far. Errors of inference
    pass through.
    """
    if not before.strip() or not _may_follow(before, after):
        return None
    half = _HALF_WORD.search(before)
    word = half[0] if half else ""
    # The model's words carry their leading space, so it is asked from before it.
    stem = before[: len(before) - len(word)].rstrip(" ")
    spaced = len(stem) + len(word) < len(before) and not stem.endswith("\n") and bool(stem)
    start = (" " if spaced else "") + word
    tokens = await _continue(engine, stem, start)
    sure = _first_word(tokens)[1]
    if recency and start:
        known, likelihood = _likelier(_first_word(tokens), recency.likely(stem, word))
        if known:
            lead = start[: len(start) - len(word)]
            rest = await engine.generate(
                engine.style.proceed(stem + lead + known), MOST_TOKENS, Priority.GHOST
            )
            tokens = [Token((lead + known).encode(), math.log(likelihood)), *rest]
        sure = likelihood
    text = _cut(tokens, len(start), stem[-200:])
    if not text.startswith(start):
        return None  # a comma or a full stop, where a space is typed already
    insert = text[len(start) :]
    if after[:1] in CLOSING or (after.strip() and after[:1] == " "):
        insert = insert.rstrip(" .!?,;:")
    stands_there = bool(after.strip()) and after.lstrip().startswith(insert.strip())
    if not insert.strip() or sure < LEAST_SURE or stands_there:
        return None
    if not word and len(insert.split()) < FEWEST_WORDS and not _SENTENCE_END.search(insert):
        return None
    return Suggestion(insert, word, sure)


def _first_word(tokens: list[Token]) -> tuple[str, float]:
    """The first whole word and its probability."""
    words = _whole_words(tokens)
    return (words[0][0].strip(), words[0][1]) if words else ("", 0.0)


def _likelier(model: tuple[str, float], document: dict[str, float]) -> tuple[str, float]:
    """The document's word where it is the likelier one, else ""; and the winner's probability."""
    share = DOCUMENT_SHARE
    own = (1 - share) * model[1] + share * document.get(model[0], 0.0)
    word, likelihood = max(document.items(), key=lambda item: item[1], default=("", 0.0))
    if word != model[0] and share * likelihood > own:
        return word, share * likelihood
    return "", own


def _may_follow(before: str, after: str) -> bool:
    """Whether the cursor stands where a thought can go on: not inside a word."""
    return not (after[:1].isalnum() and before[-1:].isalnum())


async def _continue(engine: Engine, stem: str, start: str) -> list[Token]:
    """Tokens after `stem` whose text begins with `start` (what is already typed), or none."""
    style, priority = engine.style, Priority.GHOST
    if not start.strip():
        return await engine.generate(style.proceed(stem), MOST_TOKENS, priority)
    fixed = b""
    chosen: list[Token] = []
    wanted = start.encode()
    while len(fixed) < len(wanted):
        prompt = style.proceed(stem + fixed.decode("utf-8", "ignore"))
        step = await engine.generate(prompt, 1, priority, alternatives=RIVALS)
        rest = wanted[len(fixed) :]
        fitting = [
            (data, logprob)
            for data, logprob in (step[0].alternatives if step else ())
            if data and (data.startswith(rest) or rest.startswith(data)) and data.strip()
        ]
        if not fitting:
            if not fixed and chosen == []:
                return await _spelled(engine, stem, start)
            return []
        # A longer match says more about the word than a likelier fragment of it.
        whole = [f for f in fitting if f[0].startswith(rest)]
        data, _ = max(whole or fitting, key=lambda f: (f[1], len(f[0])))
        total = math.log(sum(math.exp(p) for _, p in fitting))
        chosen.append(Token(data, dict(fitting)[data] - total))
        fixed += data
    prompt = style.proceed(stem + fixed.decode("utf-8", "ignore"))
    return chosen + await engine.generate(prompt, MOST_TOKENS, priority)


async def _spelled(engine: Engine, stem: str, start: str) -> list[Token]:
    """The same for a word the model does not think of: as written, if it reads it as whole."""
    more = await engine.generate(engine.style.proceed(stem + start), MOST_TOKENS, Priority.GHOST)
    whole = bool(more) and not more[0].data[:1].isalnum()
    return [Token(start.encode(), math.log(UNKNOWN_WHOLE)), *more] if whole else []


def _cut(tokens: list[Token], typed: int, before: str) -> str:
    """The tokens' text up to where it should end.

    It ends at the sentence's end, after `MOST_WORDS`, where it begins to repeat what stands
    before, or before a word that is too unsure once `FEWEST_WORDS` stand; never inside a word.
    """
    text = ""
    count = 0
    for word, probability in _whole_words(tokens):
        new = count == 0 or word[:1].isspace()
        if new and (count >= MOST_WORDS or (count >= FEWEST_WORDS and probability < LEAST_SURE_WORD)):
            break
        if circles(before + text + word) and not circles(before + text):
            break
        text += word
        count += new
        if len(text) > typed and _SENTENCE_END.search(text, max(0, typed - 1)):
            break
    return text.rstrip()


def _whole_words(tokens: list[Token]) -> list[tuple[str, float]]:
    """(word with its leading space, probability), the last one dropped: it may go on."""
    found: list[tuple[str, float]] = []
    for token in tokens:
        piece = token.data.decode("utf-8", "ignore")
        if not found or piece[:1].isspace() or not (piece[:1].isalnum() or piece[:1] in "'’-"):
            found.append((piece, math.exp(token.logprob)))
        else:
            word, probability = found[-1]
            found[-1] = (word + piece, probability * math.exp(token.logprob))
    ended = text_of(tokens).rstrip().endswith((".", "!", "?"))
    return found if ended or len(tokens) < MOST_TOKENS else found[:-1]
