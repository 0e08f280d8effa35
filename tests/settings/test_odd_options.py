"""Odd settings and paths: each is said once in words, the defaults hold, and nothing is raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from slm_lsp.server.document_settings import open_document
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.uris import path_of_uri
from slm_lsp.session import Session
from slm_lsp.settings.option_files import project_file
from slm_lsp.settings.resolve import resolve, settings_for
from slm_lsp.settings.schema import LARGEST_WORD_LIST, Settings
from slm_lsp.text.document import Document
from tests.cli.test_commands import slm

KEYS = list(Settings.__dataclass_fields__)
TEXTS = st.one_of(
    st.text(), st.sampled_from(["", ".", "..", "/", "~nobody/x", "\0", "a" * 5_000, "*" * 300, "[", "**"])
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=8,
)


@hypothesis_settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5), TEXTS)
def test_no_value_is_too_odd(values: dict[str, Any], name: str) -> None:
    for place in ("editor", ".slm-lsp.toml"):
        settings, warnings = resolve((place, {**values, name: 1}))
        assert all(len(words) < 400 for words in warnings)
        server = SlmServer()
        opened = open_document(
            server, Document("file:///nowhere/a.md", 0, "markdown", "A word."), Path("/nowhere/a.md")
        )
        opened.settings = settings
        server.excluded(opened)
        Session().word_lists(settings, Path("/nowhere"))
        Session().workspace_dictionary(settings, Path("/nowhere"))
        Session().user_dictionary(settings)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a = " + b"[" * 2_000, "nested"),
        (b"a = " + b"9" * 5_000, "cannot be read"),
        (b"a = 1\nb", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"#" * 1_100_000, "larger than"),
        (b'exclude = [""]', "exclude"),
        (b'workspaceDictionary = "\\u0000"', "workspaceDictionary"),
        (b'wordLists = ["\\u0000"]', "wordLists"),
        (b"".join(b"key%d = 1\n" % n for n in range(20_000)), "19,990 more"),
    ],
)
def test_an_odd_file_is_named_and_the_defaults_hold(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / ".slm-lsp.toml").write_bytes(content)
    settings, warnings = settings_for(tmp_path / "a.md")
    assert settings.maxFileLength == Settings().maxFileLength
    assert said in "\n".join(warnings) and len(warnings) <= 11
    (tmp_path / "a.md").write_text("This is teh end.")
    done = slm("check", "--rules-only", str(tmp_path / "a.md"))
    assert done.returncode == 1 and "teh" in done.stdout and done.stderr.count(said) == 1


def test_what_leads_out_of_a_project_is_not_followed(tmp_path: Path) -> None:
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (outside / "words.txt").write_text("teh\n")
    (outside / "settings.toml").write_text('dialect = "british"\n')
    (project / "words.txt").symlink_to(outside / "words.txt")
    (project / "huge.txt").write_bytes(b"word\n" * (LARGEST_WORD_LIST // 5 + 1))
    (project / ".slm-lsp.toml").write_text('wordLists = ["words.txt", "huge.txt", "own.txt"]\n')
    settings, warnings = settings_for(project / "a.md")
    assert settings.wordLists == ("own.txt",)
    assert len(warnings) == 2 and "outside" in warnings[0] and "larger" in warnings[1]
    (project / ".slm-lsp.toml").unlink()
    (project / ".slm-lsp.toml").symlink_to(outside / "settings.toml")
    settings, warnings = settings_for(project / "a.md")
    assert settings.dialect == "auto" and len(warnings) == 1 and "link" in warnings[0]


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / ".slm-lsp.toml").symlink_to(tmp_path / ".slm-lsp.toml")
    (tmp_path / "words.txt").symlink_to(tmp_path / "words.txt")
    assert project_file(tmp_path) is None
    settings = Settings(workspaceDictionary="words.txt", wordLists=("words.txt",))
    assert Session().workspace_dictionary(settings, tmp_path) is None
    assert not Session().word_lists(settings, tmp_path)[0].has("a")


def test_a_folder_that_may_not_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refused)
    assert project_file(tmp_path / "a.md") is None
    assert settings_for(tmp_path / "a.md")[0] == Settings()


URIS = st.one_of(
    st.text().map("file:".__add__), st.text().map("file:///".__add__),
    st.sampled_from([
        "file:///%00", "file:///a%00b.md", "file://[", "file://[::1/a", "file:///" + "a" * 300 + ".md",
        "file:", "file:///" + "a/" * 3_000, "untitled:1", "", "file://%zz/%", "file:///%ff%fe", "file:////", "file:///~a",
    ]),
)  # fmt: skip


@hypothesis_settings(max_examples=200, deadline=None)
@given(URIS)
def test_no_uri_is_too_odd(uri: str) -> None:
    path = path_of_uri(uri)
    server = SlmServer()
    server.roots = [uri]
    server.folder_of(path)
    assert not server.excluded(open_document(server, Document(uri, 0, "markdown", "A word."), path))


def test_a_file_that_cannot_be_read_does_not_keep_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "deep.md").write_text("*" * 2_000 + " a")
    (tmp_path / "word.md").write_text("a" * 60_000)
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    (tmp_path / "good.md").write_text("This is teh end.")
    names = ["deep.md", "word.md", "loop.md", "a" * 300 + ".md", "d/" * 3_000 + "a.md", "good.md"]
    done = slm("check", "--rules-only", *(str(tmp_path / name) for name in names))
    assert "teh" in done.stdout and done.returncode == 2
    assert all(len(line) < 300 for line in done.stderr.splitlines())
    assert "Traceback" not in done.stderr and done.stderr.count("cannot be read") == 3
