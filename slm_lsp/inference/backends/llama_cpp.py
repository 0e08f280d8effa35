"""llama.cpp through xllamacpp, its HTTP listener shut away.

The library always opens a listener. It is bound to a UNIX socket in a folder that only this
user can enter, behind a random key nobody is told, so nothing else can use the model or read
text through it.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import tempfile
import weakref
from collections.abc import Callable, Generator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import numpy as np
import psutil
import xllamacpp
from numpy.typing import NDArray

from slm_lsp.errors import Cancelled, ModelUnavailable, PromptTooLong
from slm_lsp.hosting.wire import runtime_folder
from slm_lsp.inference.backend import Backend, Encoder, Generation, Token, until_stop

CONTEXT = 1024  # tokens a slot; prompts are kept well below it
SLOTS = 2  # one for what the writer waits for, one for the background


def _params(model: Path, threads: int, folder: str, key: str) -> Any:
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.hostnames = [f"{folder}/s.sock"]
    params.api_keys = [key]
    params.n_ctx = CONTEXT * SLOTS
    params.n_parallel = SLOTS
    params.n_batch = 512
    params.n_gpu_layers = 0
    params.cache_ram_mib = 32
    params.fit_params = False
    params.warmup = False
    params.endpoint_slots = False
    params.verbosity = -1
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    return params


def _start(params: Any) -> Any:
    try:
        return xllamacpp.Server(params)
    except Exception as error:
        name = Path(params.model.path).name
        raise ModelUnavailable(f"llama.cpp cannot load {name}: {error}") from error


class _Private:
    """A folder that only this user can enter, gone with the object; and a key nobody is told. Folders of
    processes that were killed go too."""

    def __init__(self) -> None:
        beside = runtime_folder()
        for old in beside.glob("[0-9]*-*"):
            number = old.name.partition("-")[0]
            if number.isdecimal() and not psutil.pid_exists(int(number)):
                shutil.rmtree(old, ignore_errors=True)
        self.folder = tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=beside)  # mkdtemp: 0700
        self.key = secrets.token_urlsafe(32)
        weakref.finalize(self, shutil.rmtree, self.folder, True)


class LlamaCpp:
    """One GGUF, loaded."""

    slots = SLOTS

    def __init__(self, model: Path, threads: int, adapter: Path | None = None) -> None:
        self._private = _Private()
        params = _params(model, threads, self._private.folder, self._private.key)
        if adapter is not None:
            lora = xllamacpp.CommonAdapterLoraInfo()
            lora.path, lora.scale = str(adapter), 1.0
            params.lora_adapters = [lora]
        self._server = _start(params)

    def generate(self, request: Generation, proceed: Callable[[], bool]) -> list[Token]:
        stream = self._stream(request, proceed)
        try:
            return until_stop(stream, request.stop)
        finally:
            stream.close()

    def _stream(self, request: Generation, proceed: Callable[[], bool]) -> Generator[Token, None, None]:
        """Tokens as they come; closing it stops the generation at the next token."""
        arrived: SimpleQueue[Any] = SimpleQueue()
        state = {"wanted": True}

        def on_chunk(chunk: dict[str, Any]) -> bool:
            arrived.put(chunk)
            return not state["wanted"]  # True stops it

        def work() -> None:
            try:
                end = self._server.handle_completions(
                    {
                        "prompt": request.prompt,
                        "n_predict": request.max_tokens,
                        "temperature": 0,
                        "n_probs": max(1, request.alternatives),
                        "cache_prompt": True,
                        "grammar": request.grammar,
                        "stream": True,
                    },
                    on_chunk,
                )
                arrived.put(end if isinstance(end, dict) and "error" in end else None)
            except Exception as error:
                arrived.put({"error": {"message": str(error), "type": "exception"}})

        thread = Thread(target=work, daemon=True)
        thread.start()
        try:
            while (chunk := arrived.get()) is not None:
                if "error" in chunk:
                    _raise(chunk["error"])
                if not proceed():
                    raise Cancelled("The request was called off.")
                for step in (chunk["choices"][0].get("logprobs") or {}).get("content") or ():
                    rivals = tuple((bytes(r["bytes"]), r["logprob"]) for r in step["top_logprobs"])
                    yield Token(bytes(step["bytes"]), step["logprob"], rivals)
        finally:
            state["wanted"] = False
            thread.join()


class LlamaCppEncoder:
    """One GGUF, loaded to be read from: its hidden states, without a causal mask.

    The library hands out each token's state only over its listener, as JSON (its OpenAI-like
    call in the process refuses to).
    """

    def __init__(self, model: Path, threads: int) -> None:
        self._private = _Private()
        params = _params(model, threads, self._private.folder, self._private.key)
        params.embedding = True
        params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_NONE
        params.attention_type = xllamacpp.llama_attention_type.LLAMA_ATTENTION_TYPE_NON_CAUSAL
        # Without a causal mask a prompt must fit one batch.
        params.n_batch = params.n_ubatch = 512
        params.cache_ram_mib = 0
        self._server = _start(params)

    def hidden(self, tokens: list[int]) -> NDArray[np.float32]:
        connection = _UnixConnection(f"{self._private.folder}/s.sock")
        try:
            connection.request(
                "POST",
                "/embedding",
                json.dumps({"content": tokens, "embd_normalize": -1}),
                {"Authorization": f"Bearer {self._private.key}", "Content-Type": "application/json"},
            )
            answer = json.loads(connection.getresponse().read())
        except (OSError, ValueError, HTTPException) as error:
            raise ModelUnavailable(f"llama.cpp did not answer: {type(error).__name__}") from error
        finally:
            connection.close()
        if isinstance(answer, dict):
            _raise(answer["error"])
        return np.array(answer[0]["embedding"], np.float32)


class _UnixConnection(HTTPConnection):
    """HTTP over a UNIX socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self._path)


def _raise(error: dict[str, Any]) -> None:
    if error.get("type") == "exceed_context_size_error":
        raise PromptTooLong("The text is longer than the model can read at once.")
    raise ModelUnavailable(f"llama.cpp answered: {error.get('message', 'an error without words')}")


def load(model: Path, threads: int, adapter: Path | None) -> Backend:
    """Loads a model file, with an adapter of the writer's own where there is one."""
    return LlamaCpp(model, threads, adapter)


def load_encoder(model: Path, threads: int) -> Encoder:
    """Loads a model file whose tokens all see each other."""
    return LlamaCppEncoder(model, threads)
