"""llama.cpp through xllamacpp, its HTTP listener shut away.

The library always opens a listener. It is bound to a UNIX socket in a folder that only this
user can enter, behind a random key nobody is told, so nothing else can use the model or read
text through it.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import weakref
from collections.abc import Callable, Generator
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import xllamacpp

from slm_lsp.errors import Cancelled, ModelUnavailable, PromptTooLong
from slm_lsp.inference.backend import Generation, Token, until_stop

CONTEXT = 1024  # tokens a slot; prompts are kept well below it
SLOTS = 2  # one for what the writer waits for, one for the background


class LlamaCpp:
    """One GGUF, loaded."""

    slots = SLOTS

    def __init__(self, model: Path, threads: int) -> None:
        self._folder = tempfile.mkdtemp(prefix="slm-")  # mkdtemp: 0700
        self._clean = weakref.finalize(self, shutil.rmtree, self._folder, True)
        params = xllamacpp.CommonParams()
        params.model.path = str(model)
        params.hostnames = [f"{self._folder}/s.sock"]
        params.api_keys = [secrets.token_urlsafe(32)]
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
        try:
            self._server = xllamacpp.Server(params)
        except Exception as error:
            raise ModelUnavailable(f"llama.cpp cannot load {model.name}: {error}") from error

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


def _raise(error: dict[str, Any]) -> None:
    if error.get("type") == "exceed_context_size_error":
        raise PromptTooLong("The text is longer than the model can read at once.")
    raise ModelUnavailable(f"llama.cpp answered: {error.get('message', 'an error without words')}")
