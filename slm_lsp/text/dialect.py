"""Dialect: the language and the dialect of English that a document names, or is written in."""

from __future__ import annotations

import re

from slm_lsp.english.dialect import spelling_of
from slm_lsp.text.front_matter import front_matter

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
    return spelling_of(text)


def declared_foreign(text: str) -> bool:
    """Whether the front matter names another language than English."""
    language = declared(text)
    return language is not None and language.partition("-")[0] not in ("en", "eng")
