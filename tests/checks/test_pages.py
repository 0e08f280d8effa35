"""Pages: whatever is asked of a document's findings is what a plain list of them would answer."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.checks.pages import ChunkFindings, Findings, in_order
from slm_lsp.text.chunks import Chunks, chunks

WORDS = ["teh", "Kolm", "cat", "Teh"]
CODES = ["harper/SpellCheck", "model/spelling", "harper/AnA"]


@st.composite
def found(draw: st.DrawFn) -> tuple[Chunks, Findings]:
    """A document of several passages, some of whose words something is said of."""
    paragraphs = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), max_size=6))
    filling = "It is a long and quiet day in the garden, and nobody comes. " * 40
    text = "\n\n".join(" ".join(words) + ". " + filling for words in paragraphs)
    document = chunks("plaintext", text)
    pages = []
    for chunk in document.chunks:
        some = []
        for sentence in chunk.sentences:
            if (word := sentence.text.split()[0].strip(".")) in WORDS:
                code, sure = draw(st.sampled_from(CODES)), draw(st.sampled_from([0.1, 0.9]))
                some.append(Placed(Finding(code, "", 0, len(word), confidence=sure), sentence))
        pages.append(in_order(some))
    return document, Findings(document, pages)


def plain(findings: Findings) -> list[Placed]:
    pages = zip(findings.starts, findings.pages, strict=True)
    return [p.moved(start) for start, page in pages for p in page.placed]


def spans(placed: Iterable[Placed]) -> list[tuple[str, tuple[int, int]]]:
    return [(p.finding.code, p.span) for p in placed]


@given(found(), st.integers(-10, 20_000))
def test_what_begins_there_or_later(of: tuple[Chunks, Findings], offset: int) -> None:
    _, findings = of
    assert len(findings) == len(plain(findings))
    assert spans(findings) == spans(plain(findings))
    assert spans(findings.since(offset)) == spans(p for p in plain(findings) if p.span[0] >= offset)


@given(found(), st.integers(0, 20_000), st.integers(0, 8_000))
def test_what_is_to_stay_near_a_place(of: tuple[Chunks, Findings], low: int, size: int) -> None:
    _, findings = of
    high = low + size

    def keep(placed: Placed) -> bool:
        return placed.span[1] < low or placed.span[0] > high

    assert spans(findings.where(keep, low, high)) == spans(filter(keep, plain(findings)))
    assert findings.where(lambda _: True).pages == findings.pages


@given(found(), st.frozensets(st.sampled_from(["teh", "kolm"])))
def test_words_that_are_not_to_be_doubted(of: tuple[Chunks, Findings], words: frozenset[str]) -> None:
    _, findings = of
    left = findings.without(words)
    expected = [p for p in plain(findings) if not (p.finding.about_word and p.text.lower() in words)]
    assert spans(left) == spans(expected)
    assert findings.without(words).pages == left.pages  # the same objects
    suspects = [p for p in plain(findings) if p.finding.code == "harper/SpellCheck"]
    assert list(findings.suspects()) == [(p.text.lower(), p.finding.confidence) for p in suspects]


@given(found(), st.integers(0, 20_000), st.integers(1, 8))
def test_the_nearest(of: tuple[Chunks, Findings], offset: int, count: int) -> None:
    _, findings = of
    everything = spans(plain(findings))
    near = spans(findings.nearest(offset, count))
    assert len(near) == min(count, len(everything))
    first = everything.index(near[0]) if near else 0
    assert near == everything[first : first + count]
    before = sum(1 for _, (start, _) in everything if start < offset)
    assert not near or min(before, len(everything) - 1) in range(max(0, first - 1), first + count + 1)


@given(found())
def test_what_else_is_said_is_said_of_other_words(of: tuple[Chunks, Findings]) -> None:
    document, findings = of
    more = [Placed(Finding("style/Echo", "", 0, 2), sentence) for sentence in document.sentences()]
    more += [Placed(p.finding, p.sentence) for p in plain(findings)]
    together = spans(findings.together_with(more))
    assert [one for one in together if one[0] != "style/Echo"] == spans(plain(findings))
    assert len(together) == len(findings) + len(document.sentences())
    assert [span for _, span in together] == sorted(span for _, span in together)


@given(found(), st.lists(st.tuples(st.sampled_from(["kolm", "teh"]), st.floats(0, 1)), max_size=2))
def test_what_stood_is_doubted_whatever_goes(
    of: tuple[Chunks, Findings], suppressed: list[tuple[str, float]]
) -> None:
    document, findings = of
    pages = [ChunkFindings(page.placed, tuple(suppressed)) for page in findings.pages]
    suspects = [doubt for page in findings.pages for doubt in (*page.suspects, *suppressed)]
    with_stood = Findings(document, pages)
    assert list(with_stood.suspects()) == suspects
    nothing = with_stood.where(lambda _: False)
    assert list(nothing.suspects()) == suppressed * len(pages)
    more = [Placed(Finding("style/echo", "", 0, 1), s) for s in document.sentences()]
    assert sorted(with_stood.together_with(more).suspects()) == sorted(suspects)


def test_a_page_of_which_nothing_goes_is_the_same_page() -> None:
    page = ChunkFindings()
    assert page.where(lambda _: False) is page
    assert page.without(frozenset({"teh"})) is page
