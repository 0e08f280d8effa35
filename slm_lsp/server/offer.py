"""Offer: the ghost text that was offered last, and what is left of it while it is typed."""

from __future__ import annotations

from dataclasses import dataclass

# Characters before an offer by which its place is known again.
BESIDE = 60


@dataclass(frozen=True)
class Offer:
    """What was offered last in a document: at an offset, between these words and those."""

    offset: int
    insert: str
    before: str
    after: str
    shown: bool = True

    @classmethod
    def at(cls, text: str, offset: int, insert: str, shown: bool) -> Offer:
        before = text[max(0, offset - BESIDE) : offset]
        return cls(offset, insert, before, rest_of_line(text, offset), shown)

    def stands_in(self, text: str) -> bool:
        """Whether what stood before it still does."""
        return text[max(0, self.offset - BESIDE) : self.offset] == self.before

    def left(self, text: str, offset: int) -> str:
        """What of it is left to offer where the writer has typed its beginning since; "" elsewhere."""
        typed = text[self.offset : offset]
        if (
            not self.stands_in(text)
            or not self.insert.startswith(typed)
            or rest_of_line(text, offset) != self.after
        ):
            return ""
        return self.insert[len(typed) :] if self.insert[len(typed) :].strip() else ""


def rest_of_line(text: str, offset: int) -> str:
    """The text from an offset to its line's end."""
    end = next((i for i in range(offset, len(text)) if text[i] in "\r\n"), len(text))
    return text[offset:end]
