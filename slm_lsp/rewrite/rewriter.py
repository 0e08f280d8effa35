"""Rewriter: a passage in another tone, sentence by sentence, through the guards.

The model's rewrite of a sentence is taken as word-level edits, so that markup around unchanged
words stays. A rewrite that would touch code, a link or markup, or that fails a guard, is dropped as
a whole: half a rewrite is worse than none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slm_lsp.cache import Cache
from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.errors import PromptTooLong
from slm_lsp.inference.backend import Priority, text_of
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import cleaned, left_out, lost, overlap, repeats
from slm_lsp.inference.prompts import LONGEST_SENTENCE, TONES, speaks_control
from slm_lsp.tagging.units import units
from slm_lsp.text.edits import Edit, align_edits, apply_edits
from slm_lsp.text.sentences import Sentence

LEAST_OVERLAP = 0.65
# Probability that a word put in is right, in the tagger's eyes.
LEAST_KEPT = 0.6
Progress = Callable[[int, int], Awaitable[None]]

LABELS = {
    "formal": "Rewrite: more formal",
    "friendly": "Rewrite: friendlier",
    "concise": "Rewrite: shorter",
    "plain": "Rewrite: in plain words",
    "confident": "Rewrite: more confident",
}
assert set(LABELS) == set(TONES)


@dataclass(frozen=True)
class Rewrite:
    """What became of one sentence: the edits of it, or why there are none."""

    sentence: Sentence
    edits: tuple[Edit, ...]
    refused: str | None = None

    @property
    def text(self) -> str:
        return apply_edits(self.sentence.text, list(self.edits))

    @property
    def document_edits(self) -> list[Edit]:
        """The edits in the document. None of them eats markup."""
        return [
            edit
            for fix in self.edits
            if (edit := Placed(Finding("rewrite", "", 0, 0), self.sentence).document_edit(fix))
        ]


class Rewriter:
    """Rewrites sentences with one engine; what was rewritten once is known."""

    def __init__(self, engine: Engine, cache: Cache) -> None:
        self._engine = engine
        self._cache = cache

    async def passage(
        self, sentences: list[Sentence], tone: str, progress: Progress | None = None
    ) -> list[Rewrite]:
        """Each sentence of a passage, in order. Errors of inference pass through."""
        done = []
        for sentence in sentences:
            done.append(await self.sentence(sentence, tone))
            if progress:
                await progress(len(done), len(sentences))
        return done

    async def sentence(self, sentence: Sentence, tone: str) -> Rewrite:
        """One sentence in a tone."""
        source = sentence.text
        if len(source) > LONGEST_SENTENCE or speaks_control(source):
            return Rewrite(sentence, (), "the sentence is too long for the model")
        key = ("rewrite", tone, self._engine.model.digest, self._engine.choice.name, source)
        # What the model wrote, and whether the tagger doubts it, which is asked when it would be shown.
        known: tuple[str, bool | None] | None = self._cache.get(*key)
        if known is None:
            style = self._engine.style
            tokens = await self._engine.generate(
                style.tone(tone, source),
                len(source) // 2 + 32,
                Priority.ACTION,
                grammar=style.answer(source),
            )
            known = cleaned(text_of(tokens), source), None
            self._cache.put(known, *key)
        target, doubted = known
        # Judged anew where it stands: the same words may carry other markup there.
        rewrite = judged(sentence, target, tone)
        if rewrite.edits and doubted is None:
            doubted = await self._doubted(rewrite)
            self._cache.put((target, doubted), *key)
        if rewrite.edits and doubted:
            return Rewrite(sentence, (), "the model was not sure of its own words")
        return rewrite

    async def _doubted(self, rewrite: Rewrite) -> bool:
        """Whether the tagger finds a word that the rewrite put in wrong; False without a tagger."""
        if self._engine.model.tagger is None:
            return False
        try:
            tags = await self._engine.tag(rewrite.text, Priority.ACTION)
        except PromptTooLong:
            return False
        shift, new = 0, []
        for edit in sorted(rewrite.edits):
            new.append((edit.start + shift, edit.start + shift + len(edit.text)))
            shift += len(edit.text) - (edit.end - edit.start)
        return any(
            keep < LEAST_KEPT and start < unit.end and unit.start < max(end, start + 1)
            for unit, keep in zip(units(rewrite.text), tags.keep, strict=True)
            for start, end in new
        )


def judged(sentence: Sentence, target: str, tone: str = "") -> Rewrite:
    """The model's rewrite as safe edits, or why it was refused; `tone` is what was asked for."""
    source = sentence.text
    if not target:
        return Rewrite(sentence, (), "the model had no answer")
    whole = Placed(Finding("rewrite", "", 0, 0), sentence)
    edits = align_edits(source, target)
    for edit in edits:
        frozen = any(a < edit.end and edit.start < b for a, b in sentence.frozen)
        if frozen or whole.document_edit(edit) is None:
            return Rewrite(sentence, (), "the rewrite would have changed code, a link or markup")
    result = apply_edits(source, edits)
    if result == source:
        return Rewrite(sentence, (), "the model found nothing to change")
    if tone == "concise" and len(result) >= len(source):
        return Rewrite(sentence, (), "the model found nothing shorter")
    if any(left_out(source[edit.start : edit.end], edit.text) for edit in edits):
        return Rewrite(sentence, (), "the rewrite would have left something out")
    if fact := lost(source, result, [source[a:b] for a, b in sentence.frozen]):
        return Rewrite(sentence, (), f"the rewrite would have changed {fact}")
    if overlap(source, result) < LEAST_OVERLAP:
        return Rewrite(sentence, (), "the rewrite would have changed the meaning")
    if repeats(result) and not repeats(source):
        return Rewrite(sentence, (), "the model went in circles")
    return Rewrite(sentence, tuple(edits))
