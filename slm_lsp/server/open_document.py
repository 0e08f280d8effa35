"""Documents: the open ones, their snapshots, and what the editor does to them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from slm_lsp.checks.checker import Checker
from slm_lsp.checks.finding import Placed
from slm_lsp.checks.pages import Findings, Page
from slm_lsp.server.gc_tuning import closed
from slm_lsp.server.lsp.capabilities import Client
from slm_lsp.server.snapshot import Snapshot, offsets
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.formats import language_of
from slm_lsp.text.sentences import LONGEST, Sentence

if TYPE_CHECKING:
    from slm_lsp.complete.suggestion import Suggestion
    from slm_lsp.server.app import SlmServer
    from slm_lsp.server.ghost_text import Offer


# What is further from the cursor is in no sentence that is being written.
FAR = 2 * LONGEST


@dataclass
class Open:
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
    told: tuple[int | None, str] = (None, "")
    result: str = ""
    # Of its pages the line that they began with, and their part; and for which wishes it was made.
    written: dict[Page, tuple[int, str]] = field(default_factory=dict)
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


def path_of(uri: str) -> Path | None:
    """The file a URI names, or None for an unsaved or remote text."""
    if not uri.startswith("file:"):
        return None
    try:
        found = to_fs_path(uri)
    except ValueError:  # a host's name that is none
        return None
    return Path(found) if found and "\0" not in found else None


def register(server: SlmServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        path = path_of(item.uri)
        # Some editors have no language for a file they know nothing of; its name may tell.
        language = item.language_id or (path and language_of(path)) or "plaintext"
        if (before := server.documents.get(item.uri)) is not None:
            before.stop()  # some editors open a document anew without closing it
        server.open_document(Document(item.uri, item.version, language, item.text), path)
        server.file_watch.soon()
        server.diagnostics.schedule(item.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        opened = server.documents.get(params.text_document.uri)
        if opened is None:
            return
        document, typing_at = opened.document, opened.typing_at
        version = params.text_document.version
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = sorted(offsets(document, change.range, server.client.encoding))
                if document is opened.document:
                    server.judging.changed(opened, start, end, change.text)
                document = document.with_edit(start, end, change.text, version)
                typing_at = start + len(change.text)
            else:
                document = document.with_text(change.text, version)
                typing_at = None
        opened.document, opened.typing_at = document, typing_at
        opened.near = typing_at or 0
        opened.edited_at = time.monotonic()
        server.judging.settled(opened)
        if opened.settings.checkFrequency == "edit":
            server.diagnostics.schedule(document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        opened = server.documents.get(params.text_document.uri)
        if opened is None:
            return
        if opened.path is not None and opened.path.name == ".slm-lsp.toml":
            server.reload_settings()
        opened.typing_at = None
        if opened.settings.checkFrequency != "manual":
            server.diagnostics.schedule(opened.document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        opened = server.documents.pop(params.text_document.uri, None)
        if opened is None:
            return
        opened.stop()
        closed(len(opened.document.text))
        server.diagnostics.clear(params.text_document.uri)
