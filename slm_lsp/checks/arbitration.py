"""Arbitration: rules and model compete once per sentence; nothing is said twice.

- A model edit below the threshold of the writer's sensitivity is dropped.
- A rule's finding is dropped where the tagger, having read the sentence, is sure enough that
  every word of it is right: names and jargon, mostly.
- Where both flag the same words, the rule's message stays (it explains more) and the model's
  correction goes first among its fixes. Where only the rule flags them, the tagger still ranks
  the fixes: it knows what fits.
"""

from __future__ import annotations

import math
from dataclasses import replace

from slm_lsp.checks.finding import Finding, Reading, minimal
from slm_lsp.tagging.edits import replacements
from slm_lsp.tagging.tags import NOTHING, Tags
from slm_lsp.tagging.units import Unit, units
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

# Probability that something is wrong at a rule's finding, below which it is dropped, for spelling
# and for everything else (chosen by benchmarks/quality on held-out text).
LEAST_DOUBT = {"strict": (0.5, 0.1), "balanced": (0.2, 0.03), "eager": (0.05, 0.0)}
# What a rule's own order of its fixes is worth against the tagger's: log-odds a place.
RANK_WEIGHT = 0.5


def arbitrate(
    sentence: Sentence,
    rules: list[Finding],
    reading: Reading | None,
    sensitivity: str,
    thresholds: dict[str, float],
) -> list[Finding]:
    """The findings to show, in order. `reading` is None where the model has not (yet) spoken."""
    if reading is None:
        return sorted(rules, key=_place)
    sure = [f for f in reading.findings if f.confidence >= thresholds[sensitivity]]
    view = _View(sentence.text, reading.tags) if reading.tags and rules else None
    kept: list[Finding] = []
    for rule in rules:
        rivals = [m for m in sure if m.start < rule.end and rule.start < m.end]
        if view:
            spelling, other = LEAST_DOUBT[sensitivity]
            if not rivals and view.doubt(rule) < (spelling if rule.spelling else other):
                continue
            rule = replace(rule, fixes=view.ranked(rule))
        elif not rivals and _looks_like_name(sentence.text, rule):
            continue
        for rival in rivals:
            rule = replace(rule, fixes=_with_first(sentence.text, rule.fixes, rival.fixes[0]))
        kept.append(rule)
        sure = [m for m in sure if m not in rivals]
    return sorted(kept + sure, key=_place)


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

    def doubt(self, finding: Finding) -> float:
        """Probability that something is wrong with a finding's words, or missing beside them."""
        inside = [i for i, u in enumerate(self._units) if u.start < finding.end and finding.start < u.end]
        if not inside or len(self._tags.keep) != len(self._units):
            return 1.0
        right = 1.0
        for unit in inside:
            right *= self._tags.keep[unit]
        for unit in (*inside, inside[-1] + 1):
            right *= max(0.0, 1 - self._gaps.get(unit, 0.0))
        return 1 - right

    def ranked(self, finding: Finding) -> tuple[Edit, ...]:
        """A finding's fixes, the likeliest first; those of one word only."""
        inside = [i for i, u in enumerate(self._units) if u.start < finding.end and finding.start < u.end]
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


def _looks_like_name(text: str, finding: Finding) -> bool:
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


def preferred(finding: Finding) -> bool:
    """Whether the first fix can be taken without looking: it is the only one, or the model's."""
    return bool(finding.fixes) and (finding.by_model or len(finding.fixes) == 1)
