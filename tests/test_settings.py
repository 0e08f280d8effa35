"""Settings: the reference in the documentation says what there is."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from slm_lsp.errors import BadSettings
from slm_lsp.settings import Settings, set_user_option, settings_for, turn_rule_off, user_file

REFERENCE = Path(__file__).parents[1] / "docs" / "settings.md"


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
