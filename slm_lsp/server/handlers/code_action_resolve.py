"""Resolve of a code action: the rewrite is made when the writer has chosen it."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from slm_lsp.server import feedback
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.refusals import ContentModified
from slm_lsp.server.rewriting import best_of, rewritten, ways


async def code_action_resolve(ls: SlmServer, action: types.CodeAction) -> types.CodeAction:
    data: dict[str, Any] = action.data if isinstance(action.data, dict) else {}
    if data.get("do") != "rewrite":
        return action
    snapshot = ls.snapshot(str(data["uri"]))
    if snapshot is None or snapshot.document.fingerprint != data["text"]:
        raise ContentModified("The text has changed since; ask for the rewrite again.")
    way = (await ways()).REWRITE_STYLES[data["way"]]
    rewrites = await rewritten(ls, snapshot, data["start"], data["end"], way)
    ls.require_newest(snapshot)
    if edits := best_of(rewrites):
        action.edit = snapshot.workspace_edit(edits)
        feedback.rewrite_shown(ls, snapshot, way.name, edits)
    return action
