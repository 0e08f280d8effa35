"""Finding: something to say about a sentence, and where that is in the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from slm_lsp.text.chunks import moved
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence


@dataclass(frozen=True)
class Finding:
    """What is wrong with `[start, end)` of a sentence, why, and what to do.

    `fixes`: edits of the sentence, the best first. `confidence` in 0..1; rules count as 1.
    `category`: one of `categories.CATEGORIES`. `faint`: shown, but so doubtful that it is said one
    degree more quietly.
    """

    code: str
    message: str
    start: int
    end: int
    fixes: tuple[Edit, ...] = ()
    confidence: float = 1.0
    category: str = ""
    faint: bool = False

    @cached_property
    def _hash(self) -> int:
        return hash((self.code, self.start, self.end, self.message, self.fixes))

    def __hash__(self) -> int:  # asked for at every key, of every finding that is shown
        return self._hash

    @property
    def by_model(self) -> bool:
        return self.code.startswith("model/")

    @property
    def spelling(self) -> bool:
        return self.code in ("harper/SpellCheck", "model/spelling")

    @property
    def about_word(self) -> bool:
        """Whether it is about a word that no dictionary has: misspelled, or two words written as one."""
        return self.spelling or self.code == "harper/SplitWords"


def overlaps(finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether it is about some of the same characters as one of the others."""
    return any(other.start < finding.end and finding.start < other.end for other in others)


@dataclass(frozen=True)
class Placed:
    """A finding where it stands in a document: in a sentence, or `by` characters after one of its chunk."""

    finding: Finding
    within: Sentence
    by: int = 0

    @cached_property
    def sentence(self) -> Sentence:
        """The sentence where it stands in the document."""
        return next(moved([self.within], self.by)) if self.by else self.within

    @cached_property
    def span(self) -> tuple[int, int]:
        """The flagged span of the document."""
        start, end = self.within.start + self.finding.start, self.within.start + self.finding.end
        start, end = self.within.prose.source_span(start, end)
        return start + self.by, end + self.by

    def moved(self, by: int) -> Placed:
        """The same, further on: at every key for all that is shown, so its span is not looked up again."""
        found = Placed(self.finding, self.within, self.by + by)
        found.__dict__["span"] = (self.span[0] + by, self.span[1] + by)
        return found

    @property
    def text(self) -> str:
        """The flagged words as they read."""
        return self.within.text[self.finding.start : self.finding.end]

    @property
    def beside_markup(self) -> bool:
        """Whether what it is about is not there to be read: an article before code or a reference, space or
        marks where something was left out (they stand beside that, not beside each other)."""
        if self.finding.category == "article":
            after = self.sentence.text[self.finding.end :]
            next_word = self.finding.end + len(after) - len(after.lstrip())
            if any(a <= next_word < b for a, b in self.sentence.frozen):
                return True
        if any(c.isalnum() for c in self.text):
            return False
        start, end = self.sentence.start + self.finding.start, self.sentence.start + self.finding.end
        prose = self.sentence.prose
        return prose.edit_span(max(0, start - 1), min(end + 1, len(prose.text))) is None

    def document_edit(self, fix: Edit) -> Edit | None:
        """A fix as an edit of the document, or None where it would eat markup."""
        fix = minimal(self.sentence.text, fix)
        place = self.sentence.prose.edit_span(self.sentence.start + fix.start, self.sentence.start + fix.end)
        return Edit(*place, fix.text) if place else None

    @property
    def replacements(self) -> list[str]:
        """What each fix that can be made leaves in place of the flagged words."""
        start, end = self.finding.start, self.finding.end
        found = []
        for fix in self.finding.fixes:
            if self.document_edit(fix) is None:
                continue
            low, high = min(start, fix.start), max(end, fix.end)
            changed = fix.shifted(-low).apply(self.sentence.text[low:high])
            # Words of the sentence beyond the flagged ones that the fix leaves alone.
            before, after = self.sentence.text[low:start], self.sentence.text[end:high]
            if changed.startswith(before) and changed.endswith(after):
                changed = changed[len(before) : len(changed) - len(after)]
            found.append(changed)
        return found

    @property
    def edits(self) -> list[Edit]:
        """The fixes that can be made, as edits of the document."""
        return [edit for fix in self.finding.fixes if (edit := self.document_edit(fix))]


def minimal(text: str, edit: Edit) -> Edit:
    """The same edit without the characters that both sides share at their ends."""
    old, new = text[edit.start : edit.end], edit.text
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(edit.start + head, edit.end - tail, new[head : len(new) - tail])
