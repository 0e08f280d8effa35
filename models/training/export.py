"""From a checkpoint to one GGUF that llama.cpp and MLX both read, and back again."""

from __future__ import annotations

import json
from pathlib import Path

import gguf
import numpy as np
import torch

from slm_lsp.edit_tags.tags import EDIT_TAGS
from slm_lsp.inference.tokenizer import byte_level

from .control import BOS, CONTROL_TOKENS, EOS
from .sizes import SIZES, Size
from .tagdata import Vocabulary

PROMPT_STYLE = "slm-lsp-v0"

# Recipe name -> GGUF name, for the weights inside a block.
BLOCK = {
    "attention_norm": "attn_norm", "attention.q": "attn_q", "attention.k": "attn_k",
    "attention.v": "attn_v", "attention.out": "attn_output", "ffn_norm": "ffn_norm",
    "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down",
}  # fmt: skip


def names(size: Size) -> dict[str, str]:
    """Every weight's name in the recipe -> its name in a GGUF."""
    table = {"embedding.weight": "token_embd.weight", "norm.weight": "output_norm.weight"}
    for i in range(size.layers):
        table |= {f"blocks.{i}.{ours}.weight": f"blk.{i}.{theirs}.weight" for ours, theirs in BLOCK.items()}
    return table


def export(work: Path, size_name: str, out: Path, average_with: Path | None = None) -> str:
    """Writes `out` from `work/prose.pt`; returns a line about it.

    `average_with`: the GGUF that the run went on from, whose weights count half (a model soup, Wortsman
    et al. 2022): what the run unlearned comes back, and the rest gets better too.
    """
    state = torch.load(work / "prose.pt", map_location="cpu", weights_only=False)
    if average_with is not None:
        before = torch.load(weights_from_gguf(average_with, work / "before.pt"))
        state["model"] = {name: (w.float() + before[name].float()) / 2 for name, w in state["model"].items()}
    write_gguf(state["model"], SIZES[size_name], state["tokens"], work / "tokenizer.json", out)
    return f"{out}: {SIZES[size_name].parameters() / 1e6:.1f}M parameters, {out.stat().st_size / 1e6:.1f} MB"


def export_tagger(work: Path, size_name: str, out: Path, name: str = "tagger") -> str:
    """Writes the tagger's trunk to `out` and its heads beside it (`.npz`), from `work/<name>.pt`.

    The heads' rows are stored in 8 bits with one scale a row.
    """
    state = torch.load(work / f"{name}.pt", map_location="cpu", weights_only=False)
    weights: dict[str, torch.Tensor] = state["model"]
    trunk = {n.removeprefix("trunk."): w for n, w in weights.items() if n.startswith("trunk.")}
    write_gguf(trunk, SIZES[size_name], state["tokens"], work / "tokenizer.json", out)
    known = Vocabulary.load(work / "vocabulary.json")
    arrays: dict[str, np.ndarray] = {
        "edit_names": np.array(EDIT_TAGS), "missing_names": np.array(known.missing),
        "word_names": np.array(known.words),
        "tokenizer": np.frombuffer((work / "tokenizer.json").read_bytes(), np.uint8),
    }  # fmt: skip
    for head in ("edit", "missing", "word"):
        matrix = weights[f"{head}.weight"].float().numpy()
        scale = np.abs(matrix).max(1, keepdims=True) / 127
        arrays[head] = np.round(matrix / scale).astype(np.int8)
        arrays[f"{head}_scale"] = scale[:, 0].astype(np.float32)
        arrays[f"{head}_bias"] = weights[f"{head}.bias"].float().numpy()
    heads = out.with_suffix(".npz")
    np.savez_compressed(heads, **arrays)
    return f"{out}: {out.stat().st_size / 1e6:.1f} MB, its heads {heads.stat().st_size / 1e6:.1f} MB"


def write_gguf(
    weights: dict[str, torch.Tensor], size: Size, tokens: int, tokenizer_file: Path, out: Path
) -> None:
    """A Llama-architecture GGUF in Q8_0, its norms in F32, with its tokenizer."""
    tokenizer = json.loads(tokenizer_file.read_text("utf-8"))["model"]
    vocabulary = sorted(tokenizer["vocab"], key=tokenizer["vocab"].__getitem__)
    out.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(str(out), "llama")
    writer.add_name(f"slm-lsp prose {size.name}")
    writer.add_license("apache-2.0")
    # Before the long lists: the server looks for it in the file's first 4 kB.
    writer.add_string("slm-lsp.prompt_style", PROMPT_STYLE)
    writer.add_uint64("slm-lsp.trained_tokens", tokens)
    writer.add_context_length(size.context)
    writer.add_embedding_length(size.dim)
    writer.add_block_count(size.layers)
    writer.add_feed_forward_length(size.ffn)
    writer.add_head_count(size.heads)
    writer.add_head_count_kv(size.kv_heads)
    writer.add_rope_dimension_count(size.head_dim)
    writer.add_rope_freq_base(size.rope_base)
    writer.add_layer_norm_rms_eps(size.norm_eps)
    writer.add_vocab_size(size.vocab)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(vocabulary)
    control = set(CONTROL_TOKENS)
    writer.add_token_types(
        [gguf.TokenType.CONTROL if token in control else gguf.TokenType.NORMAL for token in vocabulary]
    )
    merges = [m if isinstance(m, str) else " ".join(m) for m in tokenizer["merges"]]
    writer.add_token_merges(merges)
    writer.add_bos_token_id(vocabulary.index(BOS))
    writer.add_eos_token_id(vocabulary.index(EOS))
    writer.add_add_bos_token(True)
    for ours, theirs in names(size).items():
        weight = weights[ours].float().numpy()
        if weight.ndim == 1:
            writer.add_tensor(theirs, weight)
        else:
            packed = gguf.quants.quantize(weight, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(theirs, packed, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def tokenizer_from_gguf(path: Path, out: Path) -> Path:
    """The shipped tokenizer as `tokenizer.json`, which `prepare` keeps; of a tagger its vocabulary too."""
    fields = gguf.GGUFReader(str(path)).fields
    tokenizer = byte_level(
        fields["tokenizer.ggml.tokens"].contents(), fields["tokenizer.ggml.merges"].contents()
    )
    tokenizer.add_special_tokens(CONTROL_TOKENS)
    out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out))
    if (heads := path.with_suffix(".npz")).exists():
        Vocabulary.of_heads(heads).save(out.with_name("vocabulary.json"))
    return out


def weights_from_gguf(path: Path, out: Path) -> Path:
    """Dequantises a shipped GGUF into a state dict that `train --from-gguf` starts from."""
    reader = gguf.GGUFReader(str(path))
    tensors = {t.name: gguf.quants.dequantize(t.data, t.tensor_type) for t in reader.tensors}
    layers = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("blk."))
    dim = tensors["output_norm.weight"].shape[0]
    size = next(s for s in SIZES.values() if s.layers == layers and s.dim == dim)
    state = {ours: torch.from_numpy(np.array(tensors[theirs])) for ours, theirs in names(size).items()}
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, out)
    return out
