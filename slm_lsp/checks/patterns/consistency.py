"""Consistency: a word that one document writes in two ways, such as email and e-mail.

Ways that differ by a hyphen, by capitals inside (JavaScript, Javascript) or by the spelling of one
dialect (colour, organise) are the same word; the rarer way is flagged, once there is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from weakref import WeakKeyDictionary

from slm_lsp.checks.check import Check
from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.errors import shortened
from slm_lsp.text.chunks import Chunk, Chunks, moved
from slm_lsp.text.edits import Edit

CODE = "consistency/two-ways"
# A longer document is not looked through at every key.
LONGEST_DOCUMENT = 300_000
SHORTEST = 5  # letters of a word

JOINED = (".", "-", "/", "_", "@")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_DIALECT = (
    (re.compile(r"is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"yse(d|s|r|rs)?$"), r"yze\1"),
    (re.compile(r"(?<=[a-z]{3})our(s|ed|ing|ful|able|ite|ites)?$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{3})tre(s|d)?$"), r"ter\1"),
)


@lru_cache(maxsize=2_048)
def _ways(text: str, frozen: tuple[tuple[int, int], ...]) -> tuple[tuple[str, str, int], ...]:
    """(what word it is, how it is written, where) for each word of a sentence that counts."""
    found = []
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if len(word) < SHORTEST or word.isupper() or any(a < match.end() and start < b for a, b in frozen):
            continue
        if text[:start].endswith(JOINED) or text[match.end() :].startswith(JOINED[1:]):
            continue  # a part of something else
        if word[0].isupper() and word[1:].islower():
            word = word.lower() if start == 0 else word  # only its place makes the first letter big
        key = word.lower().replace("-", "")
        for pattern, same in _DIALECT:
            key = pattern.sub(same, key)
        found.append((key, word, start))
    return tuple(found)


_counted: WeakKeyDictionary[Chunk, dict[str, Counter[str]]] = WeakKeyDictionary()


def _written(chunk: Chunk) -> dict[str, Counter[str]]:
    """How often each word is written in each way; worked out once for a chunk."""
    if (known := _counted.get(chunk)) is not None:
        return known
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in chunk.sentences:
        for key, word, _ in _ways(sentence.text, sentence.frozen):
            written[key][word] += 1
    _counted[chunk] = dict(written)
    return _counted[chunk]


def inconsistencies(chunks: Chunks) -> list[Placed]:
    """The findings of a document."""
    if chunks.length > LONGEST_DOCUMENT:
        return []
    counted = [_written(chunk) for _, chunk in chunks]
    ways: dict[str, set[str]] = defaultdict(set)
    for one in counted:
        for key, here in one.items():
            ways[key].update(here)
    written: dict[str, Counter[str]] = {}
    for key in (key for key, those in ways.items() if len(those) > 1):
        written[key] = sum((one[key] for one in counted if key in one), Counter())
    usual = {key: way for key, those in written.items() if (way := _usual(those))}
    found = []
    touched = (
        sentence
        for (start, chunk), here in zip(chunks, counted, strict=True)
        if not usual.keys().isdisjoint(here)
        for sentence in moved(chunk.sentences, start)
    )
    for sentence in touched:
        for key, word, start in _ways(sentence.text, sentence.frozen):
            way = usual.get(key)
            if way and _differs(word, way):
                message = f"Elsewhere this document writes “{shortened(way)}” ({written[key][way]} times)."
                end = start + len(word)
                text = way[0].upper() + way[1:] if sentence.text[start].isupper() else way
                finding = Finding(
                    CODE, message, start, end, (Edit(start, end, text),), category="consistency"
                )
                found.append(Placed(finding, sentence))
    return found


def _usual(ways: Counter[str]) -> str | None:
    """The way most of them are written, where one is the commonest."""
    (first, times), (_, second) = ways.most_common(2)
    return first if times > second else None


def _differs(word: str, way: str) -> bool:
    """Whether two ways differ in more than a first capital, which is a name's or a title's."""
    same_but_first = word[1:] == way[1:] and word[0].lower() == way[0].lower()
    inside = word.lower() != way.lower() or (word[1:] != way[1:] and not way.islower())
    return not same_but_first and inside


CHECK = Check(
    code=CODE,
    default="everybody",
    wrong=("Send an email. The email came. Every e-mail is kept.",),
    right=("Send an email. The email came. Every email is kept.",),
    in_document=inconsistencies,
)
