"""Server: what the features share, and how it starts. The features are one file each."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn
from uuid import uuid4

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from slm_lsp import __version__
from slm_lsp.checks.checker import Checker
from slm_lsp.errors import CalledOff, shortened
from slm_lsp.server import (
    check_scheduler,
    code_actions,
    commands,
    configuration,
    file_watch,
    ghost_text,
    open_document,
    readability,
)
from slm_lsp.server.configuration import EditorOptions
from slm_lsp.server.feedback import Judging
from slm_lsp.server.file_watch import FileWatch
from slm_lsp.server.gc_tuning import put_aside_what_stays
from slm_lsp.server.lsp.capabilities import Client
from slm_lsp.server.lsp.protocol import Protocol
from slm_lsp.server.lsp.stdio import serve_stdio
from slm_lsp.server.open_document import Open, path_of
from slm_lsp.server.snapshot import AskAgain, ContentModified, Snapshot
from slm_lsp.session import Session
from slm_lsp.settings.option_files import project_file
from slm_lsp.settings.resolve import settings_for
from slm_lsp.settings.schema import Settings
from slm_lsp.text.dialect import dialect_of
from slm_lsp.text.document import Document
from slm_lsp.text.formats import readable

_log = logging.getLogger(__name__)

FEATURES = (
    configuration,
    file_watch,
    open_document,
    check_scheduler,
    code_actions,
    commands,
    ghost_text,
    readability,
)


class SlmServer(LanguageServer):
    """One editor's server."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("slm-lsp", __version__, protocol_cls=Protocol)
        self.session = Session()
        self.client = Client()
        self.roots: list[str] = []
        self.editor_options = EditorOptions()
        self.file_watch = FileWatch(self)
        self.settings = Settings()
        self.documents: dict[str, Open] = {}
        self.diagnostics = check_scheduler.Diagnostics(self)
        self.judging = Judging(self)
        self.ghost_text_paused = False
        # Whether the client tells which of the offers it shows.
        self.client_says_what_it_shows = False
        # How often ghost text was asked for, and how often no model was needed to answer.
        self.asked: Counter[str] = Counter()
        self._told: set[str] = set()
        for feature in FEATURES:
            feature.register(self)

    # Documents and settings

    def open_document(self, document: Document, path: Path | None) -> Open:
        """Takes a document in, under the settings that hold for it."""
        settings, checker = self._settings_and_checker(path, document.text)
        opened = Open(document, settings, checker, path)
        self.documents[document.uri] = opened
        return opened

    @property
    def first_root(self) -> Path | None:
        """The first folder of the workspace, in which texts without a file belong."""
        return next((path for root in self.roots if (path := path_of(root))), None)

    async def show_all(self) -> None:
        """Shows the findings of all open documents anew; nothing is checked again."""
        for uri in list(self.documents):
            await self.diagnostics.refresh(uri)

    def reload_settings(self) -> None:
        """Reads all settings again and checks what is open under them."""
        self.settings, warnings = settings_for(None, self.editor_options.all)
        for warning in warnings:
            self.tell_once(warning)
        for opened in self.documents.values():
            opened.settings, opened.checker = self._settings_and_checker(opened.path, opened.document.text)
            opened.found_in = None
            self.diagnostics.schedule(opened.document.uri)

    def settle_dialect(self, opened: Open) -> None:
        """Gives a document another checker if it has come to be in another dialect."""
        text = opened.document.text
        if dialect_of(text, opened.settings.dialect) != opened.checker.rules.dialect:
            opened.checker = self.session.checker(opened.settings, self.folder_of(opened.path), text)
            opened.found_in = None

    def _settings_and_checker(self, path: Path | None, text: str) -> tuple[Settings, Checker]:
        start = path or self.first_root
        settings, warnings = settings_for(start, self.editor_options.all, self.session.remembered)
        for warning in warnings:
            self.tell_once(warning)
        checker = self.session.checker(settings, self.folder_of(path), text)
        if self.session.trouble:
            self.tell_once(self.session.trouble)
        self.tell_once(self.session.dismissals.trouble)
        if moved := self.session.dismissals.moved:
            self.tell_once(f"The memory's file was damaged. It is kept as {moved.name}; a new one is begun.")
        return settings, checker

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
            folder = path_of(root)
            if folder and (path is None or path.is_relative_to(folder)):
                return folder
        return path.parent if path else Path.cwd()

    def excluded(self, opened: Open) -> bool:
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

    @contextlib.asynccontextmanager
    async def working(self, title: str) -> AsyncIterator[Callable[[int, int], None]]:
        """Work that may take a while, shown and cancellable where the client can.

        Yields `report(done, total)`, which raises `CalledOff` once the writer cancelled.
        """
        if not self.client.progress:
            yield lambda done, total: None
            return
        token = f"slm-lsp-{uuid4()}"
        tokens = self.work_done_progress
        # Not waited for: a client may be waiting for the answer to its request, and hear nothing until then.
        created = asyncio.ensure_future(tokens.create_async(token))
        begun = False

        def report(done: int, total: int) -> None:
            nonlocal begun
            if not created.done() or created.cancelled() or created.exception():
                return
            if not begun:
                begun = True
                tokens.begin(token, types.WorkDoneProgressBegin(title, cancellable=True, percentage=0))
            if tokens.tokens[token].cancelled():
                raise CalledOff
            share = min(100, 100 * done // max(1, total))
            tokens.report(token, types.WorkDoneProgressReport(percentage=share))

        def over(task: asyncio.Task[Any]) -> None:
            tokens.tokens.pop(token, None)
            if not task.cancelled():
                task.exception()  # a client that refused; nobody waits to hear it

        try:
            yield report
        finally:
            if begun:
                tokens.end(token, types.WorkDoneProgressEnd())
            created.add_done_callback(over)


class NoText(logging.Filter):
    """Keeps documents out of logs: a record's arguments may hold text, its pattern may not."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], ContentModified | AskAgain):
            return False  # an answer that came too late, as many do; nothing is wrong
        record.args = ()
        record.msg = re.sub(r"%\w", "…", str(record.msg)).replace("%", "")
        if record.exc_info and record.exc_info[1]:
            record.msg += f" [{_name_and_place(record.exc_info[1])}]"
        record.exc_info = record.exc_text = None
        return True


def _name_and_place(error: BaseException) -> str:
    """An error's type and the place that raised it: never its words."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" at {Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
    return type(error).__name__ + place


def serve() -> NoReturn:
    """Serves stdin and stdout until the client says exit or goes away, then ends the process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(NoText())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    put_aside_what_stays()
    status = serve_stdio(SlmServer())
    # Threads that still read or work are not waited for: what matters is on disk already.
    os._exit(status)
