"""Weights: the interpolation weight of each predictor, by default and for one writer.

Linear interpolation, its shares by expectation maximisation on text that was left out of the counts (deleted
interpolation, Jelinek and Mercer, 1980).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slm_lsp.memory.phrase_counts import Place


class MixtureWeights(NamedTuple):
    """What part of the probability each voice gives."""

    phrases: float
    model: float
    document: float
    writer: float = 0.0


# By the words before the cursor that the longest known phrase has, and that the writer has used in this
# order (-1 where nothing is known of the writer).
Table = dict[tuple[int, int], MixtureWeights]

# By the words before the cursor that the longest known phrase has; `python -m benchmarks.quality.shares`
# works them out on the tuning set.
SHARES = (
    MixtureWeights(0.28, 0.58, 0.14),
    MixtureWeights(0.28, 0.58, 0.14),
    MixtureWeights(0.21, 0.68, 0.11),
    MixtureWeights(0.23, 0.66, 0.11),
)
# What the writer's own habits take from the others, by the words before the cursor that they have used
# in this order: worked out on an author who is not measured (benchmarks/quality/learning.py). After
# three words as after two: from 0.08 (that author) to 0.95 (release notes), and weighing finds out.
WRITER = (0.13, 0.12, 0.16, 0.16)
# A larger model of the writer's choice knows most phrases by itself. A guess: none was at hand.
SHARES_LARGER = MixtureWeights(0.15, 0.73, 0.12)

# So many places speak for the usual shares: of 2 to 100 the best on places left out, whether 50 or 1,500
# others were fitted.
DOUBT = 5.0
UNHEARD_OF = 1e-9  # what a voice gives to a word it does not know
ROUNDS = 60


@cache
def default_weights(larger: bool = False) -> Table:
    """The shares where the writer's works were not weighed; `larger`: with a model of the writer's choice."""
    table: Table = {}
    for known, shares in enumerate((SHARES_LARGER,) * len(SHARES) if larger else SHARES):
        table[known, -1] = shares
        for used, own in enumerate(WRITER):
            phrases, model, document = (share * (1 - own) for share in shares[:3])
            table[known, used] = MixtureWeights(phrases, model, document, own)
    return table


def likeliest(
    likelihoods: NDArray[np.float64], start: NDArray[np.float64], doubt: float = 0.0
) -> MixtureWeights:
    """The shares under which words are likeliest: [places, voices] by each voice; of a voice whose share is
    0 at the `start` it stays so. `doubt`: how many places speak for the start itself."""
    shares = start
    for _ in range(ROUNDS):
        due = (likelihoods + UNHEARD_OF) * shares
        due /= due.sum(1, keepdims=True)
        shares = (due.sum(0) + doubt * start) / (len(due) + doubt)
    return MixtureWeights(*map(float, shares))


def fitted(places: Iterable[Place], usual: Table) -> Table:
    """The shares for who wrote at these places, leant towards the usual ones where there are few."""
    rows: dict[tuple[int, int], list[MixtureWeights]] = {}
    for known, used, *likelihoods in places:
        rows.setdefault((known, used), []).append(MixtureWeights(*likelihoods))
    found = {at: likeliest(np.array(rows[at]), np.array(usual[at]), DOUBT) for at in rows}
    return usual | found


def average(places: Sequence[Place], table: Table) -> MixtureWeights:
    """The mean share of each voice over places."""
    return MixtureWeights(*np.mean([table[place.known, place.used] for place in places], 0).tolist())
