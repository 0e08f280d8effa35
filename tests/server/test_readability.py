"""Readability: above each paragraph and on hover, only for who asked for it."""

from __future__ import annotations

from lsprotocol import types

from .conftest import Editor

TEXT = "# A title\n\n" + "The old cat sat by the warm door and slept. " * 6 + "\n\nA short one.\n"


async def lenses(editor: Editor) -> list[types.CodeLens]:
    document = types.TextDocumentIdentifier(editor.uri)
    return list(await editor.client.text_document_code_lens_async(types.CodeLensParams(document)) or [])


async def hover(editor: Editor, line: int) -> types.Hover | None:
    document = types.TextDocumentIdentifier(editor.uri)
    params = types.HoverParams(document, types.Position(line, 3))
    return await editor.client.text_document_hover_async(params)


async def test_a_paragraph_tells_its_grade_to_who_asked(editor: Editor) -> None:
    editor.open(TEXT, "markdown")
    assert not await lenses(editor)
    assert await hover(editor, 2) is None
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"slm-lsp": {"readability": True}})
    )
    (lens,) = await lenses(editor)
    assert lens.range.start == types.Position(2, 0)
    assert lens.command
    assert lens.command.title.endswith("60 words in 6 sentences, the longest of 10")
    shown = await hover(editor, 2)
    assert shown and shown.contents == lens.command.title
    assert await hover(editor, 4) is None
