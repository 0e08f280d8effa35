"""Facts: numbers, names, negations, conditions, links and markup that a rewrite must keep.

It shares nothing with the guards of the program, which would find that they let nothing through.
"""

from __future__ import annotations

import re
from collections import Counter

_FIGURES = re.compile(r"\d+(?:[.,:/]\d+)*")
_COUNTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|dozen|hundred|thousand|"
    r"million|billion|twice)\b",
    re.I,
)
_MARKUP = re.compile(r"`[^`]+`|\]\([^)]*\)|https?://[^\s)]+[^\s).,;]|\*\*?|<[^>]+>")
_CODE = re.compile(r"`[^`]+`|\]\([^)]*\)|https?://\S+")
_NAME = re.compile(r"\b[A-Z][\w-]*")
_NOT_NAMES = {
    "i", "mr", "mrs", "ms", "dr", "dear", "dearest", "hi", "hello", "welcome", "january", "may", "english",
}  # fmt: skip
_IN_FULL = re.compile(r"(?<=\w)n['’]t\b|(?<=can)not\b", re.I)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|in the absence of|unless|cannot|"
    r"fail(?:ed|s)?|refrain|keep from|unable|lacks?|lacked|refused?|den(?:y|ied)|insufficient|inadequate|"
    r"unnecessary|unaware|unaccustomed|impossible|inactive|unlikely|insignificant|inappropriate|invalid|"
    r"incomplete)\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if|in case|whether|when|whenever|where|provided that|every time|as long as|in the event|until|"
    r"unless|otherwise|or else|once|irrespective|whatever)\b|"
    r"(?:^|[.,;“\"]\s*)should\s+(?:you|he|she|it|we|they|the|any)\b",
    re.I,
)
_ASKED = re.compile(r"\b(?:ask|asked|enquire|see|know|wonder(?:ing)?)\s+(?:if|whether)\b", re.I)
# They deny or count nothing.
_SAYINGS = re.compile(
    r"\b(?:do not|don['’]t) (?:hesitate|worry)\b|\bor not\b|\bnothing else\b|\bcan['’]t wait\b|"
    r"\bi(?:['’]m| am) (?:no expert|not sure)\b|\b(?:take no notice of|say no to)\b|\bnot too distant\b|"
    r"\bhalf a brain\b|\bat once\b|\bat one time\b",
    re.I,
)


def changed_fact(source: str, result: str) -> str | None:
    """What of the facts a rewrite changed, in words; None where it kept them all."""
    if _counted(_MARKUP, source) != _counted(_MARKUP, result):
        return "a link or markup"
    source, result = (_SAYINGS.sub(" ", _CODE.sub(" ", text)) for text in (source, result))
    if _counted(_FIGURES, source) != _counted(_FIGURES, result):
        return "a number"
    if set(_counted(_COUNTS, source)) != set(_counted(_COUNTS, result)):
        return "a number"
    if _names(source) - _words(result) or _names(result) - _words(source):
        return "a name"
    if _negations(source) != _negations(result):
        return "a negation"
    if bool(_CONDITION.search(source)) and not _CONDITION.search(result) and not _ASKED.search(source):
        return "a condition"
    return None


def _counted(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(piece.lower() for piece in pattern.findall(text))


def _names(text: str) -> set[str]:
    """The words with a capital that no sentence begins with."""
    found = set()
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip()
        if before and before[-1] not in '.!?:;"“(*[' and match[0].lower() not in _NOT_NAMES:
            found.add(match[0].lower())
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text.lower()))


def _negations(text: str) -> int:
    """How many words deny something, at most two: more are said in too many ways."""
    return min(2, len(_NEGATION.findall(_IN_FULL.sub(" not", text))))
