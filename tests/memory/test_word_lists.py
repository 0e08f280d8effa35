"""The neighbours' word lists, as they lie on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from slm_lsp.memory.word_lists import WordList
from slm_lsp.session import Session
from slm_lsp.settings import Settings
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


async def test_a_word_of_a_list_is_not_flagged(tmp_path: Path) -> None:
    (tmp_path / "accept.txt").write_text("(?i)splonk\n", "utf-8")
    session = Session()
    document = Document("a", 0, "plaintext", "We saw Splonk and splonk and teh dog.")

    async def flagged(settings: Settings) -> set[str]:
        checker = session.checker(settings, tmp_path)
        return {p.text for p in await checker.fast(document)}

    assert "splonk" in await flagged(Settings(grammar=False))
    assert await flagged(Settings(grammar=False, wordLists=("accept.txt", "missing.txt"))) == {"teh"}
