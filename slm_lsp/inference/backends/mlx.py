"""MLX: the same GGUF on Apple Silicon (and, for tests, on any CPU that `mlx[cpu]` has wheels for).

The weights stay in their 8-bit form; the tokenizer is rebuilt from the GGUF's own metadata, so
one file serves both backends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from mlx_lm.models import cache as kv_cache
from mlx_lm.models import llama
from mlx_lm.utils import load_model
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer

from slm_lsp.errors import Cancelled, ModelUnavailable, PromptTooLong
from slm_lsp.inference.backend import Backend, Encoder, Generation, Token, until_stop
from slm_lsp.inference.tokenizer import byte_level

CONTEXT = 1024
END_MARKS = ("<|im_end|>", "</s>", "<|endoftext|>")
CONTROL = 3  # GGUF's token type of control tokens

# GGUF name -> mlx-lm name, for the weights inside a block and outside.
BLOCK = {
    "attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}  # fmt: skip
OUTSIDE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


@dataclass(frozen=True)
class Loaded:
    """A model, its tokenizer, the bytes of each token, what a text begins with, what ends it."""

    model: Any
    tokenizer: Tokenizer
    pieces: list[bytes]
    first: list[int]
    ends: set[int]


def _of_gguf(path: Path) -> Loaded:
    weights, facts = cast("tuple[Any, Any]", mx.load(str(path), return_metadata=True))
    tokenizer, pieces = _tokenizer(facts)
    first, end = (int(facts[f"tokenizer.ggml.{mark}_token_id"].item()) for mark in ("bos", "eos"))
    return Loaded(_build(weights, facts), tokenizer, pieces, [first], {end})


def _of_folder(folder: Path) -> Loaded:
    """A folder in mlx-lm's form; its tokenizer is read without the library that wrote it."""
    model, config = load_model(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    stated = folder / "generation_config.json"
    facts = config | (json.loads(stated.read_text("utf-8")) if stated.exists() else {})
    named = facts.get("eos_token_id", [])
    ends = set(named if isinstance(named, list) else [named])
    ends |= {i for mark in END_MARKS if (i := tokenizer.token_to_id(mark)) is not None}
    # Models that are asked in chat begin with no token of their own, others with their first one.
    begin = facts.get("bos_token_id")
    chat = tokenizer.token_to_id("<|im_start|>") is not None
    first = [begin] if isinstance(begin, int) and not chat else []
    control = {i for i, token in tokenizer.get_added_tokens_decoder().items() if token.special}
    size = tokenizer.get_vocab_size(with_added_tokens=True)
    pieces = [b"" if i in control else _bytes_of(tokenizer.id_to_token(i) or "") for i in range(size)]
    return Loaded(model, tokenizer, pieces, first, ends)


class Mlx:
    """One Llama-architecture GGUF (Q8_0), or any model that mlx-lm knows in a folder, loaded."""

    slots = 1

    def __init__(self, model: Path, adapter: Path | None = None) -> None:
        try:
            loaded = _of_folder(model) if model.is_dir() else _of_gguf(model)
            if adapter is not None:
                _adapt(loaded.model, adapter)
        except (KeyError, ValueError, RuntimeError, OSError) as error:
            raise ModelUnavailable(f"MLX cannot load {model.name}: {error}") from error
        self._model, self._tokenizer, self._pieces = loaded.model, loaded.tokenizer, loaded.pieces
        self._first, self._ends = loaded.first, loaded.ends
        self._cache: list[Any] = kv_cache.make_prompt_cache(self._model)
        self._cached: list[int] = []

    def generate(self, request: Generation, proceed: Callable[[], bool]) -> list[Token]:
        return until_stop(self._stream(request, proceed), request.stop)

    def _stream(self, request: Generation, proceed: Callable[[], bool]) -> Iterator[Token]:
        prompt = [*self._first, *self._tokenizer.encode(request.prompt, add_special_tokens=False).ids]
        if len(prompt) + request.max_tokens > CONTEXT:
            raise PromptTooLong("The text is longer than the model can read at once.")
        fed = prompt[self._keep_prefix(prompt) :]
        for _ in range(request.max_tokens):
            if not proceed():
                raise Cancelled("The request was called off.")
            logits = self._model(mx.array([fed]), cache=self._cache)[0, -1].astype(mx.float32)
            self._cached += fed
            logprobs: Any = logits - mx.logsumexp(logits)
            count = max(1, request.alternatives)
            top: Any = mx.argpartition(-logprobs, kth=count - 1)[:count]
            ranked = sorted(
                zip(top.tolist(), logprobs[top].tolist(), strict=True), key=lambda p: (-p[1], p[0])
            )
            best, logprob = ranked[0]
            if best in self._ends:
                return
            yield Token(self._pieces[best], logprob, tuple((self._pieces[i], p) for i, p in ranked))
            fed = [best]

    def _keep_prefix(self, prompt: list[int]) -> int:
        """Trims the cache to what it shares with `prompt`; at least one token is left to feed."""
        shared = 0
        while shared < min(len(self._cached), len(prompt) - 1) and self._cached[shared] == prompt[shared]:
            shared += 1
        kv_cache.trim_prompt_cache(self._cache, len(self._cached) - shared)
        self._cached = self._cached[:shared]
        return shared


class MlxEncoder:
    """One Llama-architecture GGUF, read without a causal mask."""

    def __init__(self, model: Path) -> None:
        try:
            weights, facts = cast("tuple[Any, Any]", mx.load(str(model), return_metadata=True))
            self._model = _build(weights, facts).model
        except (KeyError, ValueError, RuntimeError) as error:
            raise ModelUnavailable(f"MLX cannot load {model.name}: {error}") from error

    def hidden(self, tokens: list[int]) -> NDArray[np.float32]:
        state: Any = self._model.embed_tokens(mx.array([tokens]))
        for layer in self._model.layers:
            state = layer(state, None, None)
        return np.array(self._model.norm(state)[0].astype(mx.float32))


class _Adapted(nn.Module):  # type: ignore[name-defined,misc]
    """A matrix with a low-rank adapter beside it: W x + scale B A x."""

    def __init__(self, matrix: Any, a: Any, b: Any, scale: float) -> None:
        super().__init__()
        self.matrix, self.a, self.b, self.scale = matrix, a, b, scale

    def __call__(self, x: Any) -> Any:
        return self.matrix(x) + (x @ self.a.T @ self.b.T) * self.scale


def _adapt(model: Any, adapter: Path) -> None:
    """Puts an adapter's matrices beside the model's."""
    parts, facts = cast("tuple[Any, Any]", mx.load(str(adapter), return_metadata=True))
    alpha = float(facts["adapter.lora.alpha"].item())
    for name, a in parts.items():
        if not name.endswith(".lora_a"):
            continue
        stem = name.removesuffix(".weight.lora_a")
        _, layer, part = stem.split(".", 2)
        *path, last = BLOCK[part].split(".")
        owner = model.model.layers[int(layer)]
        for step in path:
            owner = owner[step]
        owner[last] = _Adapted(owner[last], a, parts[f"{stem}.weight.lora_b"], alpha / a.shape[0])


def _number(facts: dict[str, Any], key: str) -> float:
    return float(facts[f"llama.{key}"].item())


def _build(weights: dict[str, Any], facts: dict[str, Any]) -> Any:
    """mlx-lm's Llama with the GGUF's weights; rotary pairs are interleaved ("traditional")."""
    heads = int(_number(facts, "attention.head_count"))
    arguments = llama.ModelArgs(
        model_type="llama",
        hidden_size=int(_number(facts, "embedding_length")),
        num_hidden_layers=int(_number(facts, "block_count")),
        intermediate_size=int(_number(facts, "feed_forward_length")),
        num_attention_heads=heads,
        num_key_value_heads=int(_number(facts, "attention.head_count_kv")),
        rms_norm_eps=_number(facts, "attention.layer_norm_rms_epsilon"),
        vocab_size=len(facts["tokenizer.ggml.tokens"]),
        rope_theta=_number(facts, "rope.freq_base"),
        rope_traditional=True,
        tie_word_embeddings="output.weight" not in weights,
    )
    model = llama.Model(arguments)
    if any(name.endswith(".scales") for name in weights):
        nn.quantize(model, group_size=32, bits=8)  # type: ignore[attr-defined]
    named = []
    for name, value in weights.items():
        stem, kind = name.rsplit(".", 1)
        if stem.startswith("blk."):
            _, layer, part = stem.split(".", 2)
            named.append((f"model.layers.{layer}.{BLOCK[part]}.{kind}", value))
        else:
            named.append((f"{OUTSIDE[stem]}.{kind}", value))
    model.load_weights(named, strict=True)
    mx.eval(model.parameters())
    return model


def _tokenizer(facts: dict[str, Any]) -> tuple[Tokenizer, list[bytes]]:
    """Byte-level BPE from GGUF metadata, and the bytes of each token."""
    tokens: list[str] = facts["tokenizer.ggml.tokens"]
    types = facts["tokenizer.ggml.token_type"].tolist()
    tokenizer = byte_level(tokens, facts["tokenizer.ggml.merges"])
    control = [t for t, kind in zip(tokens, types, strict=True) if kind == CONTROL]
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in control])
    pieces = [b"" if kind == CONTROL else _bytes_of(token) for token, kind in zip(tokens, types, strict=True)]
    return tokenizer, pieces


def _bytes_of(token: str) -> bytes:
    """What a token spells: a character a byte, or, as SentencePiece writes, itself with a mark for
    the space."""
    table = _byte_characters()
    if all(char in table for char in token):
        return bytes(table[char] for char in token)
    return token.replace("▁", " ").encode()


@cache
def _byte_characters() -> dict[str, int]:
    """The byte for which byte-level BPE writes each printable character (Radford et al. 2019)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {chr(byte): byte for byte in printable}
    for extra, byte in enumerate(b for b in range(256) if b not in printable):
        table[chr(256 + extra)] = byte
    return table


def load(model: Path, threads: int, adapter: Path | None) -> Backend:
    """Loads a model file, with an adapter of the writer's own where there is one."""
    return Mlx(model, adapter)


def load_encoder(model: Path, threads: int) -> Encoder:
    """Loads a model file whose tokens all see each other."""
    return MlxEncoder(model)
