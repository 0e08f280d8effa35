"""Shares: how many sentences are wrong, how many errors a wrong one has, and how often each family comes.

The families' shares follow what is known of learners' edits as a whole (punctuation 20 %, articles 11,
prepositions 10, tense 6, choice of verbs 5, spelling 5, capitals and joins 5, nouns 4, number 3, verb form 3,
pronouns 2, word formation 2, agreement 2, adverbs, adjectives, order 1 to 2 each, 13 % more than one word put
otherwise). `REAL` is what writers of documentation mended, as counted by `python -m models.training.kinds`.
"""

from __future__ import annotations

WRONG = 0.64
# Errors of a wrong sentence: mean 2.6.
ERRORS = {1: 0.27, 2: 0.29, 3: 0.20, 4: 0.12, 5: 0.07, 6: 0.05}
# At most one error to so many words.
WORDS_AN_ERROR = 3

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
