"""Edits that arrive between a request and its answer.

Every request that returns or applies an edit either answers for the text it was asked about, or refuses.
The reference is what the same request answers for the same text when nothing is edited meanwhile.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.server.test_code_actions import as_json

from .conftest import Editor, capabilities, started

Request = Callable[[Editor], Awaitable[Any]]
REFUSED = "refused"

SUBJECTS = ("We", "They", "The farmers", "Our neighbours", "Two old friends")
PLACES = ("market", "harbour", "village", "library", "station")


def sentence_of(seed: int, case: int) -> str:
    """A text that no other case has, so that no cache answers for it; it has work for every request."""
    pick = random.Random(seed * 1000 + case)
    return (
        f"{pick.choice(SUBJECTS)} left the {pick.choice(PLACES)} number {seed * 100 + case} in order to win. "
        f"It was was a apple that they utilize. There are a number of peo"
    )


def plain(edit: Any, version: int) -> Any:
    """A workspace edit without the document's name; the version stands for the text that was asked about."""
    if edit is None:
        return None
    if edit.document_changes:
        (change,) = edit.document_changes
        return change.text_document.version - version, sorted(map(str, change.edits))
    (edits,) = edit.changes.values()
    return 0, sorted(map(str, edits))


async def code_action(editor: Editor) -> Any:
    version = editor.version
    actions = await editor.actions(types.Range(types.Position(0, 0), types.Position(0, 200)))
    return [(a.title, plain(a.edit, version)) for a in actions if a.edit]


async def resolve(editor: Editor) -> Any:
    version = editor.version
    here = types.Range(types.Position(0, 3), types.Position(0, 3))
    (action,) = await editor.actions(here, ["refactor.rewrite.concise"])
    edit_soon(editor)
    resolved = await editor.client.code_action_resolve_async(action)
    return plain(resolved.edit, version)


async def rewrite(editor: Editor) -> Any:
    version = editor.version
    got: list[Any] = []
    editor.client.protocol.fm.features.pop(types.WORKSPACE_APPLY_EDIT, None)

    @editor.client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        # A client that can't compare versions makes whatever it is sent.
        late = params.edit.changes is not None and editor.uri in _seen
        got.append(
            "an edit of a text that the server knew to be old" if late else plain(params.edit, version)
        )
        return types.ApplyWorkspaceEditResult(applied=True)

    here = as_json(types.Range(types.Position(0, 3), types.Position(0, 3)))
    done = await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams("slm-lsp.rewrite", arguments=[editor.uri, here, "concise"])
    )
    return got[0] if done else REFUSED


async def candidates(editor: Editor) -> Any:
    here = as_json(types.Range(types.Position(0, 3), types.Position(0, 3)))
    return await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams("slm-lsp.rewriteCandidates", arguments=[editor.uri, here, "concise"])
    )


async def inline_completion(editor: Editor) -> Any:
    answer = await editor.client.text_document_inline_completion_async(
        types.InlineCompletionParams(
            types.InlineCompletionContext(types.InlineCompletionTriggerKind.Invoked),
            types.TextDocumentIdentifier(editor.uri),
            types.Position(0, len(editor.text)),
        )
    )
    assert isinstance(answer, types.InlineCompletionList)
    return [(item.insert_text, str(item.range)) for item in answer.items] or REFUSED


async def completion(editor: Editor) -> Any:
    answer = await editor.client.text_document_completion_async(
        types.CompletionParams(
            types.TextDocumentIdentifier(editor.uri),
            types.Position(0, len(editor.text)),
            context=types.CompletionContext(types.CompletionTriggerKind.Invoked),
        )
    )
    assert isinstance(answer, types.CompletionList)
    return [(item.label, str(item.text_edit)) for item in answer.items] or REFUSED


REQUESTS: dict[str, Request] = {
    f.__name__: f for f in (code_action, resolve, rewrite, candidates, inline_completion, completion)
}
_soon: dict[str, Callable[[], None]] = {}
# The documents of which the server has read the planned edit.
_seen: set[str] = set()


def edit_soon(editor: Editor) -> None:
    """Lets the edit that a case has planned for this document happen."""
    if change := _soon.pop(editor.uri, None):
        change()


async def answered(request: Request, editor: Editor) -> Any:
    try:
        return await request(editor)
    except JsonRpcException as error:
        assert error.code == types.LSPErrorCodes.ContentModified  # noqa: PT017
        return REFUSED


@pytest.mark.parametrize("versions", [True, False], ids=["versions", "no-versions"])
@pytest.mark.parametrize("name", REQUESTS)
async def test_an_edit_meanwhile_spoils_no_answer(name: str, versions: bool, tmp_path: Path) -> None:
    request = REQUESTS[name]
    client = await started(capabilities(document_changes=versions), tmp_path, completions=True)
    refused = 0
    for seed in range(12):
        text = sentence_of(seed, 2 * list(REQUESTS).index(name) + versions)
        pick = random.Random(seed)
        edited = Editor(client)
        edited.open(text, "plaintext", (tmp_path / f"edited{seed}.txt").as_uri())
        await asyncio.sleep(pick.choice((0.0, 0.0, 0.05)))

        def change(edited: Editor = edited, text: str = text, pick: random.Random = pick) -> None:
            start = pick.randrange(len(text))
            end = min(len(text), start + pick.choice((0, 0, 3, 30)))
            new = pick.choice(("Dear Anna, I am sorry. ", "x", "", "One.\n\nTwo. "))
            edited.change(new, types.Range(types.Position(0, start), types.Position(0, end)))
            status = types.ExecuteCommandParams("slm-lsp.status")
            read = edited.client.protocol.send_request(types.WORKSPACE_EXECUTE_COMMAND, status)
            read.add_done_callback(lambda _: _seen.add(edited.uri))

        delay = pick.choice((0.0, 0.001, 0.005, 0.02))

        def later(change: Callable[[], None] = change, delay: float = delay) -> None:
            asyncio.get_running_loop().call_later(delay, change)

        _soon[edited.uri] = later
        asked = asyncio.ensure_future(answered(request, edited))
        await asyncio.sleep(0)
        if name != "resolve":
            edit_soon(edited)
        got = await asyncio.wait_for(asked, 30)
        left_alone = Editor(client)
        left_alone.open(text, "plaintext", (tmp_path / f"alone{seed}.txt").as_uri())
        wanted = await asyncio.wait_for(answered(request, left_alone), 30)
        assert wanted != REFUSED, text
        refused += got == REFUSED
        if got != REFUSED:
            assert got == wanted
    assert refused, "no edit fell between a request and its answer"
    await asyncio.wait_for(client.shutdown_session(), 10)
    await client.stop()


async def test_an_action_of_a_text_that_was_closed_is_refused(editor: Editor) -> None:
    """A document opened again begins at version 1 again, with another text."""
    editor.open("We left in order to win.", "plaintext")
    here = types.Range(types.Position(0, 3), types.Position(0, 3))
    (action,) = await editor.actions(here, ["refactor.rewrite.concise"])
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
    )
    editor.open("Dear Anna, I am sorry. We left in order to win.", "plaintext")
    with pytest.raises(JsonRpcException, match="changed since"):
        await editor.client.code_action_resolve_async(action)


async def test_a_document_opened_twice_shows_the_newer_text_s_findings(editor: Editor) -> None:
    for count in range(3):
        editor.open(" ".join(f"He saw the the cat number {count}{n}." for n in range(40)), "plaintext")
        await asyncio.sleep(0.2 * count)
        editor.open(f"All is well in house number {count}.", "plaintext")
        await asyncio.sleep(3)
        assert editor.pushed() == []
