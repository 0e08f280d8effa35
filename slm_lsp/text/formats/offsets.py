"""Offsets: from the UTF-8 bytes that tree-sitter counts to code points."""

from __future__ import annotations

from collections.abc import Callable


def byte_offsets(text: str) -> Callable[[int], int]:
    """A function from UTF-8 byte offsets to offsets in code points."""
    if text.isascii():
        return lambda byte: byte
    table: list[int] = []
    for index, char in enumerate(text):
        table += [index] * len(char.encode("utf-8", "replace"))
    table.append(len(text))
    return lambda byte: table[min(byte, len(table) - 1)]
