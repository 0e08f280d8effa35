"""Running: the real rewriter with the real model, asked as the command line asks it."""

from __future__ import annotations

import time

from slm_lsp.edit_tags.decode import likely_edits
from slm_lsp.errors import SlmError
from slm_lsp.hosting.priority import Priority
from slm_lsp.rewrite.styles import style_of
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.cache import Cache
from slm_lsp.text.edits import apply_edits
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence, sentences

from .scores import Fault, Said, new_faults
from .trees import installed

LEAST_SURE = 0.5  # of what the tagger would change


class Driver:
    """The rewriter of a session that knows no writer and keeps nothing."""

    def __init__(self, model: str = "embedded") -> None:
        settings = Settings(model=model, memory=False)
        self._session = Session()
        self._session.cache = Cache()
        self._engine = self._session.engine_or_raise(settings)
        self._rewriter = self._session.rewriter(settings)

    async def said(self, way: str, source: str) -> Said:
        """What becomes of a text in a way."""
        start = time.perf_counter()
        reasons: list[str | None] = []
        edits = []
        try:
            async for rewrite in self._rewriter.rewrites(_sentences(source), style_of(way)):
                reasons.append(rewrite.refused)
                edits += rewrite.document_edits
        except SlmError as error:  # a larger model could
            reasons.append(str(error))
        milliseconds = 1000 * (time.perf_counter() - start)
        result = apply_edits(source, edits)
        if result == source:
            return Said(way, source, source, next(filter(None, reasons), "nothing came"), 0, milliseconds)
        faults = new_faults(await self.faults(source), await self.faults(result))
        trees = installed()
        flaws = max(0, trees.flaws(result) - trees.flaws(source)) if trees else None
        return Said(way, source, result, None, faults, milliseconds, flaws)

    async def faults(self, text: str) -> list[Fault]:
        """What the tagger would change: what stands there, and what it would put in its place."""
        found = []
        for sentence in _sentences(text):
            tags = await self._engine.tag(sentence.text, Priority.REST)
            for likely in likely_edits(sentence.text, tags):
                edit = likely.edit
                if likely.probability >= LEAST_SURE:
                    found.append((sentence.text[edit.start : edit.end], edit.text))
        return found

    async def close(self) -> None:
        """Let the model go."""
        await self._session.close()


def _sentences(text: str) -> list[Sentence]:
    return [sentence for prose in prose_of("markdown", text) for sentence in sentences(prose)]
