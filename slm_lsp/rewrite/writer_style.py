"""Writer style: how this writer says things, as far as it was learned, and what it makes of a sentence.

Which words they choose of two that say the same, whether they contract, how they set lists, dashes and
quotation marks, and how long their sentences are. (Spelling is the checks' business: the dialect follows
from what was learned too.) A model that follows instructions is told the same in words, and shown
sentences of the writer's own that speak of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from slm_lsp.english.lexicon import CONTRACTIONS, INFORMAL, PLAIN, WORDY, turned, with_forms
from slm_lsp.inference.prompts import Instruction
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.memory.preferences import LEAST_EVIDENCE, preferences
from slm_lsp.rewrite.split import split
from slm_lsp.rewrite.substitutions import swaps
from slm_lsp.text.edits import Edit, not_overlapping

# A word is the writer's own where they use it this often, and this many times as often as the other.
LEAST_USES, TIMES_AS_OFTEN = 5, 4
# A sentence this many times as long as theirs is too long for them.
TOO_LONG = 2
EXAMPLES = 3

CHOICES = with_forms(INFORMAL + WORDY + PLAIN)
CHOICES += turned(CHOICES)
# (preference, way): what is found, and what is put there.
_MARKS: dict[tuple[str, str], list[tuple[re.Pattern[str], str]]] = {
    ("quotation marks", "curly (“ ”)"): [
        (re.compile(r"(?<![\w.,!?])\"(?=\S)"), "“"), (re.compile(r"(?<=\S)\"(?!\w)"), "”"),
    ],
    ("quotation marks", "straight (\" \")"): [(re.compile("[“”]"), '"')],
    ("dashes", "closed up (word—word)"): [(re.compile(r"(?<=\S) [–—] (?=\S)"), "—")],
    ("dashes", "spaced (word – word)"): [(re.compile(r"(?<=\S)—(?=\S)"), " – ")],
    ("email", "email"): [(re.compile(r"\b(?<=[Ee])-(?=mail)"), "")],
    ("email", "e-mail"): [(re.compile(r"(?<=\b[Ee])(?=mail(?:s|ed|ing)?\b)"), "-")],
    ("comma before the last of a list", "with it (a, b, and c)"): [
        (re.compile(r"(?<=\w)(?= (?:and|or) \w+[.,;])"), ","),
    ],
    ("comma before the last of a list", "without it (a, b and c)"): [
        (re.compile(r"(?<=\w),(?= (?:and|or) \w+(?: \w+)?[.,;])"), ""),
    ],
}  # fmt: skip
_LIST = re.compile(r"\w, \w+(?: \w+)?,? (?:and|or) \w")


@dataclass(frozen=True)
class WriterStyle:
    """What is known: preferences as (name, way), words in a sentence, and how to look further.

    `uses`: how often the writer used a phrase of at most three words; `alike`: sentences of theirs that
    have words of a text.
    """

    ways: tuple[tuple[str, str], ...]
    words: float
    uses: Callable[[str], float]
    alike: Callable[[str, int], list[str]]

    @classmethod
    def of(cls, writing: PhraseCounts) -> WriterStyle | None:
        """The voice that was learned; None where nothing was."""
        traits = writing.traits()
        if traits.get("sentences", 0.0) < LEAST_EVIDENCE:
            return None
        ways = tuple((p.name, p.way) for p in preferences(traits))
        return cls(ways, traits["words"] / traits["sentences"], cache(writing.uses), writing.alike)

    def edits(self, text: str, frozen: Iterable[tuple[int, int]] = ()) -> list[Edit]:
        """What the writer would have said otherwise, in order, not overlapping; nothing that is frozen."""
        frozen = list(frozen)
        found = swaps(text, tuple(self._own(text)), frozen)
        if len(text.split()) > TOO_LONG * self.words:
            found += split(text, frozen)
        a_list = _LIST.search(text)
        for (name, way), marks in _MARKS.items():
            if (name, way) not in self.ways or (name.startswith("comma") and not a_list):
                continue
            for pattern, mark in marks:
                for match in pattern.finditer(text):
                    if not any(a < match.end() and match.start() < b for a, b in frozen):
                        found.append(Edit(*match.span(), mark))
        return not_overlapping(found)

    def _own(self, text: str) -> list[tuple[str, str]]:
        """The exchanges that bring words of the writer's own into a text."""
        lowered = text.lower().replace("’", "'")
        own = [
            (old, new)
            for old, new in CHOICES
            if old and new and old.lower() in lowered
            and self.uses(new) >= max(LEAST_USES, TIMES_AS_OFTEN * self.uses(old))
        ]  # fmt: skip
        if ("contractions", "contracted (don't)") in self.ways:
            own += turned(CONTRACTIONS)
        elif ("contractions", "in full (do not)") in self.ways:
            own += CONTRACTIONS
        return own

    def instruction(self, text: str) -> Instruction:
        """The same in words, for a model, with sentences of the writer's."""
        traits = [f"{name} {way}" for name, way in self.ways] + [f"about {self.words:.0f} words a sentence"]
        words = f"in the voice of its writer ({'; '.join(traits)})"
        if examples := self.alike(text, EXAMPLES):
            words += ", who wrote: " + " ".join(f"“{example}”" for example in examples)
        return Instruction("voice", words)
