"""To what power each probability counts in ghost text's mixture: `python -m benchmarks.quality.exponents`.

Works them out by Newton's method where they make words likeliest, of which nothing, one, two or three letters
are typed: the words of the tuning set, and of stories of the author on whom choices are made. They go into
`slm_lsp/complete/mixture.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.training.export import tokenizer_from_gguf
from slm_lsp.complete.mixture import EXPONENTS, Exponents, linear, logs
from slm_lsp.complete.next_word import embedded
from slm_lsp.complete.ngrams import Phrases
from slm_lsp.complete.weights import default_weights
from slm_lsp.inference.engine import Engine

from .learning import TUNING, split, stories, without_authors
from .sets import held_out_sets, parsed
from .spots import Spot, spots

LETTERS = 4  # typed of a word: none to three
ROUNDS = 4


class Sum(NamedTuple):
    """Over words: nats, how many, how many the likeliest; gradient and curvature of the nats."""

    nats: float
    words: int
    right: int
    gradient: np.ndarray
    curvature: np.ndarray

    def __str__(self) -> str:
        return f"{self.nats / self.words:.3f} nats, {100 * self.right / self.words:.1f} % the likeliest"


def summed(exponents: np.ndarray, places: Iterable[tuple[Phrases, Spot]]) -> Sum:
    """What the mixture with these exponents says of all words, at each number of letters typed."""
    size = len(exponents)
    nats, words, right, gradient, curvature = 0.0, 0, 0, np.zeros(size), np.zeros((size, size))
    for phrases, spot in places:
        if (at := phrases.number(spot.word)) is None:
            continue
        voices = spot.voices(phrases)
        known = np.stack(logs(voices, linear(voices, default_weights()[voices.known, -1]).chances))
        for typed in range(min(LETTERS, len(spot.word))):
            fitting = phrases.starting(spot.word[:typed])
            rows, place = known[:, fitting], at - fitting.start
            weighed = exponents @ rows
            if not typed:
                weighed[phrases.marks] = -np.inf  # they are no words, and not mixed so
            chances = np.exp(weighed - weighed.max())
            chances /= chances.sum()
            mean = rows @ chances
            nats -= float(np.log(chances[place] + 1e-12))
            words += 1
            right += int(chances.argmax() == place)
            gradient += rows[:, place] - mean
            curvature += (rows * chances) @ rows.T - np.outer(mean, mean)
    return Sum(nats, words, right, gradient, curvature)


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.exponents", description=__doc__)
    _, corpus = parsed(parser)
    engine = Engine.start()
    tuning = await spots(engine, held_out_sets(corpus, 600, tuning=True).typed)
    measured = await spots(engine, held_out_sets(corpus, 600).typed)
    places = [(embedded(), spot) for spot in tuning]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tokenizer_from_gguf(engine.model.path, folder / "tokenizer.json")
        works = stories(corpus)
        with without_authors(corpus, folder, works) as phrases:
            for author in TUNING:
                _, lines = split(works[author])
                places += [(phrases, spot) for spot in await spots(engine, lines)]
            exponents = np.array(EXPONENTS)
            plain = np.array(Exponents(1, 0, 0, 0, 0), float)
            print(f"linear mixture: {summed(plain, places)}")
            print(f"as it is: {summed(exponents, places)}")
            for _ in range(ROUNDS):
                now = summed(exponents, places)
                exponents = exponents + np.linalg.solve(now.curvature, now.gradient)
            print(f"best: {Exponents(*exponents.round(2).tolist())}: {summed(exponents, places)}")
    unseen = [(embedded(), spot) for spot in measured]
    for name, choice in (("linear", plain), ("as it is", np.array(EXPONENTS)), ("best", exponents)):
        print(f"measured set, {name}: {summed(choice, unseen)}")
    await engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
