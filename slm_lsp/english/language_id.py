"""Language id: whether a paragraph is English."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

# English is full of these: no paragraph of 4,985 in the development text had less than an eighth of them,
# and 1 % less than a quarter.
_LITTLE_WORDS = frozenset({
    "the", "of", "and", "to", "in", "a", "is", "that", "it", "for", "as", "with", "was", "on", "be",
    "by", "are", "this", "not", "or", "have", "from", "at", "which", "you", "can", "but", "an", "they",
    "all", "will", "we", "has", "one", "their", "if", "when", "more", "there", "were", "been", "its",
    "he", "i", "his", "she", "her", "had", "would", "also", "may", "other", "what", "no", "so", "do",
    "who", "use", "these", "any", "into", "than", "only", "some", "them", "up", "about", "out", "then",
    "your", "our", "how", "my", "me", "should", "must", "could", "because", "after", "before", "over",
    "where", "between", "such", "does", "did", "while", "being",
})  # fmt: skip
LEAST_LITTLE = 0.25
FEWEST_WORDS = 5  # of which a language can be told
LEAST_SURE = 0.9

_WORD = re.compile(r"[^\W\d_]+")


# As many as a few pages have; who read a page keeps what it made of it.
@lru_cache(maxsize=512)
def english(text: str) -> bool:
    """Whether a paragraph is English, or too short to tell.

    Ordinary English is known by its little words; only what lacks them is looked at by py3langid
    (Lui and Baldwin's langid, 2012), whose tables take half a second to load, once.
    """
    words = _WORD.findall(text.lower())
    letters = sum(map(len, words))
    beyond_latin = sum(not c.isascii() for word in words for c in word) > letters / 2
    if not beyond_latin and len(words) < FEWEST_WORDS:
        return True
    if sum(word in _LITTLE_WORDS for word in words) >= LEAST_LITTLE * len(words) > 0:
        return True
    if letters < 4:
        return True
    language, sure = _identifier().classify(text)
    return bool(language == "en" or sure < LEAST_SURE)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
