"""The training run: rows in, checkpoints and a log out; stops at a time budget and can go on.

Warm-up, stable, decay over the share of the time budget that is used (so that a noisy machine
still ends with a full decay); Muon for the matrices inside the blocks, AdamW for the rest.
"""

from __future__ import annotations

import contextlib
import json
import math
import signal
import time
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .model import Decoder, summed_loss
from .prepare import LOSS
from .sizes import SIZES, Size

VALIDATION_ROWS = 24


class Rows:
    """Rows of one packed file, the last `VALIDATION_ROWS` kept for validation."""

    def __init__(self, path: Path, row: int) -> None:
        self.data = np.memmap(path, np.uint16, "r").reshape(-1, row + 1)
        self.train_rows = len(self.data) - VALIDATION_ROWS
        self.next = 0

    def batch(self, count: int) -> np.ndarray:
        index = np.arange(self.next, self.next + count) % self.train_rows
        self.next = (self.next + count) % self.train_rows
        return self.data[index]

    def validation(self) -> np.ndarray:
        return self.data[self.train_rows :]


def unpack(rows: np.ndarray, device: str) -> tuple[Tensor, Tensor, Tensor]:
    """(inputs, targets, loss mask) of packed rows."""
    raw = torch.from_numpy(rows.astype(np.int64)).to(device)
    tokens = raw & (LOSS - 1)
    return tokens[:, :-1], tokens[:, 1:], (raw[:, 1:] & LOSS) > 0


def rate(progress: float, warmup: float = 0.02, decay_from: float = 0.65) -> float:
    """Share of the peak learning rate at `progress` in 0..1."""
    if progress < warmup:
        return max(0.02, progress / warmup)
    if progress < decay_from:
        return 1.0
    return max(0.0, (1 - progress) / (1 - decay_from))


def train(
    work: Path,
    size_name: str,
    *,
    minutes: float,
    batch_rows: int = 16,
    pair_share: float = 0.5,
    muon_rate: float = 0.005,
    adam_rate: float = 0.003,
    threads: int = 2,
    compile_model: bool = True,
    start_from: Path | None = None,
) -> None:
    """Trains until `minutes` of training time are used; `work/checkpoint.pt` goes on a cut-off run.

    `start_from` warm-starts the weights (a `weights.pt` of an earlier run, or a dequantised GGUF
    made by `export.weights_from_gguf`).
    """
    facts = json.loads((work / "prepared.json").read_text())
    size: Size = SIZES[size_name]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(1)
    if device == "cpu":
        torch.set_num_threads(threads)
    model = Decoder(size).to(device)
    if start_from is not None:
        model.load_state_dict(torch.load(start_from, map_location=device))
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embedding" not in n]
    others = [p for n, p in model.named_parameters() if p.ndim != 2 or "embedding" in n]
    optimizers: list[tuple[torch.optim.Optimizer, float]] = [
        (
            torch.optim.Muon(matrices, lr=muon_rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
            muon_rate,
        ),
        (torch.optim.AdamW(others, lr=adam_rate, betas=(0.9, 0.95), weight_decay=0.0), adam_rate),
    ]
    prose, pairs = Rows(work / "prose.bin", facts["row"]), Rows(work / "pairs.bin", facts["row"])
    step, used, tokens_seen = 0, 0.0, 0
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, map_location=device, weights_only=False)
        model.load_state_dict(state["model"])
        for (optimizer, _), saved in zip(optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        step, used, tokens_seen = state["step"], state["used"], state["tokens"]
        prose.next, pairs.next = state["next"]
    trunk = model
    if compile_model:
        trunk = torch.compile(model)
        model.piece_loss = torch.compile(summed_loss)
    autocast = torch.autocast(device, torch.bfloat16)
    rng = np.random.default_rng(step)
    log = (work / "log.jsonl").open("a")
    recent: dict[str, list[float]] = {"prose": [], "pairs": []}
    budget, last_save = minutes * 60, time.monotonic()

    def save() -> None:
        torch.save(
            {
                "model": model.state_dict(), "optimizers": [o.state_dict() for o, _ in optimizers],
                "step": step, "used": used, "tokens": tokens_seen, "next": (prose.next, pairs.next),
            },
            checkpoint.with_suffix(".new"),
        )  # fmt: skip
        checkpoint.with_suffix(".new").replace(checkpoint)

    # SIGTERM ends the run after the step it is in; what was trained is kept.
    stopping = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    while used < budget and not stopping.is_set():
        began = time.monotonic()
        share = rate(used / budget)
        for optimizer, peak in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = peak * share
        name = "pairs" if rng.random() < pair_share else "prose"
        inputs, targets, mask = unpack((pairs if name == "pairs" else prose).batch(batch_rows), device)
        with autocast:
            loss = model.loss(trunk(inputs), targets, mask)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer, _ in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        recent[name].append(loss.item())
        step += 1
        tokens_seen += inputs.numel()
        used += min(time.monotonic() - began, 60)
        if step % 50 == 0:
            line = {
                "step": step,
                "minutes": round(used / 60, 2),
                "tokens": tokens_seen,
                "rate": round(share, 4),
            }
            line |= {k: round(sum(v) / len(v), 4) for k, v in recent.items() if v}
            recent = {"prose": [], "pairs": []}
            if step % 500 == 0:
                line["validation"] = validate(model, autocast, prose, pairs, device)
            print(json.dumps(line), file=log, flush=True)
        if time.monotonic() - last_save > 240:
            save()
            last_save = time.monotonic()
    save()
    if stopping.is_set():
        return
    final = {
        "step": step,
        "tokens": tokens_seen,
        "validation": validate(model, autocast, prose, pairs, device),
    }
    print(json.dumps(final), file=log, flush=True)


@torch.no_grad()
def validate(
    model: Decoder, autocast: contextlib.AbstractContextManager[Any], prose: Rows, pairs: Rows, device: str
) -> dict[str, float]:
    """Mean loss (nats a token) on the rows kept back from each stream."""
    result = {}
    for name, rows in (("prose", prose), ("pairs", pairs)):
        losses = []
        for chunk in np.array_split(rows.validation(), math.ceil(VALIDATION_ROWS / 8)):
            inputs, targets, mask = unpack(chunk, device)
            with autocast:
                losses.append(model.loss(model(inputs), targets, mask).item())
        result[name] = round(sum(losses) / len(losses), 4)
    return result
