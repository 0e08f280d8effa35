"""Settings reload: what changed holds at once for all that is open."""

from __future__ import annotations

import asyncio
import logging

from slm_lsp.server import check_scheduler
from slm_lsp.server.document_settings import settings_and_checker
from slm_lsp.server.language_server import SlmServer
from slm_lsp.settings.resolve import settings_for

_log = logging.getLogger(__name__)

# Seconds between two looks at the files; one takes some tens of microseconds a file.
LOOK_SECONDS = 2.0


async def show_all(ls: SlmServer) -> None:
    """Shows the findings of all open documents anew; nothing is checked again."""
    for uri in list(ls.documents):
        await check_scheduler.refresh(ls, uri)


def reload_settings(ls: SlmServer) -> None:
    """Reads all settings again and checks what is open under them."""
    ls.remembered = ls.session.remembered()
    ls.settings, warnings = settings_for(None, ls.editor_options.all)
    for warning in warnings:
        ls.tell_once(warning)
    for opened in ls.documents.values():
        opened.settings, opened.checker = settings_and_checker(ls, opened.path, opened.document.text)
        opened.found_in = None
        check_scheduler.schedule(ls, opened.document.uri)


async def look_at_files(ls: SlmServer) -> None:
    """Looks once whether settings or word lists changed on disk; what did holds at once."""
    documents = list(ls.documents.values())
    folders = {opened.path.parent if opened.path else ls.first_root for opened in documents}
    lists = {one.path for opened in documents for one in opened.checker.dictionaries}
    changed = await ls.file_watch.look(folders, lists)
    if changed == "settings":
        reload_settings(ls)
    elif changed == "words":
        # What is learned of the writer may change what the settings are by default.
        if await asyncio.to_thread(ls.session.remembered) != ls.remembered:
            reload_settings(ls)
        else:
            await show_all(ls)


async def watch_files(ls: SlmServer) -> None:
    """Looks again and again, for as long as the server runs."""
    while True:
        try:
            await look_at_files(ls)
        except Exception as error:  # the next look may do; without one no change would be noticed any more
            _log.warning("Settings and word lists could not be looked at.", exc_info=error)
        await asyncio.sleep(LOOK_SECONDS)
