"""What kinds of errors writers really mend: counts them, with the product's own classifier.

`python -m models.training kinds` prints the table that `learner_errors/shares.py` quotes.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from slm_lsp.checks.model.explain import category
from slm_lsp.text.edits import align_edits

from .corpus import Correction, held_out, require
from .real import training_corrections

# Kinds that change what is said more often than they mend it.
LEFT_OUT = {"several", "word"}


def kinds(real: list[Correction]) -> Counter[str]:
    """How many edits of each kind these corrections have."""
    found: Counter[str] = Counter()
    for pair in real:
        for edit in align_edits(pair.source, pair.target):
            before = pair.source[edit.start : edit.end]
            found[category(before, edit.text, pair.source[: edit.start])] += 1
    return found


def print_kinds(corpus: Path) -> None:
    """The table of one corpus, of what training may read."""
    real = [
        c for c in training_corrections(require(corpus)) if not held_out(c.source) and c.kind not in LEFT_OUT
    ]
    found = kinds(real)
    print(f"{len(real):,} corrections, {sum(found.values()):,} edits")
    for kind, count in found.most_common():
        print(f"{kind:14} {count:7,} {100 * count / sum(found.values()):5.1f} %")
