"""Ghost text over the protocol."""

from __future__ import annotations

from lsprotocol import types

from .conftest import Editor


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


async def test_nothing_in_code_or_in_closed_documents(editor: Editor) -> None:
    editor.open("```\nThere are a number of peo\n```\n")
    assert await ask(editor, 1, 25) == []
    editor.uri = "file:///never-opened.md"
    assert await ask(editor, 0, 0) == []
