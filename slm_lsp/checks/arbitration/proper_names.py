"""Proper names: the words that are often written with a capital, and what can only be somebody's name.

A slip in a well-known name leaves it near that name: *Wendesday*, *Portugese*. A word with a capital inside a
sentence that is near none is a name that the dictionary has not heard of.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from slm_lsp.checks.finding import Finding
from slm_lsp.errors import ModelUnavailable
from slm_lsp.inference.models import embedded_names
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

# A word is near another that is one letter away, or this many where it is long; every short one is near some
# word, so that only swapped letters count.
NEAR, LONG, SHORT = 2, 6, 4
# Where more of so many longer words have a capital they are no names: it is a title.
MOST_NAMES, LONGER, FEWEST_WORDS = 0.6, 4, 4
# As many words sign a letter.
NAMES = 2
# The rule that knows how words are written, capitals and all.
CAPITALS = "harper/OrthographicConsistency"
_OPENING = "\"“'‘("


@cache
def well_known() -> frozenset[str]:
    """The words that are written with a capital once in a million or more often; none where their file was
    removed, and then nothing is taken for a name."""
    try:
        return frozenset(embedded_names().read_text("utf-8").split("\n"))
    except (ModelUnavailable, OSError):
        return frozenset()


def only_a_name(sentence: Sentence, finding: Finding) -> bool:
    """Whether a spelling flag is on a name, as far as that can be told by its looks."""
    word = sentence.text[finding.start : finding.end]
    if not (finding.spelling and word[:1].isupper() and word[1:].islower() and well_known()):
        return False
    begins = finding.start == 0 or sentence.text[finding.start - 1] in _OPENING
    if (begins or _is_title(sentence)) and not _signs(sentence):
        return False
    fixed = (fix.shifted(-finding.start).apply(word) for fix in finding.fixes)
    return not any(_near(word, other) and other in well_known() for other in fixed)


def only_other_capitals(sentence: Sentence, finding: Finding) -> bool:
    """Whether a rule would only take away capitals that may have their reason (*PEPs*, *DoS*), or takes a
    well-known name for initials (*Sam* for *SAM*)."""
    if finding.code != CAPITALS or not finding.fixes:
        return False
    word = sentence.text[finding.start : finding.end]
    best = finding.fixes[0].shifted(-finding.start).apply(word)
    return best.islower() or (best.isupper() and word in well_known())


def with_capital(sentence: Sentence, finding: Finding) -> Finding:
    """The finding, with the well-known name among its fixes that a word is with a capital (*pete*)."""
    name = sentence.text[finding.start : finding.end].capitalize()
    fix = Edit(finding.start, finding.end, name)
    if not finding.spelling or name not in well_known() or fix in finding.fixes:
        return finding
    return replace(finding, fixes=(*finding.fixes, fix))


def _signs(sentence: Sentence) -> bool:
    """Whether a block is nothing but a name or two, as under a letter."""
    words = sentence.text.split()
    return len(words) <= NAMES and sentence.text == sentence.prose.text and all(map(str.istitle, words))


def _near(word: str, other: str) -> bool:
    if len(word) <= SHORT:
        return sorted(word.lower()) == sorted(other.lower())
    apart = letters_apart(word.lower(), other.lower())
    return apart == 1 or (apart <= NEAR and len(word) >= LONG)


def _is_title(sentence: Sentence) -> bool:
    words = [word for word in sentence.text.split() if word[0].isalpha() and len(word) >= LONGER]
    capitals = sum(word[0].isupper() for word in words)
    many = len(words) >= FEWEST_WORDS and capitals > MOST_NAMES * len(words)
    return many or sentence.prose.kind == "heading"


def letters_apart(a: str, b: str) -> int:
    """How many letters are missing, too many, others, or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
