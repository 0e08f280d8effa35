"""Engine: the model as features see it: a prompt style and a host, chosen by the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cachetools import LRUCache

from slm_lsp.edit_tags.tags import Tags
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference import models
from slm_lsp.inference.backend import Generation, Token
from slm_lsp.inference.backends.registry import Choice, choose
from slm_lsp.inference.client import IDLE_SECONDS, ModelClient
from slm_lsp.inference.prompts import STYLES, PromptStyle

# Generations remembered: greedy, the same prompt gives the same again, as after each letter of a word.
RECENT = 32


@dataclass
class Engine:
    """One model on one backend. `ModelUnavailable` when made where neither can be had."""

    choice: Choice
    model: models.Model
    style: PromptStyle
    host: ModelClient
    _recent: LRUCache[Generation, list[Token]] = field(default_factory=lambda: LRUCache(RECENT))

    @classmethod
    def start(
        cls,
        model: str = "embedded",
        backend: str = "auto",
        threads: int = 1,
        idle: float = IDLE_SECONDS,
        adapter: Callable[[str], Path | None] | None = None,
    ) -> Engine:
        """Chooses; the host itself starts with the first request. `adapter` gives the adapter's file for
        the embedded model of a digest."""
        choice = choose(backend)
        found = models.find(model, choice.name)
        if adapter and found.name == models.EMBEDDED:
            found = replace(found, adapter=adapter(found.digest))
        return cls(choice, found, STYLES[found.style], ModelClient(found, choice.name, threads, idle))

    async def generate(
        self,
        prompt: str,
        max_tokens: int,
        priority: Priority,
        *,
        stop: tuple[str, ...] = ("\n",),
        alternatives: int = 1,
        grammar: str = "",
    ) -> list[Token]:
        """Greedy tokens after `prompt`; errors as `ModelClient.generate` says."""
        request = Generation(prompt, max_tokens, stop, alternatives, grammar)
        if (known := self._recent.get(request)) is None:
            known = self._recent[request] = await self.host.generate(request, priority)
        return known

    async def tag(self, sentence: str, priority: Priority) -> Tags:
        """The tagger's view of a sentence; only for a model that has a tagger."""
        return await self.host.tag(sentence, priority)

    async def close(self) -> None:
        await self.host.close()
