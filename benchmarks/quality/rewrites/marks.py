"""Marks: what each style has more or less of, counted by words of this file's own.

The lists are not the program's, so that no list judges itself. They know the words of the sentences written
for this measurement; of other text they see less.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from slm_lsp.english.readability import Readability, syllables
from slm_lsp.english.verbs import PARTICIPLES

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CONTRACTED = (
    r"\w+(?:n['’]t|['’](?:re|ve|ll|d|m))\b|\b(?:it|that|there|he|she|what|who|where|let|novel)['’]s\b"
)


def counting(*phrases: str) -> Callable[[str], float]:
    """How often any of some phrases, given as patterns, stands in a text."""
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)", re.I)
    return lambda text: float(len(pattern.findall(text)))


def passives(text: str) -> float:
    """A form of *be* with a participle, an adverb or a subject between."""
    done = rf"(?:[a-z]{{2,}}ed|{'|'.join(sorted(PARTICIPLES))})"
    between = (
        r"(?:(?:not|never|also|already|merely|later|first|then|\w+ly)\s+|(?:you|the \w+|they|we)\s+){0,2}"
    )
    return float(len(re.findall(rf"\b(?:am|is|are|was|were|be|been|being)\s+{between}{done}\b", text, re.I)))


def words(text: str) -> float:
    """How many words."""
    return float(len(text.split()))


def grade(text: str) -> float:
    """The reading grade."""
    return Readability.of(re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)).grade


def spoken(text: str) -> float:
    """Syllables."""
    return float(sum(syllables(word) for word in _WORD.findall(text)))


_informal = counting(
    _CONTRACTED, "can", "sorry", "hi", "thanks", "kids", "guys?", "gonna", "gotta", "wanna", "a lot",
    "lots", "a bit", "help", "let (?:me|us|everyone) know", "get", "gets", "got", "get back",
    "sort(?:ing)? out", "mess", "put up with", "put(?:ting)? off", "look(?:s|ed)? at", "have a look",
    "talk about", "find out", "found out", "went up", "go up", "go down", "get rid of", "came up with",
    "deal with", "pulled out", "goes wrong", "set things up", "make sure", "fix(?:ed)?", "turned down",
    "ask for", "grandpa", "up to scratch", "enough", "think that", "tell", "told", "started?", "so", "love",
    "just", "fed up", "need", "bug", "across",
)  # fmt: skip
_close = counting(
    _CONTRACTED, "you", "your", "we", "us", "hi", "thanks", "sorry", "please", "just", "ask", "help",
    "happy", "get", "lots", "look", "have a look", "try", "let", "great", "start", "enough", "want(?:ed)?",
    "set up", "also", "keep", "make sure", "house", "happened", "because", "bit", "so",
)  # fmt: skip
_stiff = counting(
    "enquire", "attend", "grateful if", "regret", "inform", "hesitate", "require[sd]?", "assistance",
    "shall", "one", "evident", "consider", "the reader", "attempted", "demonstrate", "numerous", "commence",
    "sufficient", "pleased", "advised", "determined", "decreased", "recommended", "retain", "additionally",
    "established", "provides?", "the user", "consult", "in order to", "occurred", "users", "ensure",
    "prior to", "possible to", "successfully", "discuss", "purchased", "residence", "reside", "converse",
    "wish", "dear mr", "requested", "not", "further", "insufficient", "removal", "period", "is invited",
    "has",
)  # fmt: skip
_warm = counting(
    _CONTRACTED, "thank you so much", "thank you", "so", "please", "love", "sorry", "happy", "glad",
    "grateful", "kind(?:ly)?", "warm(?:ly)?", "dear", "dearest", "welcome", "worry", "feel free",
    "reach out", "hard on", "much",
)  # fmt: skip
_hedges = counting(
    "i think", "we think", "i believe", "i feel", "i guess", "i suppose", "in my opinion", "perhaps",
    "maybe", "possibly", "possible", "probably", "hopefully", "hope to", "sort of", "kind of", "somewhat",
    "somehow", "a little", "a bit", "seems?", "seemed", "appears?", "would appear", "tend to", "might",
    "could", "would", "arguably", "rather", "fairly", "more or less", "as far as", "just", "wondering",
    "i'm not sure", "i'm no expert", "sorry to", "try to", "basically", "in a way", "recommend", "should",
    "good idea", "it is clear that", "clear",
)  # fmt: skip
_loaded = counting(
    "absolute(?:ly)?", "furious", "honestly", "terrible", "insanely", "amazing", "dare", "obviously",
    "unfortunately", "ridiculous(?:ly)?", "hate", "brilliant", "crush(?:ed)?", "pathetic", "half a brain",
    "butchered", "innocent", "regime", "sadly", "greedy", "refused to admit", "masterpiece", "fools?",
    "so-called", "skyrocketed", "incredibl[ey]", "squandered", "useless", "luckily", "horrific",
    "stubbornly", "insisted", "alarming", "of course", "shocking", "lazy", "awesome", "clearly", "horrible",
    "stupid", "totally", "nightmare", "tons of", "gorgeous", "hideous", "crone", "sweet", "cackled",
    "frankly", "wretched", "liar", "vile", "brute", "poor dog", "utterly", "dreadful", "fabulous", "forced",
    "endure", "boring", "endless", "crooked", "wasted", "pet", "blaze", "claimed", "rude", "unfair", "old",
)  # fmt: skip


def loaded(text: str) -> float:
    """Loaded words and exclamation marks."""
    return _loaded(text) + text.count("!")


_ASKING = re.compile(r"\b(?:could|would|may|can)\b[^.?]*\?", re.I)
_PLEASE = re.compile(r"\b(?:please|would you mind|may i|are asked|could i)\b", re.I)
_TELLING = re.compile(
    r"(?:^|[“\"])(?:do not |don['’]t |never |do )?(?!i\b|you\b|we\b|it\b|the\b|students\b)[a-z]+\b", re.I
)


def asks(text: str) -> float:
    """1 for a question that is put politely."""
    return float(bool(_ASKING.search(text) and re.search(_PLEASE.pattern + r"|\blike\b", text, re.I)))


def requests(text: str) -> float:
    """1 for a sentence with *please* or its like."""
    return float(bool(_PLEASE.search(text)))


def instructs(text: str) -> float:
    """1 for a plain command: it begins with its verb and asks nothing."""
    polite = re.search(r"\?|\b(?:please|could|would|should|must|necessary)\b", text, re.I)
    return float(bool(_TELLING.match(text) and not polite))


@dataclass(frozen=True)
class Mark:
    """What a style has less (`direction` -1) or more (+1) of."""

    name: str
    measure: Callable[[str], float]
    direction: int


MARKS = {
    "active": Mark("passives", passives, -1),
    "concise": Mark("words", words, -1),
    "plain": Mark("syllables", spoken, -1),
    "formal": Mark("informal words", _informal, -1),
    "confident": Mark("hedges", _hedges, -1),
    "friendly": Mark("close less stiff words", lambda text: _close(text) - _stiff(text), +1),
    "warm": Mark("warm words", _warm, +1),
    "neutral": Mark("loaded words", loaded, -1),
    "simplify": Mark("reading grade", grade, -1),
    "as a polite question": Mark("asked politely", asks, +1),
    "as a request": Mark("requested", requests, +1),
    "as an instruction": Mark("told", instructs, +1),
}


def mark_of(way: str) -> Mark:
    """The mark of a way."""
    return MARKS[way]


def moved(way: str, source: str, result: str) -> bool:
    """Whether a rewrite has more of what the way asks for."""
    mark = mark_of(way)
    return mark.direction * (mark.measure(result) - mark.measure(source)) > 0
