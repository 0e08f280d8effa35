"""Shares: those under which what was written is likeliest, and the usual ones where little is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.complete.weights import DOUBT, MixtureWeights, average, default_weights, fitted, likeliest
from slm_lsp.memory.phrase_counts import Place

chance = st.floats(0, 1, width=32)


def test_a_mixture_is_found_again() -> None:
    rng, shares = np.random.default_rng(1), np.array([0.5, 0.2, 0.3])
    # Three voices of fifty words; who writes takes each in its share.
    voices = rng.dirichlet(np.full(50, 0.1), 3)
    words = [rng.choice(50, p=voices[rng.choice(3, p=shares)]) for _ in range(20_000)]
    found = likeliest(voices[:, words].T, np.full(3, 1 / 3))
    assert found[:3] == pytest.approx(shares, abs=0.02)


def test_the_usual_shares_are_parts_of_one() -> None:
    for larger in (False, True):
        table = default_weights(larger)
        assert set(table) == {(known, used) for known in range(4) for used in (-1, 0, 1, 2, 3)}
        assert all(sum(shares) == pytest.approx(1) for shares in table.values())
        assert not any(table[known, -1].writer for known in range(4))


@given(
    st.lists(
        st.builds(Place, st.integers(0, 3), st.integers(-1, 2), chance, chance, chance, chance), max_size=30
    )
)
def test_whatever_was_heard(places: list[Place]) -> None:
    usual = default_weights()
    table = fitted(places, usual)
    heard = {(place.known, place.used) for place in places}
    for at, shares in table.items():
        assert sum(shares) == pytest.approx(1)
        assert min(shares) >= 0
        assert at in heard or shares == usual[at]
        assert at[1] >= 0 or shares.writer == 0
    if places:
        assert sum(average(places, table)) == pytest.approx(1)


def test_few_places_change_little_and_many_much() -> None:
    usual, own = default_weights(), Place(2, 2, 0.01, 0.01, 0.0, 0.9)
    few, many = (fitted([own] * count, usual)[2, 2].writer for count in (1, 20 * int(DOUBT)))
    assert usual[2, 2].writer < few < 0.5
    assert many > 0.9
    assert fitted([own], usual)[2, 1] == MixtureWeights(*usual[2, 1])
