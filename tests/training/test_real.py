"""Real corrections: the development repositories stay out of everything that training reads."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np
import pytest

from models.training.corpus import held_out

pytest.importorskip("lemminflect")
tagdata = pytest.importorskip("models.training.tagdata")
prepare = pytest.importorskip("models.training.prepare")
real = pytest.importorskip("models.training.real")

HELD = [
    ("yiisoft/yii2", "wombats", "second language"),
    ("JetBrains/kotlin-web-site", "quokkas", "second language"),
    ("carpentries/instructor-training", "numbats", "native"),
    ("18F/guides", "possums", "native"),
    ("nodejs/nodejs.org", "echidnas", "native"),
]
READ = [("electron/electron", "otters"), ("numpy/numpy", "beavers"), ("nodejs/node", "badgers")]


def pair(animal: str) -> tuple[str, str]:
    return f"We saw many {animal[:-1]} near the long river.", f"We saw many {animal} near the long river."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with the same corrections in both files' forms, some of them of held-out repositories."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    first = ["\t".join((*pair("possums"), "18F/guides")), "\t".join((*pair("beavers"), "numpy/numpy"))]
    # A sentence that a held-out repository shares with another one.
    first.append("\t".join((*pair("wombats"), "kubernetes/community")))
    with lzma.open(folder / "corrections.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(first) + "\n")
    rows = ["before\tafter\tkind\tsaid\trepository"]
    rows += ["\t".join((*pair(animal), "inflection", "1", name)) for name, animal, _ in HELD]
    rows += ["\t".join((*pair(animal), "inflection", "0", name)) for name, animal in READ]
    with lzma.open(folder / "corrections-more.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    prose = "The river is long and wide. We walk there in the evening.\n\n" * 40
    for name in ("prose-modern", "prose-books", "dev"):
        with lzma.open(folder / f"{name}.txt.xz", "wt", encoding="utf-8") as file:
            file.write(prose)
    return folder


def test_training_reads_both_files_and_no_development_repository(corpus: Path) -> None:
    read = " ".join(c.target for c in real.training_corrections(corpus))
    assert all(animal in read for _, animal in READ)
    assert not [animal for _, animal, _ in HELD if animal in read]


def test_no_correction_is_read_twice(corpus: Path) -> None:
    pairs = [(c.source, c.target) for c in real.training_corrections(corpus)]
    assert len(pairs) == len(set(pairs)) == len(READ)


def test_a_corpus_without_the_second_file_or_repositories_is_read(corpus: Path) -> None:
    (corpus / "corrections-more.tsv.xz").unlink()
    with lzma.open(corpus / "corrections.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\t".join(pair("otters")) + "\n")
    assert [c.target for c in real.training_corrections(corpus)] == [pair("otters")[1]]


def test_each_correction_knows_its_development_set(corpus: Path) -> None:
    sets = {one.correction.target: one.development for one in real.more_corrections(corpus)}
    assert [sets[pair(animal)[1]] for _, animal, _ in HELD] == [name for _, _, name in HELD]
    assert [sets[pair(animal)[1]] for _, animal in READ] == [None] * len(READ)


def test_the_shards_of_the_tagger_hold_nothing_of_development_repositories(
    corpus: Path, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    texts = [" ".join(pair(animal)) for _, animal, *_ in [*HELD, *READ]] * 5
    tokenizer = prepare.train_tokenizer(iter(texts), 400)
    tokenizer.save(str(work / "tokenizer.json"))
    tagdata.prepare_tags(corpus, work, sentences_wanted=80, share_real=0.9, books=1.0, workers=1)
    with np.load(work / "tags" / "000.npz") as shard:
        text = tokenizer.decode(shard["tokens"].tolist())
    assert not [animal for _, animal, _ in HELD if animal in text]
    # Those that may be read are, but for the tenth by sentence that is held out as well.
    assert [animal for _, animal in READ if animal in text and not held_out(pair(animal)[0])]
