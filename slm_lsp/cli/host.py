"""Command: `slm-lsp host`, which only servers start."""

from __future__ import annotations

import argparse
from pathlib import Path

from slm_lsp.hosting.host import Asked, run_host


def main(arguments: list[str]) -> int:
    """Owns the rules, or a model, and serves them; the exit status."""
    parser = argparse.ArgumentParser(prog="slm-lsp host")
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--idle", type=float, default=600.0)
    parser.add_argument("--patience", type=float, default=60.0)
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--backend", default="llama.cpp")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tagger", type=Path)
    parser.add_argument("--adapter", type=Path)
    options = parser.parse_args(arguments)

    def load() -> tuple[Asked, int]:
        if options.rules:
            from slm_lsp.checks.harper.process import load_rules

            return load_rules()
        from slm_lsp.inference.model_host import load_model

        return load_model(options.model, options.backend, options.threads, options.tagger, options.adapter)

    return run_host(options.socket, load, options.idle, options.patience, options.adapter)
