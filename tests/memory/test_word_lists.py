"""The neighbours' word lists, as they lie on disk."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from slm_lsp.memory.word_lists import WordList
from slm_lsp.session import Session
from slm_lsp.settings.schema import LARGEST_WORD_LIST, Settings
from slm_lsp.text.document import Document


@pytest.mark.parametrize(
    ("name", "text", "known", "unknown"),
    [
        ("dictionary.txt", "Kubelet\nsysctl\n", ["kubelet", "Sysctl's"], ["kube"]),
        ("ltex.dictionary.en-US.txt", "Wojciech\n# no\n", ["Wojciech"], ["# no", "no"]),
        (
            "accept.txt",
            "(?i)kubectl\n[Jj]sonnet\nfoo(\n(a+)+b\n",
            ["KubeCtl", "jsonnet"],
            ["jsonnets", "foo(", "aab"],
        ),
        ("my.dic", "3\nword/MS\nother\tpo:noun\nand\\/or\n", ["word", "other"], ["3", "word/MS"]),
    ],
)
def test_what_is_known(tmp_path: Path, name: str, text: str, known: list[str], unknown: list[str]) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    words = WordList(tmp_path / name)
    assert all(words.has(word) for word in known)
    assert not any(words.has(word) for word in unknown)


@pytest.mark.parametrize(
    "pattern",
    [
        "[a-z]*" * 32, "[a-z]?" * 32, "(a|aa|aaa)(a|aa|aaa)" * 8, "(a+)+b", "a{99999999999999999999}",
        "(" * 2_000, 
        "(?:a?){9}{9}{9}", "(?=a)a", r"(a)\1", "a{2,}{2,}", "[a-z", "a**", "(a*)?" * 16, "a{1,99}" * 16,
    ],
)  # fmt: skip
def test_a_pattern_that_may_take_long_is_not_taken(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "accept.txt").write_text(f"{pattern}\n(?i)kubectl(?:s|ed)?\n", "utf-8")
    words = WordList(tmp_path / "accept.txt")
    begun = time.thread_time()
    assert words.has("KubeCtls") and not words.has("a" * 60 + "!")
    assert time.thread_time() - begun < 1
    assert len(words.patterns) == 1


def test_very_many_patterns_take_no_longer_than_a_few(tmp_path: Path) -> None:
    (tmp_path / "accept.txt").write_text("[Aa]b?c?d?e?f?[a-z]+x\n" * 5_000, "utf-8")
    words = WordList(tmp_path / "accept.txt")
    words.words()
    begun = time.thread_time()
    assert not words.has("abcdef" + "a" * 50)
    assert time.thread_time() - begun < 0.5


def test_a_list_that_is_too_large_is_empty(tmp_path: Path) -> None:
    (tmp_path / "huge.txt").write_text("word\n" * (LARGEST_WORD_LIST // 5 + 1), "utf-8")
    assert not WordList(tmp_path / "huge.txt").has("word")


async def test_a_word_of_a_list_is_not_flagged(tmp_path: Path) -> None:
    (tmp_path / "accept.txt").write_text("(?i)splonk\n", "utf-8")
    session = Session()
    document = Document("a", 0, "plaintext", "We saw Splonk and splonk and teh dog.")

    async def flagged(settings: Settings) -> set[str]:
        checker = session.checker(settings, tmp_path)
        return {p.text for p in await checker.fast(document)}

    assert "splonk" in await flagged(Settings(grammar=False))
    assert await flagged(Settings(grammar=False, wordLists=("accept.txt", "missing.txt"))) == {"teh"}
