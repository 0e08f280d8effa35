"""Text sync: documents are opened, changed, saved and closed."""

from __future__ import annotations

import time

from lsprotocol import types

from slm_lsp.server import check_scheduler, feedback
from slm_lsp.server.document_settings import open_document
from slm_lsp.server.gc_tuning import closed
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.uris import path_of_uri
from slm_lsp.server.settings_reload import look_at_files, reload_settings
from slm_lsp.server.snapshot import offsets
from slm_lsp.settings.option_files import PROJECT_FILE
from slm_lsp.text.document import Document
from slm_lsp.text.formats import language_of


def did_open(ls: SlmServer, params: types.DidOpenTextDocumentParams) -> None:
    item = params.text_document
    path = path_of_uri(item.uri)
    # Some editors have no language for a file they know nothing of; its name may tell.
    language = item.language_id or (path and language_of(path)) or "plaintext"
    if (before := ls.documents.get(item.uri)) is not None:
        before.stop()  # some editors open a document anew without closing it
    open_document(ls, Document(item.uri, item.version, language, item.text), path)
    ls.in_background(look_at_files(ls))
    check_scheduler.schedule(ls, item.uri)


def did_change(ls: SlmServer, params: types.DidChangeTextDocumentParams) -> None:
    opened = ls.documents.get(params.text_document.uri)
    if opened is None:
        return
    document, typing_at = opened.document, opened.typing_at
    version = params.text_document.version
    for change in params.content_changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = sorted(offsets(document, change.range, ls.client.encoding))
            if document is opened.document:
                feedback.changed(ls, opened, start, end, change.text)
            document = document.with_edit(start, end, change.text, version)
            typing_at = start + len(change.text)
        else:
            document = document.with_text(change.text, version)
            typing_at = None
    opened.document, opened.typing_at = document, typing_at
    opened.near = typing_at or 0
    opened.edited_at = time.monotonic()
    feedback.settled(ls, opened)
    if opened.settings.checkFrequency == "edit":
        check_scheduler.schedule(ls, document.uri)


def did_save(ls: SlmServer, params: types.DidSaveTextDocumentParams) -> None:
    opened = ls.documents.get(params.text_document.uri)
    if opened is None:
        return
    if opened.path is not None and opened.path.name == PROJECT_FILE:
        reload_settings(ls)
    opened.typing_at = None
    if opened.settings.checkFrequency != "manual":
        check_scheduler.schedule(ls, opened.document.uri)


def did_close(ls: SlmServer, params: types.DidCloseTextDocumentParams) -> None:
    opened = ls.documents.pop(params.text_document.uri, None)
    if opened is None:
        return
    opened.stop()
    closed(len(opened.document.text))
    check_scheduler.clear(ls, params.text_document.uri)
