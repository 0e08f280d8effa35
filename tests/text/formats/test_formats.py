"""What each format reads of a sample, written beside it (`SAMPLE.prose`).

`python -m tests.text.formats.test_formats` writes the expectations anew; read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from slm_lsp.text.formats import language_of, prose_of

HERE = Path(__file__).parent
SAMPLES = sorted(
    p for p in HERE.rglob("*") if p.is_file() and p.suffix not in (".prose", ".pyc") and p.parent != HERE
)


def read(sample: Path) -> str:
    """Each block on a line, its kind first, what is frozen in double brackets."""
    language = language_of(sample)
    assert language is not None
    lines = []
    for prose in prose_of(language, sample.read_text("utf-8")):
        parts = [prose.text[p.start : p.start + p.length] for p in prose.pieces]
        shown = [f"⟦{part}⟧" if p.frozen else part for p, part in zip(prose.pieces, parts, strict=True)]
        lines.append(f"{prose.kind}: {''.join(shown)}\n")
    return "".join(lines)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_sample_is_read_as_expected(sample: Path) -> None:
    assert read(sample) == sample.with_name(sample.name + ".prose").read_text("utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_sample_with_windows_line_ends_has_the_same_words(sample: Path) -> None:
    language = language_of(sample)
    assert language is not None
    text = sample.read_text("utf-8")
    unix = [" ".join(p.text.split()) for p in prose_of(language, text)]
    windows = [" ".join(p.text.split()) for p in prose_of(language, text.replace("\n", "\r\n"))]
    assert windows == unix


if __name__ == "__main__":
    for each in SAMPLES:
        each.with_name(each.name + ".prose").write_text(read(each), "utf-8")
