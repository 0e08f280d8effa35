"""The shares of ghost text's three voices: `python -m benchmarks.quality.shares [--corpus FOLDER]`.

Works them out by expectation maximisation on the words of the tuning set, apart for each length of
the longest known phrase; they go into `slm_lsp/complete/next_word.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections import defaultdict

import numpy as np

from slm_lsp.complete.next_word import NextWord, embedded, model_tokens
from slm_lsp.complete.recency import recency_of, within_reach
from slm_lsp.inference.engine import Engine

from .keystrokes import VOICES
from .sets import held_out_sets, parsed

UNHEARD_OF = 1e-9  # what a voice gives to a word it does not know


def maximised(likelihoods: list[list[float]], rounds: int = 100) -> tuple[np.ndarray, float]:
    """(the shares under which the words are likeliest, nats a word under them)."""
    rows = np.array(likelihoods) + UNHEARD_OF
    shares = np.full(3, 1 / 3)
    for _ in range(rounds):
        due = rows * shares
        shares = (due / due.sum(1, keepdims=True)).mean(0)
    return shares, float(-np.log((rows * shares).sum(1)).mean())


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.shares", description=__doc__)
    _, corpus = parsed(parser)
    engine = Engine.start()
    likelihoods: dict[int, list[list[float]]] = defaultdict(list)
    for before, line in held_out_sets(corpus, 600, tuning=True).typed:
        for word in re.finditer(r"[\w'’-]+", line):
            text = before + line[: word.start()]
            stem = text.rstrip(" ")
            tokens = await model_tokens(engine, stem[-4_000:])
            said = recency_of(within_reach(text)).likely(stem)
            voices = [NextWord(embedded(), stem, tokens, said, shares) for shares in VOICES.values()]
            likelihoods[voices[0].known].append([voice.likelihood(word[0]) for voice in voices])
    print("| words known before | words | phrases | model | document | nats a word |")
    print("|--:|--:|--:|--:|--:|--:|")
    for known, rows in sorted(likelihoods.items()):
        shares, nats = maximised(rows)
        print(f"| {known} | {len(rows)} | {' | '.join(f'{share:.2f}' for share in shares)} | {nats:.2f} |")
    await engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
