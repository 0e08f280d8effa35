"""Engine: the model as features see it: a prompt style and a host, chosen by the settings."""

from __future__ import annotations

from dataclasses import dataclass

from slm_lsp.inference import models
from slm_lsp.inference.backend import Choice, Generation, Priority, Token, choose
from slm_lsp.inference.client import IDLE_SECONDS, HostClient
from slm_lsp.inference.prompts import STYLES, PromptStyle
from slm_lsp.tagging.tags import Tags


@dataclass
class Engine:
    """One model on one backend. `ModelUnavailable` when made where neither can be had."""

    choice: Choice
    model: models.Model
    style: PromptStyle
    host: HostClient

    @classmethod
    def start(
        cls, model: str = "embedded", backend: str = "auto", threads: int = 1, idle: float = IDLE_SECONDS
    ) -> Engine:
        """Chooses; the host itself starts with the first request."""
        choice = choose(backend)
        found = models.find(model, choice.name)
        return cls(choice, found, STYLES[found.style], HostClient(found, choice.name, threads, idle))

    async def generate(
        self,
        prompt: str,
        max_tokens: int,
        priority: Priority,
        *,
        stop: tuple[str, ...] = ("\n",),
        alternatives: int = 1,
    ) -> list[Token]:
        """Greedy tokens after `prompt`; errors as `HostClient.generate` says."""
        return await self.host.generate(Generation(prompt, max_tokens, stop, alternatives), priority)

    async def tag(self, sentence: str, priority: Priority) -> Tags:
        """The tagger's view of a sentence; only for a model that has a tagger."""
        return await self.host.tag(sentence, priority)

    async def close(self) -> None:
        await self.host.close()
