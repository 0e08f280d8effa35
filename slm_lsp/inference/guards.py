"""Guards: model output is never trusted. What fails here never reaches the writer's text."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)
_PREAMBLE = re.compile(
    r"^(?:sure|certainly|of course|okay|here(?:'s| is| are)|the (?:corrected|rewritten|revised))\b"
    r"[^\n]*?:\s*",
    re.I,
)
_REFUSAL = re.compile(r"^(?:i'm sorry|i am sorry|i cannot|i can't|as an ai|i'm unable|i am unable)\b", re.I)
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’"}

_NUMBER = re.compile(r"\d[\d.,:/%]*\d|\d")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]+\.[\w.]+")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<![\"“(])\b[A-Z][\w'’-]*\b")
_NEGATION = re.compile(r"\b(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot)\b|n['’]t\b", re.I)
_NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion)\b",
    re.I,
)
_DUTY = re.compile(r"\b(?:must|should|shall|ought|required?|may|might)\b", re.I)
# Words that may go from a sentence with nothing put in their place; adverbs in -ly may too.
FILLERS = {
    "very", "quite", "really", "just", "rather", "somewhat", "perhaps", "maybe", "order", "fact", "point",
    "time", "note", "that", "this", "there", "which", "able", "also", "even", "then", "such", "some", "well",
    "please", "think", "believe", "seems", "appears", "kind", "sort", "total", "each", "with", "than", "have",
    "been", "being", "important", "matter", "aware", "will", "would", "could", "whether", "regard", "terms",
}  # fmt: skip
_NOT_NAMES = {"I", "I'm", "I've", "I'll", "I'd"}


def cleaned(output: str, source: str) -> str:
    """A model's answer without what models add: thoughts, a preamble, quotation marks, lines."""
    text = _THINKING.sub("", output).strip()
    text = _PREAMBLE.sub("", text).strip()
    text = text.split("\n", 1)[0].strip()
    closing = _QUOTES.get(text[:1])
    if closing and text.endswith(closing) and len(text) > 1 and not source.startswith(text[0]):
        text = text[1:-1].strip()
    return "" if _REFUSAL.match(text) and not _REFUSAL.match(source) else text


def lost(source: str, target: str, frozen: list[str] | None = None) -> str | None:
    """What of the source's facts the target changed, in words; None where all were kept."""
    if any(piece not in target for piece in frozen or []):
        return "code or a link"
    if sorted(_LINK.findall(source)) != sorted(_LINK.findall(target)):
        return "a link"
    if sorted(_NUMBER.findall(source)) != sorted(_NUMBER.findall(target)):
        return "a number"
    if _count(_NUMBER_WORDS, source) != _count(_NUMBER_WORDS, target):
        return "a number"
    if len(_DUTY.findall(source)) != len(_DUTY.findall(target)):
        return "what must or may be"
    if len(_NEGATION.findall(source)) != len(_NEGATION.findall(target)):
        return "a negation"
    if _other_first_word(source, target):
        return "a name"
    names = {n for n in _NAME.findall(source) if n not in _NOT_NAMES}
    if any(not re.search(rf"\b{re.escape(n)}\b", target) for n in names):
        return "a name"
    new = {n for n in _NAME.findall(target) if n not in _NOT_NAMES} - names
    if any(not re.search(rf"\b{re.escape(n)}\b", source, re.I) for n in new):
        return "a name"
    return None


def _other_first_word(source: str, target: str) -> bool:
    """Whether the first word became quite another: its capital does not tell a name from a word.

    Short words ("But", "So") and words alike ("Its", "It's") may change.
    """
    old, new = (re.match(r"\W*([\w'’-]+)", text) for text in (source, target))
    if not old or not new or min(len(old[1]), len(new[1])) <= 3:
        return False
    known = re.search(rf"\b{re.escape(old[1])}\b", target, re.I)
    return not known and SequenceMatcher(None, old[1].lower(), new[1].lower()).ratio() < 0.5


def _count(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(word.lower() for word in pattern.findall(text))


def overlap(source: str, target: str) -> float:
    """Share of the shorter side's longer words that the other side has, by their first letters."""
    old, new = ({w[:5].lower() for w in re.findall(r"\w{4,}", text)} for text in (source, target))
    if not old or not new:
        return 1.0
    return len(old & new) / min(len(old), len(new))


def left_out(removed: str, added: str) -> bool:
    """Whether an edit takes words of weight away and puts none in their place."""
    gone = [w.lower() for w in re.findall(r"[^\W\d_]{4,}", removed)]
    heavy = [w for w in gone if w not in FILLERS and not w.endswith("ly")]
    come = [w for w in re.findall(r"[^\W\d_]+", added.lower()) if w not in {"a", "an", "the", "it", "is"}]
    return bool(heavy) and not come


def circles(text: str) -> bool:
    """Whether the last three words of a text, or the last one twice, stood just before."""
    found = re.findall(r"[\w'’]+", text.lower())[-40:]
    earlier = [found[i : i + 3] for i in range(len(found) - 3)]
    return found[-1:] == found[-2:-1] or found[-3:] in earlier


def repeats(text: str) -> bool:
    """Whether a text runs in circles, as small models' do."""
    found = re.findall(r"\w+", text.lower())
    runs = [tuple(found[i : i + 4]) for i in range(len(found) - 3)]
    return len(runs) > len(set(runs))
