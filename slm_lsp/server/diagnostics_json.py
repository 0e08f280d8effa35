"""Diagnostics as JSON: made once for each finding and chunk, for they are sent at every key."""

from __future__ import annotations

import json
from typing import Any

from lsprotocol import types

from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.checks.pages import ChunkFindings, Findings
from slm_lsp.server.open_document import OpenDocument
from slm_lsp.server.rule_pages import documentation
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document
from slm_lsp.text.positions import PositionEncoding

SOURCE = "slm-lsp"
# Findings of which it is known how they are written on the wire.
WRITTEN = 4_096

_NOWHERE = types.Range(types.Position(0, 0), types.Position(0, 0))
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}


class DiagnosticsJson:
    """Writes findings as LSP's diagnostics."""

    def __init__(self, converter: Any) -> None:
        """`converter`: pygls' own, which makes plain values of LSP's types."""
        self._converter = converter
        self._written: dict[tuple[Finding, str], str] = {}

    def written(
        self,
        opened: OpenDocument,
        document: Document,
        shown: Findings,
        muted: frozenset[str],
        encoding: PositionEncoding,
    ) -> str:
        """A snapshot's diagnostics as JSON, with commas between them. What stands on the lines where it stood
        is not written again."""
        if opened.written_for != (opened.settings, muted):
            opened.written_for, opened.written = (opened.settings, muted), {}
        written: dict[ChunkFindings, tuple[int, str]] = {}
        parts = []
        for start, line, page in zip(shown.starts, shown.chunks.lines, shown.pages, strict=True):
            if page.placed:
                known = opened.written.get(page)
                if known is None or known[0] != line:
                    items = self._page(document, start, page, opened.settings, muted, encoding)
                    known = line, items
                written[page] = known
                parts.append(known[1])  # a page that was pasted twice is one page, in two places
        opened.written = written
        return ",".join(parts)

    def _page(
        self,
        document: Document,
        begin: int,
        page: ChunkFindings,
        settings: Settings,
        muted: frozenset[str],
        encoding: PositionEncoding,
    ) -> str:
        items = []
        for placed in page.placed:
            low, high = placed.span
            start, end = document.lines.span(begin + low, begin + high, encoding)
            rest = self._but_place(placed.finding, settings, muted)
            items.append(
                f'{{"range":{{"start":{{"line":{start[0]},"character":{start[1]}}},'
                f'"end":{{"line":{end[0]},"character":{end[1]}}}}},{rest}'
            )
        return ",".join(items)

    def _but_place(self, finding: Finding, settings: Settings, muted: frozenset[str]) -> str:
        """A diagnostic's JSON from after its range on."""
        severity = self._severity(finding, settings, muted)
        known = self._written.get((finding, severity))
        if known is None:
            item = self._diagnostic(finding, severity, _NOWHERE)
            plain = self._converter.unstructure(item)
            del plain["range"]
            if len(self._written) >= WRITTEN:
                self._written.clear()
            known = self._written[finding, severity] = json.dumps(plain)[1:]
        return known

    def diagnostic(
        self, snapshot: Snapshot, placed: Placed, muted: frozenset[str] = frozenset()
    ) -> types.Diagnostic:
        """A finding in LSP's terms; of a rule that the writer is tired of more quietly."""
        severity = self._severity(placed.finding, snapshot.settings, muted)
        return self._diagnostic(placed.finding, severity, snapshot.range(*placed.span))

    def _severity(self, finding: Finding, settings: Settings, muted: frozenset[str]) -> str:
        return settings.severity(finding.code, faint=finding.faint or finding.code in muted)

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
