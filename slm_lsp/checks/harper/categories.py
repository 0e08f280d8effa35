"""Categories: the kinds of findings, in the field's terms. Each has a page in `docs/rules/`."""

from __future__ import annotations

CATEGORIES = (
    "agreement", "article", "capitals", "confusion", "consistency", "extra-word", "grammar", "missing-word",
    "noun-number", "preposition", "punctuation", "redundancy", "repetition", "spelling", "style",
    "typography", "verb-form", "word-order", "wording",
)  # fmt: skip

# Harper's kinds of lint; what is not here is a matter of wording.
_OF_KIND = {
    "Agreement": "agreement",
    "BoundaryError": "spelling",
    "Capitalization": "capitals",
    "Eggcorn": "confusion",
    "Enhancement": "style",
    "Formatting": "typography",
    "Grammar": "grammar",
    "Malapropism": "confusion",
    "Punctuation": "punctuation",
    "Readability": "style",
    "Redundancy": "redundancy",
    "Repetition": "repetition",
    "Spelling": "spelling",
    "Style": "style",
    "Typo": "spelling",
    "WordChoice": "confusion",
}
_OF_RULE = {
    "AnA": "article",
    "MissingDeterminer": "article",
    "MissingPreposition": "preposition",
    "MissingTo": "missing-word",
    "MassNouns": "noun-number",
    "WillNonLemma": "verb-form",
    "InflectedVerbAfterTo": "verb-form",
    "OxfordComma": "style",
}


def category_of(rule: str, kind: str) -> str:
    """The category of a rule of Harper's whose lints are of `kind`."""
    return _OF_RULE.get(rule) or _OF_KIND.get(kind, "wording")
