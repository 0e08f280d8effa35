"""Absolutes: degrees of what has none, such as “very unique”."""

from __future__ import annotations

import re
from functools import lru_cache

from slm_lsp.checks.check import Check
from slm_lsp.checks.finding import Finding
from slm_lsp.english.quotations import quoted
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

CODE = "style/absolute"
_PHRASE = re.compile(
    r"(?<![\w'’-])(?P<degree>(?:very|extremely|rather|fairly|somewhat|so) )"
    r"(?P<word>unique|essential|identical|infinite|unanimous|fatal|final|universal|impossible)(?![\w'’-])",
    re.I,
)


def absolutes(sentence: Sentence) -> list[Finding]:
    """The degrees in a sentence that the word after them does not have."""
    return list(_found(sentence.text, sentence.frozen))


@lru_cache(maxsize=32_768)
def _found(text: str, frozen: tuple[tuple[int, int], ...]) -> tuple[Finding, ...]:
    apart = [*frozen, *quoted(text)]
    found = []
    for match in _PHRASE.finditer(text):
        start, end = match.span()
        if any(a < end and start < b for a, b in apart):
            continue
        word = match["word"]
        capital = word[0].upper() + word[1:] if match["degree"][0].isupper() else word
        message = (
            f"Something is “{word.lower()}” or it is not: leave out “{match['degree'].strip().lower()}”."
        )
        fix = Edit(start, end, capital)
        found.append(Finding(CODE, message, start, end, (fix,), category="redundancy"))
    return tuple(found)


CHECK = Check(
    code=CODE,
    default="eager",
    wrong=(
        "The result was very unique.",
        "Very essential parts were missing.",
        "The two are rather identical.",
    ),
    right=(
        "The result was unique.",
        "She said “very unique”.",
        "It was not so.",
        "A very final-looking draft.",
    ),
    in_sentence=absolutes,
)
