"""Learner errors: what learners of English and hasty writers often write; rules and model miss it.

Each pattern was counted on 18 million words of clean modern prose and 14 million of books (what stands in
quotation marks aside): where it spoke there, something was wrong but for a handful of times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from slm_lsp.checks.check import Check
from slm_lsp.checks.finding import Finding
from slm_lsp.english.quotations import quoted
from slm_lsp.english.verbs import gerund
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

# Verbs in their base form: those that are no nouns, and with those that are.
_ONLY_VERBS = (
    "be|become|begin|collaborate|come|continue|discuss|do|eat|get|give|go|have|hear|join|know|learn|listen|live"
    "|make|meet|participate|read|receive|see|speak|take|teach|write"
)
_OR_NOUNS = "buy|cook|drive|find|help|play|share|start|swim|talk|try|use|visit|wait|wake|watch|work"
_VERB = f"(?:{_ONLY_VERBS}|{_OR_NOUNS})"
_HE, _I = "(?:[Hh]e|[Ss]he|[Ii]t)", "(?:I|[Yy]ou|[Ww]e|[Tt]hey|[Hh]e|[Ss]he|[Ii]t)"
_MODAL = "(?:can|could|will|would|should|must|may|might)"
# Without “needs”: what must needs be, must.
_DOES = {
    "has": "have", "does": "do", "goes": "go", "makes": "make", "says": "say", "takes": "take",
    "knows": "know", "comes": "come", "gets": "get", "wants": "want",
}  # fmt: skip
_MANY = _DOES | {
    "is": "are", "was": "were", "thinks": "think", "lives": "live", "needs": "need", "likes": "like",
    "plays": "play", "works": "work", "feels": "feel",
}  # fmt: skip
_ONE = {"have": "has", "are": "is", "were": "was", "do": "does"}
_OBJECT = {"you": "you", "me": "I", "him": "he", "her": "she", "us": "we", "them": "they"}
_AM = {"I": "am", "he": "is", "she": "is", "it": "is"}


class Usage(NamedTuple):
    """A pattern, whose group `wrong` is to become what `mended` makes of the match; and why."""

    name: str
    category: str
    why: str
    mended: Callable[[re.Match[str]], str]
    pattern: re.Pattern[str]


def _usage(
    name: str, category: str, why: str, mended: Callable[[re.Match[str]], str], *pattern: str
) -> Usage:
    return Usage(name, category, why, mended, re.compile("".join(pattern)))


def _any(words: dict[str, str]) -> str:
    return "|".join(words)


def _cased_like(word: str, made: str) -> str:
    return made[0].upper() + made[1:] if word[0].isupper() else made


_USAGES = [
    _usage(
        "look-forward-to", "verb-form", "After “look forward to” comes the form in -ing",
        lambda m: gerund(m["wrong"]),
        rf"\b[Ll]ook(?:s|ed|ing)? forward to (?P<wrong>{_ONLY_VERBS})\b(?!-)",
    ),
    _usage(
        "enjoy-doing", "verb-form", "After this verb comes the form in -ing",
        lambda m: gerund(m["wrong"][3:]),
        rf"\b(?:[Ee]njoy|[Aa]void)(?:s|ed|ing)? (?P<wrong>to {_VERB})\b(?!-)",
    ),
    _usage(
        "he-does-not", "agreement", "After “he”, “she” and “it” comes “doesn't”",
        lambda m: m["wrong"].replace("do", "does"),
        rf"\b{_HE} (?P<wrong>don['’]t)\b",
    ),
    _usage(
        "each-of", "agreement", "“Each” and “one” are singular, whatever they are of",
        lambda m: _ONE[m["wrong"]],
        r"(?<!than )(?<!but )(?<![Ii]f )(?<![Oo]n )\b(?:[Ee]ach|[Ee]very one|[Oo]ne) of ",
        r"(?:the|these|those|my|your|his|her|our|their|its) [a-z]+s ",
        rf"(?P<wrong>{_any(_ONE)})\b(?! (?:you|we|they|I|he|she|it|the|not)\b)",
    ),
    _usage(
        "people-are", "agreement", "“Children”, “people”, “men” and “women” are plural",
        lambda m: _MANY[m["wrong"]],
        r"^(?:(?:The|These|Those|Some|Many|Most|My|Our|Their|All) )?",
        rf"(?:[Cc]hildren|[Pp]eople|[Mm]en|[Ww]omen) (?P<wrong>{_any(_MANY)})\b",
    ),
    _usage(
        "can-do", "verb-form", "After “can”, “will” and their like comes the plain form",
        lambda m: _DOES[m["wrong"]],
        rf"\b{_I} {_MODAL} (?P<wrong>{_any(_DOES)})\b",
    ),
    _usage(
        "can-to", "extra-word", "After “can”, “must” and their like comes the verb without “to”",
        lambda m: m["wrong"][3:],
        rf"^{_I} {_MODAL} (?P<wrong>to {_VERB})\b",
    ),
    _usage(
        "does-he-have", "verb-form", "In a question with “do” the verb has its plain form",
        lambda m: _DOES[m["wrong"]],
        rf"^(?:(?:Why|How|When|Where|What) )?[Dd](?:oes|id|o) {_I} (?P<wrong>{_any(_DOES)})\b",
    ),
    _usage(
        "i-saw", "verb-form", "“Seen” needs “have” or “had”; without them it is “saw”",
        lambda m: "saw",
        r"(?<![aA]ve )(?<![aA]s )(?<![aA]d )(?<!n['’]t )(?<!\bor )",
        r"\b(?:I|[Hh]e|[Ss]he|[Ww]e|[Tt]hey) (?P<wrong>seen)\b",
    ),
    _usage(
        "fewer-people", "confusion", "Of what can be counted there are fewer",
        lambda m: _cased_like(m["wrong"], "fewer"),
        r"(?<![Mm]uch )(?<!the )(?<!\.)\b(?P<wrong>[Ll]ess) ",
        r"(?:people|children|students|employees|customers|errors|mistakes|cars|friends|bugs|opportunities",
        r"|accidents|questions)\b(?!['’–—-])",
    ),
    _usage(
        "who-is", "confusion", "“Whose” asks for an owner; “who's” is short for “who is”",
        lambda m: "Who's",
        r"^(?P<wrong>Whose) (?:coming|going|been|there|ready|here|afraid)\b",
    ),
    _usage(
        "between-us", "wording", "After “between” comes “me”",
        lambda m: "me",
        r"\b[Bb]etween (?:you|him|her|them) and (?P<wrong>I)\b",
    ),
    _usage(
        "suggest-that", "wording", "One suggests that somebody does something",
        lambda m: f"that {_OBJECT[m['wrong'].split()[0]]}",
        rf"\b[Ss]uggest(?:s|ed|ing)? (?P<wrong>(?:{_any(_OBJECT)}) to) ",
        r"(?!(?:the|an?|this|that|my|your|his|her|our|their|me|you|him|us|them|it|be)\b)[a-z]+\b",
    ),
    _usage(
        "lend-me", "confusion", "Who gives for a while lends; who takes borrows",
        lambda m: _cased_like(m["wrong"], "lend"),
        r"\b(?P<wrong>[Bb]orrow) (?:me|us)\b(?! from)",
    ),
    _usage(
        "explain-to", "missing-word", "One explains something to somebody",
        lambda m: f"to {m['wrong']}",
        r"\b[Ee]xplain(?:s|ed|ing)? (?P<wrong>me|us) (?=how|why|what|that|the|this|your|his|her|their|where)",
    ),
    _usage(
        "years-old", "verb-form", "Somebody is so many years old",
        lambda m: _AM.get(m["who"] if m["who"] == "I" else m["who"].lower(), "are"),
        rf"\b(?P<who>{_I}) (?P<wrong>have|has) (?:\d+|[a-z-]+) years old\b",
    ),
]  # fmt: skip


def of_sentence(sentence: Sentence) -> list[Finding]:
    """What is found in a sentence, but in quotation marks: how people in a story talk is the writer's
    business."""
    if sentence.prose.kind not in ("paragraph", "item", "quote"):
        return []
    return list(_of(sentence.text, sentence.frozen))


@lru_cache(maxsize=32_768)
def _of(text: str, frozen: tuple[tuple[int, int], ...]) -> tuple[Finding, ...]:
    apart = [*frozen, *quoted(text)]
    return tuple(f for f in _all(text) if not any(a < f.end and f.start < b for a, b in apart))


def _all(text: str) -> Iterator[Finding]:
    for usage in _USAGES:
        for match in usage.pattern.finditer(text):
            start, end = match.span("wrong")
            fix = Edit(start, end, usage.mended(match))
            message = f"{usage.why}: “{match['wrong']}” → “{fix.text}”."
            yield Finding(f"usage/{usage.name}", message, start, end, (fix,), category=usage.category)


CHECK = Check(
    code="usage",
    default="everybody",
    wrong=("This is between you and I.", "She explained me how it works.", "He has 20 years old."),
    right=("This is between you and me.", "She explained to me how it works.", "He is 20 years old."),
    in_sentence=of_sentence,
)
