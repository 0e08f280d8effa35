"""Settings: the reference in the documentation says what there is."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from slm_lsp.errors import BadSettings
from slm_lsp.settings.option_files import PROJECT_FILE, set_user_option, turn_rule_off, user_file
from slm_lsp.settings.resolve import settings_for
from slm_lsp.settings.schema import Settings

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "settings.md"
EDITORS = ROOT / "editor-clients"


def test_the_reference_is_true() -> None:
    rows = [line for line in REFERENCE.read_text("utf-8").splitlines() if line.startswith("| `")]
    table = rows[: len(fields(Settings))]
    for setting, row in zip(fields(Settings), table, strict=True):
        default = json.dumps(getattr(Settings(), setting.name))
        star = "" if setting.metadata["project"] else " *"
        assert row == f"| `{setting.name}`{star} | `{default}` | {setting.metadata['about']} |"


def test_an_option_is_written_and_the_rest_is_untouched(data: Path) -> None:
    file = user_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("# Mine.\n[rules]\nx = true\n")
    assert set_user_option("model", "qwen") == file
    assert settings_for(None)[0].model == "qwen"
    assert settings_for(None)[0].rules == {"x": True}
    assert file.read_text().startswith("# Mine.\n")
    turn_rule_off(file, "harper/AnA")
    assert settings_for(None)[0].rules == {"x": True, "harper/AnA": False}
    file.write_text("rules = 3\n")
    with pytest.raises(BadSettings, match="nothing was written"):
        turn_rule_off(file, "harper/AnA")


def properties_of_vscode() -> dict[str, dict[str, object]]:
    """The settings as VS Code's package.json declares them: unset unless the writer sets them, for what an
    editor sends goes before a project's file."""
    types = {bool: "boolean", int: "integer", str: "string", tuple: "array", dict: "object"}
    named: dict[str, dict[str, object]] = {
        "slm-lsp-server.path": {
            "type": ["string", "null"],
            "default": None,
            "scope": "machine",
            "description": "The slm-lsp program, where it is not on the PATH and not installed from here.",
        },
        "slm-lsp-server.package": {
            "type": ["string", "null"],
            "default": None,
            "scope": "machine",
            "description": "What pip installs for the server: a name, or the path of a wheel.",
        },
    }
    for setting in fields(Settings):
        default = getattr(Settings(), setting.name)
        kind = [types[type(default)], "null"]
        if setting.name in ("ghostText", "diagnosticSeverity"):
            kind.insert(0, "boolean" if setting.name == "ghostText" else "string")
        about = setting.metadata["about"]
        named[f"slm-lsp.{setting.name}"] = {
            "type": kind,
            "default": None,
            "scope": "resource" if setting.metadata["project"] else "machine",
            "markdownDescription": f"{about[0].upper()}{about[1:]}. Default: `{json.dumps(default)}`.",
        }
    return named


def test_the_vs_code_extension_has_the_same_settings() -> None:
    package = json.loads((EDITORS / "vscode" / "package.json").read_text("utf-8"))
    assert package["contributes"]["configuration"]["properties"] == properties_of_vscode()


def test_a_project_reads_no_word_lists_outside_itself(tmp_path: Path) -> None:
    for path in ("/etc/passwd", "../other.txt", "~/words.txt"):
        (tmp_path / PROJECT_FILE).write_text(f'wordLists = ["terms.txt", "{path}"]')
        settings, warnings = settings_for(tmp_path)
        assert settings.wordLists == ()
        assert "outside the project" in warnings[0]
    (tmp_path / PROJECT_FILE).write_text('wordLists = ["lists/terms.txt"]')
    assert settings_for(tmp_path)[0].wordLists == ("lists/terms.txt",)
    assert settings_for(tmp_path, {"wordLists": ["/mine/words.txt"]})[0].wordLists == ("/mine/words.txt",)
