"""Dictionary: the words a writer or a project calls right. UTF-8, one word a line."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.settings.schema import LARGEST_WORD_LIST
from slm_lsp.storage.files import append_line
from slm_lsp.storage.paths import data_folder, expanded, stamp_of


class Dictionary:
    """One word list; read again when its file changes under us."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at: tuple[int, int] | None = None
        self._words: frozenset[str] = frozenset()

    def words(self) -> frozenset[str]:
        """The words, in lower case. What is no file, or no list of words by its size, is empty."""
        try:
            stamp = stamp_of(self.path)
            if stamp is None or not self.path.is_file() or stamp[1] > LARGEST_WORD_LIST:
                raise OSError
            if stamp != self._read_at:
                self._words = self._taken(self.path.read_text("utf-8", errors="replace").splitlines())
                self._read_at = stamp
        except (OSError, ValueError):
            self._words, self._read_at = frozenset(), None
        return self._words

    def _taken(self, lines: list[str]) -> frozenset[str]:
        """The words of the file's lines."""
        words = (line.strip() for line in lines)
        return frozenset(w.lower() for w in words if w and not w.startswith("#"))

    def version(self) -> object:
        """What tells whether it calls other words right than before."""
        return self.words()

    def has(self, word: str) -> bool:
        """Whether a word is in the list, whatever its case, with or without its 's."""
        return called_right(word, self.words())

    def add(self, word: str) -> bool:
        """Adds a word at the end of the file; says whether it is new."""
        word = " ".join(word.split())
        if not word or word.lower() in self.words():
            return False
        append_line(self.path, word)
        return True


def called_right(word: str, words: frozenset[str]) -> bool:
    """Whether a word is among `words`, which are in lower case; with or without its 's."""
    word = word.strip().lower()
    return word in words or word.removesuffix("'s").removesuffix("’s") in words


def user_dictionary(setting: str = "") -> Dictionary:
    """The writer's own list."""
    return Dictionary(expanded(setting) if setting else data_folder() / "dictionary.txt")
