"""Check: one thing that our own code looks for, in a sentence or in a whole document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.text.chunks import Chunks
from slm_lsp.text.sentences import Sentence

# Who hears a check that the settings do not name: everybody, `sensitivity = "eager"`, nobody.
Default = Literal["everybody", "eager", "nobody"]


@dataclass(frozen=True)
class Check:
    """A check of ours, listed in `registry.CHECKS`.

    Attributes:
        code: `source/rule`, or the source alone for a check with many rules. Settings switch it by either.
        default: Who hears it where the settings say nothing.
        wrong: Texts in which it finds something; a test runs them.
        right: Texts in which it finds nothing, though they look alike.
        in_sentence: Finds in one sentence. It is called at every key, so it keeps what it made of a text.
        in_document: Finds in a whole document; only one of the two is given.
    """

    code: str
    default: Default
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    in_sentence: Callable[[Sentence], Iterable[Finding]] | None = None
    in_document: Callable[[Chunks], Iterable[Placed]] | None = None
