"""Safeguards: where a phrase may not be exchanged, by the words around it.

A list of phrases knows nothing of the sentence. Without a parser these signs tell the cases in which an
exchange would take its verb, turn its sense round, or leave something that is no sentence. They leave alone
what they are not sure of.
"""

from __future__ import annotations

import re

FEWEST_WORDS_LEFT = 3  # of a sentence of which something is left out
# So far into a sentence its verb is looked for.
_LOOK_CHARS = 80

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OPINION = re.compile(r"(?:i (?:think|believe|feel|guess)|it (?:seems|appears))(?: that)?", re.I)
_CLAUSE_BEGINS = re.compile(r"(?:^|[,;:(—–]|\b(?:and|but|so|because|although|though|that))$", re.I)
_AUXILIARY = (
    r"(?:am|is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|may|might|must|shall"
    r"|won't|can't|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|don't|doesn't|didn't|wouldn't|couldn't"
    r"|shouldn't|'s|'re|'ve|'ll|'d|'m)"
)
_PRONOUN_CLAUSE = re.compile(
    r" (?:I|you|we|they|he|she|it|there)(?:['’]\w+ +| +)"
    r"(?!(?:over|out|up|to|in|on|at|of|for|with|about|again|and|or|but|all|too|as|when|because)\b)\w+",
)
_NOUN_CLAUSE = re.compile(
    r" (?:the|a|an|my|your|our|his|her|its|their|this|that|these|those|[A-Z]\w+)\b[^,.;:?!]{0,60}?"
    rf"(?:(?<=\w)(?=['’])|(?<= )){_AUXILIARY}\b",
)
_ADVERB_OF_KIND = re.compile(
    r"\b(?:am|is|are|was|were|be|been|feel|feels|felt|looks?|looked|seems?|seemed|sounds?|got"
    r"|i|you|we|they|he|she|just)$|['’](?:s|m|re)$",
    re.I,
)
_NO_ADVERB_BEFORE = re.compile(
    r" (?:of|you|him|her|them|me|us|the|an?|my|your|our|his|their|its|this|that|these|those|it|people"
    r"|things?|[A-Z]\w+)\b",
)
_SUBJECT = re.compile(r" (?:I|you|we|they|he|she|it|there|this|that|these|those|anyone|anybody)\b", re.I)
_ASKS = re.compile(r"^(?:(?:why|how|where|when|what|who|which)\b[^,]*)?$|,$", re.I)
_NEGATED = re.compile(r"(?:\b(?:not|never|hardly|scarcely)|n['’]t)$", re.I)
_JOINED_AFTER = re.compile(r" (?:and|or|but)\b", re.I)
_JOINED_BEFORE = re.compile(r"\b(?:and|or)$", re.I)
_CONTRACTION = re.compile(r"['’](?:d|ll|ve|re|m|s)$")
_NO_CONTRACTION_BEFORE = re.compile(r" (?:if|but|and|or|too|as|when|because|though)\b", re.I)
_HAS = re.compile(r" (?:been|got|had|become)\b", re.I)
_OF_DEFINITE = re.compile(r" (?:the|these|those|this|my|your|our|his|her|its|their)\b", re.I)
_NOUN_PLACE = re.compile(
    r"\b(?:any|the|some|your|my|our|their|his|her|its|this|that|of|for|more|much|no|all|without|with|an?|little"
    r"|great|big|need|needs|get|got|give|gave|find|found|ask|asked|want|wants)$",
    re.I,
)
# Words that are nouns as often as verbs, whose exchange is a verb.
_VERB_ONLY = frozenset({"help", "need", "buy", "start", "use", "purchase", "request", "assist"})


def fitting(text: str, start: int, end: int, new: str) -> str | None:
    """What may stand in a phrase's place.

    Args:
        text: The sentence.
        start: Where the phrase starts in it.
        end: Where it ends.
        new: What a list would put there; "" where it would leave the phrase out.

    Returns:
        The text to put in; None where the phrase is to stay.
    """
    old = text[start:end].lower().replace("’", "'")
    before, after = text[:start].rstrip(" "), text[end : end + _LOOK_CHARS]
    if not new and len(_WORD.findall(before)) + len(_WORD.findall(text[end:])) < FEWEST_WORDS_LEFT:
        return None
    if _OPINION.fullmatch(old) and not new:
        begins = _CLAUSE_BEGINS.search(before[-20:])
        goes_on = _PRONOUN_CLAUSE.match(after) or _NOUN_CLAUSE.match(after)
        return new if begins and goes_on else None
    if old in ("kind of", "sort of"):
        fits = _ADVERB_OF_KIND.search(before[-20:]) and not _NO_ADVERB_BEFORE.match(after)
        return new if fits else None
    if old.endswith("n't") and (_SUBJECT.match(after) or (text.endswith("?") and _ASKS.search(before))):
        return None  # a question, or a tag: its words would stand in another order
    if not new and _NEGATED.search(before[-10:]):
        return None  # "not very tall" is not "not tall"
    if not new and (_JOINED_AFTER.match(after) or _JOINED_BEFORE.search(before[-10:])):
        return None  # "completely and totally" would leave an "and"
    if _CONTRACTION.search(new) and _NO_CONTRACTION_BEFORE.match(after):
        return None  # "I would if I could"
    if old.endswith("'s") and new.endswith(" is") and _HAS.match(after):
        return new.removesuffix("is") + "has"
    if old.endswith(" of") and not new.endswith(" of") and _OF_DEFINITE.match(after):
        return None  # "many the guests"
    if new.startswith("please ") and re.search(r"\bplease$", before, re.I):
        return new.removeprefix("please ")
    if old in _VERB_ONLY and _NOUN_PLACE.search(before[-20:]):
        return None
    return new
