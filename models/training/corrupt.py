"""Errors that look like writers': from a right sentence to a wrong one.

Each error is a small function `words, rng -> bool` that changes the word list in place and
says whether it found a place to. Words keep their punctuation; spacing is one space.
Morphology comes from lemminflect's tables.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache

from lemminflect import getAllInflections, getAllLemmas

Words = list[str]
# Right word -> the wrong ones that writers really put in its place, as often as seen.
Confusions = dict[str, list[str]]
Error = Callable[[Words, random.Random], bool]

_PARTS = re.compile(r"^(\W*)(.*?)(\W*)$", re.S)

CONFUSIONS = [
    ["their", "there", "they're"],
    ["its", "it's"],
    ["your", "you're"],
    ["then", "than"],
    ["to", "too", "two"],
    ["affect", "effect"],
    ["affects", "effects"],
    ["lose", "loose"],
    ["accept", "except"],
    ["whose", "who's"],
    ["were", "where", "we're"],
    ["of", "off"],
    ["whether", "weather"],
    ["principal", "principle"],
    ["complement", "compliment"],
    ["passed", "past"],
    ["quite", "quiet"],
    ["by", "buy"],
    ["know", "now", "no"],
    ["here", "hear"],
    ["right", "write"],
    ["through", "threw", "thorough"],
    ["advice", "advise"],
    ["choose", "chose"],
    ["lead", "led"],
    ["less", "fewer"],
    ["much", "many"],
    ["who", "whom"],
    ["these", "this", "those"],
    ["a", "an"],
    ["which", "witch"],
    ["for", "four"],
    ["our", "are"],
    ["as", "has"],
    ["be", "been", "being"],
    ["bear", "bare"],
    ["brake", "break"],
    ["cite", "site", "sight"],
    ["ensure", "insure"],
    ["every day", "everyday"],
    ["peace", "piece"],
    ["personal", "personnel"],
    ["plain", "plane"],
    ["role", "roll"],
    ["stationary", "stationery"],
    ["waste", "waist"],
    ["weak", "week"],
    ["wear", "where"],
    ["good", "well"],
    ["he", "him"],
    ["they", "them"],
    ["I", "me"],
]
PREPOSITIONS = [
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
]
# What is really mixed up with what: by far most of a preposition's errors are one of these.
LIKELY_PREPOSITIONS = {
    "of": "for from in to about",
    "in": "on at into of to for",
    "to": "for at in into with of",
    "for": "to of in about with",
    "with": "by to of for from",
    "on": "in at of about over to",
    "at": "in on to",
    "from": "of by with to",
    "by": "with from of for",
    "about": "of for on",
    "into": "in to",
    "as": "like for",
    "over": "on about",
    "after": "from before",
    "under": "in below",
    "between": "among of",
}
ARTICLES = ["a", "an", "the"]
AUXILIARIES = [
    ["is", "are"],
    ["was", "were"],
    ["has", "have"],
    ["does", "do"],
    ["doesn't", "don't"],
    ["isn't", "aren't"],
    ["wasn't", "weren't"],
    ["hasn't", "haven't"],
    ["is", "was"],
    ["are", "were"],
    ["will", "would"],
    ["can", "could"],
    ["has", "had"],
]
DROPPABLE = [
    "a",
    "an",
    "the",
    "of",
    "to",
    "in",
    "on",
    "for",
    "is",
    "are",
    "was",
    "be",
    "been",
    "that",
    "it",
    "and",
    "with",
    "have",
    "has",
    "not",
    "as",
    "at",
    "by",
    "will",
]
_CONFUSED = {word: [w for w in group if w != word] for group in CONFUSIONS for word in group}
_AUXILIARY: dict[str, list[str]] = {}
for _group in AUXILIARIES:
    for _word in _group:
        _AUXILIARY.setdefault(_word, []).extend(w for w in _group if w != _word)

KEYBOARD = {
    key: near
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for i, key in enumerate(row)
    for near in [row[max(0, i - 1) : i] + row[i + 1 : i + 2]]
}
SOUNDS = [
    ("ie", "ei"), ("ei", "ie"), ("ance", "ence"), ("ence", "ance"), ("able", "ible"),
    ("ible", "able"), ("ant", "ent"), ("ent", "ant"), ("ph", "f"), ("ough", "of"), ("tion", "sion"),
    ("sion", "tion"), ("ary", "ery"), ("ful", "full"), ("ally", "aly"), ("ely", "ly"), ("sc", "s"),
    ("cc", "c"), ("ss", "s"), ("mm", "m"), ("tt", "t"), ("rr", "r"), ("ll", "l"), ("pp", "p"),
    ("nn", "n"), ("c", "s"), ("s", "c"), ("i", "e"), ("e", "i"), ("a", "e"), ("e", "a"), ("o", "u"),
]  # fmt: skip


def parts(word: str) -> tuple[str, str, str]:
    """Leading punctuation, the word itself, trailing punctuation."""
    match = _PARTS.match(word)
    assert match is not None
    return match[1], match[2], match[3]


def _cased_like(model: str, word: str) -> str:
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _replace(words: Words, index: int, new: str) -> None:
    before, core, after = parts(words[index])
    words[index] = before + _cased_like(core, new) + after


def _places(words: Words, wanted: Callable[[str], bool]) -> list[int]:
    return [i for i, word in enumerate(words) if wanted(parts(word)[1].lower())]


@lru_cache(maxsize=200_000)
def _forms(word: str) -> dict[str, tuple[str, ...]]:
    """Other inflections of a word: {"verb": (...), "noun": (...), "adjective": (...)}."""
    found: dict[str, set[str]] = {}
    for pos, name in (("VERB", "verb"), ("NOUN", "noun"), ("ADJ", "adjective")):
        for lemma in getAllLemmas(word, upos=pos).get(pos, ()):
            for forms in getAllInflections(lemma, upos=pos).values():
                found.setdefault(name, set()).update(f for f in forms if f != word)
    return {name: tuple(sorted(forms)) for name, forms in found.items()}


def _inflect(kind: str) -> Error:
    def error(words: Words, rng: random.Random) -> bool:
        places = _places(
            words, lambda w: len(w) > 2 and w.isalpha() and w not in _AUXILIARY and kind in _forms(w)
        )
        places = [i for i in places if i == 0 or not parts(words[i])[1][:1].isupper()]
        if not places:
            return False
        i = rng.choice(places)
        forms = _forms(parts(words[i])[1].lower())[kind]
        if not forms:
            return False
        _replace(words, i, rng.choice(forms))
        return True

    return error


def agreement(words: Words, rng: random.Random) -> bool:
    places = _places(words, lambda w: w in _AUXILIARY)
    if not places:
        return False
    i = rng.choice(places)
    _replace(words, i, rng.choice(_AUXILIARY[parts(words[i])[1].lower()]))
    return True


def article(words: Words, rng: random.Random) -> bool:
    places = _places(words, lambda w: w in ARTICLES)
    if rng.random() < 0.25:  # one too many
        nouns = [i for i in range(1, len(words)) if words[i].isalpha() and words[i].islower()]
        if not nouns:
            return False
        words.insert(rng.choice(nouns), rng.choice(["the", "a"]))
        return True
    if not places:
        return False
    i = rng.choice(places)
    if rng.random() < 0.6 and words[i].isalpha() and len(words) > 4:
        dropped = words.pop(i)
        if dropped[0].isupper() and i < len(words):
            words[i] = words[i][:1].upper() + words[i][1:]
    else:
        core = parts(words[i])[1].lower()
        _replace(words, i, rng.choice([a for a in ARTICLES if a != core]))
    return True


def preposition(words: Words, rng: random.Random) -> bool:
    places = [i for i in _places(words, lambda w: w in PREPOSITIONS) if words[i].isalpha()]
    if not places:
        return False
    i = rng.choice(places)
    right = words[i].lower()
    if rng.random() < 0.25 and i > 0:
        words.pop(i)
    elif rng.random() < 0.8:
        _replace(words, i, rng.choice(LIKELY_PREPOSITIONS[right].split()))
    else:
        _replace(words, i, rng.choice([p for p in PREPOSITIONS if p != right]))
    return True


def extra_preposition(words: Words, rng: random.Random) -> bool:
    places = [i for i in range(1, len(words)) if words[i].isalpha() and words[i].islower()]
    if not places:
        return False
    words.insert(rng.choice(places), rng.choice(["of", "in", "to", "for", "about", "on"]))
    return True


def run_on(words: Words, rng: random.Random) -> bool:
    """A comma or nothing where a conjunction stood after a comma."""
    places = [
        i for i in range(2, len(words) - 3) if words[i] in ("and", "but", "so") and words[i - 1][-1:] == ","
    ]
    if not places:
        return False
    words.pop(rng.choice(places))
    return True


def confusion(words: Words, rng: random.Random) -> bool:
    places = _places(words, lambda w: w in _CONFUSED)
    if not places:
        return False
    rare = [i for i in places if parts(words[i])[1].lower() not in ("to", "of", "a", "for", "as", "be")]
    i = rng.choice(rare or places)
    _replace(words, i, rng.choice(_CONFUSED[parts(words[i])[1].lower()]))
    return True


def missing_word(words: Words, rng: random.Random) -> bool:
    places = [i for i in _places(words, lambda w: w in DROPPABLE) if i > 0 and words[i].isalpha()]
    if not places or len(words) < 5:
        return False
    words.pop(rng.choice(places))
    return True


def doubled_word(words: Words, rng: random.Random) -> bool:
    places = [i for i in range(len(words)) if words[i].isalpha()]
    if not places:
        return False
    i = rng.choice(places)
    words.insert(i + 1, words[i].lower())
    return True


def word_order(words: Words, rng: random.Random) -> bool:
    places = [
        i for i in range(1, len(words) - 1) if words[i].isalpha() and words[i + 1].isalpha()
        and words[i].islower() and words[i + 1].islower() and words[i] != words[i + 1]
    ]  # fmt: skip
    if not places:
        return False
    i = rng.choice(places)
    words[i], words[i + 1] = words[i + 1], words[i]
    return True


def comma(words: Words, rng: random.Random) -> bool:
    with_comma = [i for i, word in enumerate(words) if word.endswith(",")]
    if with_comma and rng.random() < 0.75:
        i = rng.choice(with_comma)
        words[i] = words[i][:-1]
        return True
    places = [i for i in range(1, len(words) - 1) if words[i].isalpha()]
    if not places:
        return False
    words[rng.choice(places)] += ","
    return True


def apostrophe(words: Words, rng: random.Random) -> bool:
    places = [i for i, word in enumerate(words) if re.search(r"\w['’]\w", word)]
    if not places:
        return False
    i = rng.choice(places)
    words[i] = re.sub(r"(\w)['’](\w)", r"\1\2", words[i], count=1)
    return True


def case(words: Words, rng: random.Random) -> bool:
    places = [i for i, word in enumerate(words) if re.match(r"^[A-Z][a-z]*\W*$", word)]
    if not places:
        return False
    i = rng.choice(places)
    words[i] = words[i].lower()
    return True


def final_stop(words: Words, rng: random.Random) -> bool:
    if not words[-1].endswith(".") or len(words) < 5:
        return False
    words[-1] = words[-1][:-1]
    return True


def split_or_join(words: Words, rng: random.Random) -> bool:
    if rng.random() < 0.5:
        places = [i for i in range(len(words) - 1) if words[i] in ("a", "in", "as", "any", "some")]
        if places:
            i = rng.choice(places)
            words[i : i + 2] = [words[i] + words[i + 1]]
            return True
    compounds = ("inside", "into", "without", "cannot", "another", "something", "however", "itself",
                 "themselves", "today", "anything", "everything", "whenever", "overall")  # fmt: skip
    places = _places(words, lambda w: w in compounds or (len(w) > 7 and "-" in w))
    if not places:
        return False
    i = rng.choice(places)
    if "-" in words[i]:
        words[i] = words[i].replace("-", rng.choice(["", " "]), 1)
    else:
        cut = {"w": 4, "h": 3, "i": 2, "c": 3}.get(words[i][0].lower(), 4)
        words[i] = words[i][:cut] + " " + words[i][cut:]
    return True


def misspell(word: str, rng: random.Random) -> str:
    """One slip of the finger or of the ear."""
    if rng.random() < 0.45:
        options = [(old, new) for old, new in SOUNDS if old in word[1:]]
        if options:
            old, new = rng.choice(options)
            at = rng.choice([m.start() for m in re.finditer(old, word) if m.start() > 0] or [1])
            if word[at : at + len(old)] == old:
                return word[:at] + new + word[at + len(old) :]
    i = rng.randrange(1, len(word))
    slip = rng.randrange(4)
    if slip == 0:
        return word[:i] + word[i + 1 :]
    if slip == 1:
        return word[:i] + word[i] + word[i:]
    if slip == 2 and i + 1 < len(word):
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return word[:i] + rng.choice(KEYBOARD.get(word[i].lower(), "") or "e") + word[i + 1 :]


def spelling(words: Words, rng: random.Random) -> bool:
    places = [i for i in range(len(words)) if parts(words[i])[1].isalpha() and len(parts(words[i])[1]) > 3]
    if not places:
        return False
    i = rng.choice(places)
    before, core, after = parts(words[i])
    wrong = misspell(core, rng)
    if len(core) > 6 and rng.random() < 0.15:
        wrong = misspell(wrong, rng)
    words[i] = before + wrong + after
    return True


ERRORS: list[tuple[float, Error]] = [
    (0.20, spelling),
    (0.14, article),
    (0.10, preposition),
    (0.02, extra_preposition),
    (0.005, run_on),
    (0.11, agreement),
    (0.09, _inflect("noun")),
    (0.11, _inflect("verb")),
    (0.02, _inflect("adjective")),
    (0.10, confusion),
    (0.05, missing_word),
    (0.02, doubled_word),
    (0.01, word_order),
    (0.06, comma),
    (0.03, apostrophe),
    (0.03, case),
    (0.01, final_stop),
    (0.04, split_or_join),
]


def real_confusion(words: Words, rng: random.Random, confusions: Confusions) -> bool:
    """A mix-up or misspelling that some writer once made and mended."""
    places = _places(words, confusions.__contains__)
    if not places:
        return False
    # Rare words first: nearly every sentence has a "the" or an "in".
    i = min(rng.choices(places, k=2), key=lambda i: -len(words[i]))
    _replace(words, i, rng.choice(confusions[parts(words[i])[1].lower()]))
    return True


# Errors of learners' kinds, about as often as learners' corpora have them.
LEARNER: list[tuple[float, Error]] = [
    (0.22, article),
    (0.18, preposition),
    (0.16, agreement),
    (0.14, _inflect("verb")),
    (0.12, _inflect("noun")),
    (0.10, comma),
    (0.05, missing_word),
    (0.03, extra_preposition),
]


def corrupt(
    sentence: str,
    rng: random.Random,
    confusions: Confusions | None = None,
    errors: list[tuple[float, Error]] = ERRORS,
) -> str:
    """`sentence` with one to three errors; unchanged where no error finds a place.

    With `confusions`, a sixth of the errors are drawn from them.
    """
    words = sentence.split(" ")
    weights = [weight for weight, _ in errors]
    wanted = rng.choices([1, 2, 3], [0.62, 0.28, 0.10])[0]
    for _ in range(wanted * 3):
        if wanted == 0 or not words:
            break
        if confusions and rng.random() < 1 / 6:
            wanted -= real_confusion(words, rng, confusions)
        else:
            wanted -= rng.choices(errors, weights)[0][1](words, rng)
    return " ".join(words)
