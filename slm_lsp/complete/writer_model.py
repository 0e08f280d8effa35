"""Writer model: what this writer says after the last words, from all that was learned of them.

Witten and Bell's estimate (1991): a context is believed as far as it was seen more often than it
brought something new, and the shorter one speaks for the rest. What others say of a word is leant towards
how often this writer uses it (Kneser, Peters and Klakow's adaptation by marginals, 1997).
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple

import numpy as np
from cachetools import LRUCache

from slm_lsp.complete.joined import joined
from slm_lsp.complete.ngrams import WORD, Chances, Phrases
from slm_lsp.complete.weights import Table, fitted
from slm_lsp.memory.phrase_counts import MOST_BEFORE, Phrase, PhraseCounts, Version

CONTEXTS_KNOWN = 2_000
# How far a word's chance is leant towards the writer's use of it (an exponent), and the words of usual prose
# that stand for what is not known of the writer. Worked out on an author who is not measured, as `WRITER`.
LEANING, UNKNOWN_WORDS = 0.25, 1_000.0
# How much what a context newly brought speaks against it, by its words. Most that was said after three words
# was said once: of who does not repeat themselves such a phrase would take too much from shorter ones.
AGAINST = (0.0, 1.0, 1.0, 2.0)

NOTHING_LESS: Mapping[Phrase, int] = {}
# Less is left of a count only where an old one, which weighs less, was taken away whole.
LEAST_COUNT = 0.01


class Said(NamedTuple):
    """How likely each word of the vocabulary is, and each that it lacks; `known`: the words before the
    cursor that the writer has used in this order; `leaning`: [words] by how much each is likelier than by
    others."""

    chances: Chances
    own: dict[str, float]
    known: int
    leaning: Chances


class _Followers(NamedTuple):
    places: np.ndarray
    counts: Chances
    own: dict[str, float]
    total: float
    new: int  # how many different words


class WriterModel:
    """One writer's; read anew when something was learned or forgotten."""

    def __init__(
        self,
        writing: PhraseCounts,
        phrases: Phrases,
        without: str = "",
        less: Mapping[Phrase, int] = NOTHING_LESS,
    ) -> None:
        """`without`: the path of a work that is left out; `less`: what is not to count of the others."""
        self._writing, self._phrases, self._without, self._less = writing, phrases, without, less
        self._known: LRUCache[tuple[str, ...], _Followers] = LRUCache(CONTEXTS_KNOWN)
        self._known_at = writing.version
        self._leaning: Chances | None = None
        self._shares: dict[str, Table] = {}
        self._lock = Lock()  # it is asked from several threads

    @property
    def version(self) -> Version:
        """Changes whenever something is learned or forgotten."""
        return self._writing.version

    def accepted(self, before: str, insert: str) -> None:
        """Learns what the writer took of ours after a text; a word whose start was typed counts whole."""
        before, insert = joined(before, insert)
        self._writing.accept(WORD.findall(before.rpartition("\n")[2]), WORD.findall(insert))

    def after(self, before: str) -> Said | None:
        """What may come after a text; None where nothing was learned."""
        with self._lock:
            return self._after(before) if self._up_to_date()[0] else None

    def shares(self, model: str, usual: Table) -> Table:
        """The voices' shares with this writer and the model of a digest; the usual ones where no works were
        weighed with it."""
        with self._lock:
            self._up_to_date()
            if model not in self._shares:
                self._shares[model] = fitted(self._writing.weighed(model), usual)
            return self._shares[model]

    def _up_to_date(self) -> Version:
        """Forgets what was worked out of other works than are known now."""
        version = self.version
        if version != self._known_at:
            self._known.clear()
            self._shares.clear()
            self._leaning = None
            self._known_at = version
        return version

    def _after(self, before: str) -> Said | None:
        # A paragraph's start is what stands before its first word.
        last = ["", *(w.lower() for w in WORD.findall(before[-200:].rpartition("\n")[2]))][-MOST_BEFORE:]
        chances = np.zeros(len(self._phrases.words), np.float32)
        own: dict[str, float] = {}
        known = -1
        for length in range(len(last) + 1):
            found = self._followers(tuple(last[len(last) - length :]))
            if not found.total:
                break
            known = length
            new = AGAINST[length] * found.new
            rest = new / (found.total + new)
            chances *= rest
            chances[found.places] += (1 - rest) * found.counts / found.total
            own = {word: rest * likelihood for word, likelihood in own.items()}
            for word, count in found.own.items():
                own[word] = own.get(word, 0.0) + (1 - rest) * count / found.total
        if self._leaning is None:
            self._leaning = self._leant(self._followers(()))
        return Said(chances, own, known, self._leaning) if known >= 0 else None

    def _leant(self, used: _Followers) -> Chances:
        usual = self._phrases.usual
        counts = UNKNOWN_WORDS * usual
        counts[used.places] += used.counts
        result: Chances = (counts / counts.sum() / np.maximum(usual, 1e-9)) ** LEANING
        return result

    def _followers(self, context: tuple[str, ...]) -> _Followers:
        if (known := self._known.get(context)) is not None:
            return known
        places, counts = [], []
        own: dict[str, float] = {}
        said = self._writing.followers(*context, without=self._without)
        if self._less:
            before = (*[None] * (2 - len(context)), *(word.lower() for word in context))
            said = {word: count - self._less.get((*before, word), 0) for word, count in said.items()}
            said = {word: count for word, count in said.items() if count > LEAST_COUNT}
        for word, count in said.items():
            if (at := self._phrases.number(word)) is None:
                own[word] = count
            else:
                places.append(at)
                counts.append(count)
        found = _Followers(
            np.array(places, np.intp), np.array(counts, np.float32), own, sum(said.values()), len(said)
        )
        self._known[context] = found
        return found
