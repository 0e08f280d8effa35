"""Rewriter: sentences said in another way, sentence by sentence, through the guards.

The style's own phrases are exchanged (`substitutions`, `active_voice`, `split`, `writer_style`). A model
that follows instructions writes the sentence too; it is taken whole or not at all: half a rewrite is worse
than none. What both make of it is the first candidate, each alone are the others. The embedded model writes
too freely for its size (*maybe* became *really*): it chooses which of the phrases that have more than one
meaning are exchanged. All are word-level edits, so that markup around unchanged words stays.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.edit_tags.tokens import units
from slm_lsp.errors import NeedsLargerModel, PromptTooLong
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.backend import text_of
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import cleaned, left_out, lost, overlap, repeats
from slm_lsp.inference.prompts import LONGEST_SENTENCE, Instruction, speaks_control
from slm_lsp.rewrite.active_voice import in_active_voice
from slm_lsp.rewrite.styles import RewriteStyle, easy, exchanges, nearest
from slm_lsp.rewrite.substitutions import swaps
from slm_lsp.rewrite.writer_style import WriterStyle
from slm_lsp.storage.cache import Cache
from slm_lsp.text.edits import Edit, align_edits, apply_edits, not_overlapping
from slm_lsp.text.sentences import Sentence

LEAST_OVERLAP = 0.65
# Probability that a word put in is right, in the tagger's eyes.
LEAST_KEPT = 0.6
UNCHANGED = "there was nothing to change"
NO_VOICE = "your voice is not known yet (slm-lsp learn PATH teaches it)"
UNSURE = "the model was not sure of its own words"

Edits = tuple[Edit, ...]


@dataclass(frozen=True)
class Rewrite:
    """What became of one sentence: the candidates, the best first, or why there are none."""

    sentence: Sentence
    candidates: tuple[Edits, ...] = ()
    refused: str | None = None

    @property
    def edits(self) -> Edits:
        """The best candidate's."""
        return self.candidates[0] if self.candidates else ()

    @property
    def text(self) -> str:
        return apply_edits(self.sentence.text, list(self.edits))

    @property
    def document_edits(self) -> list[Edit]:
        """The best candidate's edits in the document."""
        return document_edits(self.sentence, self.edits)


def document_edits(sentence: Sentence, edits: Iterable[Edit]) -> list[Edit]:
    """Edits of a sentence in its document. None of them eats markup."""
    where = Placed(Finding("rewrite", "", 0, 0), sentence)
    return [edit for fix in edits if (edit := where.document_edit(fix))]


class Rewriter:
    """Rewrites sentences with one engine; what was rewritten once is known.

    `known` says whether a word is one, `grade` is the reading grade that `simplify` is content with, `voice`
    what is known of the writer's.
    """

    def __init__(
        self,
        engine: Engine,
        cache: Cache,
        known: Callable[[str], bool],
        *,
        grade: int = 8,
        voice: WriterStyle | None = None,
    ) -> None:
        self._engine, self._cache, self._known = engine, cache, known
        self._grade, self._voice = grade, voice

    def can(self, way: RewriteStyle) -> bool:
        """Whether anything can be done in a way with this model."""
        return way.possible(self._engine.style)

    async def rewrites(self, sentences: list[Sentence], way: RewriteStyle) -> AsyncIterator[Rewrite]:
        """Each of some sentences, in order. `NeedsLargerModel` where the model at hand can't do it and
        can do nothing like it; errors of inference pass through, and what was yielded before them stands."""
        if not self.can(way):
            known = nearest(way.label)
            if known is None or not self.can(known):
                raise NeedsLargerModel(way.label)
            way = known
        for sentence in sentences:
            yield await self.sentence(sentence, way)

    async def sentence(self, sentence: Sentence, way: RewriteStyle) -> Rewrite:
        """One sentence in one way."""
        source = sentence.text
        if way.name == "simplify" and easy(source, self._grade):
            return Rewrite(sentence, refused=f"it is as easy to read as grade {self._grade} already")
        if way.name == "voice" and self._voice is None:
            return Rewrite(sentence, refused=NO_VOICE)
        model, why = await self._model(sentence, way)
        ours = await self._phrases(sentence, way)
        ours = [e for e in ours if not any(e.start < m.end and m.start < e.end for m in model)]
        both = tuple(sorted([*model, *ours]))
        if ours and (reason := judged(sentence, both, way.name, free=False)):  # each alone was right
            ours, both, why = [], model, reason
        if not both:
            return Rewrite(sentence, refused=why)
        suspects = await self._doubted(source, both)
        if suspects & set(model):
            model, why = (), UNSURE
        ours = [edit for edit in ours if edit not in suspects]
        every = (tuple(sorted([*model, *ours])), model, tuple(ours))
        candidates = tuple(dict.fromkeys(edits for edits in every if edits))
        return Rewrite(sentence, candidates, None if candidates else UNSURE if suspects else why)

    async def _phrases(self, sentence: Sentence, way: RewriteStyle) -> list[Edit]:
        """What the way's own phrases change, each as safe as a rewrite by itself."""
        text, frozen = sentence.text, sentence.frozen
        edits = exchanges(way, text, frozen)
        edits += await self._chosen(text, swaps(text, way.by_context, frozen), way)
        # These ask the vocabulary, and the writer's memory: not in the event loop.
        if way.name == "active" and (edit := await asyncio.to_thread(in_active_voice, text, self._known)):
            edits.append(edit)
        if way.name == "voice" and self._voice:
            edits += await asyncio.to_thread(self._voice.edits, text, frozen)
        return [edit for edit in not_overlapping(edits) if not judged(sentence, [edit], way.name)]

    async def _chosen(self, text: str, edits: list[Edit], way: RewriteStyle) -> list[Edit]:
        """Those of some exchanges that the embedded model makes too where it writes the sentence in a way."""
        style = self._engine.style
        if not edits or style.free or not style.follows(way.instruction) or self._unreadable(text):
            return []
        target = await self._written(way.instruction, text)
        return [
            edit
            for edit in edits
            if _times(text[edit.start : edit.end], target) < _times(text[edit.start : edit.end], text)
            and (not edit.text or _times(edit.text, target) > _times(edit.text, text))
        ]

    def _unreadable(self, text: str) -> bool:
        """Whether a text is not put to a model: too long, or speaking the model's own commands."""
        return len(text) > LONGEST_SENTENCE or speaks_control(text)

    async def _model(self, sentence: Sentence, way: RewriteStyle) -> tuple[Edits, str]:
        """The model's rewrite, and why there is none where it is empty."""
        source = sentence.text
        if not self._engine.style.free:
            return (), UNCHANGED
        if self._unreadable(source):
            return (), "the sentence is too long for the model"
        instruction = way.instruction
        if way.name == "voice" and self._voice:
            instruction = await asyncio.to_thread(self._voice.instruction, source)
        target = await self._written(instruction, source)
        if not target:
            return (), "the model had no answer"
        edits = tuple(align_edits(source, target))
        # Judged anew where it stands: the same words may carry other markup there.
        why = judged(sentence, edits, way.name)
        return ((), why) if why else (edits, UNCHANGED)

    async def _written(self, instruction: Instruction, source: str) -> str:
        """What the model made of a text."""
        key = ("rewrite", instruction, self._engine.model.digest, self._engine.choice.name, source)
        known: str | None = self._cache.get(*key)
        if known is None:
            style = self._engine.style
            tokens = await self._engine.generate(
                style.rewrite(instruction, source),
                2 * len(source) // 3 + 32,
                Priority.ACTION,
                grammar=style.answer(source),
            )
            known = cleaned(text_of(tokens), source)
            self._cache.put(known, *key)
        return known

    async def _doubted(self, source: str, edits: Edits) -> set[Edit]:
        """The edits that put in a word which the tagger finds wrong; none without a tagger."""
        if self._engine.model.tagger is None:
            return set()
        result = apply_edits(source, list(edits))
        key = ("doubted", self._engine.model.digest, self._engine.choice.name, result)
        spans: list[tuple[int, int]] | None = self._cache.get(*key)
        if spans is None:
            try:
                tags = await self._engine.tag(result, Priority.ACTION)
            except PromptTooLong:
                return set()
            found = zip(units(result), tags.keep, strict=True)
            spans = [(unit.start, unit.end) for unit, keep in found if keep < LEAST_KEPT]
            self._cache.put(spans, *key)
        shift, suspects = 0, set()
        for edit in edits:
            start, end = edit.start + shift, edit.start + shift + len(edit.text)
            shift += len(edit.text) - (edit.end - edit.start)
            if any(start < b and a < max(end, start + 1) for a, b in spans):
                suspects.add(edit)
        return suspects


def _times(phrase: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.I))


def judged(sentence: Sentence, edits: Iterable[Edit], way: str, *, free: bool = True) -> str | None:
    """Why edits must not be made, in words; None where they may. `way` is what was asked for; `free`
    whether somebody wrote them freely, so that they may say something else."""
    source, edits = sentence.text, list(edits)
    for edit in edits:
        if any(a < edit.end and edit.start < b for a, b in sentence.frozen):
            return "the rewrite would have changed code, a link or markup"
    if len(document_edits(sentence, edits)) < len(edits):
        return "the rewrite would have changed code, a link or markup"
    result = apply_edits(source, edits)
    if result == source:
        return UNCHANGED
    if way in ("concise", "shorten") and len(result) >= len(source):
        return "nothing shorter was found"
    if any(left_out(source[edit.start : edit.end], edit.text) for edit in edits):
        return "the rewrite would have left something out"
    if fact := lost(source, result, [source[a:b] for a, b in sentence.frozen]):
        return f"the rewrite would have changed {fact}"
    if free and overlap(source, result) < LEAST_OVERLAP:
        return "the rewrite would have changed the meaning"
    if repeats(result) and not repeats(source):
        return "the model went in circles"
    return None
