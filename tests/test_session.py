"""The session: what outlives a fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.models import embedded_path
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document


async def test_a_document_is_opened_while_the_model_is_gone(tmp_path: Path, data: Path) -> None:
    """What its host has read serves on."""
    shipped, copy = embedded_path(), tmp_path / "model.gguf"
    for end in (".gguf", "-tagger.gguf", "-tagger.npz"):
        shutil.copy(shipped.with_name(shipped.stem + end), tmp_path / f"model{end}")
    settings = Settings(model=str(copy), backend="llama.cpp")
    session = Session()
    engine = session.engine_or_raise(settings)
    before = session.checker(settings, None).reader
    assert before is not None
    said = await engine.generate("Once upon", 2, Priority.GHOST)
    digest = engine.model.digest
    for file in tmp_path.glob("model*.*"):
        file.unlink()
    reader = session.checker(settings, None).reader
    assert reader is not None
    assert reader.key == before.key
    assert engine.model.digest == digest
    assert await engine.generate("Once upon a", 2, Priority.GHOST)
    assert said
    await session.close()


@pytest.mark.parametrize("name", ["x" * 300, "file/below"])
async def test_the_session_starts_wherever_the_data_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SLM_LSP_DATA", str(tmp_path / name / "data"))
    session = Session()
    assert session.dismissals.failure
    assert session.remembered() == {}
    checker = session.checker(Settings(grammar=False), None)
    found = await checker.deep(Document("a", 0, "plaintext", "I saw the the cat."))
    assert [placed.finding.code for placed in found] == ["harper/RepeatedWords"]
    await session.close()
