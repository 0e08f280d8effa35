"""Decode: from tags to edits of the sentence, each with its probability, the likeliest for each place."""

from __future__ import annotations

from dataclasses import dataclass

from slm_lsp.edit_tags.tags import DELETE, HYPHENATE, JOIN, SPACE, SWAP, UNKNOWN, Tags, changed
from slm_lsp.edit_tags.tokens import Unit, units
from slm_lsp.text.edits import Edit

# Less likely than this, an edit is not looked at further.
LEAST = 0.1
# An edit at least this share as likely as the best is offered beside it. Letting it back the finding
# too was tried: more errors seen, as many more false alarms.
NEAR, MOST_OTHERS = 0.25, 2
# Of two edits that touch, one that is less than this share as likely would only make the other doubtful.
TOGETHER = 0.5
CLOSING_MARKS = set(",.;:!?")


@dataclass(frozen=True)
class Likely:
    """An edit, how sure it is, and other edits that are worth offering in its place."""

    edit: Edit
    probability: float
    others: tuple[Edit, ...] = ()


def likely_edits(sentence: str, tags: Tags) -> list[Likely]:
    """The likeliest edit at each place, in order; edits that touch are made one.

    Only the commoner of two tags counts that lead to the same text; their probabilities add up.
    """
    found = units(sentence)
    best = [_best(options) for options in _by_unit(sentence, found, tags) if options]
    for unit, word, probability in tags.missing:
        if probability >= LEAST and (edit := _insertion(sentence, found, unit, word)):
            best.append(Likely(edit, probability))
    kept: list[Likely] = []
    for option in sorted(best, key=lambda o: (o.edit.start, o.edit.end, -o.probability)):
        last = kept[-1] if kept else None
        if option.probability < LEAST:
            continue
        if last and last.edit.start == option.edit.start == option.edit.end == last.edit.end:
            continue  # two words for one gap: the likelier came first
        if last and option.edit.start <= last.edit.end:
            if merged := _merged(sentence, last, option):
                kept[-1] = merged
            continue
        kept.append(option)
    return kept


def _best(options: list[Likely]) -> Likely:
    """The likeliest of a unit's edits, the ones near it beside it ("rain have": has, had)."""
    first, *rest = sorted(options, key=lambda o: -o.probability)
    near = [o.edit for o in rest[:MOST_OTHERS] if o.probability >= NEAR * first.probability]
    return Likely(first.edit, first.probability, tuple(near))


def _merged(sentence: str, first: Likely, second: Likely) -> Likely | None:
    """Two edits that touch, as one, as sure as the less sure of them; the surer alone where that is far
    surer. None where they overlap."""
    if second.edit.start < first.edit.end:
        return None
    less, more = sorted((first, second), key=lambda o: o.probability)
    if less.probability < TOGETHER * more.probability:
        return more
    edit = Edit(first.edit.start, second.edit.end, first.edit.text + second.edit.text)
    return Likely(edit, min(first.probability, second.probability))


def replacements(found: list[Unit], tags: Tags) -> dict[int, dict[str, float]]:
    """For each unit: what it may become, and how likely that is."""
    result: dict[int, dict[str, float]] = {}
    for unit, tag, word, probability in tags.edits:
        if tag in (DELETE, JOIN, HYPHENATE, SPACE, SWAP, UNKNOWN):
            continue
        text = changed(found[unit], tag, word)
        if text is not None and text != found[unit].text:
            options = result.setdefault(unit, {})
            options[text] = options.get(text, 0.0) + probability
    return result


def _by_unit(sentence: str, found: list[Unit], tags: Tags) -> list[list[Likely]]:
    options: list[list[Likely]] = [[] for _ in found]
    for unit, words in replacements(found, tags).items():
        at = found[unit]
        options[unit] += [Likely(Edit(at.start, at.end, text), p) for text, p in words.items()]
    for unit, tag, _, probability in tags.edits:
        if edit := _around(sentence, found, unit, tag):
            options[unit].append(Likely(edit, probability))
    return options


def _around(sentence: str, found: list[Unit], unit: int, tag: str) -> Edit | None:
    """The edit of a tag that is about a unit's neighbourhood."""
    at = found[unit]
    before = found[unit - 1].end if unit else 0
    following = found[unit + 1] if unit + 1 < len(found) else None
    if tag == DELETE:
        if unit:
            return Edit(before, at.end, "") if at.spaced else Edit(at.start, at.end, "")
        if following is None:
            return None
        return Edit(at.start, following.end, following.text[:1].upper() + following.text[1:])
    if tag == SPACE:
        return Edit(at.start, at.start, " ") if not at.spaced and unit else None
    if tag == JOIN:
        return Edit(before, at.start, "") if at.spaced and unit else None
    if tag == HYPHENATE:
        return Edit(before, at.start, "-") if at.spaced and unit else None
    if tag == SWAP and following is not None:
        first, second = following.text, at.text
        if at.text[:1].isupper() and unit == 0:
            first, second = first[:1].upper() + first[1:], second[:1].lower() + second[1:]
        return Edit(at.start, following.end, first + sentence[at.end : following.start] + second)
    return None


def _insertion(sentence: str, found: list[Unit], unit: int, word: str) -> Edit | None:
    """What puts a missing word or mark before a unit; None for marks that need a partner."""
    before = found[unit - 1].end if unit else 0
    if word in CLOSING_MARKS:
        return Edit(before, before, word) if unit else None
    if not word[:1].isalpha():
        return None
    if unit == len(found):
        return Edit(before, before, f" {word}")
    at = found[unit]
    if unit == 0:
        return Edit(at.start, at.start, f"{word[:1].upper()}{word[1:]} ")
    if not at.spaced and not at.text[:1].isalnum():
        return Edit(before, before, f" {word}")
    return Edit(at.start, at.start, f"{word} ")
