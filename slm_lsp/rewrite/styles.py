"""Styles: how a sentence can be rewritten, each with what it is called and how a model is asked for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from slm_lsp.english.lexicon import (
    CONTRACTED,
    CONTRACTIONS,
    FILLERS,
    FORMAL_BY_CONTEXT,
    FRIENDLY_BY_CONTEXT,
    GREETINGS,
    HEDGES,
    HEDGES_BY_CONTEXT,
    INFORMAL,
    NEUTRAL,
    PLAIN,
    PLAIN_BY_CONTEXT,
    SLANG,
    WARM,
    WORDY,
    Phrases,
    turned,
    with_forms,
)
from slm_lsp.english.readability import Readability
from slm_lsp.inference.prompts import Instruction, PromptStyle
from slm_lsp.rewrite.active_voice import maybe_passive
from slm_lsp.rewrite.split import split
from slm_lsp.rewrite.substitutions import swaps
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence


@dataclass(frozen=True)
class RewriteStyle:
    """One way of rewriting. `label` is its name in menus.

    `phrases` are exchanged wherever they stand, `by_context` where the embedded model exchanges them too.
    `small`: whether something can be done without a model that follows instructions.
    """

    label: str
    instruction: Instruction
    phrases: tuple[tuple[str, str], ...] = ()
    by_context: tuple[tuple[str, str], ...] = ()
    small: bool = True

    @property
    def name(self) -> str:
        return self.instruction.name

    def possible(self, style: PromptStyle) -> bool:
        """Whether anything can be done in this way with a model that is asked in a style."""
        return self.small or style.follows(self.instruction)


_NONE: Phrases = []
_SAID = "I think we could maybe get the 12 boxes to Maria by Friday, if that's OK."
_LONG = "The report, which was written by Anna, was sent to us in order to help us decide."


def _way(
    name: str,
    label: str,
    words: str,
    example: tuple[str, str],
    phrases: Phrases = _NONE,
    by_context: Phrases = _NONE,
    *,
    small: bool = True,
) -> RewriteStyle:
    return RewriteStyle(label, Instruction(name, words, (example,)), tuple(phrases), tuple(by_context), small)


_FRIENDLY = turned(CONTRACTIONS) + CONTRACTED
_ALL = (
    _way(
        "formal", "more formal", "in a formal, professional tone",
        (_SAID, "We could deliver the 12 boxes to Maria by Friday, if that is acceptable."),
        CONTRACTIONS + with_forms(INFORMAL), with_forms(FORMAL_BY_CONTEXT),
    ),
    _way(
        "friendly", "friendlier", "in a friendly tone",
        (_SAID, "We can probably get those 12 boxes over to Maria by Friday, if that works for you!"),
        _FRIENDLY,
        turned(with_forms([pair for pair in INFORMAL if pair[0] not in SLANG]))
        + with_forms(FRIENDLY_BY_CONTEXT) + GREETINGS,
    ),
    _way(
        "warm", "warmer", "in a warm, caring tone",
        (_SAID, "We'd love to get the 12 boxes to Maria by Friday, if that suits you."), WARM + _FRIENDLY,
    ),
    _way(
        "neutral", "more neutral", "in a neutral tone, without feelings or opinions",
        (
            "Honestly, those 12 amazing boxes absolutely saved Maria on Friday!",
            "Those 12 boxes helped Maria on Friday.",
        ),
        with_forms(NEUTRAL),
    ),
    _way(
        "confident", "more confident", "in a confident, direct tone, without hedging",
        (_SAID, "We will get the 12 boxes to Maria by Friday."), HEDGES, HEDGES_BY_CONTEXT,
    ),
    _way(
        "concise", "in fewer words", "in fewer words",
        (_LONG, "Anna's report was sent to help us decide."), with_forms(WORDY) + FILLERS,
    ),
    _way(
        "shorten", "as short as possible", "as briefly as possible, leaving out what is not needed",
        (_LONG, "Anna's report helps us decide."), with_forms(WORDY) + FILLERS + HEDGES,
    ),
    _way(
        "plain", "in plain words", "in plain, simple English",
        (_SAID, "We may be able to bring Maria the 12 boxes by Friday, if that is all right."),
        with_forms(PLAIN), with_forms(PLAIN_BY_CONTEXT),
    ),
    _way(
        "simplify", "easier to read", "in short, easy sentences",
        (_LONG, "Anna wrote the report. It was sent to help us decide."), with_forms(PLAIN + WORDY),
    ),
    _way(
        "active", "in the active voice", "in the active voice",
        ("The report was written by Anna.", "Anna wrote the report."),
    ),
    _way(
        "expand", "with more detail", "in more words, explaining a little more but adding no facts",
        ("Anna's report helps us decide.", "The report that Anna wrote will help us when we decide."),
        small=False,
    ),
    RewriteStyle("in my voice", Instruction("voice", "as its writer would say it")),
)  # fmt: skip
REWRITE_STYLES = {way.name: way for way in _ALL}
# What a writer may call them, for models that follow no instructions.
_SAID_AS = {
    "formal": r"formal|professional|polite|business", "friendly": r"friendl|casual|informal|relaxed",
    "warm": r"warm|kind|caring", "neutral": r"neutral|objective|matter.of.fact",
    "confident": r"confident|direct|assertive|hedg", "shorten": r"short|brief|cut",
    "concise": r"concise|wordy|fewer words|tight", "simplify": r"simpl|eas(?:y|ier) to read",
    "plain": r"plain|jargon", "active": r"active|passive",
    "voice": r"my (?:own )?(?:voice|style|way)|like me",
}  # fmt: skip
_LESS = re.compile(r"\b(?:less|not|too|without being)\b", re.I)
_OPPOSITE = {"formal": "friendly", "friendly": "formal"}


def style_of(words: str) -> RewriteStyle:
    """The way a writer asks for: by its name, or in words of their own, such as "as a pirate would"."""
    words = " ".join(words.split())
    return REWRITE_STYLES.get(words.lower()) or RewriteStyle(
        words, Instruction("", f"like this: {words}"), small=False
    )


def nearest(words: str) -> RewriteStyle | None:
    """The way whose name or likeness stands in a writer's words; None where none does, or several do."""
    named = [name for name, pattern in _SAID_AS.items() if re.search(rf"\b(?:{pattern})", words, re.I)]
    if len(named) != 1:
        return None
    name = named[0]
    if name in ("formal", "friendly", "warm", "confident") and _LESS.search(words):
        name = _OPPOSITE.get(name, "")
    return REWRITE_STYLES.get(name)


def exchanges(way: RewriteStyle, text: str, frozen: Iterable[tuple[int, int]] = ()) -> list[Edit]:
    """What a way changes in a sentence whatever a model says; the edits may overlap."""
    frozen = list(frozen)
    edits = swaps(text, way.phrases, frozen)
    if way.name == "simplify":
        edits += split(text, frozen)
    if way.name == "neutral" and text.endswith("!"):
        edits.append(Edit(len(text.rstrip("!")), len(text), "."))
    return edits


def easy(text: str, grade: int) -> bool:
    """Whether a sentence asks for no more years of school than `grade`."""
    return Readability.of([text]).grade <= grade


def promising(way: RewriteStyle, sentences: list[Sentence], grade: int, voice: bool) -> bool:
    """Whether the embedded model may find something to change in some sentences; cheap, so sometimes wrong.

    `grade` is the reading grade that is easy enough, `voice` whether the writer's is known.
    """
    for sentence in sentences:
        text, frozen = sentence.text, sentence.frozen
        if way.name == "simplify" and easy(text, grade):
            continue
        if exchanges(way, text, frozen) or swaps(text, way.by_context, frozen):
            return True
        if way.name == "active" and maybe_passive(text):
            return True
    return way.name == "voice" and voice
