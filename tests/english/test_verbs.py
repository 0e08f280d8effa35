"""Verbs: forms are made as they are spelled, and found again."""

from __future__ import annotations

import pytest

from slm_lsp.english.verbs import base_of, gerund, participle, past, third


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("write", ("writes", "wrote", "writing", "written")),
        ("try", ("tries", "tried", "trying", "tried")),
        ("plan", ("plans", "planned", "planning", "planned")),
        ("visit", ("visits", "visited", "visiting", "visited")),
        ("refer", ("refers", "referred", "referring", "referred")),
        ("make", ("makes", "made", "making", "made")),
        ("see", ("sees", "saw", "seeing", "seen")),
        ("fix", ("fixes", "fixed", "fixing", "fixed")),
        ("go", ("goes", "went", "going", "gone")),
        ("have", ("has", "had", "having", "had")),
        ("lie", ("lies", "lied", "lying", "lied")),
    ],
)
def test_forms(base: str, forms: tuple[str, ...]) -> None:
    assert (third(base), past(base), gerund(base), participle(base)) == forms
    assert base_of(participle(base), {base}.__contains__) == base


def test_what_no_verb_makes_has_no_base() -> None:
    assert base_of("sacred", {"sac"}.__contains__) is None
    assert base_of("hoped", {"hop", "hope"}.__contains__) == "hope"
