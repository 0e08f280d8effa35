"""Positions: every offset there and back in all three encodings, whatever the text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_lsp.text.document import Document
from slm_lsp.text.positions import LineIndex, PositionEncoding

HARD = st.text(alphabet="ab \n\r\té你好😀e\u0301\u2028\u0085\x0c\x0b👩‍👩‍👧", max_size=60)
ENCODINGS = list(PositionEncoding)


@given(HARD, st.sampled_from(ENCODINGS))
def test_every_offset_comes_back(text: str, encoding: PositionEncoding) -> None:
    lines = LineIndex(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # inside a line end there is no position
        assert lines.offset(*lines.position(offset, encoding), encoding) == offset


@given(HARD, st.sampled_from(ENCODINGS), st.data())
def test_a_span_has_the_positions_of_its_ends(
    text: str, encoding: PositionEncoding, data: st.DataObject
) -> None:
    lines = LineIndex(text)
    start = data.draw(st.integers(-1, len(text) + 1))
    end = data.draw(st.integers(start, len(text) + 1))
    assert lines.span(start, end, encoding) == (
        lines.position(start, encoding),
        lines.position(end, encoding),
    )


@given(HARD, st.data())
def test_edited_index_is_the_index_of_the_edited_text(text: str, data: st.DataObject) -> None:
    document = Document("u", 0, "plaintext", text)
    for version in range(1, 4):
        start = data.draw(st.integers(0, len(document.text)))
        end = data.draw(st.integers(start, len(document.text)))
        document = document.with_edit(start, end, data.draw(HARD), version)
        lines, anew = document.lines, LineIndex(document.text)
        assert lines.starts == anew.starts
        offsets = list(range(len(document.text) + 2))
        at = [lines.position(offset, PositionEncoding.UTF16) for offset in offsets]
        assert at == [anew.position(offset, PositionEncoding.UTF16) for offset in offsets]
        count = range(len(anew))
        assert [lines.line_text(n) for n in count] == [anew.line_text(n) for n in count]


@pytest.mark.parametrize(
    ("encoding", "character"),
    [(PositionEncoding.UTF8, 6), (PositionEncoding.UTF16, 4), (PositionEncoding.UTF32, 3)],
)
def test_emoji_counts_as_the_encoding_says(encoding: PositionEncoding, character: int) -> None:
    lines = LineIndex("x\n😀é!\n")
    assert lines.position(4, encoding) == (1, character - 1 if encoding is not PositionEncoding.UTF8 else 6)
    assert lines.offset(1, lines.position(4, encoding)[1], encoding) == 4


def test_only_line_feed_and_carriage_return_end_a_line() -> None:
    assert LineIndex("a\u2028b\u0085c\x0cd\x0be\r\nf\rg\nh").starts == [0, 11, 13, 15]


@pytest.mark.parametrize(("line", "character", "offset"), [(9, 0, 5), (0, 99, 2), (-1, 0, 0), (1, -5, 3)])
def test_positions_outside_are_moved_to_the_text(line: int, character: int, offset: int) -> None:
    assert LineIndex("ab\ncd").offset(line, character, PositionEncoding.UTF16) == offset
