"""Explain: what kind of mistake an edit mends, and a sentence that says so to a writer."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from slm_lsp.english.verbs import of_one_verb
from slm_lsp.errors import shortened

_EDGES = re.compile(r"^\W+|(?<!\W)\W+$")
ARTICLES = {"a", "an", "the"}
PREPOSITIONS = {
    "of",
    "in",
    "to",
    "for",
    "with",
    "on",
    "at",
    "from",
    "by",
    "about",
    "into",
    "as",
    "over",
    "after",
    "under",
    "between",
    "through",
    "during",
    "against",
    "among",
    "within",
    "without",
    "upon",
    "toward",
    "towards",
    "onto",
}
BE_HAVE_DO = {
    "am",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "has",
    "have",
    "had",
    "having",
    "does",
    "do",
    "did",
    "done",
    "doesn't",
    "don't",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "hasn't",
    "haven't",
}
SUBJECTS = {"i", "you", "he", "she", "it", "we", "they", "who", "which"}
NO_PLURALS = {"as", "does", "has", "his", "is", "its", "this", "was", "always", "sometimes", "various"}
# What is more often a verb than a noun.
VERBS = {
    "make", "show", "go", "take", "come", "say", "give", "need", "want", "mean", "get", "use", "allow", "see",
    "require", "provide", "contain", "work", "run", "become", "seem", "include", "exist", "follow",
}  # fmt: skip
CONFUSIONS = [
    {"their", "there", "they're"}, {"its", "it's"}, {"your", "you're"}, {"then", "than"},
    {"to", "too", "two"}, {"affect", "effect"}, {"lose", "loose"}, {"accept", "except"},
    {"whose", "who's"}, {"were", "where", "we're"}, {"of", "off"}, {"whether", "weather"},
    {"principal", "principle"}, {"passed", "past"}, {"quite", "quiet"}, {"advice", "advise"},
    {"lead", "led"}, {"here", "hear"}, {"know", "now", "no"}, {"by", "buy"}, {"our", "are"},
    {"less", "fewer"}, {"much", "many"}, {"this", "these"}, {"that", "those"}, {"choose", "chose"},
]  # fmt: skip

MESSAGES = {
    "article": "The article looks wrong here: {change}.",
    "preposition": "Another preposition fits here: {change}.",
    "agreement": "Verb and subject do not agree: {change}.",
    "verb-form": "The verb needs another form: {change}.",
    "noun-number": "Singular and plural do not fit here: {change}.",
    "confusion": "These words are easily confused: {change}.",
    "punctuation": "The punctuation can be mended: {change}.",
    "spelling": "This looks misspelled: {change}.",
    "capitals": "Capital letters: {change}.",
    "repetition": "A word is repeated: {change}.",
    "word-order": "The words read better in another order: {change}.",
    "missing-word": "A word seems to be missing: {change}.",
    "extra-word": "A word seems to be too much: {change}.",
    "wording": "This may read better as: {change}.",
}


def category(before: str, after: str, context: str = "") -> str:
    """The kind of the edit from `before` to `after`; `context` is the text just before it."""
    old, new = before.lower().split(), after.lower().split()
    old_words = [_EDGES.sub("", w) for w in old if re.search(r"\w", w)]
    new_words = [_EDGES.sub("", w) for w in new if re.search(r"\w", w)]
    if before.lower().strip() == after.lower().strip():
        return "capitals"
    if old_words == new_words or ("".join(old_words) == "".join(new_words) and len(old) == len(new)):
        return "punctuation"
    if sorted(old_words) == sorted(new_words):
        return "word-order"
    gone = [w for w in old_words if w not in new_words]
    come = [w for w in new_words if w not in old_words]
    if not come and old_words and context.lower().split()[-1:] == old_words[:1] and len(old_words) == 1:
        return "repetition"
    if len(old_words) > len(set(old_words)) and set(old_words) == set(new_words):
        return "repetition"
    changed = set(gone) | set(come)
    if changed and changed <= ARTICLES:
        return "article"
    if changed and changed <= PREPOSITIONS:
        return "preposition"
    if not gone:
        return "missing-word"
    if not come:
        return "extra-word"
    if len(gone) == len(come) == 1:
        return _one_word(gone[0], come[0], context)
    if "".join(gone) == "".join(come):
        return "spelling"
    return "wording"


def _one_word(old: str, new: str, context: str) -> str:
    if any({old, new} <= group for group in CONFUSIONS):
        return "confusion"
    if {old, new} <= BE_HAVE_DO:
        return "agreement"
    if _letters(old) == _letters(new):
        return "punctuation"
    pairs = [(old, new), (new, old)]
    if any(a + "s" == b or a + "es" == b or a[:-1] + "ies" == b for a, b in pairs):
        return "agreement" if _is_verb(old, new, context) else "noun-number"
    if of_one_verb(old, new):
        return "verb-form"
    stem = len(_common_start(old, new))
    endings = (old[stem:], new[stem:])
    if stem >= 3 and all(e in {"", "d", "ed", "ing", "n", "en", "e", "ied", "y", "s"} for e in endings):
        return "verb-form"
    if SequenceMatcher(None, old, new).ratio() >= 0.7:
        return "spelling"
    return "wording"


def _letters(word: str) -> str:
    """A word without apostrophes and hyphens."""
    return re.sub(r"['’-]", "", word)


def _is_verb(old: str, new: str, context: str) -> bool:
    """Whether a word that gets or loses its *s* is a verb, by itself or by what stands before it."""
    before = context.lower().split()[-1:] or [""]
    if before[0] in SUBJECTS or min(old, new, key=len) in VERBS:
        return True
    # After a plural a verb loses it (*plants grows*), and a noun does not get it.
    plural = before[0].endswith("s") and before[0] not in NO_PLURALS and not before[0].endswith(("ss", "us"))
    return plural and len(new) < len(old)


def _common_start(a: str, b: str) -> str:
    length = 0
    while length < min(len(a), len(b)) and a[length] == b[length]:
        length += 1
    return a[:length]


def message(kind: str, before: str, after: str) -> str:
    """One sentence for the writer: what is wrong and what to do."""
    before, after = shortened(before.strip()), shortened(after.strip())
    if not before:
        change = f"add “{after}”"
    elif not after:
        change = f"leave out “{before}”"
    else:
        change = f"“{before}” → “{after}”"
    return MESSAGES[kind].format(change=change)
