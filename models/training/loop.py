"""The training loop: batches in, checkpoints and a log out; stops at a time budget and can go on.

Warm-up, stable, decay over the share of the time budget that is used (so that a noisy machine
still ends with a full decay); Muon for the matrices inside the blocks, AdamW for the rest.
"""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import torch
from torch import Tensor, nn

SAVE_EVERY = 240  # seconds
LOG_EVERY, VALIDATE_EVERY = 50, 500  # steps
WARM_UP = 100  # steps, where a share of the time is fewer


class Task(Protocol):
    """What is trained: a model, its batches, and how good it is."""

    model: nn.Module

    def loss(self, progress: float) -> tuple[str, Tensor, int]:
        """The next batch's stream, its loss, and its number of tokens; `progress` of the run is in 0..1."""
        ...

    def validate(self) -> dict[str, float]:
        """Measures on what was kept back."""
        ...

    def position(self) -> Any:
        """Where in its data the task is; `go_to` takes it back there."""
        ...

    def go_to(self, position: Any) -> None: ...


def rate(progress: float, warmup: float = 0.02, decay_from: float = 0.65) -> float:
    """Share of the peak learning rate at `progress` in 0..1."""
    if progress < warmup:
        return max(0.02, progress / warmup)
    if progress < decay_from:
        return 1.0
    return max(0.0, (1 - progress) / (1 - decay_from))


def device_of_choice(threads: int) -> str:
    if torch.cuda.is_available():
        return "cuda"
    torch.set_num_threads(threads)
    return "cpu"


def optimizers_of(model: nn.Module, muon: float, adam: float) -> list[tuple[torch.optim.Optimizer, float]]:
    """(optimizer, peak rate): Muon (Jordan et al. 2024) for the blocks' matrices, AdamW for the rest."""
    inner = {n: p for n, p in model.named_parameters() if p.ndim == 2 and "blocks." in n}
    outer = [p for n, p in model.named_parameters() if n not in inner]
    return [
        (
            torch.optim.Muon(
                list(inner.values()), lr=muon, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"
            ),
            muon,
        ),
        (torch.optim.AdamW(outer, lr=adam, betas=(0.9, 0.95), weight_decay=0.0), adam),
    ]


def run(
    work: Path, name: str, task: Task, *, minutes: float, muon_rate: float = 0.005, adam_rate: float = 0.003
) -> None:
    """Trains until `minutes` of training time are used.

    `work/<name>.pt` is written every few minutes and goes on a run that was cut off; the log is
    `work/<name>.jsonl`. SIGTERM ends the run after the step it is in; what was trained is kept.
    """
    checkpoint = work / f"{name}.pt"
    optimizers = optimizers_of(task.model, muon_rate, adam_rate)
    step, used, tokens_seen = 0, 0.0, 0
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=False)
        task.model.load_state_dict(state["model"])
        for (optimizer, _), saved in zip(optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        step, used, tokens_seen = state["step"], state["used"], state["tokens"]
        task.go_to(state["position"])
    log = (work / f"{name}.jsonl").open("a")
    recent: dict[str, list[Tensor]] = {}
    budget, last_save, begun_at = minutes * 60, time.monotonic(), step

    def save() -> None:
        torch.save(
            {
                "model": task.model.state_dict(), "optimizers": [o.state_dict() for o, _ in optimizers],
                "step": step, "used": used, "tokens": tokens_seen, "position": task.position(),
            },
            checkpoint.with_suffix(".new"),
        )  # fmt: skip
        checkpoint.with_suffix(".new").replace(checkpoint)

    def write(line: dict[str, Any]) -> None:
        print(json.dumps(line), file=log, flush=True)

    stopping = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    while used < budget and not stopping.is_set():
        began = time.monotonic()
        share = rate(used / budget) * min(1.0, (step + 1) / WARM_UP)
        for optimizer, peak in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = peak * share
        stream, loss, tokens = task.loss(used / budget)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(task.model.parameters(), 1.0)
        for optimizer, _ in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        # Read only when it is logged: a GPU is not waited for at every step.
        recent.setdefault(stream, []).append(loss.detach())
        step += 1
        tokens_seen += tokens
        if step > begun_at + 1:  # the first step is spent on compiling
            used += min(time.monotonic() - began, 60)
        if step % LOG_EVERY == 0:
            line: dict[str, Any] = {
                "step": step, "minutes": round(used / 60, 2), "tokens": tokens_seen, "rate": round(share, 4),
            }  # fmt: skip
            line |= {k: round(float(torch.stack(v).mean()), 4) for k, v in recent.items()}
            recent = {}
            if step % VALIDATE_EVERY == 0:
                line["validation"] = task.validate()
            write(line)
        if time.monotonic() - last_save > SAVE_EVERY:
            save()
            last_save = time.monotonic()
    save()
    if not stopping.is_set():
        write({"step": step, "tokens": tokens_seen, "validation": task.validate()})
