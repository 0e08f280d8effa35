"""Language: what is not English is recognised and left alone."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from slm_lsp.text.front_matter import front_matter

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
_DECLARED = re.compile(r"^lang(?:uage)?:[ \t]*[\"']?([A-Za-z]{2,3}(?:[-_]\w+)*)", re.M)
_DIALECTS = {
    "us": "american",
    "gb": "british",
    "uk": "british",
    "au": "australian",
    "ca": "canadian",
    "in": "indian",
}

AUTO = "auto"  # a dialect that the text itself tells
LOOKED_AT = 50_000  # characters


# How only the British spell it, and how only the Americans do; -ize is British too.
_OUR = "(?:arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rig|rum|sav|vap)"
_OUR_END = "(?:s|ed|ing|able|ite|ites|ful|less|hood|ly|al)?"
_LL = "(?:channel|counsel|fuel|label|level|marvel|model|quarrel|signal|travel|tunnel)"
_RE = "(?:centimet|kilomet|millimet|calib|cent|fib|lit|theat)"
_BRITISH = (
    f"{_OUR}our{_OUR_END}", f"{_RE}res?", "(?:analy|paraly)s(?:e|ed|ing)", f"{_LL}l(?:ed|ing|er|ers)",
    "(?:apolog|emphas|organ|priorit|real|recogn|summar)is(?:e|ed|es|ing|ation|ations)",
    "(?:defen|offen|preten)ces?", "licences?", "aluminium", "ageing", "cheques?", "fulfil", "greys?",
    "jewellery", "kerbs?", "manoeuvres?", "moulds?", "ploughs?", "programmes?", "pyjamas",
    "sceptic(?:al|ism|s)?", "skilful(?:ly)?", "tyres?", "whilst",
)  # fmt: skip
_AMERICAN = (
    f"{_OUR}or{_OUR_END}", f"{_RE}ers?", "(?:analy|paraly)z(?:e|ed|es|ing)", f"{_LL}(?:ed|ing|er|ers)",
    "(?:defen|offen|preten)ses?", "aluminum", "aging", "fulfill", "grays?", "jewelry", "maneuvers?", "molds?",
    "plows?", "pajamas", "skeptic(?:al|ism|s)?", "skillful(?:ly)?",
)  # fmt: skip


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words. With a capital they are often names: Pearl Harbor, the Labour Party."""
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(words)})(?![\w-])")


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


def declared(text: str) -> str | None:
    """The language a document's front matter names (`lang: en-GB`), in lower case, or None."""
    match = _DECLARED.search(front_matter(text))
    return match[1].lower().replace("_", "-") if match else None


def declared_dialect(text: str) -> str | None:
    """The dialect of English that the front matter names, or None."""
    language, _, region = (declared(text) or "").partition("-")
    return _DIALECTS.get(region) if language in ("en", "eng") else None


def dialect_of(text: str, wished: str) -> str:
    """The dialect of English that a document is held to: what its front matter names, else what the writer
    wishes; where that is `AUTO`, British if more of its words are spelled as only the British spell them than
    as only the Americans do, else American."""
    declared = declared_dialect(text)
    if declared or wished != AUTO:
        return declared or wished
    beginning = text[:LOOKED_AT]
    british, american = (len(_any_of(words).findall(beginning)) for words in (_BRITISH, _AMERICAN))
    return "british" if british > american else "american"


def declared_foreign(text: str) -> bool:
    """Whether the front matter names another language than English."""
    language = declared(text)
    return language is not None and language.partition("-")[0] not in ("en", "eng")
