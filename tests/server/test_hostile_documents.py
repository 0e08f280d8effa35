"""With a hostile document open, whoever asks for something else is answered."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from lsprotocol import types

from .conftest import Editor, capabilities, started

SIZE = 100_000
SECONDS = 1.5
# On a machine of nobody else's it is a third of a second at most; what this is about took up to a minute.
LONGEST_WAIT = 1.5
LANGUAGES = {
    "plaintext": ("", ""), "markdown": ("", ""), "latex": ("", ""), "org": ("", ""),
    "python": ('"""', '"""\n'), "html": ("<p>", "</p>"),
}  # fmt: skip


@pytest.mark.parametrize("unit", ["0123456789abcdef", " ", "1.", "[", "![a](b) ", "\\a{", "\n:a:"])
async def test_nobody_waits_for_a_hostile_document(tmp_path: Path, unit: str) -> None:
    client = await started(capabilities(), tmp_path, codeComments=True)
    editor = Editor(client)
    editor.open("I saw a cat.", "plaintext", "file:///before.txt")
    await editor.pull()
    waits = {}
    for language, (before, after) in LANGUAGES.items():
        text = before + unit * (SIZE // len(unit)) + after
        editor.open(text, language, f"file:///hostile.{language}")
        waits[language] = await longest_wait(editor)
        client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
        )
    await client.shutdown_session()
    await client.stop()
    assert max(waits.values()) < LONGEST_WAIT


async def longest_wait(editor: Editor) -> float:
    """The longest that a request waits meanwhile."""
    longest, begun = 0.0, time.monotonic()
    while time.monotonic() - begun < SECONDS:
        asked = time.monotonic()
        with pytest.raises(Exception, match=r"(?i)not found"):
            await editor.client.protocol.send_request_async("slm-lsp/unknown", {})
        longest = max(longest, time.monotonic() - asked)
        await asyncio.sleep(0.05)
    return longest
