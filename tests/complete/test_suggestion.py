"""Ghost text joins where the cursor stands, with the real model."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from slm_lsp.complete import suggestion
from slm_lsp.inference.engine import Engine
from slm_lsp.server.ghost_text import context_before


@pytest_asyncio.fixture
async def engine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Engine]:
    monkeypatch.setattr(suggestion, "LEAST_SURE", 0.0)  # joins are looked at, however unsure the model is
    engine = Engine.start()
    yield engine
    await engine.close()


@pytest.mark.parametrize(
    "before",
    [
        "The number of people who",
        "The number of people who ",
        "You can use the comm",
        "It is one of the mo",
        "She said that",
        "First paragraph.\nIn this sect",
        "The city of Quuxley",
    ],
)
async def test_joins(engine: Engine, before: str) -> None:
    found = await suggestion.suggest(engine, before, "")
    assert found is not None
    whole = before + found.insert
    assert "  " not in whole
    assert not re.search(r" [,.;:!?]", whole)
    assert found.insert == found.insert.rstrip()
    assert len(found.insert.split()) <= suggestion.MOST_WORDS + 1
    assert not re.search(r"[.!?]\s", found.insert)  # never beyond the sentence


async def test_a_half_word_is_finished(engine: Engine) -> None:
    found = await suggestion.suggest(engine, "There are a number of peo", "")
    assert found is not None
    assert found.word == "peo"
    assert found.insert.startswith("ple")


async def test_before_punctuation_no_second_one(engine: Engine) -> None:
    found = await suggestion.suggest(engine, "There are a number of", ".")
    assert found is not None
    assert found.insert[-1].isalnum()


async def test_never_inside_a_word(engine: Engine) -> None:
    assert await suggestion.suggest(engine, "The num", "ber of people") is None
    assert await suggestion.suggest(engine, "   ", "") is None


async def test_the_word_that_stands_there_is_not_offered(engine: Engine) -> None:
    found = await suggestion.suggest(engine, "Thank you for your", "")
    assert found is not None
    assert found.insert.split()[0] != "your"


async def test_nothing_where_the_model_is_unsure(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestion, "LEAST_SURE", 1.1)
    assert await suggestion.suggest(engine, "There are a number of", "") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello **bold wor|** after", "Hello bold wor"),
        ("# Head\n\nText he|re", "Head\nText he"),
        ("```\ncode he|re\n```\n", None),
        ("Use `co|de` now", None),
        ("- an item wi|", "an item wi"),
        ("A sentence. |", "A sentence. "),
        ("---\ntitle: a|b\n---\n", None),
    ],
)
def test_context_is_prose_only(text: str, expected: str | None) -> None:
    offset = text.index("|")
    assert context_before("markdown", text.replace("|", "", 1), offset) == expected
