"""Model host: what the process that owns the model does for servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from slm_lsp.errors import ModelUnavailable
from slm_lsp.hosting.host import Asked, Work
from slm_lsp.inference.backends.registry import BACKENDS
from slm_lsp.inference.messages import request_of, tags_message, tokens_message
from slm_lsp.inference.models import gone
from slm_lsp.inference.tagger import Tagger


def load_model(
    model: Path, backend: str, threads: int, trunk: Path | None, adapter: Path | None
) -> tuple[Asked, int]:
    """(what can be asked of the model, with its tagger's trunk and its adapter; how many works it does at
    once), or `ModelUnavailable`."""
    for path in (model, trunk, adapter):
        if path and not path.exists():
            raise ModelUnavailable(gone(path))
    loader = BACKENDS[backend]
    try:
        loaded = loader.load(model, threads, adapter)
        tagger = Tagger(trunk, loader.load_encoder(trunk, threads)) if trunk else None
    except ModelUnavailable as error:
        raise ModelUnavailable(f"The backend {backend} failed: {error}") from error

    def asked(message: dict[str, Any]) -> Work:
        if message["do"] == "generate":
            request = request_of(message)
            return lambda proceed: tokens_message(loaded.generate(request, proceed))
        if message["do"] == "tag" and tagger:
            sentence = str(message["sentence"])
            return lambda _: tags_message(tagger.tag(sentence))
        raise KeyError(message["do"])

    return asked, loaded.slots
