"""Judging: the server learns from what is taken and left, over the protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from slm_lsp.memory.feedback import OFFER, RULE, WAY, Feedback
from slm_lsp.server.feedback import offer_name
from tests.server.test_code_actions import as_json, command, run
from tests.server.test_ghost_text import ask

from .conftest import Editor, capabilities, started


async def taken(editor: Editor, data: Path, kind: str, name: str, taken: float, left: float = 0.0) -> None:
    feedback = Feedback(data / "memory.sqlite")

    def as_counted() -> bool:
        found = feedback.of(kind, name)
        return (found.taken, found.left) == pytest.approx((taken, left), rel=1e-3)

    await editor.until(as_counted)


@pytest.mark.parametrize("way", ["as it was sent", "wider", "narrower"])
async def test_a_fix_that_is_applied_counts(editor: Editor, data: Path, way: str) -> None:
    editor.open("We finaly met.", "plaintext")
    await editor.pull()
    change = {
        "as it was sent": (3, 9, "finally"),
        "wider": (0, 14, "We finally met."),
        "narrower": (8, 8, "l"),
    }[way]
    editor.change(change[2], types.Range(types.Position(0, change[0]), types.Position(0, change[1])))
    await taken(editor, data, RULE, "harper/SpellCheck", 1)
    editor.change("x", types.Range(types.Position(0, 2), types.Position(0, 2)))
    await editor.pull()
    await taken(editor, data, RULE, "harper/SpellCheck", 1)


async def test_a_rule_that_is_ignored_is_said_more_quietly(editor: Editor, data: Path) -> None:
    said = (
        "Tom bought the the cat again.",
        "We met the the dog today.",
        "He fed the the cow then.",
        "It ate the the hay.",
    )
    editor.open("\n\n".join(said), "plaintext")
    before = await editor.pull()
    for count in range(1, 4):
        first = (await editor.pull())[0]
        actions = await editor.actions(first.range)
        await command(editor, next(a for a in actions if a.title == "Ignore this finding"))
        await taken(editor, data, RULE, "harper/RepeatedWords", 0, count)
    (last,) = await editor.pull()
    assert last.code == "harper/RepeatedWords"
    assert last.severity is types.DiagnosticSeverity.Hint
    assert before[-1].severity is types.DiagnosticSeverity.Information


async def test_a_rewrite_that_is_made_counts_and_comes_first(editor: Editor, data: Path) -> None:
    text = "We met in order to vote."
    editor.open(text, "plaintext")
    (edits,) = await run(editor, "rewriteCandidates", editor.uri, as_json(editor.span("met")), "concise")
    for edit in edits:
        start, end = (types.Position(**edit["range"][side]) for side in ("start", "end"))
        editor.change(edit["newText"], types.Range(start, end))
    await taken(editor, data, WAY, "concise", 1)
    ways = await run(editor, "waysToRewrite")
    assert ways[0]["name"] == "concise"


async def test_what_is_typed_over_twice_is_not_offered_again(editor: Editor, data: Path) -> None:
    start = "There are a number of peo"
    for count in (1, 2):
        editor.open(start, "plaintext", f"file:///{count}.txt")
        (item,) = await ask(editor, 0, 25)
        assert str(item.insert_text).startswith("ple")
        editor.change(start + "nies in the ")
        await ask(editor, 0, len(start) + 12)
        await taken(editor, data, OFFER, "of people", 0, count)
    editor.open(start, "plaintext", "file:///3.txt")
    assert await ask(editor, 0, 25) == []


async def test_a_client_that_says_what_it_shows_is_believed(editor: Editor, data: Path) -> None:
    start = "There are a number of peo"
    editor.open(start, "plaintext")
    (item,) = await ask(editor, 0, 25)
    as_sent = {"item": {"insertText": item.insert_text, "command": {"arguments": item.command.arguments}}}  # type: ignore[union-attr]
    notify = editor.client.protocol.notify
    notify("textDocument/didShowCompletion", {"item": {}})  # another's: from now on it is told
    notify("textDocument/didPartiallyAcceptCompletion", as_sent | {"acceptedLength": 3})
    editor.change(start + "nies in ")
    editor.change(start)
    (again,) = await ask(editor, 0, 25)
    notify("textDocument/didShowCompletion", as_sent)
    editor.change(start + "nies in ")
    await ask(editor, 0, len(start) + 8)
    await taken(editor, data, OFFER, "of people", 0, 1)
    await run(editor, "ghostTextRejected", *(again.command.arguments or []))  # type: ignore[union-attr]
    await taken(editor, data, OFFER, "of people", 0, 2)


async def test_nothing_is_judged_where_memory_is_off(tmp_path: Path, data: Path) -> None:
    client = await started(capabilities(), tmp_path, memory=False)
    editor = Editor(client)
    editor.open("We finaly met the the cat.", "plaintext")
    await editor.pull()
    actions = await editor.actions(editor.span("the the"))
    await command(editor, next(a for a in actions if a.title == "Ignore this finding"))
    editor.change("finally", types.Range(types.Position(0, 3), types.Position(0, 9)))
    await editor.pull()
    assert Feedback(data / "memory.sqlite").all() == []
    await client.shutdown_session()
    await client.stop()


def test_an_offer_is_known_by_its_word_and_the_one_before() -> None:
    names: dict[tuple[str, str], Any] = {
        ("There are a number of peo", "ple in the"): "of people",
        ("There are a number of", " People in the"): "of people",
        ("", "Once upon"): " once",
        ("We met. ", "Then we"): "met then",
        ("We met", ", "): None,
    }
    for (before, insert), name in names.items():
        assert offer_name(before, insert) == name


@given(st.text(max_size=30), st.text(max_size=20))
def test_any_offer_has_a_name_or_none(before: str, insert: str) -> None:
    name = offer_name(before, insert)
    assert name is None or name == name.lower()


async def test_typing_on_is_no_fix_even_where_the_writer_paused(editor: Editor, data: Path) -> None:
    """Who pauses inside a word sees it underlined; that they go on is no judgement."""
    editor.open("The  was open. We went in.", "plaintext")
    await editor.pull()
    for at, letter in enumerate("librar", 4):
        editor.change(letter, types.Range(types.Position(0, at), types.Position(0, at)))
    items = await editor.pull()
    assert "harper/SpellCheck" in {item.code for item in items}
    editor.change("y", types.Range(types.Position(0, 10), types.Position(0, 10)))
    await editor.pull()
    assert Feedback(data / "memory.sqlite").of(RULE, "harper/SpellCheck").taken == 0
