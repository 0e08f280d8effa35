"""The real server, as a process, driven over stdio."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

DRAFT = """# A weekend

Last Saturday we finaly went back to the allotment. She go to the market every day.

I have an apple and a orange 😀 in the the bag.

```python
teh = "code"
```

We were tired
"""


def capabilities(**changes: Any) -> types.ClientCapabilities:
    """An editor that can do everything, in UTF-16 unless told otherwise."""
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=changes.get("encodings")),
        window=types.WindowClientCapabilities(work_done_progress=changes.get("progress", False)),
        workspace=types.WorkspaceClientCapabilities(
            apply_edit=True,
            configuration=changes.get("configuration", False),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=changes.get("watches", False)
            ),
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=changes.get("document_changes", True)
            ),
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(
                refresh_support=changes.get("refresh", False)
            ),
        ),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities(),
            inline_completion=types.InlineCompletionClientCapabilities(),
            code_action=types.CodeActionClientCapabilities(
                resolve_support=types.ClientCodeActionResolveOptions(properties=["edit"])
                if changes.get("resolve", True)
                else None,
                data_support=True,
            ),
        ),
    )


class Editor:
    """What a test does with one open document."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.uri = "file:///draft.md"
        self.version = 0
        self.text = ""

    def open(self, text: str = DRAFT, language: str = "markdown", uri: str | None = None) -> None:
        self.uri = uri or self.uri
        self.text, self.version = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri, language, 1, text))
        )

    def change(self, text: str, where: types.Range | None = None) -> None:
        self.version += 1
        change: Any = types.TextDocumentContentChangeWholeDocument(text)
        if where is not None:
            change = types.TextDocumentContentChangePartial(where, text)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri), [change]
            )
        )

    def pushed(self) -> list[types.Diagnostic]:
        return list(self.client.diagnostics.get(self.uri, []))

    async def until(self, condition: Any, seconds: float = 20.0) -> Any:
        """The first true value of `condition()`, waiting for it; fails loudly when it never comes."""
        for _ in range(int(seconds / 0.02)):
            if value := condition():
                return value
            await asyncio.sleep(0.02)
        raise AssertionError(f"never happened; pushed: {self.pushed()}")

    async def pull(self) -> list[types.Diagnostic]:
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(self.uri))
        )
        return list(getattr(report, "items", []))

    def place(self, words: str, end: bool = False) -> types.Position:
        """Where some words stand (UTF-16)."""
        offset = self.text.index(words) + (len(words) if end else 0)
        before = self.text[:offset]
        line = before.count("\n")
        return types.Position(line, len(before.rpartition("\n")[2].encode("utf-16-le")) // 2)

    def span(self, words: str) -> types.Range:
        return types.Range(self.place(words), self.place(words, end=True))

    async def actions(self, where: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri), where, types.CodeActionContext([], only=only)
            )
        )
        return [a for a in found or [] if isinstance(a, types.CodeAction)]

    def applied(self, edit: types.WorkspaceEdit) -> str:
        """The text after a workspace edit of ours, positions in UTF-16."""
        (change,) = edit.document_changes or []
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == self.version
        text = self.text.encode("utf-16-le")
        lines = self.text.splitlines(keepends=True)

        def at(position: types.Position) -> int:
            before = "".join(lines[: position.line])
            return len(before.encode("utf-16-le")) + 2 * position.character

        for one in sorted(change.edits, key=lambda e: at(e.range.start), reverse=True):
            assert isinstance(one, types.TextEdit)
            text = text[: at(one.range.start)] + one.new_text.encode("utf-16-le") + text[at(one.range.end) :]
        return text.decode("utf-16-le")


async def started(
    able: types.ClientCapabilities, root: Path, client: LanguageClient | None = None, **options: Any
) -> LanguageClient:
    client = client or make_test_lsp_client()
    # lsprotocol reads an action that has a command as if it were only that command.
    converter = client.protocol._converter
    converter.register_structure_hook(
        types.Command | types.CodeAction,  # type: ignore[arg-type]
        lambda value, _: converter.structure(value, types.CodeAction),
    )
    await client.start_io(sys.executable, "-m", "slm_lsp", "--stdio", env={**os.environ})
    await client.initialize_session(
        types.InitializeParams(
            able, process_id=os.getpid(), root_uri=root.as_uri(), initialization_options=options or None
        )
    )
    return client


@pytest_asyncio.fixture
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    client = await started(capabilities(), tmp_path)
    editor = Editor(client)
    editor.uri = (tmp_path / "draft.md").as_uri()
    yield editor
    await asyncio.wait_for(client.shutdown_session(), 10)
    await client.stop()
