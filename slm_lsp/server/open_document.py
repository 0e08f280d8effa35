"""Open document: its newest version, and what is known and worked out about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from slm_lsp.checks.checker import Checker
from slm_lsp.checks.finding import Placed
from slm_lsp.checks.pages import ChunkFindings, Findings
from slm_lsp.server.lsp.capabilities import Client
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.sentences import LONGEST, Sentence

if TYPE_CHECKING:
    from slm_lsp.complete.suggestion import Suggestion
    from slm_lsp.server.offer import Offer


# What is further from the cursor is in no sentence that is being written.
FAR = 2 * LONGEST


@dataclass
class OpenDocument:
    """An open document: its newest snapshot and what is known about it."""

    document: Document
    settings: Settings
    checker: Checker
    path: Path | None
    # Where the last edit ended, and when: the sentence there may still be under the writer's hands.
    typing_at: int | None = None
    edited_at: float = 0.0
    # When the last fast check began, and how many seconds it took.
    checked_at: float = 0.0
    cost: float = 0.0
    # Where the writer was last known to be: at an edit, or where something was asked for.
    near: int = 0
    analysis: asyncio.Task[None] | None = None
    # Ghost text: what was offered last, the request that is being answered, and what is worked out for the
    # case that the offer is taken (the text and the place then).
    offer: Offer | None = None
    # A rewrite that was shown: its way, and the text if it is made.
    rewriting: tuple[str, str] | None = None
    asking: asyncio.Task[Suggestion | None] | None = None
    ahead: tuple[str, int, asyncio.Task[Suggestion | None]] | None = None
    # What was found last, and in which snapshot.
    found: Findings = field(default_factory=Findings)
    found_in: Document | None = None
    # What of it the client was last told, and of which version: only that can be judged.
    shown: Findings = field(default_factory=Findings)
    shown_in: Document | None = None
    # The diagnostics that the client has, as JSON, and of which version; what an answer with them is called.
    published: tuple[int | None, str] = (None, "")
    result: str = ""
    # Of its pages the line that they began with, and their part; and for which wishes it was made.
    written: dict[ChunkFindings, tuple[int, str]] = field(default_factory=dict)
    written_for: object = None

    def stop(self) -> None:
        """Stops what is worked out for the document."""
        for task in (self.analysis, self.asking, self.ahead and self.ahead[2]):
            if task is not None:
                task.cancel()

    def snapshot(self, client: Client) -> Snapshot:
        """What a request is to see of the document, whatever is edited while it is answered."""
        return Snapshot(self.document, self.settings, self.checker, client, self.path)

    @property
    def folder(self) -> Path:
        return self.path.parent if self.path else Path.cwd()

    def being_written(self, sentence: Sentence) -> bool:
        """Whether a sentence is unfinished and the last edit was made in it or right after it."""
        if self.typing_at is None or sentence.finished:
            return False
        start, end = sentence.span
        between = self.document.text[end : self.typing_at]
        return start <= self.typing_at and not between.strip() and "\n" not in between

    def visible(self, found: Findings, paused: bool) -> Findings:
        """Of some findings those to show now: none on the sentence, or the word, still being written."""
        at = self.typing_at
        if at is None:
            return found

        def shown(placed: Placed) -> bool:
            start, end = placed.span
            return not self.being_written(placed.sentence) and (paused or not start <= at <= end)

        return found.where(shown, at - FAR, at + FAR)
