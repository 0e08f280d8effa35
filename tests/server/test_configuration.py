"""Settings that come, change and go while documents are open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

from slm_lsp.server.editor_options import EditorOptions
from tests.server.test_code_actions import run

from .conftest import Editor, capabilities, started

OFF: dict[str, Any] = {"rules": {"RepeatedWords": False}}
TEXT = "I saw the the cat."


def push(client: LanguageClient, settings: Any) -> None:
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))


async def repeats_shown(editor: Editor) -> bool:
    return "harper/RepeatedWords" in {item.code for item in await editor.pull()}


def repeats_pushed(editor: Editor) -> bool:
    return "harper/RepeatedWords" in {item.code for item in editor.pushed()}


@pytest.mark.parametrize("empty", [{"slm-lsp": {}}, {}])
async def test_a_pushed_setting_that_is_taken_away_is_gone(editor: Editor, empty: Any) -> None:
    editor.open(TEXT, "plaintext")
    push(editor.client, {"slm-lsp": OFF})
    assert not await repeats_shown(editor)
    push(editor.client, empty)
    assert await repeats_shown(editor)


@pytest.mark.parametrize("empty", [{}, None, {"dialect": "british"}])
async def test_a_pulled_setting_that_is_taken_away_is_gone(tmp_path: Path, empty: Any) -> None:
    client = make_test_lsp_client()
    client.set_configuration({"slm-lsp": OFF})
    editor = Editor(await started(capabilities(configuration=True), tmp_path, client=client, **OFF))
    editor.open(TEXT, "plaintext")
    await editor.until(lambda: editor.pushed() == [] and editor)
    assert not await repeats_shown(editor)
    client.set_configuration({"slm-lsp": empty})
    push(client, None)
    for _ in range(50):
        if shown := await repeats_shown(editor):
            break
    assert shown
    await client.shutdown_session()
    await client.stop()


def test_what_was_said_at_the_start_holds_until_it_is_said_otherwise() -> None:
    options = EditorOptions({"dialect": "british", "grammar": False})
    assert options.all == {"dialect": "british", "grammar": False}
    options.pulled({})
    assert options.all == {"dialect": "british", "grammar": False}
    options.pulled({"dialect": "american"})
    assert options.all == {"dialect": "american", "grammar": False}
    options.pulled({})
    assert options.all == {"grammar": False}
    options.pushed({})
    assert options.all == {}


async def test_the_disk_cache_can_be_switched_on_again(editor: Editor, data: Path) -> None:
    push(editor.client, {"slm-lsp": {"diskCache": False}})
    editor.open("He have a apple and and a dog.", "plaintext")
    await editor.pull()
    assert not (data / "cache.sqlite").exists()
    push(editor.client, {"slm-lsp": {"diskCache": True}})
    editor.change("She have a orange and and a cat.")
    await editor.pull()
    assert (data / "cache.sqlite").exists()


async def test_a_project_s_settings_changed_on_disk_hold_at_once(editor: Editor, tmp_path: Path) -> None:
    editor.open(TEXT, "plaintext", (tmp_path / "a.txt").as_uri())
    await editor.until(lambda: repeats_pushed(editor))
    options = tmp_path / ".slm-lsp.toml"
    options.write_text("rules = {RepeatedWords = false}\n")
    await editor.until(lambda: not repeats_pushed(editor))
    options.write_text("rules = {RepeatedWords = true}\n")
    await editor.until(lambda: repeats_pushed(editor))
    options.write_text("rules = {RepeatedWords = false}\n")
    await editor.until(lambda: not repeats_pushed(editor))
    options.unlink()
    await editor.until(lambda: repeats_pushed(editor))


async def test_the_writer_s_settings_changed_on_disk_hold_at_once(editor: Editor, data: Path) -> None:
    editor.open(TEXT, "plaintext")
    await editor.until(lambda: repeats_pushed(editor))
    data.mkdir(exist_ok=True)
    (data / "settings.toml").write_text("rules = {RepeatedWords = false}\n")
    await editor.until(lambda: not repeats_pushed(editor))


async def test_a_word_list_changed_on_disk_holds_at_once(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / ".slm-lsp.toml").write_text('wordLists = ["ours.txt"]\n')
    editor.open("We met at the libary.", "plaintext", (tmp_path / "a.txt").as_uri())
    await editor.until(editor.pushed)
    (tmp_path / "ours.txt").write_text("libary\n")
    await editor.until(lambda: not editor.pushed())
    (tmp_path / "ours.txt").unlink()
    await editor.until(editor.pushed)
    (tmp_path / ".slm-lsp-words.txt").write_text("libary\n")
    await editor.until(lambda: not editor.pushed())


@pytest_asyncio.fixture
async def other_window(editor: Editor, tmp_path: Path) -> AsyncIterator[Editor]:
    """A second editor window, with a server of its own."""
    client = await started(capabilities(), tmp_path)
    yield Editor(client)
    await client.shutdown_session()
    await client.stop()


async def test_a_word_added_in_one_window_is_right_in_the_other(
    editor: Editor, other_window: Editor, tmp_path: Path
) -> None:
    text = "We met at the libary."
    for number, window in enumerate((editor, other_window)):
        window.open(text, "plaintext", (tmp_path / f"{number}.txt").as_uri())
        await window.until(window.pushed)
    await run(other_window, "addWordToUserDictionary", other_window.uri, "libary")
    for window in (editor, other_window):
        await window.until(lambda window=window: not window.pushed())


async def test_a_rule_turned_off_in_one_window_is_off_in_the_other(
    editor: Editor, other_window: Editor, tmp_path: Path
) -> None:
    for number, window in enumerate((editor, other_window)):
        window.open(TEXT, "plaintext", (tmp_path / f"{number}.txt").as_uri())
        await window.until(window.pushed)
    await run(other_window, "ignoreRule", other_window.uri, "harper/RepeatedWords")
    await editor.until(lambda: not editor.pushed())


async def test_the_client_is_asked_to_watch_where_it_can(tmp_path: Path) -> None:
    client = make_test_lsp_client()
    asked: list[types.Registration] = []
    client.protocol.fm.features.pop(types.CLIENT_REGISTER_CAPABILITY, None)

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        asked.extend(params.registrations)

    editor = Editor(await started(capabilities(watches=True), tmp_path, client=client))
    await editor.until(lambda: asked)
    (registration,) = asked
    assert registration.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    assert "**/.slm-lsp.toml" in str(registration.register_options)
    editor.open(TEXT, "plaintext", (tmp_path / "a.txt").as_uri())
    await editor.until(lambda: repeats_pushed(editor))
    options = tmp_path / ".slm-lsp.toml"
    options.write_text("rules = {RepeatedWords = false}\n")
    change = types.FileEvent(options.as_uri(), types.FileChangeType.Created)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
    await editor.until(lambda: not repeats_pushed(editor))
    await client.shutdown_session()
    await client.stop()


async def test_what_is_excluded_while_it_is_open_is_shown_no_more(editor: Editor, tmp_path: Path) -> None:
    editor.open(TEXT, "plaintext", (tmp_path / "a.txt").as_uri())
    await editor.until(lambda: repeats_pushed(editor))
    (tmp_path / ".slm-lsp.toml").write_text('exclude = ["*.txt"]\n')
    await editor.until(lambda: not editor.pushed())
    await run(editor, "addWordToUserDictionary", editor.uri, "zorblat")
    await asyncio.sleep(0.5)
    assert not editor.pushed()


async def test_a_pattern_added_to_a_word_list_holds_at_once(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / ".slm-lsp.toml").write_text('wordLists = ["ours.txt"]\n')
    (tmp_path / "ours.txt").write_text("other\n")
    editor.open("We met at the libary.", "plaintext", (tmp_path / "a.txt").as_uri())
    await editor.until(editor.pushed)
    (tmp_path / "ours.txt").write_text("other\n[Ll]ibary\n")
    await editor.until(lambda: not editor.pushed())


async def test_a_text_that_is_too_long_is_named_once(tmp_path: Path) -> None:
    client = await started(capabilities(), tmp_path, maxFileLength=1_000)
    editor = Editor(client)
    editor.open("I saw the the cat. " * 100, "plaintext", (tmp_path / "long.txt").as_uri())
    assert await editor.pull() == []
    editor.change("I saw the the cat. " * 101)
    assert await editor.pull() == []
    told = [m.message for m in client.messages if "maxFileLength" in m.message]
    assert len(told) == 1
    assert "long.txt" in told[0]
    await client.shutdown_session()
    await client.stop()
