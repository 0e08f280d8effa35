"""Checker: what is shown before the model has read, and after."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from slm_lsp.checks.checker import AT_FIRST, Checker
from slm_lsp.checks.model.tag_edits import TagEdits
from slm_lsp.checks.results import SentenceResult, packed, unpacked
from slm_lsp.edit_tags.decode import likely_edits
from slm_lsp.hosting.priority import Priority
from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import sentences

TEXT = "We met Agnieszka and Wojciech, wich was a happy day for us all."


async def test_no_flag_on_a_name_comes_and_goes() -> None:
    session = Session()
    checker = session.checker(Settings(), None)
    document = Document("a", 0, "plaintext", TEXT)
    before = {placed.text for placed in await checker.fast(document)}
    after = {placed.text for placed in await checker.deep(document)}
    checker.reader = None
    alone = {placed.text for placed in await checker.fast(document)}
    await session.close()
    assert before == after == alone == {"wich"}


async def test_a_name_that_is_near_no_word_is_left_alone() -> None:
    session = Session()
    checker = session.checker(Settings(), None)
    names = "I met Mrs. Zorblatt. Nkechi and Thabo met Siobhan in Wroclaw. I met Mrs. Blacksmyth and Okafor."
    slips = "We came back from Edinburg on Wendesday. They speak Portugese at home."
    found = [p.text for p in await checker.deep(Document("a", 0, "plaintext", f"{names} {slips}"))]
    await session.close()
    assert found == ["Edinburg", "Wendesday", "Portugese"]


async def test_a_word_used_again_and_again_is_a_term_but_a_slip_stays_one() -> None:
    session = Session()
    checker = session.checker(Settings(), None)
    once = "The package gitlint draws the first screen of a program."
    again = "If a program starts slowly, gitlint shows how far it has come."
    slips = "They recieve a letter on Monday. They definately recieve one on Friday. We recieve none."

    async def flagged(text: str) -> list[str]:
        return [p.text for p in await checker.deep(Document("a", 0, "plaintext", text))]

    alone = await flagged(once)
    both = await flagged(f"{once} {again}")
    twice = await flagged(slips)
    await session.close()
    assert alone == ["gitlint"]
    assert both == []
    assert twice == ["recieve", "definately", "recieve", "recieve"]


async def test_a_text_opened_again_asks_no_model() -> None:
    """In the next session, or in another window: it is shown at once, and the same."""
    text = f"{TEXT} She go to the market every day. I have an apple and a orange."
    document = Document("a", 0, "plaintext", text)
    first = Session()
    found = await first.checker(Settings(), None).deep(document)
    engine = first.engine(Settings())
    assert engine is not None and engine.host.asked > 0
    await first.close()

    again = Session()
    checker = again.checker(Settings(), None)
    at_once = await checker.fast(document)
    assert await checker.deep(document) == at_once == found
    engine = again.engine(Settings())
    assert engine is not None and engine.host.asked == 0
    await again.close()


async def test_nothing_is_kept_where_the_writer_does_not_want_it(data: Path) -> None:
    session = Session()
    await session.checker(Settings(diskCache=False), None).deep(Document("a", 0, "plaintext", TEXT))
    await session.close()
    assert not (data / "cache.sqlite").exists()


async def test_a_reading_is_the_same_after_it_was_kept() -> None:
    session = Session()
    checker = session.checker(Settings(), None)
    assert checker.reader is not None
    (prose,) = prose_of("plaintext", "She go to the market and buyed a apple.")
    (sentence,) = sentences(prose)
    reading = await checker.reader.reading(sentence, Priority.SENTENCE)
    await session.close()
    assert reading.findings and reading.tags
    assert unpacked(packed(reading)) == reading
    assert unpacked(packed(SentenceResult())) == SentenceResult()
    for nonsense in (b"", b"\xff", b"{}", b"[1]", b"[[[1]],null]"):
        assert unpacked(nonsense) is None


async def until_it_spells(checker: Checker) -> None:
    """Waits for the second in which the rules' process has just begun."""
    while await checker.rules.without_spelling([]) is not None:
        await asyncio.sleep(0.1)


async def test_what_was_read_elsewhere_is_shown_once_it_is_looked_for() -> None:
    session = Session()
    text = "\n\n".join(f"I saw the the cat number {i}." for i in range(400))
    document = Document("a", 0, "plaintext", text)
    one, other = (session.checker(Settings(grammar=False), None) for _ in range(2))
    await until_it_spells(one)
    assert len(await one.fast(document, 0)) == AT_FIRST
    assert len(await other.deep(document)) == 400
    assert await one.pending_rules(one.unfinished(document)) == []
    assert one.dirty
    assert len(await one.fast(document, 0)) == 400
    assert not one.dirty
    document = document.with_edit(0, 0, "It is a cat. ", 1)
    assert len(await one.fast(document, 0)) == 400
    await session.close()


async def test_a_document_read_bit_by_bit_shows_what_one_shows_that_is_read_at_once() -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False), None)
    choice = random.Random(7)
    lines = [
        "I saw the the cat {}.",
        "It is a a {}. An big dog.",
        "All is well with {} here.",
        "* an item {}",
    ]
    text = "\n\n".join(choice.choice(lines).format(f"number {i}") for i in range(300))
    document = Document("a", 0, "markdown", text)
    for version in range(1, 30):
        near = choice.randrange(len(document.text))
        await checker.fast(document, near)
        pending_rules = await checker.pending_rules(checker.unfinished(document), near)
        await checker.rule(pending_rules[: choice.choice([0, 3, 200])])
        at = choice.randrange(len(document.text))
        new = choice.choice(["", " the the ", "\n\n", "x"])
        document = document.with_edit(at, at + choice.choice([0, 1, 40]), new, version)
    await checker.rule(await checker.pending_rules(checker.unfinished(document)))
    at_once = await session.checker(Settings(grammar=False), None).fast(document)
    shown = await checker.fast(document, 0)
    assert [(p.span, p.finding) for p in shown] == [(p.span, p.finding) for p in at_once]
    assert len(shown) > 100
    await session.close()


async def test_of_a_long_document_the_nearest_is_read_first_and_nothing_twice() -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False), None)
    text = "\n\n".join(f"I saw the the cat number {i}." for i in range(400))
    document, near = Document("a", 0, "plaintext", text), 7_000
    await until_it_spells(checker)
    found = await checker.fast(document, near)
    assert len(found) == AT_FIRST
    assert max(abs(placed.span[0] - near) for placed in found) < 3_000
    left = await checker.pending_rules(checker.sentences(document), near)
    assert len(left) == 400 - AT_FIRST
    reading = asyncio.create_task(checker.rule(left))
    while len(await checker.pending_rules(checker.sentences(document))) == len(left):
        await asyncio.sleep(0.01)
    reading.cancel()  # by the next key
    assert len(await checker.pending_rules(checker.sentences(document))) <= len(left) - AT_FIRST
    assert len(await checker.fast(document)) == 400
    await session.close()


@pytest.mark.parametrize(
    ("text", "category", "believed"),
    [
        ("I have recieved it from her.", "spelling", 1),
        ("She bought an letter opener.", "article", -1),
        ("They was tired of it all.", "agreement", 0),
    ],
)
async def test_how_far_the_tagger_is_believed_depends_on_the_kind(
    text: str, category: str, believed: int
) -> None:
    session = Session()
    reader = session.checker(Settings(), None).reader
    (prose,) = prose_of("plaintext", text)
    (sentence,) = sentences(prose)
    assert isinstance(reader, TagEdits)
    reading = await reader.reading(sentence, Priority.SENTENCE)
    await session.close()
    assert reading.tags
    (said,) = likely_edits(text, reading.tags)
    (found,) = reading.findings
    assert found.category == category
    more = found.confidence - said.probability
    assert (more > 1e-6) - (more < -1e-6) == believed


async def test_a_word_of_the_documents_code_is_a_term() -> None:
    session = Session()
    checker = session.checker(Settings(), None)
    text = "# tinyqueue\n\nThe package gitlint draws the first screen of a program."

    async def flagged(text: str) -> list[str]:
        return [p.text for p in await checker.deep(Document("a", 0, "markdown", text))]

    alone = await flagged(text)
    inline = await flagged(f"{text}\n\nRun `gitlint --help` and `tinyqueue work`.")
    fenced = await flagged(f"{text}\n\n```sh\ngitlint --help\ngo get github.com/acme/tinyqueue\n```\n")
    await session.close()
    assert alone == ["tinyqueue", "gitlint"]
    assert inline == fenced == []


async def test_a_word_that_might_be_two_is_in_the_dictionary_too(tmp_path: Path) -> None:
    session = Session()
    dictionary = Dictionary(tmp_path / "words.txt")
    checker = session.checker(Settings(grammar=False), None)
    checker.dictionaries = [dictionary]
    document = Document("a", 0, "plaintext", "We like it that tinyqueue is small.")
    (found,) = await checker.fast(document)
    dictionary.add(found.text)
    again = await checker.fast(document)
    await session.close()
    assert (found.finding.code, found.text, again) == ("harper/SplitWords", "tinyqueue", [])
