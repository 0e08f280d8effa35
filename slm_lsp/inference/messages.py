"""Messages: what a server and the model's host say to each other, in the form of `hosting.wire`.

-> {"do": "generate", "prompt": ..., "max_tokens": ..., ...}
-> {"do": "tag", "sentence": ...}
<- {"tokens": [[text as latin-1, logprob, [[text, logprob], ...]], ...]}
<- {"keep": [...], "edits": [[unit, tag, word, probability], ...], "missing": [...]}
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from slm_lsp.edit_tags.tags import Tags
from slm_lsp.hosting.wire import socket_of
from slm_lsp.inference.backend import Generation, Token
from slm_lsp.inference.models import Model, digest_of


def socket_path(model: Model, backend: str, threads: int) -> Path:
    """Where the host for this model listens."""
    tagger = digest_of(model.tagger) if model.tagger else ""
    return socket_of(backend, threads, model.path, model.digest, tagger)


def generate_message(request: Generation) -> dict[str, Any]:
    return {
        "do": "generate",
        "prompt": request.prompt,
        "max_tokens": request.max_tokens,
        "stop": request.stop,
        "alternatives": request.alternatives,
        "grammar": request.grammar,
    }


def request_of(message: dict[str, Any]) -> Generation:
    return Generation(
        str(message["prompt"]),
        int(message["max_tokens"]),
        tuple(str(mark) for mark in message["stop"]),
        int(message["alternatives"]),
        str(message["grammar"]),
    )


def tokens_message(tokens: list[Token]) -> dict[str, Any]:
    rows = [
        [t.data.decode("latin-1"), t.logprob, [[a.decode("latin-1"), p] for a, p in t.alternatives]]
        for t in tokens
    ]
    return {"tokens": rows}


def tokens_of(message: dict[str, Any]) -> list[Token]:
    return [
        Token(text.encode("latin-1"), logprob, tuple((a.encode("latin-1"), p) for a, p in rivals))
        for text, logprob, rivals in message["tokens"]
    ]


def tag_message(sentence: str) -> dict[str, Any]:
    return {"do": "tag", "sentence": sentence}


def tags_message(tags: Tags) -> dict[str, Any]:
    """Probabilities travel with four decimals."""
    return {
        "keep": [round(p, 4) for p in tags.keep],
        "edits": [[unit, tag, word, round(p, 4)] for unit, tag, word, p in tags.edits],
        "missing": [[unit, word, round(p, 4)] for unit, word, p in tags.missing],
    }


def tags_of(message: dict[str, Any]) -> Tags:
    return Tags(
        tuple(message["keep"]),
        tuple((unit, tag, word, p) for unit, tag, word, p in message["edits"]),
        tuple((unit, word, p) for unit, word, p in message["missing"]),
    )
