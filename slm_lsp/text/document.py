"""Document: an immutable snapshot of what the editor shows, with its version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from slm_lsp.text.positions import LineIndex


@dataclass(frozen=True)
class Document:
    """One version of one text. `language_id` is LSP's, such as `markdown`."""

    uri: str
    version: int
    language_id: str
    text: str
    _lines: LineIndex | None = None

    @cached_property
    def lines(self) -> LineIndex:
        return self._lines if self._lines is not None else LineIndex(self.text)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the text: two versions with the same one read the same."""
        return hashlib.blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def with_edit(self, start: int, end: int, new: str, version: int) -> Document:
        """The next snapshot, with `[start, end)` (code points) replaced by `new`."""
        start, end = min(start, end), max(start, end)
        text, lines = self.lines.replaced(start, end, new)
        return Document(self.uri, version, self.language_id, text, lines)

    def with_text(self, text: str, version: int) -> Document:
        """The next snapshot, all of it new."""
        return Document(self.uri, version, self.language_id, text)
