"""Guards: what models add or lose never reaches the text."""

from __future__ import annotations

import pytest

from slm_lsp.inference.guards import cleaned, left_out, lost, repeats


@pytest.mark.parametrize(
    "output",
    [
        "<think>hm</think>It works.",
        "Sure! Here is the sentence: It works.",
        "Here's the corrected sentence:\nIt works.",
        '"It works."',
        "It works.\n\nI changed the verb.",
    ],
)
def test_what_models_add_is_taken_off(output: str) -> None:
    assert cleaned(output, "It work.") == "It works."


def test_a_refusal_is_no_answer() -> None:
    assert cleaned("I'm sorry, but I can't help with that.", "Kill the process.") == ""


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It costs 15 euros.", "It costs 50 euros."),
        ("Ask Agnieszka today.", "Ask Agnes today."),
        ("I do not agree.", "I do agree."),
        ("See https://a.b/c now.", "See https://a.b/d now."),
        ("We need two days.", "We need three days."),
        ("He said nothing.", "He said Bob nothing."),
    ],
)
def test_facts_are_kept(source: str, target: str) -> None:
    assert lost(source, target) is not None
    assert lost(source, source) is None


def test_running_in_circles_is_seen() -> None:
    assert repeats("and the government and the government and the government")
    assert not repeats("The cat sat on the mat and the dog sat on the rug.")


def test_words_of_weight_are_not_left_out() -> None:
    assert left_out(" stock options,", "")
    assert left_out("to make the process safe and", "")
    assert left_out("It illustrates how completely", "The")
    assert not left_out(" simply", "")
    assert not left_out("in order to", "to")
    assert not left_out("obtain", "get")


def test_duties_are_facts() -> None:
    assert lost("You should save it.", "You can save it.") == "what must or may be"
    assert lost("You should save it.", "You should keep it.") is None
