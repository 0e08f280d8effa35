"""Tokenizer: byte-level BPE as a GGUF's metadata has it."""

from __future__ import annotations

from tokenizers import Tokenizer, decoders, models, pre_tokenizers


def byte_level(tokens: list[str], merges: list[str]) -> Tokenizer:
    """The tokenizer of a GGUF's `tokens` and `merges` ("a b"), without its control tokens."""
    pairs = [(one, other) for one, _, other in (merge.partition(" ") for merge in merges)]
    tokenizer = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=pairs))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer
