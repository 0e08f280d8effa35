"""Arbitration: rules and model compete once per sentence; nothing is said twice.

- A model edit below the threshold of the writer's sensitivity is dropped.
- Where both flag the same words, the rule's message stays (it explains more) and the model's
  correction goes first among its fixes: it has read the sentence.
- A spelling flag on a word with a capital inside a sentence is dropped when the model, having
  read the sentence, leaves the word alone: it is a name.
"""

from __future__ import annotations

from dataclasses import replace

from slm_lsp.checks.finding import Finding, minimal
from slm_lsp.checks.grammar import THRESHOLDS
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence


def arbitrate(
    sentence: Sentence, rules: list[Finding], model: list[Finding] | None, sensitivity: str
) -> list[Finding]:
    """The findings to show, in order. `model` is None where the model has not (yet) spoken."""
    sure = [f for f in model or [] if f.confidence >= THRESHOLDS[sensitivity]]
    kept: list[Finding] = []
    for rule in rules:
        rivals = [m for m in sure if m.start < rule.end and rule.start < m.end]
        if model is not None and not rivals and _looks_like_name(sentence.text, rule):
            continue
        for rival in rivals:
            rule = replace(rule, fixes=_with_first(sentence.text, rule.fixes, rival.fixes[0]))
        kept.append(rule)
        sure = [m for m in sure if m not in rivals]
    return sorted(kept + sure, key=lambda f: (f.start, f.end, f.code))


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
