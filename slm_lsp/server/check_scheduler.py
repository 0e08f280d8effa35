"""Check scheduler: rules at once, the model when the writer pauses; findings are pushed or pulled.

A client that pulls is not pushed to as well: it would show everything twice. Whoever never
pulls gets pushes, whatever its capabilities said.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time

from lsprotocol import types

from slm_lsp.checks.checker import NEAR
from slm_lsp.checks.pages import Findings
from slm_lsp.errors import SlmError
from slm_lsp.hosting.load import under_load
from slm_lsp.server.document_settings import settle_dialect
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.protocol import Json
from slm_lsp.server.lsp.refusals import AskAgain
from slm_lsp.server.open_document import OpenDocument
from slm_lsp.server.progress import working
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.text.document import Document

# A key is checked at once, unless the check before it began less than this ago, or than that check took: a
# burst of edits is checked now and then, and after the last.
DEBOUNCE_SECONDS, LONGEST_DEBOUNCE = 0.03, 0.25
# While a long document is read for the first time, what is known is shown this often.
SHOW_EVERY_SECONDS = 1.0
# Shown at once: more than a writer looks through, and few enough to send at every key.
MOST_SHOWN = 1_000


def schedule(ls: SlmServer, uri: str) -> None:
    """Checks a document soon; an older check of it stops at the next token."""
    opened = ls.documents.get(uri)
    if opened is None:
        return
    if opened.analysis is not None:
        opened.analysis.cancel()
    opened.analysis = asyncio.get_running_loop().create_task(_analyse(ls, opened))


def clear(ls: SlmServer, uri: str) -> None:
    """Takes back what was pushed for a document."""
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


async def refresh(ls: SlmServer, uri: str) -> None:
    """Shows a document's findings anew after a dismissal or a new word; no model is asked."""
    opened = ls.documents.get(uri)
    if opened is None or ls.excluded(opened):
        return
    try:
        await _fast(opened)
    except SlmError as error:
        ls.tell_once(str(error))
        return
    _show(ls, opened, _paused(opened))


def _take_back(ls: SlmServer, opened: OpenDocument) -> None:
    """Takes back what the client was told of a document that is to be left alone now."""
    if not opened.published[1]:
        return
    opened.shown, opened.shown_in, opened.published = Findings(), None, (None, "")
    if not ls.pulls:
        clear(ls, opened.document.uri)
    elif ls.client.diagnostic_refresh:
        ls.workspace_diagnostic_refresh(None)


def _paused(opened: OpenDocument) -> bool:
    """Whether the writer has stopped typing for now."""
    return time.monotonic() - opened.edited_at >= opened.settings.pauseMilliseconds / 1000


async def found(ls: SlmServer, snapshot: Snapshot) -> Findings:
    """The findings of a snapshot, checked by the rules if they were not yet."""
    opened = ls.documents.get(snapshot.document.uri)
    if opened is not None and opened.document is snapshot.document:
        return await _found(opened)
    return await snapshot.checker.findings(snapshot.document)


async def _found(opened: OpenDocument) -> Findings:
    """The findings of an open document, checked by the rules if they were not yet."""
    return opened.found if opened.found_in is opened.document else await _fast(opened)


async def _fast(opened: OpenDocument) -> Findings:
    """Finds what is to be found at once in the newest version."""
    document = opened.document
    begun = opened.checked_at = time.monotonic()
    found = await opened.checker.findings(document, opened.near)
    opened.cost = time.monotonic() - begun  # another check may have begun meanwhile
    if document is opened.document:
        opened.found, opened.found_in = found, document
    return found


async def _analyse(ls: SlmServer, opened: OpenDocument) -> None:
    try:
        if ls.excluded(opened):
            _take_back(ls, opened)
            return
        if not ls.pulls:  # who asks does that at once
            debounce = min(max(DEBOUNCE_SECONDS, opened.cost), LONGEST_DEBOUNCE)
            await asyncio.sleep(opened.checked_at + debounce - time.monotonic())
            await _fast(opened)
            _show(ls, opened, paused=False)
        await _until_pause(opened)
        settle_dialect(ls, opened)
        await _found(opened)
        await _deep(ls, opened, show=True)
        _show(ls, opened, paused=True)
    except SlmError as error:
        ls.tell_once(str(error))


async def _until_pause(opened: OpenDocument) -> None:
    pause = opened.settings.pauseMilliseconds / 1000
    remaining = opened.edited_at + pause - time.monotonic()
    if opened.edited_at and remaining > 0:
        await asyncio.sleep(remaining)


async def _deep(ls: SlmServer, opened: OpenDocument, show: bool) -> None:
    """Has rules and model read what they have not; wrapped in progress where the client shows it."""
    found = await asyncio.to_thread(opened.checker.unfinished, opened.document)
    pending_rules = await opened.checker.pending_rules(found, opened.near)
    waiting = [s for s in found if not opened.being_written(s)]
    pending_model = await opened.checker.pending_model(waiting, opened.near)
    if not pending_rules and not pending_model:
        if opened.checker.dirty:
            await _fast(opened)
        return
    if len(pending_model) > NEAR and await asyncio.to_thread(under_load):
        pending_model = pending_model[:NEAR]  # on battery, or short of memory: only where the writer is
    async with working(ls, "Checking grammar") as report:
        shown_at = time.monotonic()

        async def progress(done: int, total: int) -> None:
            nonlocal shown_at
            report(done, total)
            if show and time.monotonic() - shown_at > SHOW_EVERY_SECONDS:
                await _fast(opened)
                _show(ls, opened, paused=True)
                shown_at = time.monotonic()

        await opened.checker.rule(pending_rules, progress)
        if pending_rules and pending_model and show:  # what the model says of it is not waited for
            await _fast(opened)
            _show(ls, opened, paused=True)
        await opened.checker.read(pending_model, progress)
    await _fast(opened)


def _shown(opened: OpenDocument, found: Findings, paused: bool) -> Findings:
    """What is shown now; of very many findings those nearest to where the writer is."""
    if len(found) > MOST_SHOWN:
        found = found.nearest(opened.typing_at or 0, MOST_SHOWN)
    return opened.visible(found, paused)


def _show(ls: SlmServer, opened: OpenDocument, paused: bool) -> None:
    document = opened.document
    if ls.documents.get(document.uri) is not opened or opened.found_in is not document:
        return  # closed, opened anew, or it is being checked anew
    shown = _shown(opened, opened.found, paused)
    items = _written(ls, opened, document, shown)
    if ls.pulls:
        if paused and ls.client.diagnostic_refresh and items != opened.published[1]:
            ls.workspace_diagnostic_refresh(None)
        return
    opened.shown, opened.shown_in = shown, document
    if opened.published != (document.version, items):
        opened.published = document.version, items
        params = f'"uri":{json.dumps(document.uri)},"version":{document.version},"diagnostics":[{items}]'
        ls.protocol.tell(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, Json(f"{{{params}}}"))


async def pull(
    ls: SlmServer, params: types.DocumentDiagnosticParams
) -> types.RelatedUnchangedDocumentDiagnosticReport | Json:
    """The answer to a pull, a full report as JSON: final, unless the document is just being read and the
    client can be called back."""
    uri = params.text_document.uri
    opened = ls.documents.get(uri)
    if not ls.pulls:
        ls.pulls = True
        for other in ls.documents:
            clear(ls, other)
    if opened is None or ls.excluded(opened):
        return Json('{"kind":"full","items":[]}')
    await _fast(opened)
    paused = _paused(opened)
    being_read = opened.analysis is not None and not opened.analysis.done()
    if not being_read or not ls.client.diagnostic_refresh:
        await _until_pause(opened)
        try:
            await _deep(ls, opened, show=False)
        except SlmError as error:
            ls.tell_once(str(error))
        paused = True
    while True:
        document = opened.document
        found = await _found(opened)
        if opened.document is document:  # not edited meanwhile
            break
    shown = _shown(opened, found, paused)
    if ls.documents.get(uri) is not opened:  # closed, or opened anew
        raise AskAgain
    opened.shown, opened.shown_in = shown, document
    written = _written(ls, opened, document, shown)
    if opened.published[1] != written or not opened.result:
        opened.result = hashlib.blake2b(written.encode("ascii"), digest_size=8).hexdigest()
    opened.published = document.version, written
    if params.previous_result_id == opened.result:
        return types.RelatedUnchangedDocumentDiagnosticReport(opened.result)
    return Json(f'{{"kind":"full","resultId":"{opened.result}","items":[{written}]}}')


def _written(ls: SlmServer, opened: OpenDocument, document: Document, shown: Findings) -> str:
    """A version's diagnostics as JSON, with commas between them."""
    muted = ls.session.muted(opened.settings)
    return ls.diagnostics_json.written(opened, document, shown, muted, ls.client.encoding)
