"""Settings: the reference in the documentation says what there is."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from slm_lsp.settings import Settings

REFERENCE = Path(__file__).parents[1] / "docs" / "settings.md"


def test_the_reference_is_true() -> None:
    rows = [line for line in REFERENCE.read_text("utf-8").splitlines() if line.startswith("| `")]
    table = rows[: len(fields(Settings))]
    for setting, row in zip(fields(Settings), table, strict=True):
        default = json.dumps(getattr(Settings(), setting.name))
        star = "" if setting.metadata["project"] else " *"
        assert row == f"| `{setting.name}`{star} | `{default}` | {setting.metadata['about']} |"
