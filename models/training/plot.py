"""Curves of a run, from its log, for the model card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

mpl.rcParams["svg.hashsalt"] = "slm-lsp"  # the same log gives the same file


def plot(log: Path, out: Path) -> str:
    """Draws each validation measure over the tokens seen into one SVG, and behind it the loss in training
    where it has the same name."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    checks: list[dict[str, Any]] = [line for line in lines if "validation" in line]
    names = list(checks[0]["validation"])
    figure = Figure(figsize=(3.2 * len(names), 2.6), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(names)), names, strict=True):
        training = [(line["tokens"] / 1e6, line[name]) for line in lines if name in line]
        if training:
            axes.plot(*zip(*training, strict=True), color="lightgray")
        axes.plot([c["tokens"] / 1e6 for c in checks], [c["validation"][name] for c in checks], marker=".")
        axes.set_title(name)
        axes.set_xlabel("million tokens")
    figure.savefig(out, metadata={"Date": None})
    return f"{out}: {len(checks)} points"
