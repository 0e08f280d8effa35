"""Quality, measured: `python -m benchmarks.quality [--corpus FOLDER]` prints the tables of RESULTS.md.

Needs the corpus (see models/training/README.md) and the real model; takes a few minutes.
Held out: the tenth of the real corrections that training never saw, and `dev.txt.xz`.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from models.training.corpus import capped, corrections, documents, held_out, require, sentences
from models.training.corrupt import corrupt
from slm_lsp.cache import Cache
from slm_lsp.checks.arbitration import arbitrate
from slm_lsp.checks.checker import Checker
from slm_lsp.checks.finding import Finding
from slm_lsp.checks.grammar import THRESHOLDS, Grammar
from slm_lsp.checks.rules import Rules
from slm_lsp.complete import ghost
from slm_lsp.inference.engine import Engine
from slm_lsp.settings import Settings
from slm_lsp.text.edits import Edit, align_edits, apply_edits
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence
from slm_lsp.text.sentences import sentences as split

ROOT = Path(__file__).resolve().parents[2]


def as_sentence(text: str) -> Sentence:
    prose = prose_of("plaintext", text)[0]
    return Sentence(prose.text, 0, prose)


def fixed(text: str, findings: list[Finding]) -> str:
    """`text` with the first fix of every finding, as an eager writer would click."""
    chosen: list[Edit] = []
    for finding in findings:
        if finding.fixes and all(
            finding.fixes[0].end <= e.start or e.end <= finding.fixes[0].start for e in chosen
        ):
            chosen.append(finding.fixes[0])
    return apply_edits(text, chosen)


class Score:
    """Edits found, right and wanted; precision, recall, F0.5."""

    def __init__(self) -> None:
        self.found = self.right = self.wanted = self.exact = self.sentences = 0

    def add(self, source: str, output: str, target: str) -> None:
        mine, gold = set(align_edits(source, output)), set(align_edits(source, target))
        self.found += len(mine)
        self.right += len(mine & gold)
        self.wanted += len(gold)
        self.exact += output == target
        self.sentences += 1

    def row(self) -> str:
        p = 100 * self.right / max(1, self.found)
        r = 100 * self.right / max(1, self.wanted)
        f = 1.25 * p * r / max(1e-9, 0.25 * p + r)
        return f"{p:5.1f} | {r:5.1f} | {f:5.1f} | {100 * self.exact / max(1, self.sentences):5.1f}"


async def correction(name: str, pairs: list[tuple[str, str]], checker: Checker) -> None:
    """A table of systems on one set of pairs."""
    scores: dict[str, Score] = {}
    times = []
    assert checker.grammar
    for source, target in pairs:
        sentence = as_sentence(source)
        rules = await checker.rules.findings(sentence)
        start = time.perf_counter()
        model = await checker.grammar.findings(sentence)
        times.append(1000 * (time.perf_counter() - start))
        outputs = {"fast rules": fixed(source, rules)}
        for name_, least in THRESHOLDS.items():
            sure = [f for f in model if f.confidence >= least]
            outputs[f"model, {name_} ({least})"] = fixed(source, sure)
            outputs[f"both, {name_}"] = fixed(source, arbitrate(sentence, rules, model, name_))
        for system, output in outputs.items():
            scores.setdefault(system, Score()).add(source, output, target)
    print(f"\n### {name}, {len(pairs)} sentences\n")
    print("| system | precision | recall | F0.5 | exact |\n|---|--:|--:|--:|--:|")
    for system, score in scores.items():
        print(f"| {system} | {score.row()} |")
    print(f"\nModel, a sentence: {spread(times)}.")


async def false_alarms(paragraphs: list[str], checker: Checker) -> None:
    """Findings a 1,000 words of clean, edited prose: all of them count as false."""
    assert checker.grammar
    counts: Counter[str] = Counter()
    words = 0
    for paragraph in paragraphs:
        for prose in prose_of("plaintext", paragraph):
            words += prose.text.count(" ") + 1
            for sentence in split(prose):
                rules = await checker.rules.findings(sentence)
                model = await checker.grammar.findings(sentence)
                counts["fast rules"] += len(rules)
                for name, least in THRESHOLDS.items():
                    counts[f"model, {name}"] += sum(f.confidence >= least for f in model)
                    counts[f"both, {name}"] += len(arbitrate(sentence, rules, model, name))
    print(f"\n### False alarms on {words:,} words of clean prose\n\n| system | per 1,000 words |\n|---|--:|")
    for system, count in counts.items():
        print(f"| {system} | {1000 * count / words:.1f} |")


async def keystrokes(lines: list[str], engine: Engine, frequent: list[str]) -> None:
    """Simulated typing: a suggestion whose next word is right costs one key instead of its letters."""
    keys = saved = offered = taken = base_saved = 0
    times = []
    for line in lines:
        at = 0
        while at < len(line):
            if (at and re.match(r"\w*[ ]?\w*$", line[max(0, at - 3) : at]) and line[at].isalnum()) or line[
                at
            ] == " ":
                start = time.perf_counter()
                found = await ghost.suggest(engine, line[:at], "")
                times.append(1000 * (time.perf_counter() - start))
                word = re.match(r"\s*[\w'’-]+", line[at:])
                if found and word:
                    offered += 1
                    head = re.match(r"\s*[\w'’-]+", found.insert)
                    if head and head[0] == word[0] and len(word[0]) > 1:
                        taken += 1
                        saved += len(word[0]) - 1
                        at += len(word[0])
                        keys += 1
                        continue
            keys += 1
            at += 1
        for match in re.finditer(r"[\w'’-]+", line):
            for typed in range(1, len(match[0]) - 1):
                guess = next((w for w in frequent if w.startswith(match[0][:typed])), "")
                if guess == match[0]:
                    base_saved += len(match[0]) - typed - 1
                    break
    total = sum(map(len, lines))
    print(f"\n### Ghost text, {len(lines)} sentences, {total:,} characters\n")
    print(f"- keystrokes saved: {100 * saved / total:.1f} %")
    print(f"- the most frequent word with the prefix would save {100 * base_saved / total:.1f} %")
    print(f"- first word right when offered: {100 * taken / max(1, offered):.1f} % of {offered:,}")
    print(f"- latency: {spread(times)}")


def spread(times: list[float]) -> str:
    times = sorted(times)
    return f"p50 {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms"


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--pairs", type=int, default=500)
    options = parser.parse_args()
    try:
        corpus = require(options.corpus)
    except Exception as error:
        print(error, file=sys.stderr)
        return 2
    rng = random.Random(11)
    engine = Engine.start()
    checker = Checker(Settings(), Cache(), Rules("american"), Grammar(engine))
    size = engine.model.path.stat().st_size / 1e6
    print(f"Model {engine.model.digest[:16]} on {engine.choice.name}, {size:.1f} MB.")
    real = [c for c in corrections(corpus) if held_out(c.source) and c.kind != "several"]
    await correction(
        "Real corrections, held out", [(c.source, c.target) for c in rng.sample(real, options.pairs)], checker
    )
    dev = [p for d in documents(corpus / "dev.txt.xz") for p in d]
    rng.shuffle(dev)
    clean = [
        s
        for p in dev[: 3 * options.pairs]
        for s in sentences(p)
        if 6 <= s.count(" ") <= 40 and s.endswith(".")
    ]
    await correction(
        "Made errors in held-out prose (learner-like)",
        [(corrupt(s, rng), s) for s in clean[: options.pairs]],
        checker,
    )
    await false_alarms(dev[-options.pairs // 2 :], checker)
    counts = Counter(
        w for d in capped(corpus, "prose-modern", 20_000, 1) for p in d for w in re.findall(r"[\w'’-]+", p)
    )
    await keystrokes(clean[: options.pairs // 8], engine, [w for w, _ in counts.most_common(20_000)])
    await engine.close()
    return 0


sys.exit(asyncio.run(main()))
