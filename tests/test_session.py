"""The session: what outlives a fault."""

from __future__ import annotations

import shutil
from pathlib import Path

from slm_lsp.inference.models import embedded_path
from slm_lsp.session import Session
from slm_lsp.settings import Settings


async def test_a_document_is_opened_while_the_model_is_gone(tmp_path: Path, data: Path) -> None:
    copy = tmp_path / "model.gguf"
    shutil.copy(embedded_path(), copy)
    settings = Settings(model=str(copy), backend="llama.cpp")
    session = Session()
    reader = session.checker(settings, None).reader
    assert reader is not None
    copy.unlink()
    assert session.checker(settings, None).reader is reader  # it is tried again
    assert session.trouble == f"{copy} is gone."
    await session.close()
