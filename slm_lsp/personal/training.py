"""Training: a low-rank adapter (Hu et al. 2021, "LoRA") that makes the embedded model more like a writer.

Needs torch and gguf (`pip install 'slm-lsp[personal]'`). The model's own weights stay as they are; beside
each matrix two thin ones learn from the writer's text. A twentieth of the paragraphs is held out; what is
kept is the adapter that predicts those best, and none where none predicts them better than the model alone.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from slm_lsp.inference.tokenizer import byte_level
from slm_lsp.personal.lora import ALPHA, RANK, write

ROW = 256  # tokens
ROWS_AT_ONCE = 8
RATE = 2e-3
HELD_OUT = 20  # one paragraph of so many
WARM_UP, LOOK_EVERY = 8, 10  # steps
MATRICES = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")

Weights = dict[str, Tensor]


@dataclass(frozen=True)
class Shape:
    """What of a Llama-architecture GGUF's metadata a pass through it needs."""

    layers: int
    heads: int
    kv_heads: int
    eps: float
    base: float

    @classmethod
    def of(cls, fields: Any) -> Shape:
        def number(key: str) -> float:
            return float(fields[f"llama.{key}"].contents())

        return cls(
            int(number("block_count")),
            int(number("attention.head_count")),
            int(number("attention.head_count_kv")),
            number("attention.layer_norm_rms_epsilon"),
            number("rope.freq_base"),
        )


class Base:
    """The embedded model, dequantised, on the graphics card where torch has one; and its tokenizer."""

    def __init__(self, path: Path) -> None:
        reader = gguf.GGUFReader(str(path))
        fields = reader.fields
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.shape = Shape.of(fields)
        self.weights: Weights = {
            t.name.removesuffix(".weight"): torch.from_numpy(
                np.array(gguf.quants.dequantize(t.data, t.tensor_type), np.float32)
            ).to(self.device)
            for t in reader.tensors
        }
        self.tokenizer = byte_level(
            fields["tokenizer.ggml.tokens"].contents(), fields["tokenizer.ggml.merges"].contents()
        )
        self.first = int(fields["tokenizer.ggml.bos_token_id"].contents())

    def adapter(self) -> Weights:
        """A new adapter, which changes nothing yet: A [rank, in] by chance, B [out, rank] zero."""
        found: Weights = {}
        for name, weight in self.weights.items():
            if name.rsplit(".", 1)[-1] in MATRICES:
                out, into = weight.shape
                by_chance = torch.randn(RANK, into) / math.sqrt(into)
                found[f"{name}.a"] = by_chance.to(self.device).requires_grad_()
                found[f"{name}.b"] = torch.zeros(out, RANK, device=self.device).requires_grad_()
        return found

    def loss(self, tokens: Tensor, adapter: Weights) -> Tensor:
        """Mean cross-entropy in nats of each next token; tokens [B, T]."""
        s, w = self.shape, self.weights

        def linear(name: str, x: Tensor) -> Tensor:
            y = F.linear(x, w[name])
            if f"{name}.a" in adapter:
                y = y + F.linear(F.linear(x, adapter[f"{name}.a"]), adapter[f"{name}.b"]) * (ALPHA / RANK)
            return y

        def norm(name: str, x: Tensor) -> Tensor:
            return F.rms_norm(x, (x.shape[-1],), w[name], s.eps)

        tokens = tokens.to(self.device)
        source = tokens[:, :-1]
        batch, length = source.shape
        x = w["token_embd"][source]
        size = x.shape[-1] // s.heads
        place, pair = torch.arange(length, device=self.device), torch.arange(0, size, 2, device=self.device)
        angle = place[:, None] * s.base ** (-pair / size)
        cos, sin = angle.cos(), angle.sin()

        def heads(projected: Tensor, count: int) -> Tensor:
            return projected.view(batch, length, count, size).transpose(1, 2)

        def turned(y: Tensor) -> Tensor:
            even, odd = y[..., 0::2], y[..., 1::2]
            return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)

        for layer in range(s.layers):
            at = f"blk.{layer}."
            h = norm(at + "attn_norm", x)
            q, k = turned(heads(linear(at + "attn_q", h), s.heads)), linear(at + "attn_k", h)
            k, v = turned(heads(k, s.kv_heads)), heads(linear(at + "attn_v", h), s.kv_heads)
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=s.heads != s.kv_heads)
            x = x + linear(at + "attn_output", y.transpose(1, 2).reshape(batch, length, -1))
            h = norm(at + "ffn_norm", x)
            gated = F.silu(linear(at + "ffn_gate", h)) * linear(at + "ffn_up", h)
            x = x + linear(at + "ffn_down", gated)
        logits = F.linear(norm("output_norm", x), w["token_embd"])
        return F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())


@dataclass(frozen=True)
class Trained:
    """What came of it: nats a token of the held-out paragraphs before and after, and the tokens learned."""

    before: float
    after: float
    tokens: int


def train(
    base_file: Path,
    out: Path,
    paragraphs: list[str],
    *,
    minutes: float,
    progress: Callable[[float, float], None] = lambda share, loss: None,
) -> Trained:
    """Trains an adapter on paragraphs and writes it to `out` (0600) where it helps.

    `progress` hears the share of the time that is over and the
    held-out loss; what it raises stops the training, and nothing is written. `ValueError` where there is
    too little text.
    """
    torch.manual_seed(1)
    base = Base(base_file)
    held = [p for i, p in enumerate(paragraphs) if i % HELD_OUT == 0]
    learned = [p for i, p in enumerate(paragraphs) if i % HELD_OUT]
    rows, tests = _rows(base, learned), _rows(base, held)
    if len(rows) < ROWS_AT_ONCE or not len(tests):
        raise ValueError("too little text")
    tests = tests[: 4 * ROWS_AT_ONCE]
    adapter = base.adapter()
    optimizer = torch.optim.AdamW(adapter.values(), lr=RATE, weight_decay=0.01)
    before = best = _mean(base, tests, adapter)
    kept: Weights = {}
    started, until = time.monotonic(), 60 * minutes
    batches = _batches(rows)
    for step in range(1, 1 << 30):
        over = (time.monotonic() - started) / until
        for group in optimizer.param_groups:  # a short warm-up, then down to nothing
            group["lr"] = RATE * min(1.0, step / WARM_UP) * max(0.0, 1.0 - over)
        if step % LOOK_EVERY == 0 or over >= 1:
            now = _mean(base, tests, adapter)
            if now < best:
                best, kept = now, {name: part.detach().clone() for name, part in adapter.items()}
            progress(min(over, 1.0), best)
        if over >= 1:
            break
        optimizer.zero_grad()
        base.loss(next(batches), adapter).backward()
        torch.nn.utils.clip_grad_norm_(adapter.values(), 1.0)
        optimizer.step()
    if kept:
        write(out, {name: part.cpu().numpy() for name, part in kept.items()})
    return Trained(before, best, rows.numel())


def _rows(base: Base, paragraphs: list[str]) -> Tensor:
    """Rows of running text, each begun by the token that begins a text; [rows, ROW + 1]."""
    rows: list[list[int]] = []
    row = [base.first]
    for text in paragraphs:
        row += base.tokenizer.encode(text + "\n", add_special_tokens=False).ids
        while len(row) > ROW:
            rows.append(row[: ROW + 1])
            row = [base.first, *row[ROW + 1 :]]
    return torch.tensor(rows, dtype=torch.long).reshape(len(rows), ROW + 1)


def _batches(rows: Tensor) -> Iterator[Tensor]:
    rng = random.Random(1)
    while True:
        order = rng.sample(range(len(rows)), len(rows))
        for start in range(0, len(order) - ROWS_AT_ONCE + 1, ROWS_AT_ONCE):
            yield rows[order[start : start + ROWS_AT_ONCE]]


def _mean(base: Base, rows: Tensor, adapter: Weights) -> float:
    with torch.no_grad():
        parts = rows.split(ROWS_AT_ONCE)
        return sum(float(base.loss(part, adapter)) * len(part) for part in parts) / len(rows)
