"""Names: what learned works call somebody again and again is not a misspelling."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.checks.checker import Checker
from slm_lsp.complete.learn import learn
from slm_lsp.memory.learned_names import LEAST_USES, LearnedNames
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document


def test_names_are_those_that_never_stand_without_a_capital(tmp_path: Path) -> None:
    names = LearnedNames(tmp_path / "memory.sqlite")
    assert names.words() == frozenset()
    writing = PhraseCounts(tmp_path / "memory.sqlite")
    learn(
        writing,
        "a.txt",
        "plaintext",
        "We met Quuxley. The harbour is far, and Rarely came once. " * LEAST_USES,
    )
    learn(writing, "b.txt", "plaintext", "Only once did we meet Zorblatt in the harbour.")
    assert "quuxley" in names.words()
    assert not names.words() & {"zorblatt", "the", "harbour"}
    writing.forget()
    assert names.words() == frozenset()


async def test_a_name_of_one_s_works_is_spelled_right(data: Path) -> None:
    session = Session()
    document = Document("a", 0, "plaintext", "We saw Quuxley and then a Zorblatt at the fair.")

    async def misspelled(settings: Settings) -> set[str]:
        checker: Checker = session.checker(settings, None)
        checker.reader = None
        return {p.text for p in await checker.fast(document) if p.finding.spelling}

    eager = Settings(sensitivity="eager", grammar=False)
    before = await misspelled(eager)
    assert "Quuxley" in before
    learn(PhraseCounts(data / "memory.sqlite"), "a.txt", "plaintext", "We met Quuxley there. " * LEAST_USES)
    assert await misspelled(eager) == before - {"Quuxley"}
    assert await misspelled(Settings(sensitivity="eager", grammar=False, memory=False)) == before
    await session.close()
