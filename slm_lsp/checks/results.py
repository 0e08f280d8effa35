"""Results: what a check makes of a sentence, and its form in bytes, as the store keeps it."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import Protocol

from slm_lsp.checks.finding import Finding
from slm_lsp.edit_tags.tags import Tags
from slm_lsp.hosting.priority import Priority
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence


@dataclass(frozen=True)
class SentenceResult:
    """What is found in a sentence by itself, and the model's tags where it reads by tags."""

    findings: tuple[Finding, ...] = ()
    tags: Tags | None = None


# Of a sentence over which processes end: nothing is said of it while the server runs, and that is not kept.
NOT_TO_BE_READ = SentenceResult()


class SentenceModel(Protocol):
    """A model that reads sentences. `key` names everything its readings depend on; `thresholds`:
    the confidence its findings need, for each sensitivity."""

    thresholds: dict[str, float]

    @property
    def key(self) -> tuple[object, ...]: ...

    async def reading(self, sentence: Sentence, priority: Priority = Priority.SENTENCE) -> SentenceResult: ...


def packed(reading: SentenceResult) -> bytes:
    """A reading as bytes."""
    tags = astuple(reading.tags) if reading.tags else None
    return json.dumps([[astuple(f) for f in reading.findings], tags], separators=(",", ":")).encode()


def unpacked(data: bytes) -> SentenceResult | None:
    """The reading; None of bytes that say none."""
    try:
        findings, tags = json.loads(data)
        return SentenceResult(tuple(map(finding_of, findings)), _tags(tags) if tags else None)
    except (ValueError, TypeError):
        return None


def finding_of(row: list[object]) -> Finding:
    """The finding of a row, which `astuple` made."""
    code, message, start, end, fixes, *rest = row
    return Finding(code, message, start, end, tuple(Edit(*fix) for fix in fixes), *rest)  # type: ignore[arg-type, attr-defined]


def _tags(rows: list[list[object]]) -> Tags:
    keep, edits, missing = rows
    return Tags(tuple(keep), tuple(map(tuple, edits)), tuple(map(tuple, missing)))  # type: ignore[arg-type]
