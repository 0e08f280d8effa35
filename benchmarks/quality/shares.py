"""The shares of ghost text's three voices: `python -m benchmarks.quality.shares [--corpus FOLDER]`.

Works them out by expectation maximisation on the words of the tuning set, apart for each length of
the longest known phrase; they go into `slm_lsp/complete/weights.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import defaultdict

import numpy as np

from slm_lsp.complete.next_word import embedded
from slm_lsp.complete.weights import UNHEARD_OF, MixtureWeights, likeliest
from slm_lsp.inference.engine import Engine

from .sets import held_out_sets, parsed
from .spots import spots


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.shares", description=__doc__)
    _, corpus = parsed(parser)
    engine = Engine.start()
    likelihoods: dict[int, list[MixtureWeights]] = defaultdict(list)
    for spot in await spots(engine, held_out_sets(corpus, 600, tuning=True).typed):
        voices = spot.voices(embedded())
        likelihoods[voices.known].append(voices.likelihoods(spot.word))
    print("| words known before | words | phrases | model | document | nats a word |")
    print("|--:|--:|--:|--:|--:|--:|")
    for known, rows in sorted(likelihoods.items()):
        table = np.array(rows)
        shares = likeliest(table, np.array(MixtureWeights(1 / 3, 1 / 3, 1 / 3)))
        nats = -np.log(((table + UNHEARD_OF) * shares).sum(1)).mean()
        print(f"| {known} | {len(rows)} | {' | '.join(f'{s:.2f}' for s in shares[:3])} | {nats:.2f} |")
    await engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
