"""Diagnostics as an editor sees them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import make_test_lsp_client

from slm_lsp.text.chunks import PASSAGE

from .conftest import DRAFT, Editor, capabilities, started


def codes(items: list[types.Diagnostic]) -> set[str]:
    return {str(item.code) for item in items}


async def test_push_has_all_parts(editor: Editor) -> None:
    editor.open()
    await editor.until(lambda: "harper/SpellCheck" in codes(editor.pushed()))
    items = editor.pushed()
    (spelling,) = [i for i in items if i.code == "harper/SpellCheck"]
    assert spelling.range == editor.span("finaly")
    assert spelling.source == "slm-lsp"
    assert spelling.code_description is not None
    assert spelling.severity == types.DiagnosticSeverity.Information
    assert not any(i.range.start.line in (7, 8) for i in items)  # nothing about the code


async def test_what_is_pushed_is_what_is_pulled_and_is_pushed_once(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[list[types.Diagnostic]] = []
    publish = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
    features = editor.client.protocol.fm.features
    heard = features[publish]

    def listen(params: types.PublishDiagnosticsParams) -> None:
        said.append(list(params.diagnostics))
        heard(params)

    monkeypatch.setitem(features, publish, listen)
    editor.open('Ein „Wort“ \U0001f600 She definately said so.\n\nI saw the the "cat" finaly.\n')
    await editor.until(lambda: len(said) > 1)  # the rules', and then the model's too
    await asyncio.sleep(1)
    assert len({repr(items) for items in said}) == len(said)
    last = said[-1]
    assert last
    assert await editor.pull() == last


async def test_pull_is_final_and_says_when_nothing_changed(editor: Editor) -> None:
    editor.open()
    params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(editor.uri))
    report = await editor.client.text_document_diagnostic_async(params)
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    assert "harper/RepeatedWords" in codes(list(report.items))
    params.previous_result_id = report.result_id
    again = await editor.client.text_document_diagnostic_async(params)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)


async def test_a_long_document_is_pulled_before_all_of_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await started(capabilities(refresh=True), tmp_path)
    editor, called = Editor(client), asyncio.Event()

    def refresh(_: object) -> None:
        called.set()

    monkeypatch.setitem(client.protocol.fm.features, types.WORKSPACE_DIAGNOSTIC_REFRESH, refresh)
    pages = [f"The {n} boats was {n} and it go to the the harbour." for n in range(250)]
    editor.open("\n\n".join(pages))
    first = await editor.pull()
    assert "harper/RepeatedWords" in codes(first)
    assert len(first) < 250
    seen, in_vain = [first], 0
    while len([item for item in seen[-1] if item.code == "harper/RepeatedWords"]) < 250:
        await asyncio.wait_for(called.wait(), 30)
        called.clear()
        seen.append(await editor.pull())
        in_vain += seen[-1] == seen[-2]  # a call that crossed the answer before
    assert in_vain <= 3
    await client.shutdown_session()
    await client.stop()


async def test_after_edits_all_stands_where_it_stands_in_a_text_opened_then(editor: Editor) -> None:
    page = "\n\n".join([f"I saw the the cat {n} and a owl \U0001f600 and a eel." for n in range(40)] + [""])
    editor.open(page * 4)
    before = await editor.pull()
    edits = [((0, 0), "A line.\n\n"), ((90, 0), "It is \U0001f600. "), ((170, 0), "\n\n"), ((0, 0), "x")]
    for number, (place, text) in enumerate([*edits, ((20, 0), "And "), ((20, 0), "")]):
        deleted = 4 if number == 5 else 0
        where = types.Range(types.Position(*place), types.Position(place[0], place[1] + deleted))
        editor.change(text, where)
        lines = (editor.text if number else page * 4).split("\n")
        lines[place[0]] = text + lines[place[0]][deleted:]
        editor.text = "\n".join(lines)
        await editor.pull()
    after = await editor.pull()
    editor.open(editor.text, uri="file:///fresh.md")
    assert await editor.pull() == after
    assert len(after) == len(before)
    assert after != before


async def test_a_page_that_is_pasted_twice_is_flagged_twice(editor: Editor) -> None:
    page, lines = "", 0
    while len(page) < PASSAGE:
        page, lines = f"{page}I saw the the cat {lines} on the wall of the garden.\n\n", lines + 2
    editor.open(page)
    assert len(await editor.pull()) == lines // 2
    for times in (2, 3):
        editor.change(page, types.Range(types.Position(lines, 0), types.Position(lines, 0)))
        items = await editor.pull()
        assert [item.range.start.line for item in items] == list(range(0, lines * times, 2))


async def test_of_ten_thousand_findings_those_around_the_writer_are_shown(editor: Editor) -> None:
    line = "I saw the the cat.\n\n"
    editor.open(line * 10_000, "markdown")
    items = await editor.pull()
    assert len(items) == 1_000
    assert items[0].range.start.line == 0
    place = types.Range(types.Position(12_000, 18), types.Position(12_000, 18))
    change = types.TextDocumentContentChangePartial(range=place, text=" Yes.")
    document = types.VersionedTextDocumentIdentifier(2, editor.uri)
    editor.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
    items = await editor.pull()
    assert len(items) == 1_000
    assert items[0].range.start.line < 12_000 < items[-1].range.start.line


async def test_fifty_documents_at_once(editor: Editor) -> None:
    for number in range(50):
        uri = f"file:///many-{number}.md"
        item = types.TextDocumentItem(uri, "markdown", 1, f"I saw the the cat {number}. She definately did.")
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    for number in (49, 0, 25):
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(f"file:///many-{number}.md"))
        report = await editor.client.text_document_diagnostic_async(params)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        assert {"harper/RepeatedWords", "harper/SpellCheck"} <= codes(list(report.items))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    client = await started(capabilities(encodings=[encoding]), tmp_path)
    editor = Editor(client)
    line = "Cafe\u0301 你好 😀 we saw the the cat."
    editor.open(f"First line.\r\n{line}\r\n", "plaintext")
    (item,) = [i for i in await editor.pull() if i.code == "harper/RepeatedWords"]
    units = {
        "utf-8": lambda t: len(t.encode()),
        "utf-16": lambda t: len(t.encode("utf-16-le")) // 2,
        "utf-32": len,
    }
    start = units[encoding](line[: line.index("the the")])
    assert (item.range.start.line, item.range.start.character) == (1, start)
    assert item.range.end.character == start + 7
    await client.shutdown_session()
    await client.stop()


async def test_not_a_word_about_the_sentence_being_typed(editor: Editor) -> None:
    editor.open("One sentence here.\n\nThis is fine. ", "plaintext")
    await editor.until(lambda: editor.uri in editor.client.diagnostics)
    for letter in "She sayd taht":
        end = editor.text.rpartition("\n")[2]
        here = types.Position(2, len(end))
        editor.change(letter, types.Range(here, here))
        editor.text += letter
    await asyncio.sleep(1.2)
    assert editor.pushed() == []
    end = types.Position(2, len(editor.text.rpartition("\n")[2]))
    editor.change(" it is good.", types.Range(end, end))
    assert {"harper/SpellCheck"} <= codes(await editor.until(editor.pushed))


async def test_edits_move_findings_and_closing_clears_them(editor: Editor) -> None:
    editor.open()
    await editor.until(editor.pushed)
    top = types.Position(0, 0)
    editor.change("A new line.\n\n", types.Range(top, top))
    moved = await editor.until(
        lambda: [i for i in editor.pushed() if i.code == "harper/SpellCheck" and i.range.start.line == 4]
    )
    assert moved
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
    )
    await editor.until(lambda: not editor.pushed())


async def test_settings_from_each_way(tmp_path: Path) -> None:
    (tmp_path / ".slm-lsp.toml").write_text('rules = {SpellCheck = false}\ndialect = "klingon"\n')
    client = await started(capabilities(), tmp_path, diagnosticSeverity="warning", sensitivity=7)
    editor = Editor(client)
    editor.open(uri=(tmp_path / "draft.md").as_uri())
    items = await editor.pull()
    assert "harper/SpellCheck" not in codes(items)
    assert {i.severity for i in items} == {types.DiagnosticSeverity.Warning}
    told = " ".join(m.message for m in client.messages)
    assert "slm-lsp.dialect" in told
    assert "slm-lsp.sensitivity" in told
    client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"slm-lsp": {"diagnosticSeverity": {"harper/AnA": "error"}}})
    )
    items = await editor.pull()
    assert {i.severity for i in items if i.code == "harper/AnA"} == {types.DiagnosticSeverity.Error}
    await client.shutdown_session()
    await client.stop()


async def test_progress_wraps_the_model_s_work(tmp_path: Path) -> None:
    client = await started(capabilities(progress=True), tmp_path)
    editor = Editor(client)
    editor.open(DRAFT)
    ended = types.WorkDoneProgressEnd
    reports = await editor.until(
        lambda: [r for r in client.progress_reports.values() if r and isinstance(r[-1], ended)]
    )
    assert isinstance(reports[0][0], types.WorkDoneProgressBegin)
    assert len(reports[0]) >= 3
    await client.shutdown_session()
    await client.stop()


async def test_settings_are_fetched_where_the_client_answers(tmp_path: Path) -> None:
    client = make_test_lsp_client()
    client.set_configuration({"slm-lsp": {"rules": {"RepeatedWords": False}}})
    editor = Editor(await started(capabilities(configuration=True), tmp_path, client=client))
    editor.open()
    found = codes(await editor.pull())
    assert "harper/RepeatedWords" not in found
    assert "harper/AnA" in found
    await client.shutdown_session()
    await client.stop()


async def test_without_a_model_the_rules_still_serve_and_it_is_said_once(tmp_path: Path) -> None:
    client = await started(capabilities(), tmp_path, model="no-such-model")
    editor = Editor(client)
    for name in ("a.md", "b.md"):
        editor.open(uri=(tmp_path / name).as_uri())
        assert "harper/RepeatedWords" in codes(await editor.pull())
        assert await editor.actions(editor.span("apple"), ["refactor.rewrite"]) == []
    told = [m.message for m in client.messages if "no-such-model" in m.message]
    assert len(told) == 1
    await client.shutdown_session()
    await client.stop()


async def test_a_text_that_comes_to_be_british_is_held_to_british_spelling(editor: Editor) -> None:
    def shown() -> list[types.Range]:
        return [i.range for i in editor.pushed() if i.code == "harper/SpellCheck"]

    editor.open("We finaly put the labelled box into the center of the room. ")
    slip, british = editor.span("finaly"), editor.span("labelled")
    await editor.until(lambda: shown() == [slip, british])
    editor.text += "The colour of the walls was grey. Nobody saw it."
    editor.change(editor.text)
    await editor.until(lambda: slip in shown() and british not in shown())
