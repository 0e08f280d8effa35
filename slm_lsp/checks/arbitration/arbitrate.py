"""Arbitration: rules and model compete once per sentence; nothing is said twice.

- A model edit below the threshold of the writer's sensitivity is dropped.
- What only just passes, and would not at the next stricter sensitivity, is said faintly.
- A rule's finding is dropped where the tagger, having read the sentence, is sure enough that
  every word of it is right: names and jargon, mostly.
- So is a spelling flag on a word that the document uses again and again, and on a name that is near no
  well-known one.
- Where both flag the same words, the rule's message stays (it explains more) and the model's
  correction goes first among its fixes. Where only the rule flags them, the tagger still ranks
  the fixes: it knows what fits.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from slm_lsp.checks.arbitration.proper_names import (
    letters_apart,
    only_a_name,
    only_other_capitals,
    with_capital,
)
from slm_lsp.checks.finding import Finding, minimal, overlaps
from slm_lsp.checks.harper.reliability import SPLITTING, UNRELIABLE, believed
from slm_lsp.checks.results import SentenceResult
from slm_lsp.edit_tags.decode import replacements
from slm_lsp.edit_tags.tags import CAPITALISE, NOTHING, Tags
from slm_lsp.edit_tags.tokens import Unit, units
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

# Probability that something is wrong at a rule's finding, below which it is dropped: for spelling, for
# unreliable rules, for two words written as one or one as two, and for everything else (chosen by
# benchmarks/quality on text that is neither trained on nor reported).
LEAST_DOUBT = {
    "strict": (0.30, 0.30, 0.30, 0.10),
    "balanced": (0.07, 0.15, 0.06, 0.03),
    "eager": (0.06, 0.08, 0.05, 0.015),
}
# The same for spelling, where the document has the word twice, and more often.
LEAST_DOUBT_REPEATED = {"strict": (0.5, 0.7), "balanced": (0.4, 0.7), "eager": (0.2, 0.5)}
STRICTER = {"strict": "strict", "balanced": "strict", "eager": "balanced"}
# What a rule's own order of its fixes is worth against the tagger's: log-odds a place.
RANK_WEIGHT = 0.5


def arbitrate(
    sentence: Sentence,
    rules: list[Finding],
    reading: SentenceResult | None,
    sensitivity: str,
    thresholds: dict[str, float],
) -> list[Finding]:
    """The findings to show, in order. `reading` is None where the model has not (yet) spoken."""
    rules = [rule for rule in rules if not only_other_capitals(sentence, rule)]
    if reading is None:
        return sorted((rule for rule in rules if not only_a_name(sentence, rule)), key=_place)
    stricter = STRICTER[sensitivity]
    sure = [
        replace(f, faint=f.confidence < thresholds[stricter])
        for f in reading.findings
        if f.confidence >= thresholds[sensitivity]
    ]
    view = _View(sentence.text, reading.tags) if reading.tags and rules else None
    kept: list[Finding] = []
    for rule in rules:
        rivals = [m for m in sure if overlaps(m, [rule])]
        if not rivals and only_a_name(sentence, rule):
            continue
        if view:
            if rule.about_word:
                rule = replace(rule, confidence=_slip(sentence.text, rule, view))
                rule = with_capital(sentence, rule)
            if not rivals and not view.stands(rule, sensitivity):
                continue
            faint = not rivals and not view.stands(rule, stricter)
            rule = replace(rule, fixes=view.ranked(rule), faint=faint)
        elif not rivals and looks_like_name(sentence.text, rule):
            continue
        for rival in rivals:
            fixes = _with_first(sentence.text, rule.fixes, rival.fixes[0])
            # What the rule says of its own correction is not true of another.
            if not rule.spelling and len(fixes) > len(rule.fixes):
                rule = replace(rule, message=rival.message, category=rival.category)
            rule = replace(rule, fixes=fixes, confidence=1.0)  # two witnesses
        kept.append(rule)
        sure = [m for m in sure if m not in rivals]
    return sorted(kept + sure, key=_place)


def suppressed_suspects(
    sentence: Sentence, rules: list[Finding], reading: SentenceResult | None, shown: list[Finding]
) -> list[tuple[str, float]]:
    """The words of a sentence that the rules do not know and that are not shown, in lower case, each with how
    sure it is that it is wrong."""
    spans = {(f.start, f.end) for f in shown}
    suppressed = [rule for rule in rules if rule.about_word and (rule.start, rule.end) not in spans]
    if reading is None or not reading.tags or not suppressed:
        return []
    text, view = sentence.text, _View(sentence.text, reading.tags)
    return [(text[f.start : f.end].lower(), _slip(text, f, view)) for f in suppressed]


def repeated_terms(
    suspects: Iterable[tuple[str, float]], sensitivity: str, in_code: Callable[[str], bool] = lambda _: False
) -> frozenset[str]:
    """Of the words of a document that the rules do not know, with how sure it is that they are wrong, those
    that it uses again and again, shown or not, or in its code: a slip is rarely made twice, a name or a term
    is. A word that looks very much like a slip is none of them."""
    doubts: dict[str, list[float]] = defaultdict(list)
    for word, doubt in suspects:
        doubts[word].append(doubt)
    twice, more = LEAST_DOUBT_REPEATED[sensitivity]
    terms = []
    for word, same in doubts.items():
        if max(same) < more:
            times = len(same) + in_code(word)
            if times > 2 or (times == 2 and max(same) < twice):
                terms.append(word)
    return frozenset(terms)


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.code


class _View:
    """What the tags say about the words of a sentence."""

    def __init__(self, text: str, tags: Tags) -> None:
        self._text, self._tags = text, tags
        self._units: list[Unit] = units(text)
        self._words = replacements(self._units, tags)
        self._gaps: dict[int, float] = {}
        for unit, word, probability in tags.missing:
            if word != NOTHING:
                self._gaps[unit] = self._gaps.get(unit, 0.0) + probability

    def stands(self, finding: Finding, sensitivity: str) -> bool:
        """Whether a rule's finding is doubtful enough to be shown."""
        if believed(finding.code):
            return True
        spelling, unreliable, splitting, other = LEAST_DOUBT[sensitivity]
        if finding.spelling:
            return finding.confidence >= spelling
        if finding.code in UNRELIABLE:
            return self.doubt(finding) >= unreliable
        return self.doubt(finding) >= (splitting if finding.code in SPLITTING else other)

    def _inside(self, finding: Finding) -> list[int]:
        """The units that a finding is about."""
        return [i for i, u in enumerate(self._units) if u.start < finding.end and finding.start < u.end]

    def doubt(self, finding: Finding) -> float:
        """Probability that something is wrong with a finding's words, or missing beside them."""
        inside = self._inside(finding)
        if not inside or len(self._tags.keep) != len(self._units):
            return 1.0
        right = 1.0
        for unit in inside:
            right *= self._tags.keep[unit]
        for unit in (*inside, inside[-1] + 1):
            right *= max(0.0, 1 - self._gaps.get(unit, 0.0))
        return 1 - right

    def doubt_of_letters(self, finding: Finding) -> float:
        """Probability that the letters of a finding's words are wrong, whatever their capitals: in a heading
        those are in doubt, and the full stop after it."""
        inside = self._inside(finding)
        if not inside or len(self._tags.keep) != len(self._units):
            return 1.0
        right = 1.0
        for unit in inside:
            capitals = sum(p for at, tag, _, p in self._tags.edits if at == unit and tag == CAPITALISE)
            right *= min(1.0, self._tags.keep[unit] + capitals)
        return 1 - right

    def ranked(self, finding: Finding) -> tuple[Edit, ...]:
        """A finding's fixes, the likeliest first; those of one word only."""
        inside = self._inside(finding)
        if len(inside) != 1 or len(finding.fixes) < 2:
            return finding.fixes
        unit = self._units[inside[0]]
        likely = self._words.get(inside[0], {})

        def score(place: int, fix: Edit) -> float:
            inner = Edit(fix.start - unit.start, fix.end - unit.start, fix.text)
            if inner.start < 0 or inner.end > len(unit.text):
                return -math.inf
            return math.log(likely.get(inner.apply(unit.text), 0.0) + 1e-4) - RANK_WEIGHT * place

        order = sorted(range(len(finding.fixes)), key=lambda i: -score(i, finding.fixes[i]))
        return tuple(finding.fixes[i] for i in order)


# Log-odds that an unknown word is misspelled, of the tagger's own and of how the word looks: a
# logistic fit on held-out corrections and clean prose. A slip leaves a long word near a known one;
# short words, names and identifiers are near something by chance, and a name may be near nothing.
TAGGER, BASE = 0.47, -2.07
ONE_EDIT_AWAY, FAR, LONG, SHORT, NAME_LIKE = 0.84, -0.72, 0.8, -0.67, -0.16


def _slip(text: str, finding: Finding, view: _View) -> float:
    """Probability that a word that no dictionary has is a slip."""
    if finding.spelling:
        return _misspelled(text, finding, view.doubt(finding))
    return view.doubt_of_letters(finding)


def _misspelled(text: str, finding: Finding, doubt: float) -> float:
    """Probability that a word the dictionary lacks is a slip."""
    word = text[finding.start : finding.end]
    # A tagger that has not learned a word is sure of it too easily.
    bounded = min(max(doubt, 0.01), 1 - 1e-4)
    odds = BASE + TAGGER * math.log(bounded / (1 - bounded))
    results = (fix.shifted(-finding.start).apply(word) for fix in finding.fixes)
    nearest = min((letters_apart(word.lower(), result.lower()) for result in results), default=3)
    odds += LONG * (len(word) >= 8) + SHORT * (len(word) <= 4)
    identifier = re.search(r"[a-z][A-Z]|\d", word) is not None
    name_like = identifier + (word[:1].isupper() and finding.start > 0)
    odds += ONE_EDIT_AWAY * (nearest == 1) + NAME_LIKE * name_like
    # Foreign names are rare in the text of the fit: one that is near no word counts as far twice.
    odds += FAR * (nearest > 2) * (1 + name_like)
    return 1 / (1 + math.exp(-odds))


def looks_like_name(text: str, finding: Finding) -> bool:
    """Whether a spelling flag is on a word with a capital inside a sentence."""
    word = text[finding.start : finding.end]
    return (
        finding.code == "harper/SpellCheck"
        and finding.start > 0
        and word[:1].isupper()
        and text[finding.start - 1] not in "\"“'‘("
    )


def _with_first(text: str, fixes: tuple[Edit, ...], best: Edit) -> tuple[Edit, ...]:
    result = best.apply(text)
    others = tuple(fix for fix in fixes if fix.apply(text) != result)
    same = next((fix for fix in fixes if fix.apply(text) == result), best)
    return (same, *others)


def best_edits(text: str, findings: list[Finding]) -> list[Edit]:
    """The preferred edits of a sentence, not overlapping, for fix-all."""
    chosen: list[Edit] = []
    for finding in findings:
        if not preferred(finding):
            continue
        edit = minimal(text, finding.fixes[0])
        if all(edit.end < other.start or other.end < edit.start for other in chosen):
            chosen.append(edit)
    return chosen


# A model's fix this sure may be taken without looking: nine in ten are right on held-out text.
SURE = 0.8


def preferred(finding: Finding) -> bool:
    """Whether the first fix can be taken without looking: it is the only one, or the model is sure."""
    if finding.by_model:
        return bool(finding.fixes) and finding.confidence >= SURE
    return len(finding.fixes) == 1
