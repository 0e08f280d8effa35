"""What the language model is trained on, and how: packed rows of prose, and fewer of pairs."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .loop import device_of_choice, run
from .model import Transformer, summed_loss
from .prepare import LOSS
from .sizes import SIZES, Size

VALIDATION_ROWS = 24
NAME = "prose"


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


class ProseTask:
    """The language model, its two streams, and their losses on the rows kept back."""

    def __init__(
        self, work: Path, size: Size, device: str, *, batch_rows: int, pair_share: float, start: Path | None
    ) -> None:
        row = json.loads((work / "prepared.json").read_text())["row"]
        self.device, self.batch_rows, self.pair_share = device, batch_rows, pair_share
        self.model = Transformer(size).to(device)
        if start is not None:
            self.model.load_state_dict(torch.load(start, map_location=device))
        self.trunk = torch.compile(self.model)
        self.model.piece_loss = torch.compile(summed_loss)
        self.streams = {name: Rows(work / f"{name}.bin", row) for name in ("prose", "pairs")}
        self.autocast = torch.autocast(device, torch.bfloat16)
        self.rng = np.random.default_rng(1)

    def position(self) -> Any:
        return [rows.next for rows in self.streams.values()], self.rng.bit_generator.state

    def go_to(self, position: Any) -> None:
        for rows, place in zip(self.streams.values(), position[0], strict=True):
            rows.next = place
        self.rng.bit_generator.state = position[1]

    def loss(self, progress: float) -> tuple[str, Tensor, int]:
        name = "pairs" if self.rng.random() < self.pair_share else "prose"
        inputs, targets, mask = unpack(self.streams[name].batch(self.batch_rows), self.device)
        with self.autocast:
            return name, self.model.loss(self.trunk(inputs), targets, mask), inputs.numel()

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Mean loss (nats a token) of each stream."""
        result = {}
        for name, rows in self.streams.items():
            losses = []
            for chunk in np.array_split(rows.validation(), math.ceil(VALIDATION_ROWS / 8)):
                inputs, targets, mask = unpack(chunk, self.device)
                with self.autocast:
                    losses.append(self.model.loss(self.model(inputs), targets, mask).item())
            result[name] = round(sum(losses) / len(losses), 4)
        return result


def train(
    work: Path, size_name: str, *, minutes: float, batch_rows: int = 16, pair_share: float = 0.06,
    threads: int = 2, start_from: Path | None = None,
) -> None:  # fmt: skip
    """Trains `work/prose.pt` for `minutes`; a run that was cut off goes on.

    `start_from` warm-starts the weights (a state dict, or a GGUF dequantised by
    `export.weights_from_gguf`).
    """
    torch.manual_seed(1)
    device = device_of_choice(threads)
    size = SIZES[size_name]
    task = ProseTask(work, size, device, batch_rows=batch_rows, pair_share=pair_share, start=start_from)
    run(work, NAME, task, minutes=minutes)
