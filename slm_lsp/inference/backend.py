"""Backend: what whoever runs a model file can do, and what is asked of it and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Generation:
    """A request to a model: go on after `prompt`, greedily.

    `stop`: the text ends before any of these strings. `alternatives`: how many of the likeliest
    tokens to report at each step, the chosen one among them. `grammar`: what the text may be, in
    llama.cpp's GBNF; a backend that cannot hold to one leaves it out, so the guards still judge.
    """

    prompt: str
    max_tokens: int
    stop: tuple[str, ...] = ()
    alternatives: int = 1
    grammar: str = ""


@dataclass(frozen=True)
class Token:
    """One generated token: its bytes, its log-probability (nats), and its rivals likewise."""

    data: bytes
    logprob: float
    alternatives: tuple[tuple[bytes, float], ...] = ()


class Backend(Protocol):
    """A loaded model. `slots` generations may run at once, each on a thread of its own."""

    slots: int

    def generate(self, request: Generation, proceed: Callable[[], bool]) -> list[Token]:
        """The tokens after the prompt, without the stop string or the end token.

        Asks `proceed` before each token and raises `Cancelled` when it says no. Raises
        `PromptTooLong` for a prompt that the model cannot hold.
        """
        ...


class Encoder(Protocol):
    """A loaded model that reads a text at once, every token seeing every other."""

    def hidden(self, tokens: list[int]) -> NDArray[np.float32]:
        """[tokens, dim]: the states after the last norm. May be called from several threads."""
        ...


def text_of(tokens: list[Token]) -> str:
    """The text that tokens spell; bytes that are not UTF-8 are dropped."""
    return b"".join(token.data for token in tokens).decode("utf-8", "ignore")


def until_stop(tokens: Iterator[Token], stop: tuple[str, ...]) -> list[Token]:
    """Tokens up to the first of the `stop` strings; the token that holds it is cut short."""
    kept: list[Token] = []
    seen = b""
    marks = [mark.encode() for mark in stop]
    for token in tokens:
        data = seen + token.data
        hits = [at for mark in marks if (at := data.find(mark, max(0, len(seen) - len(mark)))) >= 0]
        if hits:
            if min(hits) > len(seen):
                kept.append(Token(data[len(seen) : min(hits)], token.logprob, token.alternatives))
            return kept
        kept.append(token)
        seen = data
    return kept
