"""Weighing: by a writer's own works ghost text learns whom to believe; what was weighed can be forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from slm_lsp.complete import fit_weights
from slm_lsp.complete.fit_weights import samples, weigh
from slm_lsp.complete.learn import learn
from slm_lsp.complete.next_word import embedded
from slm_lsp.complete.weights import default_weights
from slm_lsp.complete.writer_model import WriterModel
from slm_lsp.inference.engine import Engine
from slm_lsp.memory.phrase_counts import PhraseCounts

SAID = "The zorblat keeper of the fenwick lodge never spoke of gravel, and the quiet harbour slept. "
WORK = f"# Notes\n\n{SAID * 3}\n\n{SAID}Then we left.\n\n    code = 'is not said.'\n"


@pytest.fixture
def writing(tmp_path: Path) -> PhraseCounts:
    return PhraseCounts(tmp_path / "memory.sqlite")


def test_sentences_are_chosen_with_what_stands_before_them() -> None:
    chosen = samples("a.md", "markdown", WORK, 10)
    assert len(chosen) == 4  # the short one and the code are left out
    assert {s.sentence for s in chosen} == {SAID.strip()}
    assert sorted(s.before for s in chosen)[0] == "Notes\n"
    assert "code" not in "".join(s.before for s in chosen)
    assert chosen == samples("a.md", "markdown", WORK, 10)
    assert len(samples("a.md", "markdown", WORK, 2)) == 2
    assert samples("a.md", "markdown", "", 2) == []


async def test_who_says_the_same_again_is_believed(writing: PhraseCounts) -> None:
    engine, habits, usual = Engine.start(), WriterModel(writing, embedded()), default_weights()
    model = engine.model.digest
    for name in ("a.md", "b.md"):
        learn(writing, name, "markdown", WORK)
    assert habits.shares(model, usual) == usual
    done: list[None] = []
    chosen = samples("a.md", "markdown", WORK, 3) + samples("b.md", "markdown", WORK, 3)
    words = await weigh(engine, writing, embedded(), chosen, lambda: done.append(None))
    assert words == len(writing.weighed()) == 6 * len(SAID.replace(",", "").split())
    assert len(done) == 6
    # After two words that the other work has too, all comes as it came there.
    assert all(place.writer > 0.5 for place in writing.weighed() if place.used == 2)
    shares = habits.shares(model, usual)
    assert shares[3, 2].writer > 1.5 * usual[3, 2].writer or shares[2, 2].writer > 1.5 * usual[2, 2].writer
    assert habits.shares("another model", usual) == usual
    assert writing.forget(path="a.md") == writing.forget(path="b.md") == 1
    assert writing.weighed() == []
    assert habits.shares(model, usual) == usual
    await engine.close()


async def test_of_a_work_by_itself_the_sentence_alone_is_left_out(writing: PhraseCounts) -> None:
    engine = Engine.start()
    learn(writing, "a.md", "markdown", WORK)
    words = await weigh(engine, writing, embedded(), samples("a.md", "markdown", WORK, 3))
    assert words == len(writing.weighed()) == 3 * len(SAID.replace(",", "").split())
    # It was said three times more; only one other paragraph begins so, and one that does not.
    assert [place.writer > 0.5 for place in writing.weighed()] == 3 * ([False] + 15 * [True])
    await engine.close()


async def test_a_sentence_by_itself_teaches_nothing_of_whom_to_believe(writing: PhraseCounts) -> None:
    """Left out, it leaves nothing."""
    engine = Engine.start()
    learn(writing, "a.md", "markdown", SAID)
    assert await weigh(engine, writing, embedded(), samples("a.md", "markdown", SAID, 3)) == 0
    await engine.close()


async def test_no_more_is_weighed_than_there_is_time_for(
    writing: PhraseCounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine.start()
    learn(writing, "a.md", "markdown", WORK)
    monkeypatch.setattr(fit_weights, "MOST_SECONDS", 0.0)
    assert await weigh(engine, writing, embedded(), samples("a.md", "markdown", WORK, 3)) == 0
    await engine.close()
