"""Prompts: how each job is put to a model, and how its answer is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

TONES = ("formal", "friendly", "concise", "plain", "confident")

# About 350 tokens: half of a slot's context, which leaves room for the answer.
CONTEXT_CHARACTERS = 1_400
LONGEST_SENTENCE = 1_000

_CONTROL = re.compile(r"<\|[a-z_0-9]+\|>|</?s>")


class PromptStyle(Protocol):
    """One family of models. Each method returns a prompt; `lead` is what the answer starts with."""

    @property
    def lead(self) -> str: ...

    def proceed(self, context: str) -> str: ...
    def fix(self, sentence: str) -> str: ...
    def tone(self, tone: str, sentence: str) -> str: ...


def speaks_control(text: str) -> bool:
    """Whether a text holds what a model would take for a command of ours; it is not sent then."""
    return bool(_CONTROL.search(text))


@dataclass(frozen=True)
class Embedded:
    """The embedded model: control tokens, no instructions (see models/training/control.py)."""

    lead: str = " "

    def proceed(self, context: str) -> str:
        """Goes on where `context` ends."""
        return _CONTROL.sub(" ", context[-CONTEXT_CHARACTERS:])

    def fix(self, sentence: str) -> str:
        return f"<|fix|> {sentence}<|to|>"

    def tone(self, tone: str, sentence: str) -> str:
        return f"<|{tone}|> {sentence}<|to|>"


_TONE_WORDS = {
    "formal": "in a formal, professional tone",
    "friendly": "in a warm, friendly tone",
    "concise": "as briefly as possible",
    "plain": "in plain, simple English",
    "confident": "in a confident, direct tone, without hedging",
}


Examples = Sequence[tuple[str, str]]

# Small models follow an example better than an instruction; a right sentence teaches restraint.
_FIXED: Examples = [
    ("She have two brother who lives in Leeds.", "She has two brothers who live in Leeds."),
    (
        "The server starts when the first client connects.",
        "The server starts when the first client connects.",
    ),
]
_TONED = "I think we could maybe get the 12 boxes to Maria by Friday, if that's OK."
_TONE_EXAMPLES = {
    "formal": "We could deliver the 12 boxes to Maria by Friday, if that is acceptable.",
    "friendly": "We can probably get those 12 boxes over to Maria by Friday, if that works for you!",
    "concise": "We could get the 12 boxes to Maria by Friday.",
    "plain": "We may be able to bring Maria the 12 boxes by Friday, if that is all right.",
    "confident": "We will get the 12 boxes to Maria by Friday.",
}
assert set(_TONE_EXAMPLES) == set(TONES)


@dataclass(frozen=True)
class ChatMl:
    """Instruct models that speak ChatML (Qwen, SmolLM)."""

    lead: str = ""
    opening: str = ""  # what the model's answer is made to begin with

    def _ask(self, instruction: str, text: str, answer: str = "", examples: Examples = ()) -> str:
        """One question after examples of the same kind; the answer is begun where it is known."""
        turns = [
            f"<|im_start|>user\n{instruction}\n\n{source}<|im_end|>\n"
            f"<|im_start|>assistant\n{self.opening}{target}<|im_end|>\n"
            for source, target in examples
        ]
        asked = f"<|im_start|>user\n{instruction}\n\n{_CONTROL.sub(' ', text)}<|im_end|>\n"
        return f"{''.join(turns)}{asked}<|im_start|>assistant\n{self.opening}{answer}"

    def proceed(self, context: str) -> str:
        context = _CONTROL.sub(" ", context[-CONTEXT_CHARACTERS:])
        return self._ask("Continue this text. Write only the continuation.", context, context)

    def fix(self, sentence: str) -> str:
        return self._ask(
            "Correct the spelling, grammar and punctuation of this sentence. Change nothing else. "
            "If it is right, repeat it. Write only the sentence.",
            sentence,
            examples=_FIXED,
        )

    def tone(self, tone: str, sentence: str) -> str:
        return self._ask(
            f"Rewrite this sentence {_TONE_WORDS[tone]}. Keep its meaning, names and numbers. "
            "Write only the sentence.",
            sentence,
            examples=[(_TONED, _TONE_EXAMPLES[tone])],
        )


STYLES: dict[str, PromptStyle] = {
    "embedded": Embedded(),
    "chatml": ChatMl(),
    # Thoughts that are over before they begin: how this family's thinking is switched off.
    "qwen3": ChatMl(opening="<think>\n\n</think>\n\n"),
}
