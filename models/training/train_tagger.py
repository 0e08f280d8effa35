"""What the tagger is trained on, and how: the heads, the batches, the loss.

A batch holds sentences of one length in tokens, so that nothing is padded and no token sees
another sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from slm_lsp.edit_tags.tags import EDIT_INDEX, EDIT_TAGS, KEEP, REPLACE

from .control import MASK, TO
from .loop import device_of_choice, run
from .model import Transformer
from .sizes import SIZES, Size
from .tagdata import IGNORE, Vocabulary

VALIDATION = 3000  # sentences of the first shard
# Share of the right words hidden behind MASK, to be guessed: it teaches the words' head what
# fits where, beyond the few places where an error was made. A trunk that starts from nothing hides more
# at first, which is how it learns the language (Devlin et al. 2019).
HIDDEN, HIDDEN_AT_FIRST, AT_FIRST = 0.06, 0.25, 0.35
SHARDS_A_ROUND = 14


class TaggerModel(nn.Module):
    """Trunk and three heads: edit tags [tags], replacements [words], what is missing [missing]."""

    def __init__(self, size: Size, words: int, missing: int, causal: bool) -> None:
        super().__init__()
        self.trunk = Transformer(size, causal)
        self.edit = nn.Linear(size.dim, len(EDIT_TAGS))
        self.missing = nn.Linear(size.dim, missing)
        self.word = nn.Linear(size.dim, words)
        for head in (self.edit, self.missing, self.word):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def go_on_from(self, path: Path) -> None:
        """The heads of a tagger that was exported to this `.npz`."""
        with torch.no_grad(), np.load(path) as stored:
            for name, head in (("edit", self.edit), ("missing", self.missing), ("word", self.word)):
                rows = stored[name].astype(np.float32) * stored[f"{name}_scale"][:, None]
                head.weight.copy_(torch.from_numpy(rows))
                head.bias.copy_(torch.from_numpy(stored[f"{name}_bias"]))

    def words_from_embedding(self, tokenizer: Tokenizer, words: list[str]) -> None:
        """Starts each word's row as the mean of its tokens' embeddings."""
        with torch.no_grad():
            for index, word in enumerate(words):
                ids = tokenizer.encode(" " + word, add_special_tokens=False).ids
                self.word.weight[index] = self.trunk.embedding.weight[ids].mean(0)


class Sentences:
    """The next shards in memory, `SHARDS_A_ROUND` of them each time round; hands out batches of one length.

    Shards that are written while the training goes on are read when their turn comes. The first sentences
    of the first shard are kept for validation.
    """

    def __init__(self, folder: Path, budget: int) -> None:
        self.folder, self.budget = folder, budget
        self._read(sorted(folder.glob("*.npz"))[:1])
        index = self._chunks(np.arange(VALIDATION), np.random.default_rng(0))
        self.validation = [self.batch(one) for one in index]
        self.round = self.at = 0
        self._start_round()

    def _read(self, paths: list[Path]) -> None:
        columns: dict[str, list[np.ndarray]] = {}
        ends: list[np.ndarray] = []
        offset = 0
        for path in paths:
            with np.load(path) as shard:
                for name in ("tokens", "edit", "word", "missing"):
                    columns.setdefault(name, []).append(shard[name])
                ends.append(shard["ends"] + offset)
                offset += int(shard["ends"][-1])
        self.rows = np.stack([np.concatenate(parts) for parts in columns.values()])
        stops = np.concatenate(ends)
        starts = np.concatenate([[0], stops[:-1]])
        self.spans = np.stack([starts, stops], 1)

    def _start_round(self) -> None:
        shards = sorted(self.folder.glob("*.npz"))
        first = self.round * SHARDS_A_ROUND
        turns = sorted({(first + i) % len(shards) for i in range(SHARDS_A_ROUND)})
        self._read([shards[i] for i in turns])
        rng = np.random.default_rng(self.round + 1)
        self._batches = self._chunks(np.arange(VALIDATION if 0 in turns else 0, len(self.spans)), rng)

    def _chunks(self, index: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
        lengths = (self.spans[:, 1] - self.spans[:, 0])[index]
        found = []
        for length in np.unique(lengths):
            same = rng.permutation(index[lengths == length])
            size = max(1, self.budget // int(length))
            found += [same[i : i + size] for i in range(0, len(same), size)]
        return [found[i] for i in rng.permutation(len(found))]

    def batch(self, index: np.ndarray) -> np.ndarray:
        """[4, sentences, tokens]: tokens, edit, word, missing."""
        start, stop = self.spans[index[0]]
        at = self.spans[index, 0][:, None] + np.arange(stop - start)[None, :]
        return self.rows[:, at]

    def next(self) -> np.ndarray:
        if self.at >= len(self._batches):
            self.round, self.at = self.round + 1, 0
            self._start_round()
        self.at += 1
        return self.batch(self._batches[self.at - 1])


class TaggerTask:
    """The tagger and its data; `twice` reads the tags off a second copy, for a causal trunk."""

    def __init__(
        self, work: Path, size: Size, device: str, *, twice: bool, budget: int, start: Path | None,
        heads: Path | None,
    ) -> None:  # fmt: skip
        self.device, self.twice = device, twice
        tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
        known = Vocabulary.load(work / "vocabulary.json")
        self.mask, self.to = tokenizer.token_to_id(MASK), tokenizer.token_to_id(TO)
        self.model = TaggerModel(size, len(known.words), len(known.missing), causal=twice).to(device)
        if start is not None:
            self.model.trunk.load_state_dict(torch.load(start, map_location=device))
            if heads is not None and Vocabulary.of_heads(heads) == known:
                self.model.go_on_from(heads)
            else:
                self.model.words_from_embedding(tokenizer, known.words)
        self.trunk = torch.compile(self.model.trunk, dynamic=True)
        self.data = Sentences(work / "tags", budget)
        self.hidden_at_first = HIDDEN if start is not None else HIDDEN_AT_FIRST
        self.autocast = torch.autocast(device, torch.bfloat16)
        self.rng = np.random.default_rng(1)

    def position(self) -> Any:
        return self.data.round, self.data.at

    def go_to(self, position: Any) -> None:
        self.data.round, self.data.at = position
        self.data._start_round()

    def hide(self, rows: np.ndarray, share: float) -> np.ndarray:
        """Hides a share of the right words of one token behind MASK; their tag is then not asked for."""
        tokens, edit, word, _ = rows
        alone = np.ones_like(tokens, bool)
        alone[:, :-1] = (edit[:, 1:] != IGNORE) | (np.arange(tokens.shape[1] - 1) == tokens.shape[1] - 2)
        alone &= (edit == EDIT_INDEX[KEEP]) & (word != IGNORE) & (self.rng.random(tokens.shape) < share)
        rows = rows.copy()
        rows[0][alone] = self.mask
        rows[1][alone] = EDIT_INDEX[REPLACE]
        rows[3][alone] = IGNORE
        return rows

    def hidden(self, tokens: Tensor, trunk: Any) -> Tensor:
        if not self.twice:
            out: Tensor = trunk(tokens)
            return out
        middle = torch.full_like(tokens[:, :1], self.to)
        both = torch.cat([tokens[:, :-1], middle, tokens[:, 1:]], 1)
        out = trunk(both)
        # The tag of a token is read where it stands in the second copy.
        return out[:, tokens.shape[1] - 1 :]

    def parts(self, rows: np.ndarray, trunk: Any) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Summed losses of the tags, the words and what is missing; the tags' probabilities."""
        tokens, edit, word, missing = (torch.from_numpy(r.astype(np.int64)).to(self.device) for r in rows)
        # A hidden word's own tag is no secret worth learning: nothing else is hidden.
        asked = (edit != IGNORE) & (tokens != self.mask)
        replaced = (edit == EDIT_INDEX[REPLACE]) & (word != IGNORE)
        lacking = missing != IGNORE
        with self.autocast:
            hidden = self.hidden(tokens, trunk)
            tags = self.model.edit(hidden[asked]).float()
            words = self.model.word(hidden[replaced]).float()
            gaps = self.model.missing(hidden[lacking]).float()
        return (
            F.cross_entropy(tags, edit[asked], reduction="sum"),
            F.cross_entropy(words, word[replaced], reduction="sum"),
            F.cross_entropy(gaps, missing[lacking], reduction="sum"),
            torch.stack([tags.softmax(-1)[:, EDIT_INDEX[KEEP]], (edit[asked] == EDIT_INDEX[KEEP]).float()]),
        )

    def loss(self, progress: float) -> tuple[str, Tensor, int]:
        share = self.hidden_at_first if progress < AT_FIRST else HIDDEN
        rows = self.hide(self.data.next(), share)
        edit, word, missing, kept = self.parts(rows, self.trunk)
        return "loss", (edit + missing + 0.5 * word) / kept.shape[1], rows[0].size

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Nats a unit of each head, and how well errors are seen at even odds."""
        sums = np.zeros(3)
        seen = []
        for rows in self.data.validation:
            edit, word, missing, kept = self.parts(rows, self.model.trunk)
            sums += [edit.item(), word.item(), missing.item()]
            seen.append(kept.cpu().numpy())
        keep, right = np.concatenate(seen, 1)
        flagged, wrong = keep < 0.5, right == 0
        hits = (flagged & wrong).sum()
        names = ("edit", "word", "missing")
        return {name: round(float(s) / len(keep), 4) for name, s in zip(names, sums, strict=True)} | {
            "precision": round(float(hits / max(1, flagged.sum())), 4),
            "recall": round(float(hits / max(1, wrong.sum())), 4),
        }


def train_tagger(
    work: Path, size_name: str, *, minutes: float, threads: int = 2, budget: int = 8192,
    start_from: Path | None = None, heads: Path | None = None, twice: bool = False, name: str = "tagger",
) -> None:  # fmt: skip
    """Trains `work/<name>.pt` on `work/tags`; `budget` tokens a batch.

    `start_from`: weights of the trunk; `heads`: those of the tagger that it is from, taken where it has the
    same vocabulary.
    """
    torch.manual_seed(1)
    device = device_of_choice(threads)
    task = TaggerTask(
        work, SIZES[size_name], device, twice=twice, budget=budget, start=start_from, heads=heads
    )
    run(work, name, task, minutes=minutes)
