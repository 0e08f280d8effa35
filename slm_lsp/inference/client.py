"""Client: a server's end of the wire to the model's host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from slm_lsp.edit_tags.tags import Tags
from slm_lsp.errors import HostUnavailable, ModelUnavailable
from slm_lsp.hosting.client import HostClient
from slm_lsp.hosting.priority import Priority
from slm_lsp.hosting.wire import idle_seconds
from slm_lsp.inference.backend import Generation, Token
from slm_lsp.inference.messages import generate_message, socket_path, tag_message, tags_of, tokens_of
from slm_lsp.inference.models import Model

# What a model may take for one sign of life, and to start: of a small one, and more for each megabyte.
PATIENCE_SECONDS, PATIENCE_PER_MEGABYTE = 20.0, 0.1
# How long a host waits for the next request before it goes (`SLM_LSP_IDLE` changes it).
IDLE_SECONDS = idle_seconds(600)


class ModelClient(HostClient):
    """Asks the host of one model for tokens and tags."""

    def __init__(
        self,
        model: Model,
        backend: str,
        threads: int = 1,
        idle_seconds: float = IDLE_SECONDS,
        patience: float | None = None,
    ) -> None:
        size = model.path.stat().st_size if model.path.is_file() else 0
        patience = patience or PATIENCE_SECONDS + PATIENCE_PER_MEGABYTE * size / 1e6

        def command(path: Path) -> list[str]:
            return [
                "--socket", str(path), "--model", str(model.path), "--backend", backend,
                "--threads", str(threads), "--idle", str(idle_seconds), "--patience", str(patience),
                *(["--tagger", str(model.tagger)] if model.tagger else []),
                *(["--adapter", str(model.adapter)] if model.adapter else []),
            ]  # fmt: skip

        super().__init__(lambda: socket_path(model, backend, threads), command, patience)

    async def ask(self, message: dict[str, Any], priority: Priority) -> dict[str, Any]:
        """The host's answer; `ModelUnavailable` where there is no host, other errors as for every host."""
        try:
            return await super().ask(message, priority)
        except HostUnavailable as error:
            raise ModelUnavailable(str(error)) from error

    async def generate(self, request: Generation, priority: Priority) -> list[Token]:
        """The tokens of `request`; errors as `ask` says."""
        return tokens_of(await self.ask(generate_message(request), priority))

    async def tag(self, sentence: str, priority: Priority) -> Tags:
        """The tagger's view of a sentence; errors as `ask` says."""
        return tags_of(await self.ask(tag_message(sentence), priority))
