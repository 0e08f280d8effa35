"""Capabilities: what the editor said it can do, as the features ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from slm_lsp.text.positions import PositionEncoding


@dataclass(frozen=True)
class Client:
    """The editor's abilities; all off until `initialize`."""

    encoding: PositionEncoding = PositionEncoding.UTF16
    configuration: bool = False
    dynamic_configuration: bool = False
    dynamic_watches: bool = False
    diagnostic_refresh: bool = False
    document_changes: bool = False
    resolves_edits: bool = False
    progress: bool = False
    inline_completion: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        workspace = capabilities.workspace
        document = capabilities.text_document
        general = capabilities.general
        window = capabilities.window
        encodings = (general.position_encodings if general else None) or []
        # The order is the client's wish; what it does not list is UTF-16.
        wanted = next((str(getattr(e, "value", e)) for e in encodings), "utf-16")
        known = {e.value: e for e in PositionEncoding}
        edit = workspace.workspace_edit if workspace else None
        action = document.code_action if document else None
        resolve = action.resolve_support if action else None
        changed = workspace.did_change_configuration if workspace else None
        watched = workspace.did_change_watched_files if workspace else None
        refresh = workspace.diagnostics if workspace else None
        return cls(
            encoding=known.get(wanted, PositionEncoding.UTF16),
            configuration=bool(workspace and workspace.configuration),
            dynamic_configuration=bool(changed and changed.dynamic_registration),
            dynamic_watches=bool(watched and watched.dynamic_registration),
            diagnostic_refresh=bool(refresh and refresh.refresh_support),
            document_changes=bool(edit and edit.document_changes),
            resolves_edits=bool(resolve and "edit" in resolve.properties),
            progress=bool(window and window.work_done_progress),
            inline_completion=bool(document and document.inline_completion),
        )
