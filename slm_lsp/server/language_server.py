"""Language server: what all handlers share: open documents, client, session, words to the writer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections import Counter
from collections.abc import Coroutine, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from slm_lsp import __version__
from slm_lsp.errors import shortened
from slm_lsp.server.diagnostics_json import DiagnosticsJson
from slm_lsp.server.editor_options import EditorOptions
from slm_lsp.server.file_watch import FileWatch
from slm_lsp.server.lsp.capabilities import Client
from slm_lsp.server.lsp.protocol import Protocol
from slm_lsp.server.lsp.refusals import ContentModified
from slm_lsp.server.lsp.uris import path_of_uri
from slm_lsp.server.open_document import OpenDocument
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.session import Session
from slm_lsp.settings.option_files import project_file
from slm_lsp.settings.schema import Settings
from slm_lsp.text.formats import readable

_log = logging.getLogger(__name__)


class SlmServer(LanguageServer):
    """One editor's server."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("slm-lsp", __version__, protocol_cls=Protocol)
        self.session = Session()
        self.client = Client()
        self.roots: list[str] = []
        self.editor_options = EditorOptions()
        self.file_watch = FileWatch()
        self.settings = Settings()
        self.documents: dict[str, OpenDocument] = {}
        self.diagnostics_json = DiagnosticsJson(self.protocol._converter)
        # The settings that follow from what is known of the writer, as they were read last.
        self.remembered: dict[str, Any] = {}
        # Whether the client has pulled diagnostics; it is then not pushed to.
        self.pulls = False
        self.ghost_text_paused = False
        # Whether the client tells which of the offers it shows.
        self.client_says_what_it_shows = False
        # How often ghost text was asked for, and how often no model was needed to answer.
        self.asked: Counter[str] = Counter()
        self._told: set[str] = set()
        self._background: set[asyncio.Task[None]] = set()

    # Documents and settings

    @property
    def first_root(self) -> Path | None:
        """The first folder of the workspace, in which texts without a file belong."""
        return next((path for root in self.roots if (path := path_of_uri(root))), None)

    def snapshot(self, uri: str) -> Snapshot | None:
        """The newest version of an open document; None where it is not open or is to be left alone."""
        opened = self.documents.get(uri)
        return None if opened is None or self.excluded(opened) else opened.snapshot(self.client)

    def is_newest(self, snapshot: Snapshot) -> bool:
        """Whether a document still reads as it did in a snapshot."""
        opened = self.documents.get(snapshot.document.uri)
        return opened is not None and opened.document is snapshot.document

    def require_newest(self, snapshot: Snapshot) -> None:
        """Raises `ContentModified` where a document no longer reads as it did in a snapshot."""
        if not self.is_newest(snapshot):
            raise ContentModified

    def folder_of(self, path: Path | None) -> Path:
        """The project's folder of a file: where its settings file is, its workspace, or its own."""
        if path is not None and (found := project_file(path.parent)):
            return found.parent
        for root in self.roots:
            folder = path_of_uri(root)
            if folder and (path is None or path.is_relative_to(folder)):
                return folder
        return path.parent if path else Path.cwd()

    def excluded(self, opened: OpenDocument) -> bool:
        """Whether a document is left alone: no format reads it, or the writer said so."""
        if not readable(opened.document.language_id, code=opened.settings.codeComments):
            return True
        if len(opened.document.text) > opened.settings.maxFileLength:
            name = shortened(PurePosixPath(opened.document.uri).name)
            self.tell_once(
                f"{name} is longer than slm-lsp.maxFileLength ({opened.settings.maxFileLength:,} characters) "
                "and is not checked. Set that higher to have it checked."
            )
            return True
        if opened.path is None:
            return False
        path = PurePosixPath(opened.path.as_posix())
        relative = path
        with contextlib.suppress(ValueError):
            relative = path.relative_to(self.folder_of(opened.path).as_posix())
        return any(path.match(p) or relative.match(p) for p in opened.settings.exclude)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """What went wrong on no request's behalf: only the log hears of it, the writer can do nothing."""
        if isinstance(error, ValueError | RecursionError | MemoryError) and source is JsonRpcException:
            self.protocol.unreadable(f"This cannot be read as JSON: {type(error).__name__}.")
        _log.error("An error in the server.", exc_info=error)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts work whose end nobody waits for; it is kept alive until then."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    # Talking to the writer

    @contextlib.contextmanager
    def keeping(self, what: str) -> Iterator[None]:
        """Where something of the writer's is written: that it could not be, they are told."""
        try:
            yield
        except UnicodeEncodeError:
            self.tell(f"{what} could not be kept: it is no text.", types.MessageType.Error)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or "the memory's file is busy or the disk is full"
            self.tell(f"{what} could not be kept: {reason}.", types.MessageType.Error)

    def tell(self, words: str, kind: types.MessageType) -> None:
        self.window_show_message(types.ShowMessageParams(kind, words))

    def tell_once(self, words: str) -> None:
        """A warning, the first time only."""
        if words and words not in self._told:
            self._told.add(words)
            self.tell(words, types.MessageType.Warning)
