"""Tags: the small alphabet of edits, and what each does to a unit.

Every unit gets two tags. Its own says what becomes of it: kept, deleted, joined, inflected, or
replaced by a word of the vocabulary. The other says what is missing before it, if anything.
After GECToR (Omelianchuk et al. 2020, "GECToR: Grammatical Error Correction: Tag, Not Rewrite"),
with suffix changes in the place of its verb forms, so that no dictionary is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

from slm_lsp.edit_tags.tokens import Unit

KEEP, DELETE, REPLACE, UNKNOWN = "keep", "delete", "replace", "unknown"
CAPITALISE, LOWER, UPPER = "capitalise", "lower", "upper"
JOIN, HYPHENATE, SPACE = "join", "hyphenate", "space"
UNHYPHEN, DEHYPHEN, SWAP = "unhyphen", "dehyphen", "swap"
NOTHING = ""  # what is missing before most units

PLAIN = [
    KEEP, DELETE, REPLACE, UNKNOWN, CAPITALISE, LOWER, UPPER, JOIN, HYPHENATE, SPACE,
    UNHYPHEN, DEHYPHEN, SWAP,
]  # fmt: skip

# (what a word loses at its end, what it gets): inflections and their commonest mix-ups.
SUFFIXES = [
    ("", "s"), ("s", ""), ("", "es"), ("es", ""), ("", "d"), ("d", ""), ("", "ed"), ("ed", ""),
    ("", "ing"), ("ing", ""), ("e", "ing"), ("ing", "e"), ("y", "ies"), ("ies", "y"), ("y", "ied"),
    ("ied", "y"), ("ied", "ying"), ("ying", "ied"), ("ies", "ied"), ("ied", "ies"), ("ies", "ying"),
    ("ying", "ies"), ("ied", "ying"), ("s", "d"), ("d", "s"), ("s", "ed"), ("ed", "s"), ("es", "ed"),
    ("ed", "es"), ("s", "ing"), ("ing", "s"), ("es", "ing"), ("ing", "es"), ("ed", "ing"),
    ("ing", "ed"), ("ied", "ies"), ("", "'s"), ("'s", ""), ("s", "'s"), ("'s", "s"), ("s", "s'"),
    ("s'", "s"), ("", "’s"), ("’s", ""), ("s", "’s"), ("’s", "s"), ("", "ly"), ("ly", ""), ("le", "ly"),
    ("ly", "le"), ("y", "ily"), ("ily", "y"), ("", "er"), ("er", ""), ("", "r"), ("r", ""), ("r", "st"),
    ("st", "r"), ("er", "est"), ("est", "er"), ("", "est"), ("est", ""), ("", "n"), ("n", ""),
    ("t", "ce"), ("ce", "t"), ("ally", "al"), ("al", "ally"), ("", "al"), ("al", ""), ("", "ally"),
    ("ally", ""), ("", "ion"), ("ion", ""), ("e", "ion"), ("ion", "e"), ("", "ment"), ("ment", ""),
    ("ize", "ise"), ("ise", "ize"), ("ized", "ised"), ("ised", "ized"), ("or", "our"), ("our", "or"),
    ("an", "en"), ("en", "an"), ("ance", "ence"), ("ence", "ance"), ("able", "ible"), ("ible", "able"),
    ("ant", "ent"), ("ent", "ant"), ("e", ""), ("", "e"), ("", "y"), ("y", ""), ("ful", "full"),
    ("full", "ful"),
]  # fmt: skip
SUFFIXES = list(dict.fromkeys(SUFFIXES))
SHORTEST_STEM = 3

EDIT_TAGS = [*PLAIN, *(f"-{old}+{new}" for old, new in SUFFIXES)]
EDIT_INDEX = {tag: index for index, tag in enumerate(EDIT_TAGS)}
_SUFFIX_TAGS = {f"-{old}+{new}": (old, new) for old, new in SUFFIXES}


@dataclass(frozen=True)
class Tags:
    """The tagger's view of one sentence.

    `keep[i]`: probability that unit i is right. `edits`: (unit, tag, word, probability), the word
    only for REPLACE. `missing`: (unit, word, probability) for what may be missing before a unit;
    the unit after the last stands for the sentence's end.
    """

    keep: tuple[float, ...] = ()
    edits: tuple[tuple[int, str, str, float], ...] = ()
    missing: tuple[tuple[int, str, float], ...] = ()


def suffix_tag(before: str, after: str) -> str | None:
    """The suffix change that makes `after` of `before`, if there is one."""
    stem = 0
    while stem < min(len(before), len(after)) and before[stem] == after[stem]:
        stem += 1
    for length in range(stem, SHORTEST_STEM - 1, -1):
        tag = f"-{before[length:]}+{after[length:]}"
        if tag in _SUFFIX_TAGS:
            return tag
    return None


def cased_like(model: str, word: str) -> str:
    """`word` with a capital where `model` has one."""
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def changed(unit: Unit, tag: str, word: str = "") -> str | None:
    """What a tag makes of a unit's own text, or None where it does not apply.

    `word` is the replacement of REPLACE. The tags about the space before a unit, and SWAP, leave
    the text itself alone.
    """
    text = unit.text
    if tag == REPLACE:
        return cased_like(text, word)
    if tag == DELETE:
        return ""
    if tag == CAPITALISE:
        return text[:1].upper() + text[1:]
    if tag == LOWER:
        return text[:1].lower() + text[1:]
    if tag == UPPER:
        return text.upper()
    if tag == UNHYPHEN:
        return text.replace("-", " ", 1) if "-" in text else None
    if tag == DEHYPHEN:
        return text.replace("-", "", 1) if "-" in text else None
    if tag in _SUFFIX_TAGS:
        old, new = _SUFFIX_TAGS[tag]
        stem = text.removesuffix(old) if old else text
        if (old and not text.endswith(old)) or len(stem) < SHORTEST_STEM:
            return None
        return stem + new
    return text
