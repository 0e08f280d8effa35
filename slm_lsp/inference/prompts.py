"""Prompts: how each job is put to a model, and how its answer is read."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Protocol

# What the embedded model learned to rewrite.
TONES = ("formal", "friendly", "concise", "plain", "confident")

# About 400 tokens at most: less than half of a slot's context, which leaves room for the answer.
CONTEXT_CHARACTERS = 1_600
FEWEST_CHARACTERS = 1_000
LONGEST_SENTENCE = 1_000

_CONTROL = re.compile(r"<\|[a-z_0-9]+\|>|</?s>")
_SENTENCE_START = re.compile(r"(?:[.!?][\"'”’)]*\s+|\n)(?=\S)")
_WORD_START = re.compile(r"\s(?=\S)")


Examples = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Instruction:
    """How a sentence is to be rewritten: a name, the same in words ("in a formal tone"), and examples."""

    name: str
    words: str
    examples: Examples = ()


class PromptStyle(Protocol):
    """One family of models. Each method returns a prompt; `lead` is what the answer starts with.

    `answer`: what may be answered to `fix` and `rewrite`, in GBNF (see `Generation.grammar`). `free`:
    whether it writes well enough for its rewrites to be taken as they are.
    """

    @property
    def lead(self) -> str: ...
    @property
    def free(self) -> bool: ...

    def proceed(self, context: str) -> str: ...
    def fix(self, sentence: str) -> str: ...
    def follows(self, instruction: Instruction) -> bool: ...
    def rewrite(self, instruction: Instruction, sentence: str) -> str: ...
    def answer(self, sentence: str) -> str: ...


# What a chat model decorates its answers with, and the figures it makes up.
_UNASKED = "*_#`~|=<>[]{}0123456789"
_QUOTES = "\"'“”‘’«»"


def one_line(source: str) -> str:
    """GBNF for one line that decorates nothing and brings no figure: of the marks above, only those
    that `source` has; a quotation mark comes first only where `source` begins with one."""

    def outside(characters: str) -> str:
        return "[^\\n\\r" + "".join("\\" + c if c in "\\]^-[" else c for c in characters) + "]"

    inner = "".join(c for c in _UNASKED if c not in source)
    first = inner + ("" if source[:1] in _QUOTES else _QUOTES)
    return f"root ::= {outside(first + ' ')} {outside(inner)}*"


def end_of(context: str) -> str:
    """The end of a text, beginning where it still begins after some more letters are typed.

    A backend remembers how a prompt began: a window that slid with every letter would be read anew
    each time. Of the places where it may begin, the one is taken whose words have the least
    checksum, which stays the least until it is too far away.
    """
    if len(context) <= CONTEXT_CHARACTERS:
        return context
    low, high = len(context) - CONTEXT_CHARACTERS, len(context) - FEWEST_CHARACTERS
    for start in (_SENTENCE_START, _WORD_START):
        places = [match.end() for match in start.finditer(context, low, high + 1)]
        if places:
            return context[min(places, key=lambda at: zlib.crc32(context[at : at + 24].encode())) :]
    return context[low:]


def speaks_control(text: str) -> bool:
    """Whether a text holds what a model would take for a command of ours; it is not sent then."""
    return bool(_CONTROL.search(text))


@dataclass(frozen=True)
class Embedded:
    """The embedded model: control tokens, no instructions (see models/training/control.py)."""

    lead: str = " "
    free: bool = False

    def proceed(self, context: str) -> str:
        """Goes on where `context` ends."""
        return _CONTROL.sub(" ", end_of(context))

    def fix(self, sentence: str) -> str:
        return f"<|fix|> {sentence}<|to|>"

    def follows(self, instruction: Instruction) -> bool:
        return instruction.name in TONES

    def rewrite(self, instruction: Instruction, sentence: str) -> str:
        return f"<|{instruction.name}|> {sentence}<|to|>"

    def answer(self, sentence: str) -> str:
        return ""  # it was trained to write a sentence and nothing else


# Small models follow an example better than an instruction; a right sentence teaches restraint.
_FIXED: Examples = (
    ("She have two brother who lives in Leeds.", "She has two brothers who live in Leeds."),
    (
        "The server starts when the first client connects.",
        "The server starts when the first client connects.",
    ),
)


@dataclass(frozen=True)
class ChatMl:
    """Instruct models that speak ChatML (Qwen, SmolLM)."""

    lead: str = ""
    free: bool = True
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
        context = _CONTROL.sub(" ", end_of(context))
        return self._ask("Continue this text. Write only the continuation.", context, context)

    def fix(self, sentence: str) -> str:
        return self._ask(
            "Correct the spelling, grammar and punctuation of this sentence. Change nothing else. "
            "If it is right, repeat it. Write only the sentence.",
            sentence,
            examples=_FIXED,
        )

    def follows(self, instruction: Instruction) -> bool:
        return True

    def rewrite(self, instruction: Instruction, sentence: str) -> str:
        return self._ask(
            f"Rewrite this sentence {_CONTROL.sub(' ', instruction.words)}. Keep its meaning, names and "
            "numbers. Write only the sentence.",
            sentence,
            examples=instruction.examples,
        )

    def answer(self, sentence: str) -> str:
        return one_line(sentence)


STYLES: dict[str, PromptStyle] = {
    "embedded": Embedded(),
    "chatml": ChatMl(),
    # Thoughts that are over before they begin: how this family's thinking is switched off.
    "qwen3": ChatMl(opening="<think>\n\n</think>\n\n"),
}
