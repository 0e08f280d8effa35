"""Learned names: a name that the writer's learned works have again and again is spelled right."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.memory.phrase_counts import PhraseCounts, Version
from slm_lsp.storage.cached_read import CachedRead
from slm_lsp.storage.paths import is_file, stamp_of

# So often a name must stand in the works that were learned.
LEAST_USES = 5


class LearnedNames(Dictionary):
    """The names of the works in a memory; read again when something is learned or forgotten."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._version: Version | None = None
        self._known: CachedRead[frozenset[str]] = CachedRead(lambda: stamp_of(path), self._read, frozenset())

    def words(self) -> frozenset[str]:
        return self._known.value() if is_file(self.path) else frozenset()

    def _read(self) -> frozenset[str]:
        writing = PhraseCounts(self.path)
        if (version := writing.version_now()) != self._version:
            self._words = frozenset(name.lower() for name in writing.names(LEAST_USES))
            self._version = version
        return self._words
