"""A Llama-architecture transformer in PyTorch: RMSNorm, rotary positions, SwiGLU.

Causal it is the language model, its output tied to its embedding; with every token seeing every
other it is what the tagger reads tags from.

Rotary pairs are (0, 1), (2, 3), ... as llama.cpp's own Llama graph reads them, so the weights
go into the GGUF unpermuted.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .sizes import Size

LOGITS_AT_ONCE = {"cpu": 1024, "cuda": 16_384}


def summed_loss(hidden: Tensor, targets: Tensor, embedding: Tensor) -> Tensor:
    """Sum of the cross-entropies of one piece; targets of -100 do not count."""
    return F.cross_entropy(F.linear(hidden, embedding).float(), targets, reduction="sum")


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding (Su et al. 2021) over interleaved pairs; x: [B, H, T, D]."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Attention(nn.Module):
    def __init__(self, size: Size, causal: bool) -> None:
        super().__init__()
        self.size, self.causal = size, causal
        kv = size.kv_heads * size.head_dim
        self.q = nn.Linear(size.dim, size.dim, bias=False)
        self.k = nn.Linear(size.dim, kv, bias=False)
        self.v = nn.Linear(size.dim, kv, bias=False)
        self.out = nn.Linear(size.dim, size.dim, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        batch, length, _ = x.shape
        s = self.size

        def heads(projection: nn.Linear, count: int) -> Tensor:
            return projection(x).view(batch, length, count, s.head_dim).transpose(1, 2)

        q = rotate(heads(self.q, s.heads), cos, sin)
        k = rotate(heads(self.k, s.kv_heads), cos, sin)
        v = heads(self.v, s.kv_heads)
        y = F.scaled_dot_product_attention(
            q, k.to(q.dtype), v.to(q.dtype), is_causal=self.causal, enable_gqa=s.heads != s.kv_heads
        )
        return self.out(y.transpose(1, 2).reshape(batch, length, s.dim))


class Block(nn.Module):
    def __init__(self, size: Size, causal: bool) -> None:
        super().__init__()
        self.attention_norm = nn.RMSNorm(size.dim, eps=size.norm_eps)
        self.attention = Attention(size, causal)
        self.ffn_norm = nn.RMSNorm(size.dim, eps=size.norm_eps)
        self.gate = nn.Linear(size.dim, size.ffn, bias=False)
        self.up = nn.Linear(size.dim, size.ffn, bias=False)
        self.down = nn.Linear(size.ffn, size.dim, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x), cos, sin)
        h = self.ffn_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Transformer(nn.Module):
    """tokens [B, T] -> hidden states [B, T, dim] after the last norm.

    The language model's logits are `hidden @ E.T`.
    """

    cos: Tensor
    sin: Tensor

    def __init__(self, size: Size, causal: bool = True) -> None:
        super().__init__()
        self.size = size
        self.piece_loss = summed_loss
        self.embedding = nn.Embedding(size.vocab, size.dim)
        self.blocks = nn.ModuleList(Block(size, causal) for _ in range(size.layers))
        self.norm = nn.RMSNorm(size.dim, eps=size.norm_eps)
        frequency = size.rope_base ** (-torch.arange(0, size.head_dim, 2) / size.head_dim)
        angle = torch.arange(size.context)[:, None] * frequency[None, :]
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)
        for name, weight in self.named_parameters():
            if weight.ndim == 2:
                scale = 0.02 if "embedding" in name else weight.shape[1] ** -0.5
                if name.endswith(("out.weight", "down.weight")):
                    scale /= (2 * size.layers) ** 0.5
                nn.init.normal_(weight, std=scale)

    def forward(self, tokens: Tensor) -> Tensor:
        length = tokens.shape[1]
        cos, sin = self.cos[:length], self.sin[:length]
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x, cos, sin)
        out: Tensor = self.norm(x)
        return out

    def loss(self, hidden: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
        """Mean cross-entropy (nats) of the targets where `mask`.

        Logits are made only there, in pieces of one shape: on two cores the compiled pieces take
        0.31 s for 8,192 tokens, one uncompiled matrix 1.06 s.
        """
        kept, wanted = hidden[mask], targets[mask]
        count = len(wanted)
        at_once = LOGITS_AT_ONCE[hidden.device.type]
        padding = -count % at_once
        kept = F.pad(kept, (0, 0, 0, padding))
        wanted = F.pad(wanted, (0, padding), value=-100)
        pieces = zip(kept.split(at_once), wanted.split(at_once), strict=True)
        return torch.stack([self.piece_loss(h, t, self.embedding.weight) for h, t in pieces]).sum() / count
