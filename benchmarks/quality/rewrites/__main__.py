"""Rewrites, measured: `python -m benchmarks.quality.rewrites [--corpus FOLDER] [--examples N]`.

Asks the rewriter for each sentence written for the measurement, each trap, and of 150 sentences that editors
shortened. Trees are judged where spaCy's model is installed (`trees`). Prints the tables; with `--examples`,
writes N changed ones of each way into REWRITES.md.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
from itertools import groupby
from pathlib import Path

from .data import STYLES, Written, traps, written
from .marks import mark_of
from .people import FILE, saved_half, shortened
from .reading import judgements, page, picked
from .running import Driver, Said
from .scores import HEADINGS, Score, right, trapped

PAGE = Path(__file__).parents[1] / "REWRITES.md"
CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
OF_PEOPLE = 150
Asked = list[tuple[Written, Said]]


async def asked(driver: Driver, data: list[Written]) -> Asked:
    """What becomes of some sentences."""
    return [(one, await driver.said(one.way, one.source)) for one in data]


def styles(found: Asked) -> None:
    """The table of the sentences written for it."""
    print(f"\n### {len(found)} sentences written for it\n")
    print(f"| style | {HEADINGS} |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    for style in STYLES:
        print(f"| {style} | {Score.of([pair for pair in found if pair[0].style == style]).row()} |")
    print(f"| all | {Score.of(found).row()} |")
    ways = sorted({one.way: mark_of(one.way).name for one, _ in found}.items())
    print("\nMarks: " + ", ".join(f"{way}: {name}" for way, name in ways) + ".")
    times = sorted(said.milliseconds for _, said in found)
    print(f"One sentence: p50 {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms.")


def kinds(found: Asked, *, show: bool) -> None:
    """The table of the traps, and where the rewriter fell into one."""
    print(f"\n### {len(found)} traps\n\n| kind | right |\n|---|--:|")
    for kind, some in groupby(found, key=lambda pair: pair[0].group):
        pairs = list(some)
        print(f"| {kind} | {sum(right(*pair) for pair in pairs)} of {len(pairs)} |")
    print(f"| all | {sum(right(*pair) for pair in found)} of {len(found)} |")
    for said in trapped(found) if show else ():
        print(f"- {said.way}: {said.source}\n  → {said.result}")


async def people(driver: Driver, corpus: Path) -> None:
    """How many of the sentences that editors shortened are shortened."""
    if not (corpus / FILE).is_file():
        print(f"\nNo {FILE} in {corpus}: people's rewrites are not measured. Name its folder by --corpus.")
        return
    pairs = shortened(corpus, OF_PEOPLE)
    results = [(await driver.said("concise", pair.before)).result for pair in pairs]
    fewer = sum(len(r.split()) < len(p.before.split()) for p, r in zip(pairs, results, strict=True))
    half = sum(saved_half(p, r) for p, r in zip(pairs, results, strict=True))
    print(f"\n### {len(pairs)} sentences that editors shortened by a fifth or more\n")
    print(f"Shortened: {fewer}. By half or more of what people saved: {half}.")


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.rewrites", description=__doc__)
    parser.add_argument("--model", default="embedded", help="as in the settings")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help=f"a folder with {FILE}")
    parser.add_argument(
        "--examples", type=int, default=0, help=f"how many of each way to write to {PAGE.name}"
    )
    parser.add_argument("--traps", action="store_true", help="print the traps that were not right")
    options = parser.parse_args()
    driver = Driver(options.model)
    found = await asked(driver, written())
    styles(found)
    kinds(await asked(driver, traps()), show=options.traps)
    await people(driver, options.corpus)
    if options.examples:
        known = judgements(PAGE.read_text("utf-8")) if PAGE.is_file() else {}
        PAGE.write_text(page(picked([said for _, said in found], options.examples), known), "utf-8")
        print(f"\nSome of each: {PAGE.name}")
    await driver.close()
    return 0


sys.exit(asyncio.run(main()))
