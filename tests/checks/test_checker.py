"""Checker: what is shown before the model has read, and after."""

from __future__ import annotations

from slm_lsp.session import Session
from slm_lsp.settings import Settings
from slm_lsp.text.document import Document

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
    assert before == after == {"wich"}
    assert {"Agnieszka", "Wojciech", "wich"} <= alone


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
