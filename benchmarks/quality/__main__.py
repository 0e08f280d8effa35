"""Quality, measured: `python -m benchmarks.quality [--corpus FOLDER]` prints the tables of RESULTS.md.

Needs the corpus (see models/training/README.md) and the real model; takes some minutes. Held out:
the tenth of the real corrections that training never saw, and `dev.txt.xz`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
from collections import Counter
from pathlib import Path

from models.training.corpus import capped, documents
from slm_lsp.checks.checker import Checker
from slm_lsp.checks.harper.linter import Rules
from slm_lsp.checks.model.rewrite_edits import RewriteEdits
from slm_lsp.checks.model.tag_edits import TagEdits
from slm_lsp.complete.weights import MixtureWeights
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.models import digest_of
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.cache import Cache
from slm_lsp.text.dialect import AUTO, dialect_of
from slm_lsp.text.document import Document

from . import correction
from .keystrokes import VOICES, Ngrams, Typed, baseline, of_engine, one_voice, typing
from .rewrites.held_out import SENTENCES, rewrites
from .sets import Sets, held_out_sets, parsed

BASELINE_WORDS = 12_000  # of each source


def spread(times: list[float]) -> str:
    times = sorted(times)
    return f"p50 {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms"


async def corrections(sets: Sets, engine: Engine) -> None:
    rules = Rules("american")
    reader = TagEdits(engine) if engine.model.tagger else RewriteEdits(engine)
    seen = {}
    for name, pairs in (("Real corrections", sets.real), ("Learners' errors, made", sets.learner)):
        seen[name] = await correction.observe_pairs(pairs, rules, reader)
        print(f"\n### {name}: {len(pairs)} held-out sentences\n")
        print("| system | precision | recall | F0.5 | GLEU | exact |\n|---|--:|--:|--:|--:|--:|")
        for system, score in correction.scores(seen[name], reader.thresholds).items():
            print(f"| {system} | {score.row()} |")
        times = [one.milliseconds for one in seen[name] if one.reading.tags or one.reading.findings]
        print(f"\nThe model's reading of a sentence: {spread(times)}.")
    clean = await correction.observe_clean(sets.clean, rules, reader)
    words = sum(one.sentence.text.count(" ") + 1 for document in clean for one in document)
    print(f"\n### False alarms: {words:,} words of clean, edited prose in {len(clean)} documents\n")
    print("| system | per 1,000 words |\n|---|--:|")
    for system, share in correction.alarms(clean, reader.thresholds).items():
        print(f"| {system} | {share:.1f} |")
    print("\n### What arbitration does to the rules' true findings\n")
    print("| sensitivity | touch an error, shown | mend one, shown | spelling: right word first | as shown |")
    print("|---|--:|--:|--:|--:|")
    for name in reader.thresholds:
        kept = correction.kept_by_arbitration(seen["Real corrections"], name, reader.thresholds)
        print(
            f"| {name} | {kept.touching_shown} of {kept.touching} | {kept.mending_shown} of {kept.mending} "
            f"| {kept.first} of {kept.spelling} | {kept.first_shown} of {kept.spelling_shown} |"
        )


async def all_alarms(corpus: Path, engine: Engine) -> None:
    """What a writer would see of all development documents, style and consistency among it."""
    cache, reader = Cache(), TagEdits(engine)
    american = Rules("american")  # what Harper takes a text for where nobody says otherwise
    held = ["\n\n".join(document) for document in documents(corpus / "dev.txt.xz")]
    words = harper = 0
    counts: Counter[str] = Counter()
    faint: Counter[str] = Counter()
    for number, text in enumerate(held):
        document = Document(f"{number}", 0, "plaintext", text)
        rules = Rules(dialect_of(text, AUTO))
        for sensitivity in correction.SENSITIVITIES:
            checker = Checker(Settings(sensitivity=sensitivity), cache, rules, reader)
            shown = await checker.deep(document)
            counts[sensitivity] += len(shown)
            faint[sensitivity] += sum(placed.finding.faint for placed in shown)
        sentences = checker.sentences(document)
        words += sum(sentence.text.count(" ") + 1 for sentence in sentences)
        harper += sum(map(len, await american.all_findings(sentences)))
    print(f"\n### False alarms: all {words:,} words of {len(held)} development documents\n")
    print("| system | per 1,000 words | of them faint |\n|---|--:|--:|")
    print(f"| Harper alone | {1000 * harper / words:.1f} | |")
    for sensitivity in correction.SENSITIVITIES:
        shares = 1000 * counts[sensitivity] / words, 1000 * faint[sensitivity] / words
        print(f"| {sensitivity} | {shares[0]:.1f} | {shares[1]:.1f} |")


async def alone(sets: Sets, engine: Engine, shares: MixtureWeights) -> Typed:
    with one_voice(shares):
        return await typing(sets.typed, of_engine(engine))


async def ghost_text(sets: Sets, engine: Engine, corpus: Path) -> None:
    texts = [p for d in capped(corpus, "prose-modern", BASELINE_WORDS, 1) for p in d]
    words = sum(t.count(" ") + 1 for t in texts)
    results: dict[str, Typed] = {
        "slm-lsp": await typing(sets.typed, of_engine(engine)),
        **{name: await alone(sets, engine, shares) for name, shares in VOICES.items()},
        f"most frequent word ({words / 1e6:.1f}M words)": await baseline(sets.typed, Ngrams(texts, 1)),
        "trigrams of the same": await baseline(sets.typed, Ngrams(texts, 3)),
    }
    keys = results["slm-lsp"].keys
    print(f"\n### Ghost text: {len(sets.typed)} sentences in their documents, {keys:,} keys\n")
    print("| system | keystrokes saved | next word right when offered | offers |\n|---|--:|--:|--:|")
    for system, typed in results.items():
        print(f"| {system} | {typed.saved_share:.1f} % | {typed.precision:.1f} % | {typed.offered:,} |")
    print(f"\nAn offer: {spread(results['slm-lsp'].milliseconds)}.")


async def rewriting(engine: Engine, corpus: Path) -> None:
    print(f"\n### Rewrites: {SENTENCES} sentences in each way\n")
    print("| way | rewritten | unchanged | refused | facts kept | mark moved | overlap | reads right |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    found = await rewrites(engine, corpus)
    for way, outcome in found.items():
        print(f"| {way} ({outcome.mark}) | {outcome.row()} |")


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--pairs", type=int, default=600)
    parser.add_argument("--model", default="embedded", help="as in the settings")
    parser.add_argument("--only", choices=["correction", "alarms", "ghost", "rewrites"])
    options, corpus = parsed(parser)
    engine = Engine.start(options.model)
    size = engine.model.path.stat().st_size / 1e6
    print(f"Model {engine.model.digest[:16]} on {engine.choice.name}, {size:.1f} MB.")
    if trunk := engine.model.tagger:
        print(f"Tagger {digest_of(trunk)[:16]}, {trunk.stat().st_size / 1e6:.1f} MB and its heads.")
    sets = held_out_sets(corpus, options.pairs)
    if options.only in (None, "correction"):
        await corrections(sets, engine)
    if options.only in (None, "alarms"):
        await all_alarms(corpus, engine)
    if options.only in (None, "ghost"):
        await ghost_text(sets, engine, corpus)
    if options.only in (None, "rewrites"):
        await rewriting(engine, corpus)
    await engine.close()
    return 0


sys.exit(asyncio.run(main()))
