"""Swaps: phrases go and come whole, with their commas, capitals and articles; quotations stay."""

from __future__ import annotations

import pytest

from slm_lsp.english.lexicon import (
    CONTRACTIONS,
    FILLERS,
    HEDGES,
    INFORMAL,
    NEUTRAL,
    WARM,
    WORDY,
    Phrases,
    turned,
    with_forms,
)
from slm_lsp.rewrite.substitutions import swaps
from slm_lsp.text.edits import apply_edits


@pytest.mark.parametrize(
    ("phrases", "before", "after"),
    [
        (HEDGES, "Perhaps, we should go.", "We should go."),
        (HEDGES, "We should, perhaps, go.", "We should go."),
        (HEDGES, "I think that Anna is right, maybe.", "Anna is right."),
        (FILLERS, "It is very, very late.", "It is very, very late."),
        (FILLERS, "He said “very late” and it's really late.", "He said “very late” and it's late."),
        (with_forms(WORDY), "They are of the opinion that it is.", "They think that it is."),
        (CONTRACTIONS, "It’s late and I'm tired.", "It is late and I am tired."),
        (turned(CONTRACTIONS), "We do not know where it is.", "We don't know where it is."),
        (turned(CONTRACTIONS), "It’s true that I am late.", "It’s true that I’m late."),
        (with_forms(INFORMAL), "Finding out what is asked for.", "Determining what is requested."),
        (with_forms(NEUTRAL), "This is an absolutely amazing plan.", "This is a good plan."),
        (with_forms(NEUTRAL), "An incredible, awful day.", "A remarkable, poor day."),
        (FILLERS, "It is a very high fee.", "It is a high fee."),
        (FILLERS, "It is a very old place.", "It is an old place."),
        (HEDGES, "It is kind of late.", "It is late."),
        (WARM, "Thank you for the cake.", "Thank you so much for the cake."),
    ],
)  # fmt: skip
def test_phrases_are_exchanged(phrases: Phrases, before: str, after: str) -> None:
    assert apply_edits(before, swaps(before, tuple(phrases))) == after


def test_what_is_frozen_stays() -> None:
    text = "It is very late in order to go."
    assert swaps(text, tuple(FILLERS + WORDY), [(6, 10), (20, 21)]) == []
