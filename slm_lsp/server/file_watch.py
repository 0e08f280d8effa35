"""File watch: settings and word lists that change on disk hold at once for what is open.

Editors that can are asked to tell of changes in the project. No editor watches the writer's own folder,
and some watch nothing, so the files' times and sizes are looked at too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from slm_lsp.settings.option_files import PROJECT_FILE, project_file, user_file
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.paths import memory_file, stamp_of

if TYPE_CHECKING:
    from slm_lsp.server.app import SlmServer

# Seconds between two looks at the files; one takes some tens of microseconds a file.
LOOK_SECONDS = 2.0

# By file, or by the folder in which a project's file holds: what tells that it changed.
Stamps = dict[Path, object]


class FileWatch:
    """Notices changes of the files on which the findings of open documents depend."""

    def __init__(self, server: SlmServer) -> None:
        self._server = server
        self._settings: Stamps | None = None
        self._words: Stamps | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begins to look, for as long as the server runs."""
        self._begin(self._run())

    def soon(self) -> None:
        """Looks now: of what is opened only a later change is a change."""
        self._begin(self.look())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def registration(self) -> types.Registration:
        """What a client that can watch files is asked to watch."""
        patterns = (PROJECT_FILE, Settings().workspaceDictionary)
        watchers = [types.FileSystemWatcher(f"**/{name}") for name in patterns]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        return types.Registration("slm-lsp-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)

    async def look(self) -> None:
        """Looks once; after a change the open documents are shown, or checked, anew."""
        documents = list(self._server.documents.values())
        root = self._server.first_root
        folders = {opened.path.parent if opened.path else root for opened in documents}
        lists = {one.path for opened in documents for one in opened.checker.dictionaries}
        settings, words = await asyncio.to_thread(_stamps_of, folders, lists)
        before_settings, before_words = self._settings, self._words
        self._settings, self._words = settings, words
        if before_settings is not None and _changed(before_settings, settings):
            self._server.reload_settings()
        elif before_words is not None and _changed(before_words, words):
            await self._server.show_all()

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(OSError):
                await self.look()
            await asyncio.sleep(LOOK_SECONDS)


def _stamps_of(folders: Iterable[Path | None], lists: Iterable[Path]) -> tuple[Stamps, Stamps]:
    """What the settings' files that hold in some folders are like now, and what some lists are like."""
    settings: Stamps = {user_file(): _stamp(user_file())}
    for folder in filter(None, folders):
        file = project_file(folder)
        settings[folder] = (file, _stamp(file)) if file else None
    return settings, {file: _stamp(file) for file in {*lists, memory_file()}}


def _stamp(file: Path) -> object:
    try:
        return stamp_of(file)
    except (OSError, ValueError):
        return None


def _changed(before: Stamps, now: Stamps) -> bool:
    """Whether a file changed, came or went; a document that was opened or closed since changes nothing."""
    return any(before[path] != now[path] for path in before.keys() & now.keys())


def register(server: SlmServer) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def changed(params: Any) -> None:
        await server.file_watch.look()
