"""File watch: which of the files on which findings depend have changed.

Editors that can are asked to tell of changes in the project. No editor watches the writer's own folder,
and some watch nothing, so the files' times and sizes are looked at too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from lsprotocol import types

from slm_lsp.settings.option_files import PROJECT_FILE, project_file, user_file
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.paths import memory_file, stamp_of

# By file, or by the folder in which a project's file holds: what tells that it changed.
Stamps = dict[Path, object]


class FileWatch:
    """The times and sizes of files at the last look."""

    def __init__(self) -> None:
        self._settings: Stamps = {}
        self._words: Stamps = {}
        self._looking = asyncio.Lock()  # two looks at a time could take an older one for the newer

    @staticmethod
    def registration() -> types.Registration:
        """What a client that can watch files is asked to watch."""
        patterns = (PROJECT_FILE, Settings().workspaceDictionary)
        watchers = [types.FileSystemWatcher(f"**/{name}") for name in patterns]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        return types.Registration("slm-lsp-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)

    async def look(
        self, folders: Iterable[Path | None], lists: Iterable[Path]
    ) -> Literal["settings", "words"] | None:
        """Looks once, on a thread.

        Args:
            folders: The folders of open documents, for which a project's settings may hold.
            lists: The word lists that are in use.

        Returns:
            What changed since the last look; of what was not looked at then, nothing did.
        """
        async with self._looking:
            settings, words = await asyncio.to_thread(_stamps_of, folders, lists)
            before, self._settings = self._settings, settings
            before_words, self._words = self._words, words
        if _changed(before, settings):
            return "settings"
        return "words" if _changed(before_words, words) else None


def _stamps_of(folders: Iterable[Path | None], lists: Iterable[Path]) -> tuple[Stamps, Stamps]:
    """What the settings' files that hold in some folders are like now, and what some lists are like."""
    settings: Stamps = {user_file(): stamp_of(user_file())}
    for folder in filter(None, folders):
        file = project_file(folder)
        settings[folder] = (file, stamp_of(file)) if file else None
    return settings, {file: stamp_of(file) for file in {*lists, memory_file()}}


def _changed(before: Stamps, now: Stamps) -> bool:
    """Whether a file changed, came or went; a document that was opened or closed since changes nothing."""
    return any(before[path] != now[path] for path in before.keys() & now.keys())
