"""Tone pairs by rule: a clean sentence, and the same thing in another tone.

Each tone is a list of (from, to) phrases. A phrase found on either side in a real sentence
makes a pair: the sentence with the `from` side is the source, with the `to` side the target.
Verbs go in all their forms. A pair counts only when the swaps, made backwards, give the real
sentence again (a round trip), and when the guards that watch the product find nothing lost.
"""

from __future__ import annotations

import random
import re

from lemminflect import getInflection

from slm_lsp.inference.guards import lost

CONTRACTIONS = [
    ("it's", "it is"), ("that's", "that is"), ("there's", "there is"), ("don't", "do not"),
    ("doesn't", "does not"), ("didn't", "did not"), ("isn't", "is not"), ("aren't", "are not"),
    ("wasn't", "was not"), ("weren't", "were not"), ("can't", "cannot"), ("couldn't", "could not"),
    ("won't", "will not"), ("wouldn't", "would not"), ("shouldn't", "should not"),
    ("haven't", "have not"), ("hasn't", "has not"), ("hadn't", "had not"), ("I'm", "I am"),
    ("you're", "you are"), ("we're", "we are"), ("they're", "they are"), ("I've", "I have"),
    ("you've", "you have"), ("we've", "we have"), ("they've", "they have"), ("I'll", "I will"),
    ("you'll", "you will"), ("we'll", "we will"), ("it'll", "it will"), ("let's", "let us"),
]  # fmt: skip
INFORMAL = [
    ("kids", "children"), ("a lot of", "many"), ("lots of", "many"), ("get", "obtain"),
    ("big", "substantial"), ("buy", "purchase"),
    ("ask for", "request"), ("need", "require"), ("help", "assist"),
    ("start", "commence"), ("start", "begin"),
    ("enough", "sufficient"), ("show", "demonstrate"), ("use", "employ"),
    ("about", "approximately"), ("but", "however"),
    ("also", "additionally"), ("find out", "determine"), ("look at", "examine"),
    ("talk about", "discuss"), ("think about", "consider"), ("set up", "establish"),
    ("make sure", "ensure"), ("right away", "immediately"), ("right now", "currently"),
    ("really", "very"), ("pretty", "quite"), ("guys", "colleagues"), ("okay", "acceptable"),
    ("stuff", "material"), ("things", "matters"), ("wrong", "incorrect"), ("tell", "inform"),
    ("give", "provide"), ("keep", "retain"), ("bad", "poor"), ("thanks", "thank you"),
    ("hi", "hello"), ("sorry", "I apologize"), ("fix", "resolve"), ("let me know", "please inform me"),
    ("go up", "increase"), ("go down", "decrease"), ("put off", "postpone"), ("deal with", "address"),
]  # fmt: skip
WORDY = [
    ("in order to", "to"), ("due to the fact that", "because"), ("at this point in time", "now"),
    ("in the event that", "if"), ("a large number of", "many"), ("the majority of", "most"),
    ("with regard to", "about"), ("for the purpose of", "for"), ("is able to", "can"),
    ("are able to", "can"), ("has the ability to", "can"), ("in spite of the fact that", "although"),
    ("until such time as", "until"), ("make a decision", "decide"), ("take into consideration", "consider"),
    ("prior to", "before"), ("subsequent to", "after"), ("in the near future", "soon"),
    ("on a regular basis", "regularly"), ("each and every", "every"), ("a total of", ""),
    ("it is important to note that", ""), ("please note that", ""), ("as a matter of fact", ""),
    ("really", ""), ("very", ""), ("basically", ""), ("actually", ""), ("quite", ""), ("simply", ""),
    ("in terms of", "in"), ("whether or not", "whether"), ("end result", "result"),
    ("completely", ""), ("the reason why", "why"), ("in a position to", "able to"), ("as well as", "and"),
    ("at the present time", "now"), ("despite the fact that", "although"), ("by means of", "by"),
]  # fmt: skip
PLAIN = [
    ("utilize", "use"), ("utilization", "use"),
    ("commence", "start"), ("terminate", "end"), ("facilitate", "help"), ("endeavor", "try"),
    ("ascertain", "find out"), ("demonstrate", "show"), ("additional", "more"),
    ("sufficient", "enough"), ("approximately", "about"), ("consequently", "so"), ("therefore", "so"),
    ("however", "but"), ("assist", "help"), ("assistance", "help"), ("obtain", "get"), ("acquire", "get"),
    ("purchase", "buy"), ("require", "need"),
    ("prior to", "before"), ("subsequently", "later"), ("initiate", "start"), ("numerous", "many"),
    ("possess", "have"), ("regarding", "about"), ("concerning", "about"),
    ("in accordance with", "by"), ("modify", "change"), ("modifications", "changes"), ("optimal", "best"),
    ("component", "part"), ("components", "parts"), ("frequently", "often"), ("indicate", "show"),
    ("remainder", "rest"), ("attempt", "try"), ("provide", "give"),
    ("implement", "carry out"), ("nevertheless", "still"), ("upon", "on"),
    ("furthermore", "also"), ("in addition", "also"), ("whilst", "while"), ("retain", "keep"),
]  # fmt: skip
HEDGES = [
    ("I think that", ""), ("I think", ""), ("I believe that", ""), ("I believe", ""), ("I feel that", ""),
    ("in my opinion,", ""), ("perhaps", ""), ("maybe", ""), ("possibly", ""), ("probably", ""),
    ("sort of", ""), ("kind of", ""), ("somewhat", ""), ("rather", ""), ("a bit", ""), ("just", ""),
    ("it seems that", ""), ("it appears that", ""), ("seems to be", "is"), ("appears to be", "is"),
    ("might be able to", "can"), ("may be able to", "can"), ("tends to be", "is"), ("I guess", ""),
    ("should be able to", "can"), ("hopefully", ""), ("I hope to", "I will"), ("we hope to", "we will"),
    ("try to", ""), ("could potentially", "can"), ("might want to", "should"),
]  # fmt: skip
GREETINGS = [("Dear Sir or Madam,", "Hi there,"), ("Regards,", "Cheers,"), ("please", "just")]

# Verbs of the pairs above, whose other forms are swapped too.
VERBS = {
    "get", "obtain", "buy", "purchase", "ask for", "request", "need", "require", "help", "assist", "start",
    "commence", "begin", "show", "demonstrate", "use", "employ", "find out", "determine", "look at",
    "examine",
    "talk about", "discuss", "think about", "consider", "make sure", "ensure", "tell", "inform", "give",
    "provide", "keep", "retain", "fix", "resolve", "go up", "increase", "go down", "decrease", "deal with",
    "address", "utilize", "terminate", "end", "facilitate", "endeavor", "try", "ascertain", "acquire",
    "initiate", "possess", "have", "modify", "change", "indicate", "attempt", "implement", "carry out",
    "make a decision", "decide", "take into consideration",
}  # fmt: skip
FORMS = ("VBZ", "VBD", "VBG", "VBN")


def _form(phrase: str, tag: str) -> str:
    """A verb phrase with its first word in the form `tag` (Penn)."""
    verb, _, rest = phrase.partition(" ")
    found = getInflection(verb, tag)
    return f"{found[0] if found else verb} {rest}".strip()


def with_forms(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs, and those of two verbs in every form, each once."""
    grown = dict.fromkeys(pairs)
    for old, new in pairs:
        if old in VERBS and new in VERBS:
            grown |= dict.fromkeys((_form(old, tag), _form(new, tag)) for tag in FORMS)
    return list(grown)


LEXICON = {
    "formal": CONTRACTIONS + with_forms(INFORMAL),
    "friendly": [(b, a) for a, b in CONTRACTIONS + with_forms(INFORMAL)] + GREETINGS,
    "concise": with_forms(WORDY),
    "plain": with_forms(PLAIN),
    "confident": HEDGES,
}


def _swap(sentence: str, old: str, new: str) -> str:
    """First whole-word `old` of `sentence` as `new`, keeping capitals and one space."""
    match = re.search(rf"(?<![\w'-]){re.escape(old)}(?![\w'-])", sentence, re.I)
    if match is None:
        return sentence
    before, after = sentence[: match.start()], sentence[match.end() :]
    capital = match[0][:1].isupper() and not old.startswith("I ")
    if not new:
        before, after = before.rstrip(), after.lstrip(", ") if not before else after.lstrip(",")
        after = after.lstrip() if not before else after
        if capital or not before:
            after = after[:1].upper() + after[1:]
        return before + after
    if capital or not before.strip():
        new = new[:1].upper() + new[1:]
    return before + new + after


def _insert(sentence: str, phrase: str, rng: random.Random) -> str:
    """`phrase` put where such a word may stand: at the start, or before a middle word."""
    words = sentence.split(" ")
    if " " in phrase or rng.random() < 0.3:
        start = words[0] if words[0] in ("I", "I'm") or not words[0][1:].islower() else words[0].lower()
        return " ".join([phrase[:1].upper() + phrase[1:], start, *words[1:]])
    anchors = [
        i for i, w in enumerate(words[1:], 1)
        if w in ("is", "are", "was", "were", "can", "will", "should", "must", "has", "have")
    ]  # fmt: skip
    if not anchors:
        return sentence
    i = rng.choice(anchors) + 1
    return " ".join([*words[:i], phrase, *words[i:]])


def tone_pair(sentence: str, tone: str, rng: random.Random) -> tuple[str, str] | None:
    """(source, target) for `tone` made from one clean sentence, or None where no rule fits."""
    lexicon = LEXICON[tone]
    lowered = f" {sentence.lower()} "
    here = [(a, b) for a, b in lexicon if f" {a.lower()} " in lowered]
    there = [(a, b) for a, b in lexicon if b and f" {b.lower()} " in lowered]
    if here and rng.random() < 0.6:
        source = sentence
        swaps = rng.sample(here, min(len(here), 3))
        target = _swapped(sentence, swaps)
        back = [(b, a) for a, b in reversed(swaps) if b]
        # What was only taken out can't be put back; what was exchanged must come back.
        if len(back) == len(swaps) and _swapped(target, back) != sentence:
            return None
    elif there:
        target = sentence
        swaps = rng.sample(there, min(len(there), rng.randint(1, 3)))
        source = _swapped(sentence, [(b, a) for a, b in swaps])
        if _swapped(source, swaps[::-1]) != sentence:
            return None
    elif tone in ("concise", "confident") and rng.random() < 0.35:
        empty = [a for a, b in lexicon if not b]
        source, target = _insert(sentence, rng.choice(empty), rng), sentence
    else:
        return None
    source = source.replace("  ", " ")
    return None if source == target or lost(source, target) else (source, target)


def _swapped(sentence: str, swaps: list[tuple[str, str]]) -> str:
    for old, new in swaps:
        sentence = _swap(sentence, old, new)
    return sentence
