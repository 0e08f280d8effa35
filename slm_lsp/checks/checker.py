"""Checker: all findings of a document, sentence by sentence, from the cache where it can.

Used by the server and the command line alike. The fast pass runs the rules and takes what the
cache knows of the model's opinion; the deep pass asks the model for the rest. What rules and model made
of a sentence is kept between sessions.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, NamedTuple

from slm_lsp.checks.arbitration.arbitrate import (
    arbitrate,
    looks_like_name,
    repeated_terms,
    suppressed_suspects,
)
from slm_lsp.checks.arbitration.defaults import on_by_default
from slm_lsp.checks.filters import without_suppressed
from slm_lsp.checks.finding import Finding, Placed, overlaps
from slm_lsp.checks.harper.linter import Rules
from slm_lsp.checks.pages import ChunkFindings, Doubt, Findings, in_order
from slm_lsp.checks.registry import CHECKS
from slm_lsp.checks.results import NOT_TO_BE_READ, SentenceModel, SentenceResult, packed, unpacked
from slm_lsp.errors import SetAside
from slm_lsp.hosting.priority import Priority
from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.memory.dismissals import Dismissals
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.cache import About, Cache
from slm_lsp.text.chunks import Chunk, Chunks, chunks, moved
from slm_lsp.text.dialect import declared_foreign
from slm_lsp.text.document import Document
from slm_lsp.text.sentences import Sentence

# Sentences asked for at once: enough to keep the host busy, few enough to stop soon.
AT_ONCE = 4
# So many sentences are where the writer is; the others wait for what any writer asks of the model.
NEAR = 12
# Of a document that is opened so many sentences are read by the rules before anything is shown, and as many
# at a time after that: half a second's work.
AT_FIRST = 128
# While the rules cannot spell yet, so many are read without: a tenth of a second's work.
WITHOUT_SPELLING_SENTENCES = 32
# While a long document is read, what was made of it is kept this often.
KEEP_EVERY_SECONDS = 2.0
# Of so many sentences at a time it is looked up what is known: in between others have their turn.
LOOKED_UP = 1_000
# Sentences whose findings stay settled: a document of 1 MB has 9,000 to 18,000.
FINAL_SENTENCES = 32_768

_MAY_DIRECT = attrgetter("may_direct")

Progress = Callable[[int, int], Awaitable[None]]


def nearest_first(found: list[Sentence], near: int) -> list[Sentence]:
    """Sentences by how far they stand from an offset of the document."""
    return sorted(found, key=lambda sentence: abs(sentence.span[0] - near))


def to_keep(readings: Mapping[About, SentenceResult | None]) -> dict[About, SentenceResult]:
    """Of what is known of sentences, what is true in another session too."""
    return {about: found for about, found in readings.items() if found and found is not NOT_TO_BE_READ}


class Arbitrated(NamedTuple):
    """What is shown of a sentence, and of which words it is not: see `ChunkFindings.suppressed`."""

    shown: tuple[Finding, ...]
    suppressed: tuple[Doubt, ...]


@dataclass
class Checker:
    """What findings depend on besides the document."""

    settings: Settings
    cache: Cache
    rules: Rules
    reader: SentenceModel | None
    dictionaries: list[Dictionary] = field(default_factory=list)
    dismissals: Dismissals | None = None
    # What is shown of sentences that all have read, by their content, under the writer's wishes of then.
    _final: dict[Any, Arbitrated] = field(default_factory=dict)
    _fingerprint: object = None
    # The document as it was read last, and what is shown of its chunks: of some until there is news of one
    # of their sentences, of the others for good.
    _read: tuple[str, Chunks] = ("", Chunks())
    _pages: dict[Chunk, ChunkFindings] = field(default_factory=dict)
    _until_dirty: set[Chunk] = field(default_factory=set)
    _dirty: set[Any] = field(default_factory=set)
    # What the rules said of sentences before they could spell.
    _without_spelling: dict[Any, SentenceResult] = field(default_factory=dict)

    def chunks(self, document: Document) -> Chunks:
        """The document's chunks; none where it is longer than the settings allow, or not English."""
        if len(document.text) > self.settings.maxFileLength or declared_foreign(document.text):
            return Chunks()
        language, before = self._read
        same = before if language == document.language_id else None
        found = chunks(document.language_id, document.text, same)
        self._read = document.language_id, found
        return found

    def sentences(self, document: Document) -> list[Sentence]:
        """All sentences of the document."""
        return self.chunks(document).sentences()

    def unfinished(self, document: Document) -> list[Sentence]:
        """The different sentences of which it is not known for good what is shown, in document order."""
        return self._unsettled_of(self.chunks(document))

    @property
    def dirty(self) -> bool:
        """Whether more is known than when it was last asked for the findings."""
        return bool(self._dirty)

    async def fast(self, document: Document, near: int | None = None) -> list[Placed]:
        """The same as `findings`, all of them placed in the document."""
        return list(await self.findings(document, near))

    async def findings(self, document: Document, near: int | None = None) -> Findings:
        """Findings of the rules, and the model's where it has read a sentence before.

        Where `near` is given, an offset of the document, the rules read no more than what is nearest to it,
        and only there it is looked whether an earlier session read something: of a long document that nobody
        has read yet, the rest stays `pending_rules`; all of it where the rules cannot spell yet.
        """
        found = await asyncio.to_thread(self.chunks, document)
        known = tuple(d.version() for d in self.dictionaries)
        fingerprint = (known, self.dismissals and self.dismissals.all, self.reader and self.reader.key)
        if fingerprint != self._fingerprint:
            self._final.clear()
            self._pages, self._until_dirty = {}, set()
            self._fingerprint = fingerprint
        unfinished = self._unsettled_of(found if near is None else found.near(near, AT_FIRST))
        pending_rules = nearest_first(await self._recalled(self.rules.key, unfinished), near or 0)
        if near is None:
            await self._apply_rules(pending_rules, Priority.SENTENCE)
        elif not await self._check_without_spelling(pending_rules[:WITHOUT_SPELLING_SENTENCES]):
            await self._apply_rules(pending_rules[:AT_FIRST], Priority.SENTENCE)
        if self.reader is not None:
            await self._recalled(self.reader.key, unfinished)
        shown = self._shown_of(found)
        more: list[Placed] = []
        for check in CHECKS:
            if check.in_document is not None and self._on(check.code):
                more += await asyncio.to_thread(check.in_document, found)
        if more:
            shown = shown.together_with(p for p in more if self._wanted(p.sentence, p.finding))
        if any(map(_MAY_DIRECT, found.chunks)):
            shown = await asyncio.to_thread(without_suppressed, document, shown)
        return shown.without(repeated_terms(shown.suspects(), self.settings.sensitivity, found.in_code))

    async def pending_model(self, found: list[Sentence], near: int = 0) -> list[Sentence]:
        """The different sentences the model has not read yet, those nearest to an offset of the document
        first."""
        if self.reader is None:
            return []
        pending_model = await self._recalled(self.reader.key, found)
        return await asyncio.to_thread(nearest_first, pending_model, near)

    async def pending_rules(self, found: list[Sentence], near: int = 0) -> list[Sentence]:
        """The same of the rules."""
        pending_rules = await self._recalled(self.rules.key, found)
        return await asyncio.to_thread(nearest_first, pending_rules, near)

    async def rule(self, pending_rules: list[Sentence], progress: Progress | None = None) -> None:
        """Has the rules read sentences, some at a time. What is read is known at once: who is called off by
        the next key has lost nothing."""
        for start in range(0, len(pending_rules), AT_FIRST):
            batch = pending_rules[start : start + AT_FIRST]
            await self._apply_rules(batch, Priority.REST)
            if self.reader is None:
                made = {self._rules_about(s): self._by_rules(s) for s in batch}
                await self._keep(to_keep(made))
            if progress:
                await progress(start + len(batch), len(pending_rules))

    async def _check_without_spelling(self, pending_rules: list[Sentence]) -> bool:
        """Whether the rules cannot spell yet; what they say of sentences meanwhile is taken in."""
        fresh = [s for s in pending_rules if s.content not in self._without_spelling]
        if not fresh:
            return bool(pending_rules)
        results = await self.rules.without_spelling(fresh)
        if results is None:
            self._without_spelling.clear()
            return False
        for sentence, result in zip(fresh, results, strict=True):
            self._without_spelling[sentence.content] = SentenceResult(tuple(result))
            self._dirty.add(sentence.content)
        return True

    async def _apply_rules(self, missing: list[Sentence], priority: Priority) -> None:
        """Has the rules read sentences; results go into the cache."""
        for start in range(0, len(missing), AT_FIRST):
            batch = missing[start : start + AT_FIRST]
            results = await self.rules.all_findings(batch, priority)
            for sentence, result in zip(batch, results, strict=True):
                reading = NOT_TO_BE_READ if result is None else SentenceResult(tuple(result))
                self._take_in(reading, self._rules_about(sentence), sentence)

    async def _keep(self, made: Mapping[About, SentenceResult]) -> None:
        """Keeps what was made of sentences for other sessions, unless the writer does not want that."""
        if self.settings.diskCache:
            await self.cache.keep(made, packed)

    def _take_in(self, reading: SentenceResult, about: About, sentence: Sentence) -> None:
        self.cache.put(reading, *about)
        self._dirty.add(sentence.content)

    def _rules_about(self, sentence: Sentence) -> About:
        return (*self.rules.key, sentence.content)

    def _by_rules(self, sentence: Sentence) -> SentenceResult | None:
        found: SentenceResult | None = self.cache.get(*self._rules_about(sentence))
        return found

    async def _recalled(self, key: tuple[object, ...], found: list[Sentence]) -> list[Sentence]:
        """The different sentences that a check has not seen, in this session or an earlier one. Of the others
        there may be news: another document may have had them read."""
        unseen: list[Sentence] = []
        for start in range(0, len(found), LOOKED_UP):
            some = found[start : start + LOOKED_UP]
            missing = self._missing(key, some)
            if missing:
                if self.settings.diskCache:
                    await self.cache.recall([(*key, sentence.content) for sentence in missing], unpacked)
                missing = self._missing(key, missing)
            self._dirty |= {s.content for s in some} - {s.content for s in missing}
            unseen += missing
            await asyncio.sleep(0)
        return unseen

    def _unsettled_of(self, found: Iterable[tuple[int, Chunk]]) -> list[Sentence]:
        fresh: dict[Any, Sentence] = {}
        for start, chunk in found:
            if chunk not in self._pages or chunk in self._until_dirty:
                some = (s for s in chunk.sentences if s.content not in self._final)
                for sentence in moved(some, start):
                    fresh.setdefault(sentence.content, sentence)
        return list(fresh.values())

    def _missing(self, key: tuple[object, ...], found: list[Sentence]) -> list[Sentence]:
        """The different sentences that a check has not seen yet, in document order."""
        unfinished = {s.content: s for s in found if s.content not in self._final}
        return [s for content, s in unfinished.items() if self.cache.get(*key, content) is None]

    def _shown_of(self, found: Chunks) -> Findings:
        """What is shown, page by page. Nearly all chunks are as they were at the last key."""
        for chunk in [p for p in self._until_dirty if self._dirty_in(p)]:
            self._pages.pop(chunk, None)
            self._until_dirty.discard(chunk)
        self._dirty = set()
        known = self._pages
        pages = [known.get(chunk) or self._page_of(chunk) for chunk in found.chunks]
        self._pages = dict(zip(found.chunks, pages, strict=True))
        self._until_dirty = {p for p in self._until_dirty if p in self._pages}
        return Findings(found, pages)

    def _page_of(self, chunk: Chunk) -> ChunkFindings:
        """A chunk's page; it is noted where that is not for good."""
        made = [(s, self.arbitrated(s)) for s in chunk.sentences]
        here = (Placed(f, s) for s, one in made for f in one.shown)
        suppressed = (doubt for _, one in made for doubt in one.suppressed)
        if not all(s.content in self._final for s in chunk.sentences):
            self._until_dirty.add(chunk)
        return in_order((p for p in here if not p.beside_markup), suppressed)

    def _dirty_in(self, chunk: Chunk) -> bool:
        return bool(self._dirty) and any(s.content in self._dirty for s in chunk.sentences)

    async def deep(self, document: Document, progress: Progress | None = None) -> list[Placed]:
        """All findings; errors of the model pass through, what was read so far stays known."""
        found = await asyncio.to_thread(self.unfinished, document)
        await self.rule(await self.pending_rules(found))
        await self.read(await self.pending_model(found), progress)
        return await self.fast(document)

    async def read(self, pending_model: list[Sentence], progress: Progress | None = None) -> None:
        """Has the model read sentences, a few at once, the first of them before what others want of it;
        results go into the cache."""
        if self.reader is None:
            return
        unkept: dict[About, SentenceResult] = {}
        kept_at = time.monotonic()
        try:
            for start in range(0, len(pending_model), AT_ONCE):
                batch = pending_model[start : start + AT_ONCE]
                priority = Priority.SENTENCE if start < NEAR else Priority.REST
                readings = await asyncio.gather(*(self._reading(s, priority) for s in batch))
                for sentence, reading in zip(batch, readings, strict=True):
                    unkept |= self._known(sentence, reading)
                if time.monotonic() - kept_at > KEEP_EVERY_SECONDS:
                    keeping, unkept, kept_at = unkept, {}, time.monotonic()
                    await self._keep(keeping)
                if progress:
                    await progress(start + len(batch), len(pending_model))
        finally:
            await self._keep(unkept)

    async def _reading(self, sentence: Sentence, priority: Priority) -> SentenceResult:
        """The model's; `NOT_TO_BE_READ` of a sentence that brought its process down again and again."""
        assert self.reader is not None
        try:
            return await self.reader.reading(sentence, priority)
        except SetAside:
            return NOT_TO_BE_READ

    def _known(self, sentence: Sentence, reading: SentenceResult) -> dict[About, SentenceResult]:
        """Takes a reading of the model's in; what is to be kept of the sentence, the rules' findings too."""
        assert self.reader is not None
        about = (*self.reader.key, sentence.content)
        self._take_in(reading, about, sentence)
        return to_keep({about: reading, self._rules_about(sentence): self._by_rules(sentence)})

    def arbitrated(self, sentence: Sentence) -> Arbitrated:
        """A sentence's findings after arbitration and the writer's own wishes."""
        settled = self._final.get(sentence.content)
        if settled is not None:
            return settled
        by_rules = self._by_rules(sentence)
        said = by_rules or self._without_spelling.get(sentence.content)
        rules = [f for f in said.findings if self._wanted(sentence, f)] if said else []
        reading: SentenceResult | None = None
        thresholds: dict[str, float] = {}
        if self.reader is not None:
            reading = self.cache.get(*self.reader.key, sentence.content)
            thresholds = self.reader.thresholds
            if reading is None:
                # Most flags on names and terms go once the model has read them: better late than there
                # and gone.
                rules = [f for f in rules if not looks_like_name(sentence.text, f)]
                rules = [replace(f, confidence=0.0) if f.about_word else f for f in rules]
            else:
                ignored = [f for f in said.findings if self._dismissed(sentence, f)] if said else []
                wanted = tuple(
                    f for f in reading.findings if self._wanted(sentence, f) and not overlaps(f, ignored)
                )
                reading = SentenceResult(wanted, reading.tags)
        best = arbitrate(sentence, rules, reading, self.settings.sensitivity, thresholds)
        suppressed = suppressed_suspects(sentence, rules, reading, best)
        made = Arbitrated(tuple(best + self._besides(sentence, best)), tuple(suppressed))
        if by_rules is not None and (reading is not None or self.reader is None):
            if len(self._final) >= FINAL_SENTENCES:
                self._final.clear()
            self._final[sentence.content] = made
        return made

    def _besides(self, sentence: Sentence, found: list[Finding]) -> list[Finding]:
        """What our own checks find, where nothing else is said of the same words."""
        more: list[Finding] = []
        for check in CHECKS:
            # Of a source with many rules one may be on while the others are not.
            if check.in_sentence is not None and (check.default == "everybody" or self._on(check.code)):
                for finding in check.in_sentence(sentence):
                    if self._wanted(sentence, finding) and not overlaps(finding, [*found, *more]):
                        more.append(finding)
        return more

    def _on(self, code: str) -> bool:
        """Whether a rule is to be heard at all."""
        if self.settings.severity(code) == "off":
            return False
        named = self.settings.rule_on(code)
        return on_by_default(code, self.settings.sensitivity) if named is None else named

    def _wanted(self, sentence: Sentence, finding: Finding) -> bool:
        if not self._on(finding.code):
            return False
        if finding.about_word:
            word = sentence.text[finding.start : finding.end]
            if any(dictionary.has(word) for dictionary in self.dictionaries):
                return False
        return not self._dismissed(sentence, finding)

    def _dismissed(self, sentence: Sentence, finding: Finding) -> bool:
        """Whether the writer has ignored a finding; the model does not say it again either."""
        return bool(
            self.dismissals
            and self.dismissals.dismissed(finding.code, sentence.text, finding.start, finding.end)
        )
