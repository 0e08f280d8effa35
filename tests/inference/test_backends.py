"""Backends: llama.cpp and MLX read one file and say the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from slm_lsp.errors import Cancelled, ModelUnavailable, PromptTooLong
from slm_lsp.inference.backend import Backend, Generation, text_of
from slm_lsp.inference.backends.registry import BACKENDS, choose
from slm_lsp.inference.models import embedded_path, find
from slm_lsp.inference.prompts import one_line

PROMPTS = [
    "The government of the United States",
    "She opened the door and",
    "<|fix|> The results of the experiment shows that it works.<|to|>",
    "<|plain|> We utilize the tool prior to the meeting.<|to|>",
    "Café naïve — “quoted” text with 1,234 numbers",
]


@pytest.fixture(scope="module", params=list(BACKENDS))
def backend(request: pytest.FixtureRequest) -> Backend:
    pytest.importorskip({"llama.cpp": "xllamacpp", "mlx": "mlx_lm"}[request.param])
    return BACKENDS[request.param].load(embedded_path(), 1)


# llama.cpp rounds activations to 8 bits, MLX does not: the largest difference seen
# between their log-probabilities on these prompts is 0.12 nats; a choice this close may fall either way.
TIE = 0.2


def test_both_backends_write_the_same() -> None:
    pytest.importorskip("mlx_lm")
    loaded = [loader.load(embedded_path(), 1) for loader in BACKENDS.values()]
    same = 0
    for prompt in PROMPTS:
        request = Generation(prompt, 16, ("\n",), 3)
        one, two = (b.generate(request, lambda: True) for b in loaded)
        assert text_of(one).strip()
        same += text_of(one) == text_of(two)
        for left, right in zip(one, two, strict=False):
            if left.data != right.data:
                assert abs(dict(left.alternatives)[right.data] - left.logprob) < TIE, prompt
                break
            assert left.logprob == pytest.approx(right.logprob, abs=TIE)
    assert same >= len(PROMPTS) - 1


def test_probabilities_and_rivals(backend: Backend) -> None:
    tokens = backend.generate(Generation(PROMPTS[0], 4, (), 5), lambda: True)
    assert len(tokens) == 4
    for token in tokens:
        assert len(token.alternatives) == 5
        assert token.alternatives[0] == (token.data, pytest.approx(token.logprob, abs=1e-4))
        assert token.logprob <= 0


def test_stop_and_cancel_and_length(backend: Backend) -> None:
    whole = text_of(backend.generate(Generation(PROMPTS[1], 12), lambda: True))
    mark = whole.split()[2]
    assert mark not in text_of(backend.generate(Generation(PROMPTS[1], 12, (mark,)), lambda: True))
    with pytest.raises(Cancelled):
        backend.generate(Generation(PROMPTS[0], 200), lambda: False)
    with pytest.raises(PromptTooLong):
        backend.generate(Generation("word " * 3000, 4), lambda: True)
    assert text_of(backend.generate(Generation(PROMPTS[1], 12), lambda: True)) == whole


def test_a_grammar_binds_where_the_backend_can() -> None:
    pytest.importorskip("xllamacpp")
    loaded = BACKENDS["llama.cpp"].load(embedded_path(), 1)

    def written(prompt: str, grammar: str) -> str:
        return text_of(loaded.generate(Generation(prompt, 32, ("\n",), 1, grammar), lambda: True))

    assert written("Is it right? The answer is", 'root ::= " yes" | " no"') in (" yes", " no")
    free, bound = ("In 1914 the war began; in", ""), ("In 1914 the war began; in", one_line("In spring"))
    assert any(c.isdigit() for c in written(*free))
    assert written(*bound) and not any(c.isdigit() for c in written(*bound))
    for awkward in ("a]b", 'a^b-[c\\d"', "“Well,” he said.", "", "\u2028"):  # each must be a grammar
        written("“No", one_line(awkward))
    with pytest.raises(ModelUnavailable, match="grammar"):
        written("Is", "root ::= (")


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"not a model")
    for loader in BACKENDS.values():
        pytest.importorskip(loader.package)
        for load in (loader.load, loader.load_encoder):
            with pytest.raises(ModelUnavailable):
                load(bad, 1)


def test_what_a_killed_process_left_goes_when_the_next_begins(tmp_path: Path) -> None:
    program = """
import sys, time
from slm_lsp.inference.backends.llama_cpp import LlamaCpp
from slm_lsp.inference.models import embedded_path
model = LlamaCpp(embedded_path(), 1)
print("loaded", flush=True)
time.sleep(60)
"""
    environment = os.environ | {"SLM_LSP_RUNTIME": str(tmp_path)}
    left = []
    for _ in range(2):
        command = [sys.executable, "-c", program]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout and process.stdout.readline() == b"loaded\n"
            process.kill()
        left.append([folder.name for folder in tmp_path.iterdir() if folder.is_dir()])
    (first,), (second,) = left
    assert first != second
    assert (tmp_path / second).stat().st_mode & 0o777 == 0o700


def test_names_of_models_are_explained() -> None:
    with pytest.raises(ModelUnavailable, match="models pull"):
        find("smollm2-360m")
    with pytest.raises(ModelUnavailable, match="models list"):
        find("no such model")
    assert choose("llama.cpp").name == "llama.cpp"


def test_an_mlx_folder_is_read_as_the_gguf_is(tmp_path: Path) -> None:
    """The embedded model, written out as the folder that Apple's tools make, says the same."""
    folder = mlx_folder(tmp_path / "prose")
    request = Generation(PROMPTS[0], 12, alternatives=3)
    ours, theirs = (BACKENDS["mlx"].load(path, 1) for path in (embedded_path(), folder))
    wanted, found = (backend.generate(request, lambda: True) for backend in (ours, theirs))
    assert text_of(found) == text_of(wanted)
    assert found[0].logprob == pytest.approx(wanted[0].logprob, abs=0.05)
    assert find(str(folder), "mlx").style == "chatml"
    with pytest.raises(ModelUnavailable, match="MLX"):
        find(str(folder), "llama.cpp")


def mlx_folder(folder: Path) -> Path:
    """The embedded model in mlx-lm's form, its weights spelled out in 16 bits."""
    mx = pytest.importorskip("mlx.core")
    from mlx.utils import tree_flatten

    from slm_lsp.inference.backends import mlx

    folder.mkdir()
    loaded = mlx._of_gguf(embedded_path())
    weights = {}
    for name, value in tree_flatten(loaded.model.parameters()):
        stem, kind = name.rsplit(".", 1)
        if kind == "weight" and value.dtype == mx.uint32:
            parts = dict(tree_flatten(loaded.model.parameters()))
            value = mx.dequantize(value, parts[f"{stem}.scales"], parts[f"{stem}.biases"], 32, 8)
        if kind == "weight":
            weights[name] = value.astype(mx.float32)
    mx.save_safetensors(str(folder / "model.safetensors"), weights)
    arguments = loaded.model.args
    config = {
        "model_type": "llama", "hidden_size": arguments.hidden_size, "tie_word_embeddings": True,
        "num_hidden_layers": arguments.num_hidden_layers, "vocab_size": arguments.vocab_size,
        "intermediate_size": arguments.intermediate_size, "rope_traditional": True,
        "num_attention_heads": arguments.num_attention_heads, "rms_norm_eps": arguments.rms_norm_eps,
        "num_key_value_heads": arguments.num_key_value_heads, "rope_theta": arguments.rope_theta,
        "bos_token_id": loaded.first[0], "eos_token_id": list(loaded.ends),
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    loaded.tokenizer.save(str(folder / "tokenizer.json"))
    return folder
