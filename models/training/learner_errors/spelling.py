"""Spelling: words that learners are known to misspell, misspelling by ear, and slips of the finger."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..corrupt import KEYBOARD
from .pattern import Change, Family, cased, rows

if TYPE_CHECKING:
    from spacy.tokens import Token

FAMILY = Family("spelling")

# Rows of the table whose misspelling is right in another dialect, or another kind of error.
_DIALECT = {
    "neighbor",
    "travelling",
    "organise",
    "program",
    "practise",
    "licence",
    "an other",
    "life style",
    "informations",
}


def _exactly(right: str, wrong: str) -> Callable[..., Change | None]:
    return lambda token, rng: {token.i: cased(token, wrong)} if token.lower_ == right.lower() else None


for _row in rows("spelling"):
    _right, *_wrongs = _row.split() or [""]
    for _wrong in _wrongs:
        if _wrong not in _DIALECT and _wrong.isalpha():
            FAMILY.add(f"{_right} > {_wrong}", _exactly(_right, _wrong), 2.0, (_right.lower(),))


def _spellable(token: Token) -> bool:
    return (
        token.is_alpha
        and token.text.isascii()
        and len(token) > 4
        and token.pos_ != "PROPN"
        and not token.text.isupper()
    )


def _by_ear(sound: re.Pattern[str], written: str) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if not _spellable(token):
            return None
        places = [m for m in sound.finditer(token.lower_) if m.start() > 0 or sound.pattern.startswith("^")]
        if not places:
            return None
        place = rng.choice(places)
        made = token.lower_[: place.start()] + place.expand(written) + token.lower_[place.end() :]
        return {token.i: cased(token, made)} if made != token.lower_ else None

    return find


# Letters that sound alike or are not heard.
for _row in rows("by-ear"):
    _sound, _put, _weight = _row.split()
    _put = "" if _put == "-" else _put
    FAMILY.add(f"by ear: {_sound} > {_put or '-'}", _by_ear(re.compile(_sound), _put), 0.12 * float(_weight))


def _slip(made: Callable[[str, int, random.Random], str]) -> Callable[..., Change | None]:
    def find(token: Token, rng: random.Random) -> Change | None:
        if not _spellable(token):
            return None
        word = made(token.text, rng.randrange(1, len(token) - 1), rng)
        return {token.i: word} if word != token.text else None

    return find


for _name, _made, _share in (
    ("letter left out", lambda w, i, r: w[:i] + w[i + 1 :], 0.15),
    ("letter doubled", lambda w, i, r: w[:i] + w[i] + w[i:], 0.05),
    ("letters changed round", lambda w, i, r: w[:i] + w[i + 1] + w[i] + w[i + 2 :], 0.15),
    ("neighbouring key", lambda w, i, r: w[:i] + r.choice(KEYBOARD.get(w[i], "e")) + w[i + 1 :], 0.12),
    ("neighbouring key too", lambda w, i, r: w[:i] + r.choice(KEYBOARD.get(w[i], "e")) + w[i:], 0.1),
):
    FAMILY.add(_name, _slip(_made), _share)
