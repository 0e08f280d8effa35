"""Passages: after any edit a text reads as if it had never been anything else, and the rest stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_lsp.english.language_id import english
from slm_lsp.text import chunks as module
from slm_lsp.text.chunks import Chunks, chunks
from slm_lsp.text.formats import prose_of
from slm_lsp.text.positions import LineIndex
from slm_lsp.text.sentences import sentences
from tests.text.formats.test_segments import COMMON, LINES

Seen = list[tuple[str, tuple[int, int], str, tuple[tuple[int, int], ...]]]


def seen(found: Chunks) -> Seen:
    return [(s.text, s.span, s.prose.kind, s.frozen) for s in found.sentences()]


def whole(language: str, text: str) -> Seen:
    blocks = [p for p in prose_of(language, text) if english(p.text)]
    return [(s.text, s.span, s.prose.kind, s.frozen) for p in blocks for s in sentences(p)]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PASSAGE", 30)


@pytest.mark.parametrize("language", [*LINES, "html", "python"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_after_any_edits_it_reads_as_if_read_anew(language: str, data: st.DataObject) -> None:
    lines = [*COMMON, *LINES.get(language, ["<p>Some words.</p>", "<!-- a", "# A remark."]), "---", "\r\nA\r"]
    line = st.sampled_from(lines)
    text = "\n".join(data.draw(st.lists(line, min_size=5, max_size=30)))
    found = chunks(language, text)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 2, 30])))
        new = data.draw(st.one_of(st.sampled_from(["\n", "\n\n", " ", "a", "`", "-", ""]), line))
        text = text[:start] + new + text[end:]
        found = chunks(language, text, found)
        assert seen(found) == whole(language, text)
        assert "".join(p.text for p in found.chunks) == text
        assert found.lines == [LineIndex(text).starts.index(start) for start in found.starts]


@pytest.mark.parametrize("language", ["markdown", "plaintext", "latex", "org"])
def test_an_edit_leaves_what_is_far_from_it(language: str) -> None:
    text = "".join(f"This is paragraph {i} of it.\n\n" for i in range(100))
    before = chunks(language, text)
    after = chunks(language, text.replace("paragraph 50 ", "paragraph fifty "), before)
    new = set(after.chunks) - set(before.chunks)
    assert 0 < len(new) <= 3
    assert len(after.chunks) > 40


def test_the_sentences_around_a_place_are_those_that_it_touches() -> None:
    text = "".join(f"This is paragraph {i} of it.\n\n" for i in range(100))
    found = chunks("markdown", text)
    for start in range(0, len(text), 7):
        touching = [s for s in found.sentences() if s.span[0] <= start + 40 and start <= s.span[1]]
        assert {s.span for s in touching} <= {s.span for s in found.around(start, start + 40)}


def test_an_unclosed_fence_swallows_the_rest_and_gives_it_back() -> None:
    text = "".join(f"This is paragraph {i} of it.\n\n" for i in range(50))
    first = chunks("markdown", text)
    opened = chunks("markdown", "```\n" + text, first)
    assert seen(opened) == []
    assert seen(chunks("markdown", text, opened)) == seen(first)


def test_front_matter_closed_late_is_front_matter() -> None:
    text = "---\n" + "".join(f"This is paragraph {i} of it.\n\n" for i in range(50))
    before = chunks("markdown", text)
    closed = text + "---\n\nA line.\n"
    assert [s.text for s in chunks("markdown", closed, before).sentences()] == ["A line."]
