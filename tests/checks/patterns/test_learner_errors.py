"""Usage: each pattern finds what it is for, mends it, and is silent beside it."""

from __future__ import annotations

import pytest

from slm_lsp.checks.harper.categories import CATEGORIES
from slm_lsp.checks.patterns.learner_errors import of_sentence
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.edits import apply_edits
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import sentences


def mended(text: str) -> str:
    """A sentence with all fixes made, each of which is of a category that has a page."""
    (block,) = prose_of("plaintext", text)
    (sentence,) = sentences(block)
    found = of_sentence(sentence)
    assert {finding.category for finding in found} <= set(CATEGORIES)
    return apply_edits(text, [finding.fixes[0] for finding in found])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("I look forward to hear from you.", "I look forward to hearing from you."),
        ("She looked forward to be there.", "She looked forward to being there."),
        ("We enjoyed to swim there.", "We enjoyed swimming there."),
        ("He don’t like it.", "He doesn’t like it."),
        ("Each of the students have a book.", "Each of the students has a book."),
        ("One of my friends are ill.", "One of my friends is ill."),
        ("The children plays outside.", "The children play outside."),
        ("She can goes there.", "She can go there."),
        ("They must to help us.", "They must help us."),
        ("Why does he wants it?", "Why does he want it?"),
        ("I seen him there.", "I saw him there."),
        ("Less people came.", "Fewer people came."),
        ("Whose coming tonight?", "Who's coming tonight?"),
        ("Between you and I, it is late.", "Between you and me, it is late."),
        ("She suggested me to apply.", "She suggested that I apply."),
        ("Can you borrow me a pen?", "Can you lend me a pen?"),
        ("Explain me how it works.", "Explain to me how it works."),
        ("I have 20 years old.", "I am 20 years old."),
    ],
)
def test_what_is_wrong_is_mended(wrong: str, right: str) -> None:
    assert mended(wrong) == right
    assert mended(right) == right


@pytest.mark.parametrize(
    "text",
    [
        "I look forward to work that matters, and to visits.",
        "He said, “She don’t know.”",
        "Why don’t they know it?",
        "More than one of the files are gone, and all but one of the guests were there.",
        "Which one of the books have you read?",
        "If one of your friends were here, none the less people would come.",
        "On one of these walls were old paintings.",
        "The number of children is small.",
        "They did all they could to help.",
        "When I do it makes me glad.",
        "Have I seen it, and have they seen it?",
        "It needs much less questions of taste.",
        "Whose coat is it?",
        "What she suggested to me is good.",
        "You can borrow it from me.",
        "He explained it to us.",
        "The house, which he has, is years old.",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert mended(text) == text


async def test_it_is_shown_once_and_can_be_turned_off() -> None:
    text = "She go home, but he don't like it at all. I look forward to hear from you."

    async def codes(**rules: bool) -> list[str]:
        session = Session()
        checker = session.checker(Settings(grammar=False, rules=rules), None)
        found = await checker.fast(Document("a", 0, "plaintext", text))
        await session.close()
        assert len({p.span for p in found}) == len(found)
        return [p.finding.code for p in found]

    assert "usage/look-forward-to" in await codes()
    assert "usage/look-forward-to" not in await codes(**{"look-forward-to": False})
    assert not [code for code in await codes(usage=False) if code.startswith("usage/")]
