"""Snapshot: what a request sees of a document, and keeps seeing while it waits for a model.

A handler takes one snapshot when it begins and looks at nothing else of the document. Before it answers
with an edit it asks the server whether the snapshot is still the newest: an edit of an older text would
spoil the newer one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from slm_lsp.checks.checker import Checker
from slm_lsp.server.lsp.capabilities import Client
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.edits import Edit
from slm_lsp.text.positions import PositionEncoding


def offset(document: Document, position: types.Position, encoding: PositionEncoding) -> int:
    """A position of the client's as an offset of a text, in code points."""
    return document.lines.offset(position.line, position.character, encoding)


def offsets(document: Document, where: types.Range, encoding: PositionEncoding) -> tuple[int, int]:
    """A range of the client's as (start, end) of a text, in code points."""
    return offset(document, where.start, encoding), offset(document, where.end, encoding)


@dataclass(frozen=True)
class Snapshot:
    """One version of a document with what held for it then.

    Attributes:
        document: The text and its version.
        settings: The settings of this document.
        checker: The checker of this document.
        client: What the editor can do.
        path: The file, or None for a text that is not saved.
    """

    document: Document
    settings: Settings
    checker: Checker
    client: Client
    path: Path | None

    def offset(self, position: types.Position) -> int:
        """A position of the client's as an offset of the text, in code points."""
        return offset(self.document, position, self.client.encoding)

    def offsets(self, where: types.Range) -> tuple[int, int]:
        """A range of the client's as (start, end) of the text, in code points."""
        return offsets(self.document, where, self.client.encoding)

    def range(self, start: int, end: int) -> types.Range:
        """A span of the text as a range in the client's encoding."""
        first, last = self.document.lines.span(start, end, self.client.encoding)
        return types.Range(types.Position(*first), types.Position(*last))

    def text_edits(self, edits: list[Edit]) -> list[types.TextEdit]:
        """Edits of the text in the client's terms, in document order."""
        return [types.TextEdit(self.range(e.start, e.end), e.text) for e in sorted(edits)]

    def workspace_edit(self, edits: list[Edit]) -> types.WorkspaceEdit:
        """Edits of the text; tied to its version where the client can check that."""
        changes = self.text_edits(edits)
        if not self.client.document_changes:
            return types.WorkspaceEdit(changes={self.document.uri: changes})
        identifier = types.OptionalVersionedTextDocumentIdentifier(self.document.uri, self.document.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, changes)])
