"""Tagger: what the embedded model thinks of every unit of a sentence, from one pass over it.

The trunk runs in a backend, every token seeing every other; its hidden states at each unit's
first token, times three small matrices, are the logits of the unit's tag, of its replacement,
and of what is missing before it. The matrices and the tokenizer lie beside the trunk (`.npz`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from slm_lsp.edit_tags.tags import EDIT_TAGS, KEEP, REPLACE, Tags
from slm_lsp.edit_tags.tokens import Unit, units
from slm_lsp.errors import ModelUnavailable, PromptTooLong
from slm_lsp.inference.backend import Encoder

LONGEST = 500  # tokens
BOS, EOS = "<s>", "</s>"
# Less likely than this, a tag or a word is not worth a line of the answer.
LEAST = 0.01
# Units surer than this of being right are not asked for replacements.
SURE = 0.97
MOST_WORDS = 12
# Of a head's rows so many are made floats at a time.
ROWS_AT_ONCE = 1000

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class _Head:
    """One linear layer and the names of its rows, which stay in 8 bits: as floats the words' take 20 MB."""

    names: list[str]
    rows: NDArray[np.int8]
    scale: Floats
    bias: Floats

    @classmethod
    def of(cls, arrays: Any, name: str) -> _Head:
        names = arrays[f"{name}_names"].tolist()
        return cls(names, arrays[name], arrays[f"{name}_scale"], arrays[f"{name}_bias"])

    def probabilities(self, hidden: Floats) -> Floats:
        """[n, dim] -> [n, rows]."""
        logits = np.empty((len(hidden), len(self.rows)), np.float32)
        for start in range(0, len(self.rows), ROWS_AT_ONCE):
            some = slice(start, start + ROWS_AT_ONCE)
            logits[:, some] = hidden @ self.rows[some].T.astype(np.float32)
        logits = logits * self.scale + self.bias
        odds = np.exp(logits - logits.max(-1, keepdims=True))
        result: Floats = odds / odds.sum(-1, keepdims=True)
        return result


def heads_path(trunk: Path) -> Path:
    """Where the matrices of a trunk lie."""
    return trunk.with_suffix(".npz")


class Tagger:
    """Reads sentences with an encoder."""

    def __init__(self, trunk: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        try:
            with np.load(heads_path(trunk), allow_pickle=False) as arrays:
                self._edit, self._missing, self._word = (
                    _Head.of(arrays, name) for name in ("edit", "missing", "word")
                )
                self._tokenizer = Tokenizer.from_buffer(arrays["tokenizer"].tobytes())
        except (OSError, KeyError, ValueError) as error:
            raise ModelUnavailable(f"{heads_path(trunk).name} cannot be read: {error}") from error
        if self._edit.names != EDIT_TAGS:
            raise ModelUnavailable(f"{trunk.name} speaks other edit tags than this version.")
        self._keep = self._edit.names.index(KEEP)
        self._replace = self._edit.names.index(REPLACE)
        self._bos, self._eos = (self._tokenizer.encode(mark).ids[0] for mark in (BOS, EOS))

    def tag(self, sentence: str) -> Tags:
        """The tags of one sentence, or `PromptTooLong`."""
        found = units(sentence)
        # A space goes before the sentence, as before every sentence of the training text.
        encoded = self._tokenizer.encode(" " + sentence.strip(), add_special_tokens=False)
        if len(encoded.ids) > LONGEST:
            raise PromptTooLong("The sentence is longer than the model can read at once.")
        places = _first_tokens(found, encoded.offsets, len(sentence) - len(sentence.lstrip()))
        hidden = self._encoder.hidden([self._bos, *encoded.ids, self._eos])
        at = hidden[[*places, len(encoded.ids) + 1]]
        return self._tags(at)

    def _tags(self, hidden: Floats) -> Tags:
        """`hidden`: one row a unit, and one for the sentence's end."""
        tags = self._edit.probabilities(hidden[:-1])
        gaps = self._missing.probabilities(hidden)
        keep = tags[:, self._keep]
        edits: list[tuple[int, str, str, float]] = []
        for unit in np.flatnonzero(keep < SURE).tolist():
            for tag in np.flatnonzero(tags[unit] > LEAST).tolist():
                if tag not in (self._keep, self._replace):
                    edits.append((unit, self._edit.names[tag], "", float(tags[unit, tag])))
        suspects = np.flatnonzero((keep < SURE) & (tags[:, self._replace] > LEAST))
        words = self._word.probabilities(hidden[suspects]) * tags[suspects, self._replace, None]
        for unit, row in zip(suspects.tolist(), words, strict=True):
            for word in np.argsort(-row)[:MOST_WORDS].tolist():
                edits.append((unit, REPLACE, self._word.names[word], float(row[word])))
        missing = [
            (int(unit), self._missing.names[word], float(gaps[unit, word]))
            for unit, word in zip(*np.nonzero(gaps[:, 1:] > LEAST), strict=True)
            for word in [word + 1]  # the first name stands for nothing
        ]
        return Tags(tuple(keep.tolist()), tuple(edits), tuple(missing))


def _first_tokens(found: list[Unit], offsets: list[tuple[int, int]], shift: int) -> list[int]:
    """Where each unit's first token stands, the begin token counted.

    `PromptTooLong` where a unit begins inside a token: the tokenizer parts rare characters otherwise.
    """
    # Offsets count the space put before the text. A token's begin at its leading space, if it has
    # one: other white space than a single space is a token of its own.
    starts = {start: i + 1 for i, (start, _) in reversed(list(enumerate(offsets)))}
    places = []
    for unit in found:
        start = unit.start - shift
        place = (
            starts.get(start, starts.get(start + 1)) if unit.spaced or not start else starts.get(start + 1)
        )
        if place is None:
            raise PromptTooLong("The sentence holds characters that the model reads otherwise.")
        places.append(place)
    return places
