"""The registry of formats: what editors' names and files' names stand for is told apart."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

import pytest

from slm_lsp.text.formats import REGISTRY, language_of, prose_of, readable
from slm_lsp.text.formats.format import Format


@pytest.mark.parametrize("one", REGISTRY, ids=lambda one: one.ids[0])
def test_a_format_is_found_by_its_names(one: Format) -> None:
    for language in one.ids:
        assert readable(language)
        assert [prose.text for prose in prose_of(language, "It was so.\n")] == ["It was so."]
    for suffix in one.suffixes:
        assert language_of(PurePath(f"draft{suffix}")) == one.ids[0]
    for name in one.names:
        assert language_of(PurePath(name)) == one.ids[0]


def test_no_two_formats_share_a_name() -> None:
    for names in ("ids", "suffixes", "names"):
        counts = Counter(name for one in REGISTRY for name in getattr(one, names))
        assert [name for name, count in counts.items() if count > 1] == []
