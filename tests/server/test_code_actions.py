"""Code actions and commands: fixes, decisions and rewrites, all carried out by the server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from slm_lsp.rewrite.styles import REWRITE_STYLES

from .conftest import Editor, capabilities, started


async def command(editor: Editor, action: types.CodeAction) -> object:
    assert action.command is not None
    return await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(action.command.command, arguments=action.command.arguments)
    )


async def test_a_fix_is_found_by_range_and_applies(editor: Editor) -> None:
    editor.open()
    await editor.pull()  # the rules cannot spell in their first second
    actions = await editor.actions(editor.span("finaly"))
    fixes = [a for a in actions if a.edit and a.kind == types.CodeActionKind.QuickFix]
    (finally_,) = [a for a in fixes if "finally" in a.title]
    assert finally_.diagnostics
    assert finally_.edit
    assert editor.applied(finally_.edit) == editor.text.replace("finaly", "finally")
    assert sum(bool(a.is_preferred) for a in actions) <= 1


async def test_who_makes_all_that_is_answered_is_answered_the_best_fix(editor: Editor) -> None:
    """Kate's Quick Fix: one diagnostic, the whole document."""
    editor.open()
    items = await editor.pull()
    (spelling,) = [i for i in items if i.code == "harper/SpellCheck"]
    whole = types.Range(types.Position(0, 0), types.Position(editor.text.count("\n") + 1, 0))
    document = types.TextDocumentIdentifier(editor.uri)
    asked = types.CodeActionParams(document, whole, types.CodeActionContext([spelling]))
    (fix,) = await editor.client.text_document_code_action_async(asked) or ()
    assert isinstance(fix, types.CodeAction)
    assert fix.title == "Change to “finally”"
    # Who says that a writer asked, as most do, shows a menu of all there is.
    asked.context.trigger_kind = types.CodeActionTriggerKind.Invoked
    assert len(await editor.client.text_document_code_action_async(asked) or ()) > 5


async def test_a_word_is_added_and_stays_known(editor: Editor, data: Path, tmp_path: Path) -> None:
    editor.open("We met Zorblatt and Quuxley at the fair.", "plaintext", (tmp_path / "a.txt").as_uri())
    actions = await editor.actions(editor.span("fair"))
    assert not any("dictionary" in a.title for a in actions)
    editor.change("We definately like the libary at the fair.")
    editor.text = "We definately like the libary at the fair."
    await editor.pull()
    for word, place in (("definately", "your"), ("libary", "project")):
        actions = await editor.actions(editor.span(word))
        (add,) = [a for a in actions if "dictionary" in a.title and place in a.title]
        assert await command(editor, add) is True
        assert editor.span(word) not in [i.range for i in await editor.pull()]
    assert (data / "dictionary.txt").read_text() == "definately\n"
    assert (data / "dictionary.txt").stat().st_mode & 0o077 == 0
    assert (tmp_path / ".slm-lsp-words.txt").read_text() == "libary\n"


async def test_an_ignored_finding_stays_ignored_elsewhere(editor: Editor) -> None:
    editor.open("I saw the the cat. Then a apple fell.", "plaintext")
    actions = await editor.actions(editor.span("the the"))
    await command(editor, next(a for a in actions if a.title == "Ignore this finding"))
    assert "harper/RepeatedWords" not in {i.code for i in await editor.pull()}
    editor.change("A new start.\n\nYes, and then I saw the the cat. Then a apple fell.")
    found = {i.code for i in await editor.pull()}
    assert "harper/RepeatedWords" not in found
    assert "harper/AnA" in found
    actions = await editor.actions(types.Range(types.Position(2, 0), types.Position(2, 60)))
    await command(editor, next(a for a in actions if a.title == "Turn harper/AnA off everywhere"))
    assert "harper/AnA" not in {i.code for i in await editor.pull()}


async def test_fix_all_makes_every_clear_fix(editor: Editor) -> None:
    editor.open()
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    (fix_all,) = await editor.actions(whole, ["source.fixAll"])
    assert fix_all.edit
    fixed = editor.applied(fix_all.edit)
    assert "the the" not in fixed
    assert "an orange" in fixed
    assert 'teh = "code"' in fixed


async def test_one_mistake_is_fixed_throughout(editor: Editor) -> None:
    text = "I saw teh cat and a apple.\n\nThen teh dog ate a orange, and teh end was near."
    editor.open(text, "markdown")
    actions = await editor.actions(editor.span("teh"))
    (all_the,) = [a for a in actions if a.title == "Fix all 3 of harper/The"]
    assert all_the.edit
    assert len(all_the.diagnostics or []) == 3
    assert editor.applied(all_the.edit) == text.replace("teh", "the")
    (every_article,) = [a for a in await editor.actions(editor.span("a apple")) if "Fix all 2 of" in a.title]
    assert every_article.edit
    assert editor.applied(every_article.edit) == text.replace("a apple", "an apple").replace(
        "a orange", "an orange"
    )


async def test_a_rule_is_turned_off_in_the_file(editor: Editor) -> None:
    text = "I saw the the cat.\n\nThen the the dog came, and a apple fell."
    editor.open(text, "markdown")
    actions = await editor.actions(editor.span("the the"))
    (off,) = [a for a in actions if a.title == "Turn harper/RepeatedWords off in this file"]
    assert off.edit
    changed = editor.applied(off.edit)
    assert changed == f"<!-- slm-lsp: off harper/RepeatedWords -->\n\n{text}"
    editor.change(changed)
    found = {i.code for i in await editor.pull()}
    assert "harper/RepeatedWords" not in found
    assert "harper/AnA" in found


async def test_a_rule_is_turned_off_in_the_project(editor: Editor, tmp_path: Path) -> None:
    options = tmp_path / ".slm-lsp.toml"
    options.write_text('# Ours.\ndialect = "british"  # of course\n\n[rules]\nSpellCheck = true\n')
    text = "I saw the the cat, and a apple fell."
    editor.open(text, "markdown", (tmp_path / "a.md").as_uri())
    actions = await editor.actions(editor.span("the the"))
    title = "Turn harper/RepeatedWords off in this project"
    assert await command(editor, next(a for a in actions if a.title == title))
    assert options.read_text() == (
        '# Ours.\ndialect = "british"  # of course\n\n'
        '[rules]\nSpellCheck = true\n"harper/RepeatedWords" = false\n'
    )
    assert {i.code for i in await editor.pull()} == {"harper/AnA"}
    options.write_text("dialect = [")
    assert not await command(editor, next(a for a in actions if a.title == title))
    assert any("cannot be read" in m.message for m in editor.client.messages)
    assert options.read_text() == "dialect = ["


async def test_a_word_is_right_in_one_file(editor: Editor) -> None:
    text = "We definately like the libary."
    editor.open(text, "markdown")
    for word in ("definately", "libary"):
        actions = await editor.actions(editor.span(word))
        (add,) = [a for a in actions if a.title == f"Add “{word}” to this file's words"]
        assert add.edit
        editor.text = editor.applied(add.edit)
        editor.change(editor.text)
    assert editor.text == f"<!-- slm-lsp: words definately libary -->\n\n{text}"
    assert not await editor.pull()


async def test_a_rule_is_turned_off_on_one_line(editor: Editor) -> None:
    text = "I saw the the cat.\nThen the the dog came.  \nThe end."
    editor.open(text, "markdown")
    actions = await editor.actions(editor.span("the the dog"))
    (off,) = [a for a in actions if a.title == "Turn harper/RepeatedWords off on this line"]
    assert off.edit
    changed = editor.applied(off.edit)
    assert changed.splitlines()[1] == "Then the the dog came. <!-- slm-lsp: ignore harper/RepeatedWords -->  "
    editor.change(changed)
    found = [i for i in await editor.pull() if i.code == "harper/RepeatedWords"]
    assert [i.range.start.line for i in found] == [0]


@pytest.mark.parametrize("way", [way.name for way in REWRITE_STYLES.values() if way.small])
async def test_every_way_answers(editor: Editor, way: str) -> None:
    text = "I think that we don't utilize it in order to help, and we really need to get a lot of tools."
    editor.open(text, "plaintext")
    (action,) = await editor.actions(
        types.Range(types.Position(0, 9), types.Position(0, 9)), [f"refactor.rewrite.{way}"]
    )
    assert action.edit is None
    resolved = await editor.client.code_action_resolve_async(action)
    if resolved.edit is None:
        assert any("stays as it is" in m.message for m in editor.client.messages)
    else:
        assert editor.applied(resolved.edit) != text


async def run(editor: Editor, name: str, *arguments: object) -> Any:
    return await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(f"slm-lsp.{name}", arguments=list(arguments))
    )


def as_json(where: types.Range) -> Any:
    return {
        "start": {"line": where.start.line, "character": where.start.character},
        "end": {"line": where.end.line, "character": where.end.character},
    }


async def test_a_free_instruction_is_followed_or_the_writer_told_what_it_needs(editor: Editor) -> None:
    text = "We went to the shop in order to buy some bread."
    editor.open(text, "plaintext")
    here = as_json(editor.span("shop"))
    edits: list[types.WorkspaceEdit] = []

    @editor.client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        edits.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    assert await run(editor, "rewrite", editor.uri, here, "please make it a little shorter") is True
    assert editor.applied(edits[0]) == "We went to the shop to buy some bread."
    assert await run(editor, "rewrite", editor.uri, here, "as a pirate would") is False
    assert any("models pull" in m.message for m in editor.client.messages)
    assert await run(editor, "rewrite", editor.uri, here, " ") is False
    able = {way["name"]: way["able"] for way in await run(editor, "waysToRewrite")}
    assert able["formal"]
    assert not able["expand"]


async def test_candidates_come_one_by_one_while_they_are_made(editor: Editor) -> None:
    editor.open("We met in order to vote. We are here. They came in order to stay.", "plaintext")
    told: list[Any] = []
    editor.client.protocol.fm.features.pop("$/progress", None)

    @editor.client.feature("$/progress")
    def progress(params: Any) -> None:
        told.append(params)

    whole = as_json(types.Range(types.Position(0, 0), types.Position(0, 70)))
    (edits,) = await run(editor, "rewriteCandidates", editor.uri, whole, "concise", "mine")
    assert len(edits) == 2
    assert [params.token for params in told] == ["mine", "mine"]
    first = as_json(types.Range(types.Position(0, 2), types.Position(0, 2)))
    (edits,) = await run(editor, "rewriteCandidates", editor.uri, first, "concise")
    assert len(edits) == 1
    assert await run(editor, "rewriteCandidates", editor.uri, first, "neutral") == []


async def test_everything_in_a_selection_is_fixed(editor: Editor) -> None:
    text = "I saw teh cat and a apple. Then teh dog came."
    editor.open(text, "markdown")
    actions = await editor.actions(types.Range(types.Position(0, 0), types.Position(0, 26)))
    (fix,) = [a for a in actions if a.title == "Fix everything in the selection (2)"]
    assert fix.edit
    assert editor.applied(fix.edit) == "I saw the cat and an apple. Then teh dog came."


async def test_a_rewrite_shortens(editor: Editor) -> None:
    editor.open("We went to the shop in order to buy some bread.", "plaintext")
    (action,) = await editor.actions(
        types.Range(types.Position(0, 3), types.Position(0, 3)), ["refactor.rewrite.concise"]
    )
    resolved = await editor.client.code_action_resolve_async(action)
    assert resolved.edit is not None
    assert editor.applied(resolved.edit) == "We went to the shop to buy some bread."
    assert action.data
    editor.change("Something else.")
    with pytest.raises(Exception, match="changed since"):
        await editor.client.code_action_resolve_async(action)


async def test_without_resolve_the_server_applies_the_rewrite(tmp_path: Path) -> None:
    client = await started(capabilities(resolve=False), tmp_path)
    editor = Editor(client)
    edits: list[types.WorkspaceEdit] = []

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        edits.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    editor.open("We went to the shop in order to buy some bread.", "plaintext")
    (action,) = await editor.actions(editor.span("shop"), ["refactor.rewrite.concise"])
    assert await command(editor, action) is True
    assert editor.applied(edits[0]) == "We went to the shop to buy some bread."
    await client.shutdown_session()
    await client.stop()


async def test_status_and_unknown_commands(editor: Editor) -> None:
    status = await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("slm-lsp.status"))
    assert status["model"] == "embedded"
    with pytest.raises(Exception, match="not defined"):
        await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("slm-lsp.nonsense"))
    assert await editor.actions(types.Range(types.Position(5, 0), types.Position(9, 9))) == []


async def test_a_rewrite_of_much_text_can_be_called_off(tmp_path: Path) -> None:
    client = await started(capabilities(), tmp_path)
    editor = Editor(client)
    editor.open(" ".join(f"We went to shop {i} in order to buy bread." for i in range(400)), "plaintext")
    whole = types.Range(types.Position(0, 0), types.Position(0, len(editor.text)))
    (action,) = await editor.actions(whole, ["refactor.rewrite.concise"])
    protocol = client.protocol
    asked = asyncio.ensure_future(
        protocol.send_request_async(types.CODE_ACTION_RESOLVE, action, msg_id="long")
    )
    await asyncio.sleep(0.3)
    protocol.notify("$/cancelRequest", types.CancelParams("long"))
    with pytest.raises(Exception, match=r"(?i)cancel"):
        await asyncio.wait_for(asked, 20)
    editor.open("I saw the the cat.", "plaintext", "file:///after.txt")
    assert len(await editor.pull()) == 1
    await client.shutdown_session()
    await client.stop()


async def test_what_was_rewritten_before_it_was_called_off_stays(tmp_path: Path) -> None:
    client = await started(capabilities(progress=True), tmp_path)
    editor = Editor(client)
    tokens: list[Any] = []
    client.protocol.fm.features.pop("window/workDoneProgress/create", None)
    client.protocol.fm.features.pop("$/progress", None)

    @client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)
    def create(params: types.WorkDoneProgressCreateParams) -> None:
        tokens.append(params.token)

    @client.feature("$/progress")
    def progress(params: Any) -> None:
        if params.value.get("percentage") == 1:
            client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(params.token))

    editor.open(" ".join(f"We went to shop {i} in order to buy bread." for i in range(400)), "plaintext")
    whole = types.Range(types.Position(0, 0), types.Position(0, len(editor.text)))
    (action,) = await editor.actions(whole, ["refactor.rewrite.concise"])
    resolved = await asyncio.wait_for(client.code_action_resolve_async(action), 20)
    assert resolved.edit
    done = editor.applied(resolved.edit)
    assert 0 < editor.text.count("in order to") - done.count("in order to") < 400
    assert any(m.message.startswith("Called off") for m in client.messages)
    await client.shutdown_session()
    await client.stop()


async def test_a_menu_has_the_rewrites_that_are_worth_choosing(editor: Editor) -> None:
    editor.open("We met in order to vote, and it's late.", "plaintext")
    here = types.Range(types.Position(0, 4), types.Position(0, 4))
    titles = [a.title for a in await editor.actions(here) if str(a.kind).startswith("refactor.rewrite")]
    assert titles == [
        "Rewrite: more formal",
        "Rewrite: in fewer words",
        "Rewrite: as short as possible",
    ]
    assert len(await editor.actions(here, ["refactor.rewrite.neutral"])) == 1


async def test_a_client_that_hears_nothing_while_it_waits_gets_its_answer(tmp_path: Path) -> None:
    """Helix waits for a resolved action before it answers anything of the server's."""
    client = await started(capabilities(progress=True), tmp_path)
    editor = Editor(client)
    answered = asyncio.Event()
    client.protocol.fm.features.pop("window/workDoneProgress/create", None)

    @client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)
    async def create(params: types.WorkDoneProgressCreateParams) -> None:
        await answered.wait()

    editor.open("We went to the shop in order to buy some bread.", "plaintext")
    (action,) = await editor.actions(editor.span("shop"), ["refactor.rewrite.concise"])
    resolved = await asyncio.wait_for(client.code_action_resolve_async(action), 20)
    assert resolved.edit
    answered.set()
    await client.shutdown_session()
    await client.stop()


async def test_a_command_refuses_arguments_that_are_no_text(editor: Editor, tmp_path: Path) -> None:
    editor.open("I saw the the cat.", "markdown", (tmp_path / "a.md").as_uri())
    for name in (
        "ignoreRuleInProject",
        "ignoreRule",
        "addWordToUserDictionary",
        "addWordToWorkspaceDictionary",
    ):
        for wrong in (None, 7, ["the"], {}):
            with pytest.raises(JsonRpcException, match="argument 2 must be"):
                await run(editor, name, editor.uri, wrong)
    assert list(tmp_path.glob(".slm*")) == []
    assert "harper/RepeatedWords" in {i.code for i in await editor.pull()}


async def test_what_cannot_be_saved_destroys_nothing(editor: Editor, data: Path, tmp_path: Path) -> None:
    options, words = tmp_path / ".slm-lsp.toml", data / "dictionary.txt"
    options.write_text('dialect = "british"\n' * 1)
    words.write_text("zorblat\n")
    editor.open("I saw the the cat.", "markdown", (tmp_path / "a.md").as_uri())
    assert not await run(editor, "ignoreRuleInProject", editor.uri, "harper/\ud800")
    assert not await run(editor, "addWordToUserDictionary", editor.uri, "quux\ud800")
    assert options.read_text() == 'dialect = "british"\n'
    assert words.read_text() == "zorblat\n"
    told = [m.message for m in editor.client.messages]
    assert any("cannot be written and is unchanged" in words for words in told)
    assert any("could not be kept" in words for words in told)


async def test_a_settings_file_that_leads_out_of_the_project_is_not_written(
    editor: Editor, tmp_path: Path
) -> None:
    outside, project = tmp_path / "outside.toml", tmp_path / "project"
    outside.write_text("[tool]\n")
    project.mkdir()
    (project / ".slm-lsp.toml").symlink_to(outside)
    editor.open("I saw the the cat.", "markdown", (project / "a.md").as_uri())
    assert not await run(editor, "ignoreRuleInProject", editor.uri, "harper/RepeatedWords")
    assert outside.read_text() == "[tool]\n"
