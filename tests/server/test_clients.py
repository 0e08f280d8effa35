"""Each real editor's own capabilities, as it sent them (tests/editors/record.py): what it gets with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import make_test_lsp_client

from .conftest import Editor, started

PROFILES = sorted(Path(__file__).with_name("clients").glob("*.json"))
TEXT = "😀 We finaly met 😀 in order to vote."


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
async def test_a_client_gets_findings_fixes_rewrites_and_ghost_text(profile: Path, tmp_path: Path) -> None:
    client = make_test_lsp_client()
    said = json.loads(profile.read_text("utf-8"))["capabilities"]
    able = client.protocol._converter.structure(said, types.ClientCapabilities)
    edits: list[types.WorkspaceEdit] = []

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        edits.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    await started(able, tmp_path, client)
    encodings = said.get("general", {}).get("positionEncodings", ["utf-16"])
    width = {"utf-8": 4, "utf-16": 2, "utf-32": 1}[encodings[0]]  # of an emoji

    def column(words: str) -> int:
        before = TEXT[: TEXT.index(words)]
        return len(before) + (width - 1) * before.count("😀")

    editor = Editor(client)
    editor.open(TEXT, "plaintext")
    if "diagnostic" in said["textDocument"]:
        found = await editor.pull()
    else:
        found = await editor.until(editor.pushed)
    finaly = next(d for d in found if d.code == "harper/SpellCheck")
    assert finaly.range.start.character == column("finaly")
    assert finaly.range.end.character == column("finaly") + 6

    actions = await editor.actions(finaly.range)
    fix = next(a for a in actions if a.title == "Change to “finally”")
    assert changed(fix.edit) in (["finally"], ["l"])  # the word, or what it lacks
    there = types.Position(0, column("in order"))
    (rewrite,) = await editor.actions(types.Range(there, there), ["refactor.rewrite.concise"])
    if rewrite.command:
        await client.workspace_execute_command_async(
            types.ExecuteCommandParams(rewrite.command.command, arguments=rewrite.command.arguments)
        )
        made = edits[0]
    else:
        resolved = await client.code_action_resolve_async(rewrite)
        assert resolved.edit
        made = resolved.edit
    assert changed(made)
    start = places(made)[0]
    assert column("met") <= start <= column("vote")
    await client.shutdown_session()
    await client.stop()


def _edits(edit: Any) -> list[Any]:
    if edit.document_changes:
        return [one for change in edit.document_changes for one in change.edits]
    return [one for changes in edit.changes.values() for one in changes]


def changed(edit: Any) -> list[str]:
    return [one.new_text for one in _edits(edit)]


def places(edit: Any) -> list[int]:
    return [one.range.start.character for one in _edits(edit)]
