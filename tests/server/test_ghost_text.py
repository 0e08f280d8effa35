"""Ghost text over the protocol."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from slm_lsp.memory.phrase_counts import PhraseCounts

from .conftest import Editor, capabilities, started


async def ask(editor: Editor, line: int, character: int) -> list[types.InlineCompletionItem]:
    answer = await editor.client.text_document_inline_completion_async(
        types.InlineCompletionParams(
            types.InlineCompletionContext(types.InlineCompletionTriggerKind.Automatic),
            types.TextDocumentIdentifier(editor.uri),
            types.Position(line, character),
        )
    )
    return list(answer.items) if isinstance(answer, types.InlineCompletionList) else []


async def test_ghost_text_finishes_a_word(editor: Editor) -> None:
    editor.open("There are a number of peo", "plaintext")
    (item,) = await ask(editor, 0, 25)
    assert str(item.insert_text).startswith("ple")
    assert item.range == types.Range(types.Position(0, 25), types.Position(0, 25))
    assert await ask(editor, 0, 25) == [item]


async def test_completion_items_for_other_clients(editor: Editor) -> None:
    editor.open("There are a number of peo", "plaintext")
    answer = await editor.client.text_document_completion_async(
        types.CompletionParams(
            types.TextDocumentIdentifier(editor.uri),
            types.Position(0, 25),
            context=types.CompletionContext(types.CompletionTriggerKind.Invoked),
        )
    )
    assert isinstance(answer, types.CompletionList)
    (item,) = answer.items
    assert item.label.startswith("people")
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.text_edit.range.start.character == 22
    resolved = await editor.client.completion_item_resolve_async(item)
    assert str(resolved.documentation).startswith("There are a number of people")


async def test_nothing_in_code_or_in_closed_documents(editor: Editor) -> None:
    editor.open("```\nThere are a number of peo\n```\n")
    assert await ask(editor, 1, 25) == []
    editor.uri = "file:///never-opened.md"
    assert await ask(editor, 0, 0) == []


async def test_what_is_accepted_is_learned_and_offered_again(editor: Editor, data: Path) -> None:
    writing = PhraseCounts(data / "memory.sqlite")
    text = "Yesterday I told them again that the Fenwick"
    editor.open(text, "plaintext")
    for item in await ask(editor, 0, len(text)):
        assert not str(item.insert_text).startswith(" tree")
    # As a client runs it when it has put an offer in.
    arguments = [editor.uri, len(text), " tree keeps sums"]
    for _ in range(3):
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams("slm-lsp.ghostTextAccepted", arguments=arguments)
        )
    assert writing.followers("the", "Fenwick") == pytest.approx({"tree": 3}, rel=1e-3)
    (item,) = await ask(editor, 0, len(text))
    assert str(item.insert_text).startswith(" tree")
    assert item.command
    assert list(item.command.arguments or []) == [editor.uri, len(text), item.insert_text]


async def test_nothing_is_learned_where_memory_is_off(tmp_path: Path, data: Path) -> None:
    client = await started(capabilities(), tmp_path, memory=False)
    editor = Editor(client)
    editor.open("There are a number of peo", "plaintext")
    (item,) = await ask(editor, 0, 25)
    assert item.command is None
    arguments = [editor.uri, 25, "ple"]
    await client.workspace_execute_command_async(
        types.ExecuteCommandParams("slm-lsp.ghostTextAccepted", arguments=arguments)
    )
    assert PhraseCounts(data / "memory.sqlite").works() == []
    await client.shutdown_session()
    await client.stop()


async def status(editor: Editor) -> dict[str, Any]:
    params = types.ExecuteCommandParams("slm-lsp.status")
    return dict(await editor.client.workspace_execute_command_async(params))  # type: ignore[arg-type]


async def test_typing_the_offer_keeps_it_and_asks_nothing(editor: Editor) -> None:
    text = "There are a number of peo"
    editor.open(text, "plaintext")
    (item,) = await ask(editor, 0, len(text))
    offered = str(item.insert_text)
    before: dict[str, Any] = {}
    while before != (before := {k: (await status(editor))[k] for k in ("asked", "model calls")}):
        await asyncio.sleep(0.5)  # what comes after it is being worked out
    for typed in range(1, len(offered.rstrip())):
        editor.change(text + offered[:typed])
        (item,) = await ask(editor, 0, len(text) + typed)
        assert item.insert_text == offered[typed:]
    now = await status(editor)
    assert now["model calls"] == before["model calls"]
    keys = len(offered.rstrip()) - 1
    assert now["asked"]["ghost text"] == before["asked"]["ghost text"] + keys
    assert now["asked"]["typed through"] == before["asked"].get("typed through", 0) + keys
    editor.change(text + "x")
    assert all(str(i.insert_text) != offered[1:] for i in await ask(editor, 0, len(text) + 1))


async def test_after_the_offer_the_next_is_what_it_would_be_anew(editor: Editor) -> None:
    text = "There are a number of peo"
    editor.open(text, "plaintext")
    (item,) = await ask(editor, 0, len(text))
    taken = text + str(item.insert_text)
    editor.change(taken)
    ahead = await ask(editor, 0, len(taken))
    editor.open(taken, "plaintext", "file:///anew.txt")
    anew = await ask(editor, 0, len(taken))
    assert [i.insert_text for i in ahead] == [i.insert_text for i in anew]


async def test_a_newer_request_stops_the_older(editor: Editor) -> None:
    text = "The history of the town begins with a small "
    editor.open(text, "plaintext")
    answers = await asyncio.gather(*(ask(editor, 0, at) for at in (3, 11, 19, len(text))))
    assert len(answers[-1]) == 1
    assert await ask(editor, 0, len(text)) == answers[-1]


async def test_ghost_text_is_paused_and_switched_off_by_language(tmp_path: Path) -> None:
    client = await started(capabilities(), tmp_path, ghostText={"gitcommit": False})
    editor = Editor(client)
    text = "There are a number of peo"
    editor.open(text, "plaintext")
    assert await ask(editor, 0, len(text))
    pause = types.ExecuteCommandParams("slm-lsp.pauseGhostText")
    assert await client.workspace_execute_command_async(pause) is True
    assert not await ask(editor, 0, len(text))
    assert await client.workspace_execute_command_async(pause) is False
    assert await ask(editor, 0, len(text))
    editor.open(text, "gitcommit", "file:///COMMIT_EDITMSG")
    assert not await ask(editor, 0, len(text))
    await client.shutdown_session()
    await client.stop()
