"""Active voice: *The report was written by Anna* says *Anna wrote the report*.

Only where the sentence says who did it, and where subject, verb and doer can be told by their words
alone; anything less plain is left to a larger model.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from slm_lsp.english.verbs import PARTICIPLES, base_of, gerund, past, third
from slm_lsp.text.edits import Edit

_DETERMINERS = (
    "a|an|the|this|that|these|those|my|our|your|his|her|its|their|each|every|all|both|some|many|most"
)
_OBJECTS = {"i": "me", "we": "us", "he": "him", "she": "her", "they": "them", "it": "it", "you": "you"}
_DOERS = {"me": "I", "us": "we", "him": "he", "them": "they", "you": "you", "her": "she", "it": "it"}
# What parts a noun from what follows it.
_AFTER = (
    "in|on|at|for|to|from|with|without|during|after|before|since|until|when|while|because|although|if|as|than|"
    "by|into|over|under|through|about|last|next|this|yesterday|today|tomorrow|again|and|but|or|so|which|who|that"
)
_NOUN = rf"(?:(?!(?:{_AFTER})\b)[\w'’-]+)"
_PASSIVE = re.compile(
    rf"(?P<subject>I|we|he|she|they|it|you|(?:(?:{_DETERMINERS})\s+)?{_NOUN}(?:\s+{_NOUN}){{0,2}}"
    rf"(?:\s+of\s+(?:(?:{_DETERMINERS})\s+)?{_NOUN})?)\s+"
    r"(?P<be>(?:can|could|will|would|must|should|may|might)\s+be|(?:has|have|had)\s+been|"
    r"(?:is|are|was|were)\s+being|is|are|was|were)\s+"
    r"(?:(?P<adverb>\w+ly|also|often|always|never|still)\s+)?"
    rf"(?P<done>\w{{2,}}ed|{'|'.join(sorted(PARTICIPLES))})\s+by\s+"
    rf"(?P<doer>(?:(?:{_DETERMINERS})\s+(?:{_NOUN}\s+){{0,2}}{_NOUN}|me|us|him|her|them|you|"
    r"(?:any|every|some)(?:one|body)|(?-i:[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2})))"
    # What may come next: nothing that could belong to the doer, nor another verb of the subject's.
    rf"(?=[.!?;:]|,\s(?:(?:and|but|so)\s(?:I|we|he|she|they|it|you|{_DETERMINERS})\b|\w+ing\b)|"
    rf"\s+(?!(?:and|or|but|who|which|that|as|than)\b)(?:{_AFTER})\b|$)",
    re.I,
)
# Not who, but when or how.
_NOT_DOERS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|(?:the\s+)?(?:end|time|way|use|help|means|hand|\w+ing)\b|christmas|easter",
    re.I,
)
_PEOPLE = {"people", "children", "men", "women", "police", "staff"}


def maybe_passive(text: str) -> bool:
    """Whether a sentence looks as if it could be turned."""
    return _PASSIVE.match(text) is not None


def in_active_voice(text: str, known: Callable[[str], bool]) -> Edit | None:
    """What makes a sentence active; None where it is not passive or cannot be turned by its words alone.

    `known` says whether a word is one.
    """
    match = _PASSIVE.match(text)
    if match is None or _NOT_DOERS.match(match["doer"]):
        return None
    base = base_of(match["done"].lower(), known)
    subject = _as_object(match["subject"])
    if base is None or subject is None:
        return None
    doer = _DOERS.get(match["doer"].lower(), match["doer"])
    verb = _verb(" ".join(match["be"].lower().split()), base, match["done"].lower(), _plural(doer))
    adverb = f"{match['adverb']} " if match["adverb"] else ""
    said = f"{doer} {_placed(adverb, verb)} {subject}"
    return Edit(0, match.end(), said[0].upper() + said[1:])


def _placed(adverb: str, verb: str) -> str:
    """An adverb stands after the first of several verbs, before one alone."""
    first, _, rest = verb.partition(" ")
    return f"{first} {adverb}{rest}" if rest else f"{adverb}{verb}"


def _verb(be: str, base: str, done: str, plural: bool) -> str:
    """The active verb that stands for `be` with a participle."""
    first, _, rest = be.partition(" ")
    if rest == "be":
        return f"{first} {base}"
    if rest == "been":
        return f"{first if first == 'had' else 'have' if plural else 'has'} {done}"
    if rest == "being":
        now = "are" if plural else "is"
        return f"{now if first in ('is', 'are') else 'were' if plural else 'was'} {gerund(base)}"
    if first in ("was", "were"):
        return past(base)
    return base if plural else third(base)


def _plural(doer: str) -> bool:
    """Whether the doer's verb has no -s; of "I" too."""
    last = doer.split()[-1].lower()
    first = doer.split()[0].lower()
    if last in ("i", "we", "they", "you"):
        return True
    if first in ("a", "an", "this", "that", "each", "every") or last in ("he", "she", "it"):
        return False
    return last in _PEOPLE or (last.endswith("s") and not last.endswith(("ss", "us", "is")))


def _as_object(subject: str) -> str | None:
    """A subject as it stands after the verb: *me*, *the report*; None where a capital may be a name's."""
    first = subject.split()[0]
    if subject.lower() in _OBJECTS:
        return _OBJECTS[subject.lower()]
    if re.fullmatch(_DETERMINERS, first, re.I):
        return subject[0].lower() + subject[1:]
    return None
