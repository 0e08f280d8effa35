"""Fit weights: what each predictor would have said at places of the writer's own works.

Each work is left out of what is known of the writer; of a work beside which there is little else, only the
sentence is. The weights follow from it (`weights.fitted`).
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from slm_lsp.complete.cache_model import cache_model_of, within_reach
from slm_lsp.complete.learn import FEWEST_WORDS, MOST_WORDS, whole_paragraphs
from slm_lsp.complete.next_word import model_tokens
from slm_lsp.complete.ngrams import WORD, Phrases
from slm_lsp.complete.predictors import Voices
from slm_lsp.complete.writer_model import WriterModel
from slm_lsp.hosting.priority import Priority
from slm_lsp.inference.engine import Engine
from slm_lsp.memory.phrase_counts import Phrase, PhraseCounts, Place, phrases_of
from slm_lsp.text.prose import Prose
from slm_lsp.text.sentences import sentences

# Of all works together: some 3,300 words, at each of which the model is asked once.
SENTENCES = 200
MOST_SECONDS = 120.0
# A work so many times as long as all others together is not left out as a whole: too little would be left.
MUCH_LONGER = 3
CONTEXT = 4_000  # characters that the model is given
_WORD = re.compile(r"[\w'’-]+")


class Sample(NamedTuple):
    """A sentence of a work, and what stands before it there."""

    path: str
    before: str
    sentence: str


def samples(path: str, language_id: str, text: str, count: int) -> list[Sample]:
    """Some sentences of a work, from all over it; the same at each call."""
    paragraphs = whole_paragraphs(language_id, text)
    places = [
        (number, sentence)
        for number, paragraph in enumerate(paragraphs)
        for sentence in sentences(Prose.of(paragraph, [], "paragraph"))
        if sentence.finished and FEWEST_WORDS <= len(sentence.text.split()) <= MOST_WORDS
    ]
    found = []
    for number, sentence in random.Random(count).sample(places, min(count, len(places))):
        before = "\n".join([*paragraphs[:number], paragraphs[number][: sentence.start]])
        found.append(Sample(path, within_reach(before), sentence.text))
    return found


async def weigh(
    engine: Engine,
    writing: PhraseCounts,
    phrases: Phrases,
    chosen: Iterable[Sample],
    progress: Callable[[], None] = lambda: None,
) -> int:
    """Hears the voices at each word of the sentences that were chosen, and keeps what they said by work; at
    how many words. `progress` is called after each sentence; after `MOST_SECONDS` it is enough.

    Errors of inference pass through.
    """
    words = {work.path: work.words for work in await asyncio.to_thread(writing.works)}
    heard, enough = 0, time.monotonic() + MOST_SECONDS
    works: dict[str, list[Sample]] = {}
    for sample in chosen:
        works.setdefault(sample.path, []).append(sample)
    # In no order, so that works from all over were heard when the time is over.
    for path, those in random.Random(len(works)).sample(list(works.items()), len(works)):
        others = WriterModel(writing, phrases, without=path)
        alone = words.get(path, 0) > MUCH_LONGER * (sum(words.values()) - words.get(path, 0))
        places: list[Place] = []
        for sample in those:
            if time.monotonic() < enough:
                known = WriterModel(writing, phrases, less=_counted(sample)) if alone else others
                places += await _heard(engine, phrases, known, sample)
            progress()
        writing.weigh(path, engine.model.digest, places)
        heard += len(places)
    return heard


def _counted(sample: Sample) -> Counter[Phrase]:
    """What was counted of a sentence when its work was learned."""
    before = WORD.findall(sample.before.rpartition("\n")[2])
    return Counter(phrases_of(WORD.findall(sample.sentence), before))


async def _heard(engine: Engine, phrases: Phrases, others: WriterModel, sample: Sample) -> list[Place]:
    """What the voices say at each word of a sentence; nothing where no other works are known."""
    places = []
    for word in _WORD.finditer(sample.sentence):
        text = sample.before + sample.sentence[: word.start()]
        before = text.rstrip(" ")[-CONTEXT:]
        if (own := await asyncio.to_thread(others.after, before)) is None:
            break
        tokens = await model_tokens(engine, before, Priority.REST)
        voices = Voices(phrases, before, tokens, cache_model_of(within_reach(text)).likely(before), own)
        places.append(Place(voices.known, voices.used, *voices.likelihoods(word[0])))
    return places
