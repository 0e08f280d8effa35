"""Tone pairs by round trip: a person's sentence, and a larger model's of the same in the other tone.

A sentence that already has a tone is the target; a model that follows instructions writes the source the
other way round (back-translation, Sennrich et al. 2016, "Improving Neural Machine Translation Models
with Monolingual Data"). So the specialist learns to write what people wrote, from whatever a model makes of
it. A pair counts where the product's guards find nothing lost on the way, and the tone's own mark moved.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from slm_lsp.english.readability import Readability
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.backend import text_of
from slm_lsp.inference.engine import Engine
from slm_lsp.inference.guards import cleaned, left_out, lost, overlap, repeats
from slm_lsp.inference.prompts import Instruction
from slm_lsp.rewrite.rewriter import LEAST_OVERLAP
from slm_lsp.text.edits import align_edits

from .corpus import documents, require, sentences
from .tones import LEXICON

FILE = "round-trip.jsonl"
SHORTEST, LONGEST = 30, 180  # characters of a target


def _has(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.I)


_INFORMAL = _has([old for old, _ in LEXICON["formal"]])
_FORMAL = _has([new for _, new in LEXICON["formal"]])
_HEDGE = _has([old for old, _ in LEXICON["confident"]] + ["might", "may", "could"])


def _grade(text: str) -> float:
    return Readability.of([text]).grade


# Of each tone: the way back from it, an example of that, what is measured, and which way that goes.
BACK: dict[str, tuple[str, tuple[str, str], Callable[[str], float], int]] = {
    "formal": (
        "in a casual, friendly tone",
        ("Please inform me whether you require assistance.", "Let me know if you need help!"),
        lambda text: len(_INFORMAL.findall(text)) - len(_FORMAL.findall(text)),
        -1,
    ),
    "friendly": (
        "in a formal, professional tone",
        ("Let me know if you don't get it.", "Please inform me if you do not receive it."),
        lambda text: len(_INFORMAL.findall(text)) - len(_FORMAL.findall(text)),
        +1,
    ),
    "concise": (
        "in more words, with fillers and long phrases, adding no facts",
        (
            "Most of us can come to decide.",
            "The majority of us are able to come in order to make a decision.",
        ),
        len,
        -1,
    ),
    "plain": (
        "in difficult, bureaucratic English with long words",
        ("We need more help to start.", "We require additional assistance in order to commence."),
        _grade,
        -1,
    ),
    "confident": (
        "so that it sounds unsure and hedging, with words such as perhaps, I think and it seems",
        ("The results are good.", "I think the results are perhaps rather good."),
        lambda text: len(_HEDGE.findall(text)),
        -1,
    ),
}


def moved(tone: str, source: str, target: str) -> bool:
    """Whether the tone's mark is stronger in the target."""
    _, _, measure, direction = BACK[tone]
    return (measure(target) - measure(source)) * direction > 0


def kept(tone: str, source: str, target: str) -> bool:
    """Whether a source that a model wrote from a person's target makes a pair."""
    return (
        moved(tone, source, target)
        and lost(source, target) is None
        and overlap(source, target) >= LEAST_OVERLAP
        and not repeats(source)
        and not _says_more(source, target)
        and not _says_more(target, source)
    )


def _says_more(source: str, target: str) -> bool:
    return any(left_out(source[e.start : e.end], e.text) for e in align_edits(source, target))


def _targets(corpus: Path, rng: random.Random) -> Iterator[tuple[str, str]]:
    """(tone, sentence) of people who wrote in that tone, from all over the corpus."""
    texts = [document for document in documents(corpus / "prose-modern.txt.xz") if rng.random() < 0.2]
    texts += [document for document in documents(corpus / "prose-books.txt.xz") if rng.random() < 0.02]
    found = [s for d in texts for p in d for s in sentences(p) if SHORTEST <= len(s) <= LONGEST]
    rng.shuffle(found)
    for sentence in found:
        if not re.fullmatch(r"[A-Z][\w ,;:'’().-]+[.!?]", sentence):
            continue
        tone = rng.choice(list(BACK))
        has = {"formal": _FORMAL, "friendly": _INFORMAL}.get(tone)
        if has is None or has.search(sentence):
            yield tone, sentence


def round_trip(corpus: Path, work: Path, model: str, *, minutes: float, seed: int = 1) -> tuple[int, int]:
    """Adds pairs to `work/round-trip.jsonl` for some minutes; (pairs kept, sentences tried)."""
    work.mkdir(parents=True, exist_ok=True)
    return asyncio.run(_round_trip(require(corpus), work, model, minutes, seed))


async def _round_trip(corpus: Path, work: Path, model: str, minutes: float, seed: int) -> tuple[int, int]:
    engine = Engine.start(model)
    pairs = tried = 0
    until = time.monotonic() + 60 * minutes
    with (work / FILE).open("a", encoding="utf-8") as file:
        for tone, target in _targets(corpus, random.Random(seed)):
            if time.monotonic() > until:
                break
            words, example, _, _ = BACK[tone]
            prompt = engine.style.rewrite(Instruction(f"not {tone}", words, (example,)), target)
            tokens = await engine.generate(
                prompt, len(target) // 2 + 32, Priority.REST, grammar=engine.style.answer(target)
            )
            source = cleaned(text_of(tokens), target)
            tried += 1
            if kept(tone, source, target):
                pairs += 1
                file.write(json.dumps({"tone": tone, "source": source, "target": target}) + "\n")
                file.flush()
    await engine.close()
    return pairs, tried


def round_trip_pairs(work: Path) -> list[tuple[str, str, str]]:
    """(tone, source, target) of the pairs that were made, if any were."""
    path = work / FILE
    if not path.exists():
        return []
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [(row["tone"], row["source"], row["target"]) for row in rows]
