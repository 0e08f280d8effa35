"""One document, one way to write a word."""

from __future__ import annotations

import pytest

from slm_lsp.checks.patterns.consistency import inconsistencies
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.chunks import chunks
from slm_lsp.text.document import Document


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Send an email. The email came. Every e-mail is kept.", [("e-mail", "email")]),
        ("E-mail is old. Send an email. The email came.", [("E-mail", "Email")]),
        ("They organise it. We organise this. You organize that.", [("organize", "organise")]),
        # The rules say so already.
        ("The colour is red. One colour fits. A color fades.", []),
        ("Write an email, then a second email, then one more e-mail", [("e-mail", "email")]),
        # No way is the commonest, or there is only one.
        ("Send an email. Every e-mail is kept.", []),
        ("Four people came for tea. Our hour is or was here.", []),
        ("The Garden Club met. A garden grew. In the garden we sat.", []),
        ("A long-term plan for the long term. Long-term plans.", []),
        ("Run `e-mail` now. Send an email. The email came.", []),
        ("See email-list and e-mail-list. The email came. An email.", []),
    ],
)  # fmt: skip
async def test_the_rarer_way_is_flagged(text: str, flagged: list[tuple[str, str]]) -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False, dialect="british"), None)
    found = await checker.fast(Document("a", 0, "markdown", text))
    await session.close()
    assert [(p.text, p.replacements[0]) for p in found if p.finding.code == "consistency/two-ways"] == flagged


def test_capitals_inside_a_word() -> None:
    text = "LangServer runs. A LangServer stops. One LangServer. Langserver is new. My langserver."
    found = inconsistencies(chunks("plaintext", text))
    assert [(p.text, p.replacements) for p in found] == [
        ("Langserver", ["LangServer"]),
        ("langserver", ["LangServer"]),
    ]


async def test_it_can_be_switched_off() -> None:
    session = Session()
    document = Document("a", 0, "markdown", "Send an email. The email came. Every e-mail is kept.")
    for rules in ({"consistency/two-ways": False}, {"two-ways": False}):
        checker = session.checker(Settings(grammar=False, rules=rules), None)
        assert not [p for p in await checker.fast(document) if p.finding.code.startswith("consistency/")]
    await session.close()
