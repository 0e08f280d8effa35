"""Habits: what the writer wrote before is offered again, in its share, and can be unlearned."""

from __future__ import annotations

from pathlib import Path

import pytest

from slm_lsp.complete.learn import learn
from slm_lsp.complete.next_word import embedded
from slm_lsp.complete.suggestion import suggest
from slm_lsp.complete.weights import MixtureWeights
from slm_lsp.complete.writer_model import WriterModel
from slm_lsp.inference.engine import Engine
from slm_lsp.memory.phrase_counts import PhraseCounts
from tests.complete.test_next_word import mixed

WORK = """# The Fenwick papers

The Fenwick tree keeps partial sums. Nobody but `fenwick_sum` knows why the Fenwick tree keeps partial
sums, and the Fenwick tree keeps them well.

Der Baum bleibt auch in diesem Jahr wieder auf dem Hof stehen, und niemand fragt danach.

    code = "is not learned"
"""


@pytest.fixture
def writing(tmp_path: Path) -> PhraseCounts:
    return PhraseCounts(tmp_path / "memory.sqlite")


def test_only_english_prose_is_learned(writing: PhraseCounts) -> None:
    words = learn(writing, "a.md", "markdown", WORK)
    assert words == pytest.approx(sum(writing.followers().values())) == 29
    known = set(writing.followers())
    assert {"Fenwick", "partial", "papers", "Nobody"} <= known
    assert not known & {"Baum", "fenwick_sum", "code", "learned"}
    assert writing.followers("but") == {}  # nothing follows on code
    assert learn(writing, "b.md", "markdown", "---\nlang: de\n---\n\nEin Satz.\n") == 0
    assert [work.path for work in writing.works()] == ["a.md"]


def test_chances_are_a_share_of_one_and_know_the_writer_s_words(writing: PhraseCounts) -> None:
    habits = WriterModel(writing, embedded())
    assert habits.after("The Fenwick") is None
    learn(writing, "a.md", "markdown", WORK)
    places = {
        "and the Fenwick tree": 3,
        "of a Fenwick tree": 2,
        "Xqzwv Fenwick": 1,
        "Xqzwv": 0,
        "": 1,
        "Nobody but": 0,
    }
    for before, known in places.items():
        said = habits.after(before)
        assert said is not None
        assert said.known == known, before
        assert said.chances.sum() + sum(said.own.values()) == pytest.approx(1, abs=1e-4)
    said = habits.after("the Fenwick tree")
    assert said is not None
    assert mixed("the Fenwick tree", {}, {}, MixtureWeights(0, 0, 0, 1), said).best("").text == "keeps"
    assert mixed("the", {}, {}, None, habits.after("the")).best("Fenw").text == "Fenwick"
    writing.forget()
    assert habits.after("the Fenwick tree") is None


def test_what_was_said_once_after_three_words_leaves_the_shorter_ones_their_say(
    writing: PhraseCounts,
) -> None:
    habits = WriterModel(writing, embedded())
    learn(writing, "a.md", "markdown", "They met at the harbour.\n\n" + "We sat at the table.\n\n" * 8)
    for before, likeliest in (("They met at the", "table"), ("We sat at the", "table"), ("They met", "at")):
        said = habits.after(before)
        assert mixed(before, {}, {}, MixtureWeights(0, 0, 0, 1), said).best("").text == likeliest
    learn(writing, "a.md", "markdown", "They met at the harbour.\n\n" * 8 + "We sat at the table.\n\n" * 8)
    assert (
        mixed("", {}, {}, MixtureWeights(0, 0, 0, 1), habits.after("They met at the")).best("").text
        == "harbour"
    )


def test_what_is_accepted_is_learned_whole(writing: PhraseCounts) -> None:
    habits = WriterModel(writing, embedded())
    habits.accepted("We met at the harb", "our wall")
    assert writing.followers("the") == pytest.approx({"harbour": 1}, rel=1e-3)
    habits.accepted("We met at the", " old harbour")
    assert writing.followers("the", "old") == pytest.approx({"harbour": 1}, rel=1e-3)


def test_what_others_say_leans_towards_the_writer_s_words(writing: PhraseCounts) -> None:
    habits = WriterModel(writing, embedded())
    learn(writing, "a.md", "markdown", "We saw the harbour. " * 200)
    said = habits.after("It was near the")
    assert said is not None
    alone = MixtureWeights(1, 0, 0, 1e-9)
    plain = mixed("It was near the", {}, {}, alone)
    leant = mixed("It was near the", {}, {}, alone, said)
    assert leant.likelihood("harbour") > 1.5 * plain.likelihood("harbour")
    assert leant.likelihood("bottom") < plain.likelihood("bottom")
    assert leant._chances.sum() == pytest.approx(plain._chances.sum(), rel=1e-3)


async def test_ghost_text_says_what_the_writer_says(writing: PhraseCounts) -> None:
    engine = Engine.start()
    before = "Yesterday I told them again that the Fenwick"
    learn(writing, "a.md", "markdown", WORK)
    plain = await suggest(engine, before, "")
    own = await suggest(engine, before, "", None, WriterModel(writing, embedded()))
    await engine.close()
    assert own and own.insert.startswith(" tree")
    assert plain is None or not plain.insert.startswith(" tree")
