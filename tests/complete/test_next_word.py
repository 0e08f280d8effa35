"""The next word: three voices, mixed; the phrases that ship with the program."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.complete.cache_model import CacheModel
from slm_lsp.complete.mixture import mixed as mixture
from slm_lsp.complete.next_word import NOTHING, NextWord, embedded
from slm_lsp.complete.ngrams import MARKS, NATS_A_STEP, ORDERS, Phrases
from slm_lsp.complete.predictors import Voices
from slm_lsp.complete.weights import MixtureWeights, default_weights
from slm_lsp.complete.writer_model import Said
from slm_lsp.inference.models import embedded_phrases


def mixed(
    before: str,
    tokens: dict[str, float] | None = None,
    said: dict[str, float] | None = None,
    shares: MixtureWeights | None = None,
    habits: Said | None = None,
) -> NextWord:
    """The next word after a text, by the usual shares or others."""
    voices = Voices(embedded(), before, tokens or {}, said or {}, habits)
    return NextWord(
        before, embedded(), mixture(voices, shares or default_weights()[voices.known, voices.used])
    )


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return embedded()


def test_a_common_phrase_goes_on(phrases: Phrases) -> None:
    chances, known = phrases.after("We did it in order")
    assert phrases.words[int(chances.argmax())] == "to"
    assert known == 3


def test_a_known_context_of_unknown_words_backs_off(phrases: Phrases) -> None:
    chances, known = phrases.after("Xqzwv able")
    assert phrases.words[int(chances.argmax())] == "to"
    assert known == 1


@given(st.lists(st.sampled_from(["the", "of", "in", "order", "to", ".", "Xqzwv", "\n", "we"]), max_size=6))
def test_chances_are_a_share_of_one(words: list[str]) -> None:
    chances, known = embedded().after(" ".join(words))
    assert chances.min() >= 0
    # Rounded to a step at each order, up by half a step at most; what is missing are unknown words.
    assert 0.5 < chances.sum() <= math.exp(len(ORDERS) * NATS_A_STEP / 2)
    assert 0 <= known <= 3


def test_a_token_s_probability_goes_to_words_that_begin_with_it(phrases: Phrases) -> None:
    usual, _ = phrases.after("It is")
    given_token = phrases.by_piece({" the": 0.5}, usual)
    assert given_token.sum() == pytest.approx(0.5, rel=1e-3)
    assert {phrases.words[i][:3] for i in np.flatnonzero(given_token)} == {"the"}


def test_every_voice_is_heard() -> None:
    said = CacheModel("The Fenwick tree. The Fenwick tree. ").likely("a Fenwick")
    model, document = MixtureWeights(0, 1, 0), MixtureWeights(0, 0, 1)
    assert mixed("a Fenwick", {" window": 0.9}, said, model).best("").text == "window"
    assert mixed("a Fenwick", {" window": 0.9}, said, document).best("").text == "tree"
    assert mixed("in order").best("").text == "to"
    # A word that only the document knows.
    assert mixed("a", {}, {"Fenwick": 0.5}).best("Fenw").text == "Fenwick"


def test_the_rest_of_a_word_and_the_whole_of_it() -> None:
    words = mixed("There are a number of", {" people": 0.1})
    assert words.best("peo").text == "people"
    assert words.best("people").likelihood < 0.5
    assert words.whole("people") > 0.5
    assert words.best("xqzwv") == NOTHING
    assert words.whole("xqzwv") == 1.0
    assert words.best("").text not in MARKS


def test_nothing_where_the_only_word_stands_there_already(phrases: Phrases) -> None:
    only = next(w for w in phrases.words if len(w) > 9 and len(phrases.words[phrases.starting(w[:-1])]) == 1)
    words = mixed(f"We saw {only}")
    assert words.best(only[:-1]) == NOTHING
    assert words.best("") != NOTHING
    assert mixed("a", {}, {"Fenwick": 0.0}, MixtureWeights(0, 0, 1)).best("Fen") == NOTHING


def test_the_file_is_mapped_not_copied() -> None:
    path: Path = embedded_phrases()
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    assert header["word4"]["dtype"] == "U16"
    assert not Phrases(path)._arrays["word4"].flags.owndata
