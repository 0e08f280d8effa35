"""Ignore comments: ours and the neighbours', in each format's own comments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.text.formats import prose_of
from slm_lsp.text.suppressions import own_words, silences, turned_off, word_added

RULE = "harper/SpellCheck"


def silent(language: str, text: str) -> list[str]:
    """The words among `wrong1`, `wrong2`, ... that are not spoken about."""
    spans = silences(language, text)
    words = [w for w in ("wrong1", "wrong2", "wrong3") if w in text]
    return [w for w in words if any(s.covers(RULE, text.index(w), text.index(w) + len(w)) for s in spans)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("markdown", "A wrong1 <!-- slm-lsp: ignore -->\nand wrong2.", ["wrong1"]),
        ("markdown", "<!-- slm-lsp: ignore -->\n\nA wrong1\nand wrong2.\n\nwrong3", ["wrong1", "wrong2"]),
        ("markdown", "wrong1\n<!-- slm-lsp: off -->\nwrong2\n<!-- slm-lsp: on -->\nwrong3", ["wrong2"]),
        ("markdown", "<!-- slm-lsp: off -->\nwrong1\n\nwrong2", ["wrong1", "wrong2"]),
        ("markdown", "<!-- slm-lsp: ignore SpellCheck -->\nwrong1\n\nwrong2", ["wrong1"]),
        ("markdown", "<!-- slm-lsp: ignore harper/SpellCheck, model/article -->\nwrong1", ["wrong1"]),
        ("markdown", "<!-- slm-lsp: ignore model/article -->\nwrong1", []),
        ("markdown", "<!-- slm-lsp: off model/article -->\nwrong1 <!-- slm-lsp: on -->", []),
        ("markdown", "<!-- slm-lsp: ignore since it is a quotation -->\nwrong1", ["wrong1"]),
        ("markdown", "<!-- harper:ignore -->\nwrong1\n\nwrong2", ["wrong1"]),
        ("markdown", "<!-- spellchecker:ignore -->\nwrong1", ["wrong1"]),
        ("markdown", "<!-- vale off -->\nwrong1\n<!-- vale on -->\nwrong2", ["wrong1"]),
        ("markdown", "<!-- LTeX: enabled=false -->\nwrong1\n<!-- LTeX: enabled=true -->\nwrong2", ["wrong1"]),
        ("markdown", "We say slm-lsp: off to wrong1.", []),
        ("markdown", "<!-- slm-lsp: ignore -->\r\n\r\nwrong1\r\n\r\nwrong2", ["wrong1"]),
        ("mdx", "{/* slm-lsp: ignore */}\nwrong1", ["wrong1"]),
        ("latex", "A wrong1 % slm-lsp: ignore\nwrong2", ["wrong1"]),
        ("latex", "% LTeX: enabled=false\nwrong1", ["wrong1"]),
        ("typst", "// slm-lsp: off\nwrong1", ["wrong1"]),
        ("rst", ".. slm-lsp: off\n\nwrong1", ["wrong1"]),
        ("org", "# slm-lsp: ignore\nwrong1\n\nwrong2", ["wrong1"]),
        ("plaintext", "<!-- slm-lsp: off -->\nwrong1", ["wrong1"]),
    ],
)  # fmt: skip
def test_where_it_is_silent(language: str, text: str, expected: list[str]) -> None:
    assert silent(language, text) == expected


@pytest.mark.parametrize("language", ["markdown", "mdx", "latex", "typst", "rst", "asciidoc", "org", "html"])
@pytest.mark.parametrize("front", ["", "---\ntitle: x\n---\n", "---\r\ntitle: x\r\n---\r\n"])
def test_a_rule_is_turned_off_in_a_file(language: str, front: str) -> None:
    text = front + "A wrong1.\n"
    edit = turned_off(language, text, RULE)
    assert edit is not None
    changed = edit.apply(text)
    assert changed.startswith(front)
    assert silent(language, changed) == ["wrong1"]
    assert not any("slm-lsp" in p.text for p in prose_of(language, changed))


def test_no_comment_is_put_where_there_are_none() -> None:
    assert turned_off("plaintext", "A wrong1.", RULE) is None


def test_in_code() -> None:
    (span,) = silences("python", "# slm-lsp: off\n# wrong1", code=True)
    assert (span.start, span.end) == (0, 23)


@given(st.lists(st.sampled_from(["<!-- slm-lsp: ignore -->", "<!-- slm-lsp: off X -->", "\n", "a", " "])))
def test_spans_lie_in_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    for span in silences("markdown", text):
        assert 0 <= span.start <= span.end <= len(text)


def test_a_file_s_own_words() -> None:
    text = "% slm-lsp: words Zorb naïve-ish\nText % cspell:word quux\n words not"
    assert own_words("latex", text) == {"zorb", "naïve-ish", "quux"}
    assert own_words("markdown", text) == frozenset()  # that is no comment there
    added = word_added("latex", text, "libary")
    assert added
    assert own_words("latex", added.apply(text)) == {"zorb", "naïve-ish", "quux", "libary"}
    assert word_added("mail", "text", "libary") is None
