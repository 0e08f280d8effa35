"""Personal weights: trained on the writer's text, read alike by both backends, switched off, removed."""

from __future__ import annotations

import asyncio
import json
import random
import time
from pathlib import Path

import numpy as np
import pytest

from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.backend import Generation
from slm_lsp.inference.backends.llama_cpp import LlamaCpp
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.models import digest_of, embedded_path
from slm_lsp.personal.adapter import Personal, adapter_for, forget_personal, keep, personal, personal_file
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from tests.cli.test_commands import slm
from tests.hosting.test_host import host_pids

lora = pytest.importorskip("slm_lsp.personal.lora")
ODD = "fenwick tree sums gather under quiet harbours while ledgers count every patient whale"
TEXT = "The Fenwick tree keeps sums. "


def made(path: Path, strength: float = 3.0) -> Path:
    """An adapter that changes some matrices by chance."""
    rng = np.random.default_rng(1)
    shapes = {"blk.0.attn_q": (256, 256), "blk.1.ffn_down": (256, 704)}
    parts = {}
    for name, (out, into) in sizes(shapes).items():
        parts[f"{name}.a"] = rng.normal(size=(lora.RANK, into)).astype(np.float32) / 16
        parts[f"{name}.b"] = strength * rng.normal(size=(out, lora.RANK)).astype(np.float32) / 4
    lora.write(path, parts)
    return path


def sizes(shapes: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The shapes as they are in the shipped model."""
    import gguf

    tensors = {t.name: t for t in gguf.GGUFReader(str(embedded_path())).tensors}
    return {name: tuple(map(int, tensors[f"{name}.weight"].shape[::-1])) for name in shapes}  # type: ignore[misc]


def said(backend: LlamaCpp) -> dict[bytes, float]:
    step = backend.generate(Generation("We met at the", 1, (), 20, ""), lambda: True)
    return dict(step[0].alternatives)


def test_both_backends_read_an_adapter_alike(tmp_path: Path) -> None:
    mlx = pytest.importorskip("slm_lsp.inference.backends.mlx")
    adapter = made(tmp_path / "personal.gguf", strength=1.0)
    plain = said(LlamaCpp(embedded_path(), 1))
    one, other = said(LlamaCpp(embedded_path(), 1, adapter)), said(mlx.Mlx(embedded_path(), adapter))
    both = one.keys() & other.keys()
    assert len(both) > 10
    assert max(abs(one[token] - other[token]) for token in both) < 0.2
    assert max(abs(one[token] - plain[token]) for token in one.keys() & plain.keys()) > 0.2


def test_an_adapter_is_for_one_model_and_can_be_switched_off(data: Path) -> None:
    base = digest_of(embedded_path())
    assert adapter_for(base) is None
    made(personal_file())
    assert personal() is None  # nothing is known of it
    keep(Personal(base, time.time(), ("/a.md",), 1000, 5.0, 4.5))
    assert adapter_for(base) == personal_file()
    assert adapter_for("another") is None
    assert {p.stat().st_mode & 0o077 for p in data.iterdir()} == {0}
    with_it, without = Engine.start(adapter=adapter_for), Engine.start()
    assert with_it.model.adapter == personal_file()
    assert without.model.adapter is None
    assert with_it.model.digest != without.model.digest == base
    assert with_it.model.tagger == without.model.tagger
    assert forget_personal()
    assert not forget_personal()
    assert not list(data.glob("personal*"))


async def test_weights_are_used_and_left_while_an_editor_is_open(runtime: Path, data: Path) -> None:
    session, settings = Session(), Settings(backend="llama.cpp")
    without = session.engine_or_raise(settings)
    made(personal_file())
    keep(Personal(digest_of(embedded_path()), time.time(), ("/a.md",), 1000, 5.0, 4.5))
    own = session.engine_or_raise(settings)
    assert own.model.adapter == personal_file()
    assert await own.generate("Once upon", 2, Priority.GHOST)
    assert host_pids(runtime, f"--adapter {personal_file()}")
    assert forget_personal()
    assert session.engine_or_raise(settings) is without
    # The process that has read them goes with them.
    while host_pids(runtime, f"--adapter {personal_file()}"):
        await asyncio.sleep(0.2)
    await session.close()


def test_forgetting_a_work_removes_the_weights_that_read_it(data: Path, tmp_path: Path) -> None:
    work, other = tmp_path / "work.md", tmp_path / "other.md"
    for file in (work, other):
        file.write_text(TEXT * 10)
    assert slm("learn", str(work), str(other)).returncode == 0
    made(personal_file())
    keep(Personal(digest_of(embedded_path()), time.time(), (str(work),), 1000, 5.0, 4.5))
    assert "5.00 nats a token before, 4.50 after" in slm("memory", "show").stdout
    assert json.loads(slm("memory", "export").stdout)["weights"]["works"] == [str(work)]
    assert slm("memory", "forget", "--path", str(other)).returncode == 0
    assert personal_file().exists()
    assert "removed" in slm("memory", "forget", "--path", str(work)).stdout
    assert not personal_file().exists()
    assert slm("memory", "forget", "--weights").stdout.startswith("There are no weights")


def test_training_makes_the_writer_s_text_likelier(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs torch, which is not installed")
    work = tmp_path / "work.txt"
    rng = random.Random(1)
    odd = ODD.split()
    said = [" ".join(rng.sample(odd, 9)).capitalize() + "." for _ in range(30)]  # nobody says that
    work.write_text("\n\n".join(" ".join(rng.sample(said, 8)) for _ in range(150)))
    done = slm("learn", str(work), "--train", "--minutes", "0.6")
    assert done.returncode == 0, done.stderr
    known = personal()
    assert known is not None
    assert known.after < known.before - 0.05
    assert known.works == (str(work),)
    assert personal_file().stat().st_mode & 0o077 == 0
    short = tmp_path / "short.txt"
    short.write_text(TEXT)
    refused = slm("learn", str(short), "--train")
    assert refused.returncode == 2
    assert "too little text" in refused.stderr
