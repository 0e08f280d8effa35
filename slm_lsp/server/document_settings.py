"""Document settings: which settings, and so which checker, hold for an open document."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.checks.checker import Checker
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.open_document import OpenDocument
from slm_lsp.settings.resolve import settings_for
from slm_lsp.settings.schema import Settings
from slm_lsp.text.dialect import dialect_of
from slm_lsp.text.document import Document


def settings_and_checker(ls: SlmServer, path: Path | None, text: str) -> tuple[Settings, Checker]:
    """The settings that hold for a text, and a checker under them; what is wrong is told once."""
    start = path or ls.first_root
    settings, warnings = settings_for(start, ls.editor_options.all, ls.session.remembered)
    for warning in warnings:
        ls.tell_once(warning)
    checker = ls.session.checker(settings, ls.folder_of(path), text)
    if ls.session.failure:
        ls.tell_once(ls.session.failure)
    ls.tell_once(ls.session.dismissals.failure)
    if moved := ls.session.dismissals.moved:
        ls.tell_once(f"The memory's file was damaged. It is kept as {moved.name}; a new one is begun.")
    return settings, checker


def open_document(ls: SlmServer, document: Document, path: Path | None) -> OpenDocument:
    """Takes a document in, under the settings that hold for it."""
    settings, checker = settings_and_checker(ls, path, document.text)
    opened = OpenDocument(document, settings, checker, path)
    ls.documents[document.uri] = opened
    return opened


def settle_dialect(ls: SlmServer, opened: OpenDocument) -> None:
    """Gives a document another checker if it has come to be in another dialect."""
    text = opened.document.text
    if dialect_of(text, opened.settings.dialect) != opened.checker.rules.dialect:
        opened.checker = ls.session.checker(opened.settings, ls.folder_of(opened.path), text)
        opened.found_in = None
