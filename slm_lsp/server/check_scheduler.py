"""Diagnostics: push and pull. Rules at once, the model when the writer pauses.

A client that pulls is not pushed to as well: it would show everything twice. Whoever never
pulls gets pushes, whatever its capabilities said.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from typing import TYPE_CHECKING

from lsprotocol import types

from slm_lsp.checks.checker import NEAR
from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.checks.pages import Findings, Page
from slm_lsp.errors import SlmError
from slm_lsp.hosting.load import strained
from slm_lsp.server.lsp.protocol import Json
from slm_lsp.server.open_document import Open
from slm_lsp.server.rule_pages import documentation
from slm_lsp.server.snapshot import AskAgain, Snapshot
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document

if TYPE_CHECKING:
    from slm_lsp.server.app import SlmServer

SOURCE = "slm-lsp"
# A key is checked at once, unless the check before it began less than this ago, or than that check took: a
# burst of edits is checked now and then, and after the last.
DEBOUNCE_SECONDS, LONGEST_DEBOUNCE = 0.03, 0.25
# While a long document is read for the first time, what is known is shown this often.
SHOW_EVERY_SECONDS = 1.0
# Shown at once: more than a writer looks through, and few enough to send at every key.
MOST_SHOWN = 1_000

# Findings of which it is known how they are written on the wire.
WRITTEN = 4_096

_NOWHERE = types.Range(types.Position(0, 0), types.Position(0, 0))
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}


class Diagnostics:
    """Schedules the checks of open documents and tells the client what they found."""

    def __init__(self, server: SlmServer) -> None:
        self._server = server
        self._pulls = False
        self._written: dict[tuple[Finding, str], str] = {}

    def schedule(self, uri: str) -> None:
        """Checks a document soon; an older check of it stops at the next token."""
        opened = self._server.documents.get(uri)
        if opened is None:
            return
        if opened.analysis is not None:
            opened.analysis.cancel()
        opened.analysis = asyncio.get_running_loop().create_task(self._analyse(opened))

    def clear(self, uri: str) -> None:
        """Takes back what was pushed for a document."""
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def refresh(self, uri: str) -> None:
        """Shows a document's findings anew after a dismissal or a new word; checks nothing."""
        opened = self._server.documents.get(uri)
        if opened is None:
            return
        await self._fast(opened)
        self._show(opened, self._paused(opened))

    def _paused(self, opened: Open) -> bool:
        """Whether the writer has stopped typing for now."""
        return time.monotonic() - opened.edited_at >= opened.settings.pauseMilliseconds / 1000

    async def found(self, snapshot: Snapshot) -> Findings:
        """The findings of a snapshot, checked by the rules if they were not yet."""
        opened = self._server.documents.get(snapshot.document.uri)
        if opened is not None and opened.document is snapshot.document:
            return await self._found(opened)
        return await snapshot.checker.findings(snapshot.document)

    async def _found(self, opened: Open) -> Findings:
        """The findings of an open document, checked by the rules if they were not yet."""
        return opened.found if opened.found_in is opened.document else await self._fast(opened)

    async def _fast(self, opened: Open) -> Findings:
        """Finds what is to be found at once in the newest version."""
        document = opened.document
        begun = opened.checked_at = time.monotonic()
        found = await opened.checker.findings(document, opened.near)
        opened.cost = time.monotonic() - begun  # another check may have begun meanwhile
        if document is opened.document:
            opened.found, opened.found_in = found, document
        return found

    async def _analyse(self, opened: Open) -> None:
        try:
            if self._server.excluded(opened):
                return
            if not self._pulls:  # who asks does that at once
                debounce = min(max(DEBOUNCE_SECONDS, opened.cost), LONGEST_DEBOUNCE)
                await asyncio.sleep(opened.checked_at + debounce - time.monotonic())
                await self._fast(opened)
                self._show(opened, paused=False)
            await self._until_pause(opened)
            self._server.settle_dialect(opened)
            await self._found(opened)
            await self._deep(opened, show=True)
            self._show(opened, paused=True)
        except SlmError as error:
            self._server.tell_once(str(error))

    async def _until_pause(self, opened: Open) -> None:
        pause = opened.settings.pauseMilliseconds / 1000
        remaining = opened.edited_at + pause - time.monotonic()
        if opened.edited_at and remaining > 0:
            await asyncio.sleep(remaining)

    async def _deep(self, opened: Open, show: bool) -> None:
        """Has rules and model read what they have not; wrapped in progress where the client shows it."""
        found = await asyncio.to_thread(opened.checker.unsettled, opened.document)
        unruled = await opened.checker.unruled(found, opened.near)
        waiting = [s for s in found if not opened.being_written(s)]
        unread = await opened.checker.unread(waiting, opened.near)
        if not unruled and not unread:
            if opened.checker.news:
                await self._fast(opened)
            return
        if len(unread) > NEAR and await asyncio.to_thread(strained):
            unread = unread[:NEAR]  # on battery, or short of memory: only where the writer is
        async with self._server.working("Checking grammar") as report:
            shown_at = time.monotonic()

            async def progress(done: int, total: int) -> None:
                nonlocal shown_at
                report(done, total)
                if show and time.monotonic() - shown_at > SHOW_EVERY_SECONDS:
                    await self._fast(opened)
                    self._show(opened, paused=True)
                    shown_at = time.monotonic()

            await opened.checker.rule(unruled, progress)
            if unruled and unread and show:  # what the model says of it is not waited for
                await self._fast(opened)
                self._show(opened, paused=True)
            await opened.checker.read(unread, progress)
        await self._fast(opened)

    def _shown(self, opened: Open, found: Findings, paused: bool) -> Findings:
        """What is shown now; of very many findings those nearest to where the writer is."""
        if len(found) > MOST_SHOWN:
            found = found.nearest(opened.typing_at or 0, MOST_SHOWN)
        return opened.visible(found, paused)

    def _show(self, opened: Open, paused: bool) -> None:
        document = opened.document
        if self._server.documents.get(document.uri) is not opened or opened.found_in is not document:
            return  # closed, opened anew, or it is being checked anew
        shown = self._shown(opened, opened.found, paused)
        items = self._written_out(opened, document, shown)
        if self._pulls:
            if paused and self._server.client.diagnostic_refresh and items != opened.told[1]:
                self._server.workspace_diagnostic_refresh(None)
            return
        opened.shown, opened.shown_in = shown, document
        if opened.told != (document.version, items):
            opened.told = document.version, items
            told = f'"uri":{json.dumps(document.uri)},"version":{document.version},"diagnostics":[{items}]'
            self._server.protocol.tell(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, Json(f"{{{told}}}"))

    def _written_out(self, opened: Open, document: Document, shown: Findings) -> str:
        """A snapshot's diagnostics as JSON, with commas between them. What stands on the lines where it stood
        is not written again."""
        tiresome = self._server.session.tiresome(opened.settings)
        if opened.written_for != (opened.settings, tiresome):
            opened.written_for, opened.written = (opened.settings, tiresome), {}
        written: dict[Page, tuple[int, str]] = {}
        parts = []
        for start, line, page in zip(shown.starts, shown.passages.lines, shown.pages, strict=True):
            if page.placed:
                known = opened.written.get(page)
                if known is None or known[0] != line:
                    items = self._page_written_out(document, start, page, opened.settings, tiresome)
                    known = line, items
                written[page] = known
                parts.append(known[1])  # a page that was pasted twice is one page, in two places
        opened.written = written
        return ",".join(parts)

    def _page_written_out(
        self, document: Document, begin: int, page: Page, settings: Settings, tiresome: frozenset[str]
    ) -> str:
        encoding = self._server.client.encoding
        items = []
        for placed in page.placed:
            low, high = placed.span
            start, end = document.lines.span(begin + low, begin + high, encoding)
            rest = self._but_place(placed.finding, settings, tiresome)
            items.append(
                f'{{"range":{{"start":{{"line":{start[0]},"character":{start[1]}}},'
                f'"end":{{"line":{end[0]},"character":{end[1]}}}}},{rest}'
            )
        return ",".join(items)

    def _but_place(self, finding: Finding, settings: Settings, tiresome: frozenset[str]) -> str:
        """A diagnostic's JSON from after its range on."""
        severity = self._severity(finding, settings, tiresome)
        known = self._written.get((finding, severity))
        if known is None:
            item = self._diagnostic(finding, severity, _NOWHERE)
            plain = self._server.protocol._converter.unstructure(item)
            del plain["range"]
            if len(self._written) >= WRITTEN:
                self._written.clear()
            known = self._written[finding, severity] = json.dumps(plain)[1:]
        return known

    def diagnostic(
        self, snapshot: Snapshot, placed: Placed, tiresome: frozenset[str] = frozenset()
    ) -> types.Diagnostic:
        """A finding in LSP's terms; of a rule that the writer is tired of more quietly."""
        severity = self._severity(placed.finding, snapshot.settings, tiresome)
        return self._diagnostic(placed.finding, severity, snapshot.range(*placed.span))

    def _severity(self, finding: Finding, settings: Settings, tiresome: frozenset[str]) -> str:
        return settings.severity(finding.code, faint=finding.faint or finding.code in tiresome)

    def _diagnostic(self, finding: Finding, severity: str, where: types.Range) -> types.Diagnostic:
        page = documentation(finding.category)
        return types.Diagnostic(
            range=where,
            message=finding.message,
            severity=_SEVERITY[severity],
            code=finding.code,
            code_description=types.CodeDescription(page) if page else None,
            source=SOURCE,
        )

    async def pull(
        self, params: types.DocumentDiagnosticParams
    ) -> types.RelatedUnchangedDocumentDiagnosticReport | Json:
        """The answer to a pull, a full report as JSON: final, unless the document is just being read and the
        client can be called back."""
        uri = params.text_document.uri
        opened = self._server.documents.get(uri)
        if not self._pulls:
            self._pulls = True
            for other in self._server.documents:
                self.clear(other)
        if opened is None or self._server.excluded(opened):
            return Json('{"kind":"full","items":[]}')
        await self._fast(opened)
        paused = self._paused(opened)
        being_read = opened.analysis is not None and not opened.analysis.done()
        if not being_read or not self._server.client.diagnostic_refresh:
            await self._until_pause(opened)
            try:
                await self._deep(opened, show=False)
            except SlmError as error:
                self._server.tell_once(str(error))
            paused = True
        document = opened.document
        shown = self._shown(opened, await self._found(opened), paused)
        if self._server.documents.get(uri) is not opened:  # closed, or opened anew
            raise AskAgain
        opened.shown, opened.shown_in = shown, document
        written = self._written_out(opened, document, shown)
        if opened.told[1] != written or not opened.result:
            opened.result = hashlib.blake2b(written.encode("ascii"), digest_size=8).hexdigest()
        opened.told = document.version, written
        if params.previous_result_id == opened.result:
            return types.RelatedUnchangedDocumentDiagnosticReport(opened.result)
        return Json(f'{{"kind":"full","resultId":"{opened.result}","items":[{written}]}}')


def register(server: SlmServer) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
        ),
    )
    async def diagnostic(
        params: types.DocumentDiagnosticParams,
    ) -> types.RelatedUnchangedDocumentDiagnosticReport | Json:
        return await server.diagnostics.pull(params)
