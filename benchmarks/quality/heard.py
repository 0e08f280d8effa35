"""Which of Harper's rules speak on clean prose: `python -m benchmarks.quality.heard [--books] [--minutes M]`.

What speaks there is wrong more often than not; `checks/harper/reliability` has those that did so more than
once.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter

from models.training.corpus import documents, sentences
from slm_lsp.checks.harper.linter import lint

from .sets import parsed

PARAGRAPHS = 4  # of each document
SHORTEST, LONGEST = 60, 900  # characters of a paragraph


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.heard", description=__doc__)
    parser.add_argument("--books", action="store_true", help="of books instead of modern prose")
    parser.add_argument("--minutes", type=float, default=8.0)
    options, corpus = parsed(parser)
    rng, words, counts = random.Random(21), 0, Counter[str]()
    held = list(documents(corpus / f"prose-{'books' if options.books else 'modern'}.txt.xz"))
    until = time.monotonic() + 60 * options.minutes
    for document in rng.sample(held, len(held)):
        some = [p for p in document if SHORTEST < len(p) < LONGEST]
        for paragraph in rng.sample(some, min(PARAGRAPHS, len(some))):
            for sentence in sentences(paragraph):
                words += sentence.count(" ") + 1
                counts.update(found.code for found in lint(sentence, (), "paragraph", "american"))
        if time.monotonic() > until:
            break
    print(f"{words:,} words; {len(counts)} rules spoke.")
    for code, times in counts.most_common():
        print(f"{times:6} {code}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
