"""The shapes the recipe can train, from one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Shape of a Llama-architecture decoder; every width is a multiple of 32 so that Q8_0 fits."""

    name: str
    dim: int
    layers: int
    heads: int
    kv_heads: int
    ffn: int
    context: int = 1024
    vocab: int = 16_384
    rope_base: float = 10_000.0
    norm_eps: float = 1e-5

    @property
    def head_dim(self) -> int:
        return self.dim // self.heads

    def parameters(self) -> int:
        """Number of weights, embeddings (tied with the output) counted once."""
        attention = 2 * self.dim * self.dim + 2 * self.dim * self.kv_heads * self.head_dim
        layer = attention + 3 * self.dim * self.ffn + 2 * self.dim
        return self.vocab * self.dim + self.layers * layer + self.dim


SIZES = {
    size.name: size
    for size in (
        Size("nano", dim=256, layers=6, heads=4, kv_heads=2, ffn=768),
        Size("mini", dim=320, layers=8, heads=5, kv_heads=5, ffn=896),
        Size("small", dim=448, layers=10, heads=7, kv_heads=7, ffn=1216),
        Size("base", dim=704, layers=14, heads=11, kv_heads=11, ffn=1920),
    )
}
