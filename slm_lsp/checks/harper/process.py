"""Process: Harper's rules in one that all windows share.

Harper's dictionaries are two thirds of a server's memory, and take a second to load.

-> {"do": "lint", "dialect": ..., "sentences": [[text, frozen spans, kind of block], ...]}
<- {"findings": [[finding, ...], ...]}
-> {"do": "hurry", ...}: the same but for spelling, whose first suggestion for a word far from all others
   takes a second
<- {"findings": null} once that second is over
"""

from __future__ import annotations

import asyncio
from dataclasses import astuple
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

from slm_lsp.checks.finding import Finding
from slm_lsp.checks.harper.launch import PATIENCE_SECONDS, rules_options, rules_socket
from slm_lsp.checks.harper.linter import Rules, lint, linter_without_spelling, load, prepare
from slm_lsp.checks.results import finding_of
from slm_lsp.errors import Cancelled, HostUnavailable, SlmError
from slm_lsp.hosting.client import HostClient
from slm_lsp.hosting.priority import Priority
from slm_lsp.text.sentences import Sentence

if TYPE_CHECKING:  # it needs what Windows lacks, and only the process of the rules needs it
    from slm_lsp.hosting.host import Asked, Work

# Sentences asked for at once: 20 ms of work, so that another window's key waits no longer.
BATCH = 32
# So many seconds after it was loaded what is built for words far from all others is built unasked.
PREPARE_AFTER = 2.0
# Batches under way: one is worked on while the answer of another travels.
AT_ONCE = 2


def rules_client() -> HostClient:
    """A server's end."""
    return HostClient(rules_socket, rules_options, PATIENCE_SECONDS)


def load_rules() -> tuple[Asked, int]:
    """(what can be asked; how many works at once: a linter must not be used by two threads)."""
    from slm_lsp.hosting.host import give_back

    load("american")  # the default
    can_spell = Event()

    def prepared() -> None:
        prepare()
        can_spell.set()
        linter_without_spelling.cache_clear()
        give_back()

    # After the text for which it was started has been read.
    later = Timer(PREPARE_AFTER, prepared)
    later.daemon = True
    later.start()

    def asked(message: dict[str, Any]) -> Work:
        hurry = {"lint": False, "hurry": True}[message["do"]]
        dialect, sentences = str(message["dialect"]), message["sentences"]

        def work(_: object) -> dict[str, Any]:
            if hurry and can_spell.is_set():
                return {"findings": None}
            found = [
                lint(text, frozen, kind, dialect, spelling=not hurry) for text, frozen, kind in sentences
            ]
            return {"findings": [[astuple(finding) for finding in findings] for findings in found]}

        return work

    return asked, 1


class SharedRules(Rules):
    """Harper with one dialect, in the shared process; in this one where that cannot be had."""

    def __init__(self, dialect: str, client: HostClient) -> None:
        super().__init__(dialect)
        self._client = client
        self._can_spell = False

    async def without_spelling(self, sentences: list[Sentence]) -> list[list[Finding]] | None:
        """What can be said of sentences before the process can spell; None from then on, and where it cannot
        be had."""
        if self._can_spell and self._client.connected:
            return None
        try:
            answer = await self._client.ask(self._message("hurry", sentences), Priority.SENTENCE)
        except Cancelled:
            raise
        except SlmError:
            return None
        self._can_spell = answer["findings"] is None
        return None if self._can_spell else _findings(answer)

    async def all_findings(
        self, sentences: list[Sentence], priority: Priority = Priority.SENTENCE
    ) -> list[list[Finding] | None]:
        """The findings of many sentences, a few at a time; None of one that brought the process down again
        and again."""
        batches = [sentences[start : start + BATCH] for start in range(0, len(sentences), BATCH)]
        found: list[list[Finding] | None] = []
        for start in range(0, len(batches), AT_ONCE):
            some = (self._batch(batch, priority) for batch in batches[start : start + AT_ONCE])
            for findings in await asyncio.gather(*some):
                found += findings
        return found

    async def _batch(
        self, batch: list[Sentence], priority: Priority, suspect: bool = False
    ) -> list[list[Finding] | None]:
        """`suspect`: one of them may have ended the process. It must not end this one too."""
        try:
            answer = await self._client.ask(self._message("lint", batch), priority)
        except HostUnavailable:
            return [None] * len(batch) if suspect else await super().all_findings(batch)
        except Cancelled:
            raise
        except SlmError:
            if len(batch) == 1:
                return [None]
            # One of them failed, or ended the process: the others are read all the same.
            return [findings for s in batch for findings in await self._batch([s], priority, suspect=True)]
        return [*_findings(answer)]

    def _message(self, do: str, sentences: list[Sentence]) -> dict[str, Any]:
        asked = [(s.text, s.frozen, s.prose.kind) for s in sentences]
        return {"do": do, "dialect": self.dialect, "sentences": asked}


def _findings(answer: dict[str, Any]) -> list[list[Finding]]:
    return [[finding_of(row) for row in rows] for rows in answer["findings"]]
