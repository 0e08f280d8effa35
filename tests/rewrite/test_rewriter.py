"""Rewriter: a rewrite reaches the text whole and safe, or not at all, and says why."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from slm_lsp.errors import NeedsLargerModel
from slm_lsp.rewrite.rewriter import Rewriter, document_edits, judged
from slm_lsp.rewrite.styles import REWRITE_STYLES, style_of
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.edits import Edit, align_edits, apply_edits
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence, sentences


def first(source: str) -> Sentence:
    return sentences(prose_of("markdown", source)[0])[0]


def why(sentence: Sentence, target: str, way: str = "") -> str | None:
    return judged(sentence, align_edits(sentence.text, target), way)


def test_markup_around_unchanged_words_stays() -> None:
    source = "We **really** go in order to [buy bread](http://a.b)."
    sentence = first(source)
    edits = align_edits(sentence.text, "We really go to buy bread.")
    assert judged(sentence, edits, "") is None
    assert (
        apply_edits(source, document_edits(sentence, edits)) == "We **really** go to [buy bread](http://a.b)."
    )


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("Maria saw 3 cats near the house.", "nothing to change"),
        ("Maria saw 4 cats near the house.", "number"),
        ("Anna saw 3 cats near the house.", "name"),
        ("Maria did not see 3 cats near the house.", "negation"),
        ("Maria saw 3 cats near a house.", "code"),
        ("Maria wrote 3 poems near the stable yesterday evening.", "meaning"),
    ],
)
def test_what_is_unsafe_is_refused_in_words(target: str, reason: str) -> None:
    said = why(first("Maria saw 3 cats near `the` house."), target)
    assert said is not None
    assert reason in said


def test_what_was_to_be_shorter_is_shorter() -> None:
    sentence = first("We can meet at noon.")
    for way in ("concise", "shorten"):
        assert why(sentence, "We are able to meet at noon.", way) == "nothing shorter was found"
    assert why(sentence, "We are able to meet at noon.", "formal") is None
    assert why(first("We are able to meet at noon."), "We can meet at noon.", "concise") is None


def test_phrases_may_change_more_than_a_free_rewrite() -> None:
    sentence = first("It is amazing and horrible.")
    edits = [Edit(6, 13, "good"), Edit(18, 26, "poor")]
    assert judged(sentence, edits, "neutral") is not None
    assert judged(sentence, edits, "neutral", free=False) is None


@pytest_asyncio.fixture
async def rewriter() -> AsyncIterator[Rewriter]:
    session = Session()
    yield session.rewriter(Settings())
    await session.close()


@pytest.mark.parametrize(
    ("way", "before", "after"),
    [
        ("formal", "We’re gonna talk about the kids.", "We are going to discuss the children."),
        ("friendly", "We would like it if you do not wait.", "We'd like it if you don't wait."),
        ("warm", "Thank you for the report.", "Thank you so much for the report."),
        ("neutral", "This is an amazing plan!", "This is a good plan."),
        ("confident", "I think the plan is probably good.", "The plan is good."),
        ("concise", "We met in order to decide.", "We met to decide."),
        ("shorten", "I think we met in order to decide.", "We met to decide."),
        ("plain", "They utilized it prior to the storm.", "They used it before the storm."),
        ("active", "The report was written by Anna.", "Anna wrote the report."),
        (
            "simplify",
            "The committee had numerous additional documents regarding it; the secretary wanted them all.",
            "The committee had many more documents about it. The secretary wanted them all.",
        ),
    ],
)  # fmt: skip
async def test_each_way_does_what_it_says(rewriter: Rewriter, way: str, before: str, after: str) -> None:
    rewrite = await rewriter.sentence(first(before), REWRITE_STYLES[way])
    assert rewrite.text == after
    assert rewrite.candidates


async def test_reasons(rewriter: Rewriter) -> None:
    async def reason(way: str, text: str) -> str | None:
        return (await rewriter.sentence(first(text), REWRITE_STYLES[way])).refused

    assert await reason("neutral", "We met at noon.") == "there was nothing to change"
    assert "easy to read" in str(await reason("simplify", "We met at noon."))
    assert "slm-lsp learn" in str(await reason("voice", "We met at noon."))


async def test_what_needs_a_larger_model_says_so(rewriter: Rewriter) -> None:
    for way in (REWRITE_STYLES["expand"], style_of("as a pirate would")):
        with pytest.raises(NeedsLargerModel, match="models pull"):
            _ = [rewrite async for rewrite in rewriter.rewrites([first("We met at noon.")], way)]
    sentence = first("We met in order to decide.")
    (rewrite,) = [r async for r in rewriter.rewrites([sentence], style_of("make it shorter, please"))]
    assert rewrite.text == "We met to decide."
