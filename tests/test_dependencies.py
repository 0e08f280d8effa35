"""The locks agree: what CI installs by hash is what a writer's constraints name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = ("win32", "emscripten", "darwin")


def test_every_dependency_is_locked_by_hash() -> None:
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.M))
    hashed = re.split(r"\n(?=\w)", (ROOT / "requirements.hashes").read_text("utf-8").strip())
    assert len(hashed) > 60
    for entry in hashed:
        found = re.match(r"([\w.-]+)==([^\s;]+)(.*)", entry)
        assert found, entry[:80]
        name, version, marker = found.groups()
        assert "--hash=sha256:" in entry, name
        if not any(f"== '{system}'" in marker for system in ELSEWHERE):
            assert locked.get(name) == version, name
    assert "://" not in "".join(hashed)
