"""Pulled diagnostics."""

from __future__ import annotations

from lsprotocol import types

from slm_lsp.server import check_scheduler
from slm_lsp.server.diagnostics_json import SOURCE
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.protocol import Json

OPTIONS = types.DiagnosticOptions(
    inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
)


async def diagnostic(
    ls: SlmServer, params: types.DocumentDiagnosticParams
) -> types.RelatedUnchangedDocumentDiagnosticReport | Json:
    """The findings of a document; final, unless the client can be called back."""
    return await check_scheduler.pull(ls, params)
