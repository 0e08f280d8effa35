"""Shares: how many sentences are wrong, how many errors a wrong one has, and how often each family comes.

The families' shares follow what is known of learners' edits as a whole (punctuation 20 %, articles 11,
prepositions 10, tense 6, choice of verbs 5, spelling 5, capitals and joins 5, nouns 4, number 3, verb form 3,
pronouns 2, word formation 2, agreement 2, adverbs, adjectives, order 1 to 2 each, 13 % more than one word put
otherwise). `REAL` is what writers of documentation
mended, without learners' essays: its spelling and articles say the same, its punctuation is mostly taste.
"""

from __future__ import annotations

WRONG = 0.64
# Errors wanted of a wrong sentence: mean 2.8, of which 2.6 are found a place in running prose.
ERRORS = {1: 0.22, 2: 0.27, 3: 0.21, 4: 0.14, 5: 0.09, 6: 0.07}
# At most one error to so many words.
WORDS_AN_ERROR = 3

# Edits of 40,322 real corrections (those training may read, of kinds that mend), in percent, by the
# product's own classifier: `python -m models.training kinds`. The second number counts only pairs in which
# all edits mend an error, as `benchmarks/quality/errors_only.py` judges (22,125 pairs).
REAL = {
    "spelling": (35.1, 36.4),
    "article": (9.7, 15.4),
    "wording": (9.4, 6.2),
    "punctuation": (8.6, 1.2),
    "preposition": (8.4, 12.6),
    "capitals": (7.0, 0.1),
    "noun-number": (5.9, 9.1),
    "missing-word": (5.3, 4.3),
    "extra-word": (3.2, 2.9),
    "verb-form": (2.7, 4.2),
    "agreement": (2.4, 3.9),
    "confusion": (1.2, 2.0),
    "repetition": (1.1, 1.8),
}

FAMILIES = {
    "punctuation": 17.0,
    "article": 11.5,
    "preposition": 10.5,
    "tense": 7.0,
    "word choice": 8.0,
    "spelling": 9.0,
    "noun number": 5.5,
    "verb form": 5.0,
    "agreement": 5.0,
    "missing word": 5.0,
    "extra word": 2.5,
    "capitals": 3.0,
    "joined or split": 1.5,
    "pronoun": 2.5,
    "word formation": 2.5,
    "adjective or adverb": 2.5,
    "word order": 2.5,
    "conjunction": 1.0,
    "possessive": 1.5,
    "negation": 0.7,
}
