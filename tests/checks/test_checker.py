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
