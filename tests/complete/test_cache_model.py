"""Recency: the document's own words come back, and never more than certainly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.complete import suggestion
from slm_lsp.complete.cache_model import REACH, CacheModel, cache_model_of, within_reach
from slm_lsp.inference.engine import Engine

TEXT = "The Fenwick tree is small. A Fenwick tree holds sums. Each Fenwick tree has a root. "


def test_a_phrase_said_before_is_likely_again() -> None:
    after = CacheModel(TEXT).likely("Every Fenwick ")
    assert max(after, key=after.__getitem__) == "tree"
    assert after["tree"] > 0.4


def test_a_half_typed_word_is_not_said() -> None:
    assert "Fen" not in CacheModel(TEXT + "Fen").likely("")
    assert "Fenwick" in CacheModel(TEXT + "Fen").likely("")


@given(st.text("ab .", max_size=60), st.text("ab ", max_size=10))
def test_likelihoods_are_a_share_of_one(text: str, before: str) -> None:
    assert sum(CacheModel(text).likely(before).values()) <= 1 + 1e-9


def test_at_the_next_letter_of_a_word_nothing_is_counted_again() -> None:
    document = TEXT * 1_000
    known = cache_model_of(within_reach(document))
    for word in ("F", "Fe", "Fenwick"):
        assert cache_model_of(within_reach(document + word)) is known


def test_what_is_within_reach_ends_at_the_cursor() -> None:
    assert within_reach(TEXT) == TEXT
    for more in range(0, 3_000, 7):
        document = TEXT * 300 + "a" * more
        assert document.endswith(within_reach(document))
        assert REACH <= len(within_reach(document)) < REACH + 1_000


async def test_ghost_text_knows_names_from_beyond_the_model_s_sight() -> None:
    engine = Engine.start()
    far = "The weather was mild and the town was quiet for most of the week. " * 40
    said = TEXT + far + "So we add a new "
    found = await suggestion.suggest(engine, said + "Fenw", "", CacheModel(said))
    alone = await suggestion.suggest(engine, said + "Fenw", "")
    await engine.close()
    assert found is not None
    assert found.insert.startswith("ick")
    assert alone is None or not alone.insert.startswith("ick")
