"""Dialect: whether a text is spelled as the British or as the Americans do."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

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


def spelling_of(text: str) -> Literal["american", "british"]:
    """The dialect by which more words at a text's beginning are spelled; American where neither leads."""
    beginning = text[:LOOKED_AT]
    british, american = (len(_any_of(words).findall(beginning)) for words in (_BRITISH, _AMERICAN))
    return "british" if british > american else "american"
