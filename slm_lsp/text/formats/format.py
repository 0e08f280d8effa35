"""Format: all that is known of one kind of document, listed in the registry of this package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slm_lsp.text.prose import Prose

# What begins a comment in HTML; formats without comments of their own have it, whose authors know it best.
HTML_COMMENT = r"<!--"

Cuts = Callable[[str], list[int]]


@dataclass(frozen=True)
class Format:
    """One kind of document.

    Attributes:
        ids: What editors call the language; the first is what a file's name stands for.
        read: From a text to its prose, in order. The text has `\\n` at the ends of its lines.
        suffixes: Ends of file names, with the dot, in lower case.
        names: Whole file names.
        cuts: Where a text may be cut into segments that are read each by itself, so that an edit costs
            its own segment; None where nothing can be told.
        cuts_from_here: The same of a part that begins at a cut, where that part alone tells it.
        comment: A pattern of what begins a comment.
        comment_written: How a comment of ours is put in, with `{}` for its words; "" where none can be.
    """

    ids: tuple[str, ...]
    read: Callable[[str], list[Prose]]
    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cuts: Cuts | None = None
    cuts_from_here: Cuts | None = None
    comment: str = HTML_COMMENT
    comment_written: str = ""
