"""The mixture: what the voices agree on gains, and what one of them alone knows is still heard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.complete.mixture import linear, mixed
from slm_lsp.complete.next_word import embedded
from slm_lsp.complete.ngrams import MARKS
from slm_lsp.complete.predictors import Voices
from slm_lsp.complete.weights import MixtureWeights, default_weights
from slm_lsp.complete.writer_model import Said


def voices_after(
    before: str, tokens: dict[str, float], said: dict[str, float], habits: Said | None = None
) -> Voices:
    return Voices(embedded(), before, tokens, said, habits)


def of_writer(word: str, likelihood: float) -> Said:
    """A writer who goes on with one word, and uses all words as others do."""
    phrases = embedded()
    chances = np.zeros(len(phrases.words), np.float32)
    own: dict[str, float] = {}
    if (at := phrases.number(word)) is None:
        own[word] = likelihood
    else:
        chances[at] = likelihood
    return Said(chances, own, 2, np.ones(len(phrases.words), np.float32))


shares_of_one = st.tuples(*[st.floats(0.01, 1)] * 3).map(
    lambda s: MixtureWeights(*(part / sum(s) for part in s))
)
words = st.sampled_from(["people", "house", "Fenwick", "the", "xqzwv"])


@given(shares_of_one, st.dictionaries(words, st.floats(0, 0.25, width=32)))
def test_as_much_is_said_of_all_words_as_the_voices_say(
    shares: MixtureWeights, said: dict[str, float]
) -> None:
    voices = voices_after("There are a number of", {" people": 0.3, " them": 0.1}, said)
    mixture, plain = mixed(voices, shares), linear(voices, shares)
    assert mixture.chances.min() >= 0
    assert mixture.chances.sum() == pytest.approx(plain.chances.sum(), rel=1e-3)
    assert (
        mixture.own
        == plain.own
        == {word: shares.document * likelihood for word, likelihood in voices.unlisted.items()}
    )


def test_the_linear_mixture_is_the_sum_of_the_shares() -> None:
    shares = MixtureWeights(0.5, 0.3, 0.2)
    voices = voices_after("There are a number of", {" people": 0.3}, {"people": 0.1})
    expected = 0.5 * voices.phrases + 0.3 * voices.model + 0.2 * voices.document
    assert linear(voices, shares).chances == pytest.approx(expected, rel=1e-3, abs=1e-6)


def test_marks_are_as_likely_as_the_shares_say() -> None:
    voices, marks = voices_after("It was late", {",": 0.2, ".": 0.3, " in": 0.1}, {}), embedded().marks
    shares = default_weights()[voices.known, -1]
    assert len(marks) == len(MARKS)
    assert mixed(voices, shares).chances[marks] == pytest.approx(linear(voices, shares).chances[marks])
    assert mixed(voices, shares).chances[marks].sum() > 0.1


def test_what_two_voices_hold_likely_gains() -> None:
    phrases = embedded()
    shares = MixtureWeights(0.4, 0.4, 0.2)
    alone = voices_after("It is a", {" harbour": 0.2}, {})
    both = voices_after("It is a", {" harbour": 0.2}, {"harbour": 0.01})
    at = phrases.number("harbour")
    assert at is not None
    gained = mixed(both, shares).chances[at] / mixed(alone, shares).chances[at]
    assert gained > linear(both, shares).chances[at] / linear(alone, shares).chances[at]


@pytest.mark.parametrize("word", ["harbour", "Qwxfen"])
def test_a_phrase_of_the_writer_s_needs_nobody_s_agreement(word: str) -> None:
    voices = voices_after("We went down to the", {" house": 0.2}, {}, of_writer(word, 0.9))
    shares = default_weights()[voices.known, 2]
    mixture, at = mixed(voices, shares), embedded().number(word)
    likelihood = mixture.own[word] if at is None else mixture.chances[at]
    assert likelihood >= 0.9 * shares.writer
