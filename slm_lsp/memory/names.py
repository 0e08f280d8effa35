"""Names: what the writer's learned works call somebody or something again and again is spelled right."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.memory.folder import stamp_of
from slm_lsp.memory.writing import Version, Writing

# So often a name must stand in the works that were learned.
LEAST_USES = 5


class Names(Dictionary):
    """The names of the works in a memory; read again when something is learned or forgotten."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._version: Version | None = None

    def words(self) -> frozenset[str]:
        try:
            stamp = stamp_of(self.path)
        except OSError:
            return frozenset()
        if stamp != self._read_at:
            writing = Writing(self.path)
            if (version := writing.version) != self._version:
                self._words = frozenset(name.lower() for name in writing.names(LEAST_USES))
                self._version = version
            self._read_at = stamp
        return self._words
