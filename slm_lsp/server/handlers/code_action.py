"""Code actions of a range."""

from __future__ import annotations

from lsprotocol import types

from slm_lsp.server.code_actions import FIX_ALL, REWRITE, CodeActions, asks_for_one_fix
from slm_lsp.server.language_server import SlmServer

OPTIONS = types.CodeActionOptions(
    code_action_kinds=[types.CodeActionKind.QuickFix, REWRITE, FIX_ALL], resolve_provider=True
)


async def code_action(ls: SlmServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    snapshot = ls.snapshot(params.text_document.uri)
    if snapshot is None:
        return []
    actions = CodeActions(ls, snapshot)
    if asks_for_one_fix(params, snapshot):
        answer = await actions.best_fix(params.context.diagnostics[0])
    else:
        answer = await actions.at(params.range, params.context.only)
    ls.require_newest(snapshot)
    return answer
