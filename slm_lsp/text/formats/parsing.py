"""Parsing with tree-sitter: others have their turn meanwhile, and what takes too long is given up."""

from __future__ import annotations

import time

import tree_sitter

# Of a processor: no text that people write needs a tenth of it. Where its grammar finds no sense in a text,
# tree-sitter needs the square of its length.
LONGEST_SECONDS = 2.0
_CHUNK = 1 << 16


def parsed(language: tree_sitter.Language, data: bytes) -> tree_sitter.Node | None:
    """The root of a text's tree; None where that takes too long.

    A text that is given in one piece is parsed without a break in which another thread could run.
    """
    begun = time.thread_time()

    def read(at: int, _: object) -> bytes:
        return data[at : at + _CHUNK]

    def too_long(*_: object) -> bool:
        return time.thread_time() - begun > LONGEST_SECONDS

    try:
        return tree_sitter.Parser(language).parse(read, progress_callback=too_long).root_node
    except ValueError:
        return None
