"""Correction, measured: edits found and right, sentence by sentence, for each system."""

from __future__ import annotations

import math
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from slm_lsp.checks.arbitration.arbitrate import arbitrate, repeated_terms, suppressed_suspects
from slm_lsp.checks.arbitration.defaults import on_by_default
from slm_lsp.checks.finding import Finding, Placed, overlaps
from slm_lsp.checks.harper.linter import Rules
from slm_lsp.checks.pages import ChunkFindings
from slm_lsp.checks.patterns import learner_errors
from slm_lsp.checks.results import SentenceModel, SentenceResult
from slm_lsp.text.edits import Edit, align_edits, apply_edits
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence
from slm_lsp.text.sentences import sentences as split

SENSITIVITIES = ("strict", "balanced", "eager")


@dataclass(frozen=True)
class Observed:
    """A sentence, what it should become, and what the rules and the model say."""

    sentence: Sentence
    target: str
    rules: list[Finding]
    reading: SentenceResult
    milliseconds: float


def as_sentence(text: str) -> Sentence:
    prose = prose_of("plaintext", text)[0]
    return Sentence(prose.text, 0, prose)


async def observe(sentence: Sentence, target: str, rules: Rules, reader: SentenceModel) -> Observed:
    found = await rules.findings(sentence)
    start = time.perf_counter()
    reading = await reader.reading(sentence)
    return Observed(sentence, target, found, reading, 1000 * (time.perf_counter() - start))


def systems(seen: Observed, thresholds: dict[str, float]) -> dict[str, list[Finding]]:
    """What each system would show: rules alone, the model alone, and both."""
    shown = {"fast rules": seen.rules}
    for name, least in thresholds.items():
        shown[f"model, {name}"] = [f for f in seen.reading.findings if f.confidence >= least]
    for name in thresholds:
        shown[f"both, {name}"] = shown_at(seen, name, thresholds)
    return shown


def shown_at(seen: Observed, sensitivity: str, thresholds: dict[str, float]) -> list[Finding]:
    """What a writer of a sensitivity sees, who has named no rule."""
    heard = [rule for rule in seen.rules if on_by_default(rule.code, sensitivity)]
    shown = arbitrate(seen.sentence, heard, seen.reading, sensitivity, thresholds)
    return shown + [f for f in learner_errors.of_sentence(seen.sentence) if not overlaps(f, shown)]


def fixed(text: str, findings: list[Finding]) -> str:
    """`text` with the first fix of every finding, as an eager writer would click."""
    chosen: list[Edit] = []
    for finding in findings:
        if finding.fixes and all(
            finding.fixes[0].end <= e.start or e.end <= finding.fixes[0].start for e in chosen
        ):
            chosen.append(finding.fixes[0])
    return apply_edits(text, chosen)


@dataclass
class Score:
    """Edits found, right and wanted; sentences exactly right; n-grams for GLEU."""

    found: int = 0
    right: int = 0
    wanted: int = 0
    exact: int = 0
    sentences: int = 0
    matched: list[int] = field(default_factory=lambda: [0] * 4)
    possible: list[int] = field(default_factory=lambda: [0] * 4)
    length: int = 0
    reference_length: int = 0

    def add(self, source: str, output: str, target: str) -> None:
        mine, gold = set(align_edits(source, output)), set(align_edits(source, target))
        self.found += len(mine)
        self.right += len(mine & gold)
        self.wanted += len(gold)
        self.exact += output == target
        self.sentences += 1
        self._add_gleu(_tokens(source), _tokens(output), _tokens(target))

    def _add_gleu(self, source: list[str], output: list[str], target: list[str]) -> None:
        self.length += len(output)
        self.reference_length += len(target)
        for n in range(1, 5):
            out, ref, src = (_ngrams(words, n) for words in (output, target, source))
            # What the output kept of the source though the reference did not is held against it.
            kept = sum((out & (src - ref)).values())
            self.matched[n - 1] += max(0, sum((out & ref).values()) - kept)
            self.possible[n - 1] += max(0, len(output) - n + 1)

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.wanted)

    @property
    def f05(self) -> float:
        p, r = self.precision, self.recall
        return 1.25 * p * r / max(1e-9, 0.25 * p + r)

    @property
    def gleu(self) -> float:
        """GLEU (Napoles et al. 2015), of the whole set against its one reference, in percent."""
        if 0 in self.matched:
            return 0.0
        logs = sum(math.log(m / p) for m, p in zip(self.matched, self.possible, strict=True)) / 4
        brevity = min(0.0, 1 - self.reference_length / self.length)
        return 100 * math.exp(logs + brevity)

    def row(self) -> str:
        exact = 100 * self.exact / max(1, self.sentences)
        return f"{self.precision:.1f} | {self.recall:.1f} | {self.f05:.1f} | {self.gleu:.1f} | {exact:.1f}"


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’-]\w+)*|[^\w\s]", text)


def _ngrams(words: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


async def observe_pairs(
    pairs: Iterable[tuple[str, str]], rules: Rules, reader: SentenceModel
) -> list[Observed]:
    return [await observe(as_sentence(source), target, rules, reader) for source, target in pairs]


async def observe_clean(
    documents: Iterable[str], rules: Rules, reader: SentenceModel
) -> list[list[Observed]]:
    """Documents whose sentences need nothing."""
    return [
        [
            await observe(sentence, sentence.text, rules, reader)
            for prose in prose_of("plaintext", document)
            for sentence in split(prose)
        ]
        for document in documents
    ]


def scores(seen: list[Observed], thresholds: dict[str, float]) -> dict[str, Score]:
    found: dict[str, Score] = {}
    for one in seen:
        text = one.sentence.text
        for system, findings in systems(one, thresholds).items():
            found.setdefault(system, Score()).add(text, fixed(text, findings), one.target)
    return found


def alarms(seen: list[list[Observed]], thresholds: dict[str, float]) -> dict[str, float]:
    """Findings a 1,000 words; on clean prose all of them count as false."""
    words = sum(one.sentence.text.count(" ") + 1 for document in seen for one in document)
    counts: Counter[str] = Counter()
    for document in seen:
        suppressed: dict[str, list[tuple[str, float]]] = defaultdict(list)
        placed: dict[str, list[Placed]] = defaultdict(list)
        for one in document:
            for system, findings in systems(one, thresholds).items():
                placed[system] += [Placed(finding, one.sentence) for finding in findings]
                suppressed[system] += suppressed_suspects(one.sentence, one.rules, one.reading, findings)
        for system, some in placed.items():
            both, page = system.removeprefix("both, "), ChunkFindings(tuple(some), tuple(suppressed[system]))
            shown = page.without(repeated_terms(page.suspects, both)) if both != system else page
            counts[system] += len(shown.placed)
    return {system: 1000 * count / words for system, count in counts.items()}


@dataclass
class Kept:
    """What arbitration does to the rules' findings where errors are.

    `touching`: findings that touch a wanted edit; `mending`: those with the wanted edit among their
    fixes; `*_shown`: of them, the ones still shown or taken over by the model. `spelling`: mending
    findings of spelling, `first` of them with the right word first; `spelling_shown`, `first_shown`:
    the same as shown.
    """

    touching: int = 0
    touching_shown: int = 0
    mending: int = 0
    mending_shown: int = 0
    spelling: int = 0
    first: int = 0
    spelling_shown: int = 0
    first_shown: int = 0


def kept_by_arbitration(seen: list[Observed], sensitivity: str, thresholds: dict[str, float]) -> Kept:
    """The counts of one set at one sensitivity."""
    result = Kept()
    for one in seen:
        text = one.sentence.text
        gold = align_edits(text, one.target)
        wanted = set(gold)

        def right(fix: Edit, text: str = text, wanted: set[Edit] = wanted) -> bool:
            return bool(set(align_edits(text, fix.apply(text))) & wanted)

        shown = shown_at(one, sensitivity, thresholds)
        for rule in one.rules:
            # What is said of a whole sentence touches every edit in it and is about none.
            whole = rule.code == "harper/LongSentences"
            if whole or not any(e.start < rule.end and rule.start < e.end for e in gold):
                continue
            after = [f for f in shown if f.start < rule.end and rule.start < f.end]
            result.touching += 1
            result.touching_shown += bool(after)
            if not any(map(right, rule.fixes)):
                continue
            result.mending += 1
            result.mending_shown += bool(after)
            if rule.spelling:
                result.spelling += 1
                result.first += right(rule.fixes[0])
                result.spelling_shown += bool(after)
                result.first_shown += bool(after) and right(after[0].fixes[0])
    return result
