"""What learning a writer's other works is worth: `python -m benchmarks.quality.learning [--far] ...`.

Ghost text types sentences of an author's works, knowing nothing of the author, the author's other works, or
another author's. The phrases are counted anew without any of these authors (2 minutes), for the shipped ones
have read them; the language model has read none. Of posts neither has read anything.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from models.training.corpus import documents
from models.training.export import tokenizer_from_gguf
from models.training.phrases import make_phrases
from slm_lsp.complete import fit_weights, next_word
from slm_lsp.complete.learn import learn
from slm_lsp.complete.ngrams import Phrases
from slm_lsp.complete.writer_model import WriterModel
from slm_lsp.inference.engine import Engine
from slm_lsp.memory.phrase_counts import PhraseCounts

from .keystrokes import Typed, of_engine, one_word, typing, worked_out_once
from .sets import Typed as Line
from .sets import parsed, typed_lines

# How the first and the last story of each author begin in the books' file.
AUTHORS = {
    "Saki": ("“Starling Chatter and Oakhill", "The Gräfin’s two elder sons"),
    "P. G. Wodehouse": ("Mr. Meggs’s mind was made up.", "When Jack Wilton first came to Marois Bay"),
}
# Authors whose works share their people and places, each work with the last: `--series`.
SERIES = {
    "Conan Doyle": (
        '"My dear fellow," said Sherlock Holmes as we sat on',
        "In publishing these short sketches",
    ),
    "Burroughs": ("In the first place please bear in mind that", "Upon a massive bench of polished ersite"),
    "Christie": ("I was standing at the window of Poirot's rooms", "It was 2 p.m. on the afternoon of May 7"),
    "Trollope": ("The death of old Dr. Grantly, who had for", "The Rev. Septimus Harding was, a few years"),
    "Baum": ("The train from 'Frisco was very late.", "Dorothy lived in the midst of the great Kansas"),
    "Alcott": ('"I want something to do."', '"How goes it, Frank? Down first, as usual."'),
    "Montgomery": ('A tall, slim girl, "half-past sixteen,"', "It was a warm, golden-cloudy, lovable"),
    "Leblanc": ("On the eighth day of last December, Mon.", "Raymonde listened. The noise was repeated"),
}
# One whose words and turns are far from today's: `--far`.
FAR = {
    "William Morris": (
        "Long ago there was a little land, over which",
        "Awhile ago there was a young man dwelling",
    )
}
# What the writer's habits count (`WRITER`) was worked out on this one.
TUNING = {"H. G. Wells": ("The little shop was not paying.", "“What if I die under it?”")}
# Posts on one subject, in share-alike text: what each post of an author, or of some, says.
POSTS = {
    "Adriana Jara": "I['’]m Adriana Jara",
    "deprecations": "In nearly every version of Chrome",
}
HELD_OUT = 6  # every sixth work is typed, the others are learned; of two the shorter is typed
SENTENCES = 60


def stories(corpus: Path) -> dict[str, list[list[str]]]:
    """Each author's stories."""
    found: dict[str, list[list[str]]] = {}
    author = ""
    for document in documents(corpus / "prose-books.txt.xz"):
        for name, (first, last) in {**AUTHORS, **SERIES, **FAR, **TUNING}.items():
            if document[0].startswith(first):
                author = name
            if author == name:
                found.setdefault(name, []).append(document)
                if document[0].startswith(last):
                    author = ""
    return found


def posts(corpus: Path) -> dict[str, list[list[str]]]:
    """Each author's posts."""
    read = list(documents(corpus / "prose-sa.txt.xz"))
    return {name: [post for post in read if re.search(said, "\n".join(post))] for name, said in POSTS.items()}


def split(works: list[list[str]], fold: int = 0) -> tuple[list[list[str]], list[Line]]:
    """(an author's works to learn, lines of the others to type); of `HELD_OUT` folds one."""
    if len(works) == 2:
        works = sorted(works, key=lambda work: sum(map(len, work)))
    known = [work for number, work in enumerate(works) if number % HELD_OUT != fold]
    held = works[fold::HELD_OUT]
    return known, typed_lines(held, SENTENCES, random.Random(1), each=-(-SENTENCES // len(held)))


def learned(works: list[list[str]], folder: Path) -> PhraseCounts:
    """A memory that knows these works."""
    writing = PhraseCounts(folder / "memory.sqlite")
    for number, work in enumerate(works):
        learn(writing, str(number), "plaintext", "\n\n".join(work))
    return writing


async def knowing(
    writing: PhraseCounts, works: list[list[str]], engine: Engine, phrases: Phrases
) -> WriterModel:
    """Habits of who wrote these works, weighed as `slm-lsp learn` does it."""
    each = -(-fit_weights.SENTENCES // len(works))
    chosen = [
        sample
        for number, work in enumerate(works)
        for sample in fit_weights.samples(str(number), "plaintext", "\n\n".join(work), each)
    ]
    await fit_weights.weigh(engine, writing, phrases, chosen)
    return WriterModel(writing, phrases)


@contextmanager
def without_authors(corpus: Path, folder: Path, works: dict[str, list[list[str]]]) -> Iterator[Phrases]:
    """Ghost text with phrases counted over everything but the authors' works."""
    path = folder / "phrases.safetensors"
    openings = frozenset(work[0] for own in works.values() for work in own)
    print(make_phrases(corpus, folder, path, openings), file=sys.stderr)
    shipped, phrases = next_word.embedded, Phrases(path)
    next_word.embedded = lambda: phrases  # type: ignore[assignment]
    try:
        yield phrases
    finally:
        next_word.embedded = shipped


def trained(engine: Engine, works: list[list[str]], adapter: Path, minutes: float) -> Engine:
    """The engine with weights trained on these works."""
    from slm_lsp.personal.training import train

    made = train(engine.model.path, adapter, [p for work in works for p in work], minutes=minutes)
    print(f"{made.before:.2f} -> {made.after:.2f} nats a token of held-out paragraphs", file=sys.stderr)
    return Engine.start(adapter=lambda digest: adapter)


def row(author: str, knowing: str, typed: Typed, base: float) -> str:
    """A line of the table; `base` is the share saved by knowing nothing."""
    change = "" if typed.saved_share == base else f"{100 * (typed.saved_share / base - 1):+.0f} %"
    return (
        f"| {author} | {knowing} | {typed.saved_share:.1f} % | {change} | {typed.precision:.1f} % "
        f"| {typed.offered:,} |"
    )


class Bench:
    """Who knows what, each learned once, and the keystrokes that it saves."""

    def __init__(
        self, engine: Engine, phrases: Phrases, works: dict[str, list[list[str]]], folder: Path, whole: bool
    ) -> None:
        """`whole`: offers are taken as a whole where they are right."""
        self.engine, self.phrases, self.works, self.folder, self.whole = engine, phrases, works, folder, whole
        self._known: dict[tuple[str, int], WriterModel] = {}

    async def known(self, author: str, fold: int) -> WriterModel:
        """What ghost text makes of an author's works but those of a fold."""
        if (author, fold) not in self._known:
            works, _ = split(self.works[author], fold)
            writing = learned(works, self.folder / f"{author} {fold}")
            self._known[author, fold] = await knowing(writing, works, self.engine, self.phrases)
            words = sum(paragraph.count(" ") + 1 for work in works for paragraph in work)
            print(f"{author}: {len(works)} works learned, {words:,} words", file=sys.stderr)
        return self._known[author, fold]

    async def typed(self, lines: list[Line], engine: Engine, habits: WriterModel | None) -> Typed:
        """The lines, typed with what is known."""
        with worked_out_once(), nullcontext() if self.whole else one_word():
            return await typing(lines, of_engine(engine, habits), whole=self.whole)

    async def author(self, author: str, other: str, folds: int, train: float) -> dict[str, Typed]:
        """What is saved of an author's lines by who knows nothing, this author and another; and by weights of
        the author's own, `train` minutes of training."""
        found: dict[str, Typed] = {}
        for fold in range(folds):
            works, lines = split(self.works[author], fold)
            knowing_what: dict[str, WriterModel | None] = {
                "nothing": None,
                author: await self.known(author, fold),
            }
            if other != author:
                knowing_what[other] = await self.known(other, 0)
            for what, habits in knowing_what.items():
                found.setdefault(what, Typed()).add(await self.typed(lines, self.engine, habits))
            if train:
                weights = trained(self.engine, works, self.folder / f"{author} {fold}.gguf", train)
                # A memory keeps what was weighed with one model: these weights have theirs.
                writing = learned(works, self.folder / f"{author} {fold} weights")
                both = await knowing(writing, works, weights, self.phrases)
                for what, habits in {"own weights": None, "own weights and phrases": both}.items():
                    found.setdefault(what, Typed()).add(await self.typed(lines, weights, habits))
                await weights.close()
        return found


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.learning", description=__doc__)
    parser.add_argument(
        "--train", type=float, default=0.0, help="minutes of training weights for each author"
    )
    parser.add_argument(
        "--whole", action="store_true", help="one key takes a whole offer, where it is right to its end"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--series", action="store_true", help="authors whose works share a world")
    which.add_argument("--far", action="store_true", help="an author whose language is far from today's")
    which.add_argument("--posts", action="store_true", help="an author's short posts, each typed once")
    options, corpus = parsed(parser)
    if options.posts and options.train:
        parser.error("the posts are too short to train weights on")
    engine = Engine.start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tokenizer_from_gguf(engine.model.path, folder / "tokenizer.json")
        works = posts(corpus) if options.posts else stories(corpus)
        authors = POSTS if options.posts else SERIES if options.series else FAR if options.far else AUTHORS
        with (
            nullcontext(next_word.embedded()) if options.posts else without_authors(corpus, folder, works)
        ) as phrases:
            bench = Bench(engine, phrases, works, folder, options.whole)
            print("| typed | knowing | keystrokes saved | against nothing | next word right | offers |")
            print("|---|---|--:|--:|--:|--:|")
            names = list(authors)
            for author, other in zip(names, names[1:] + names[:1], strict=True):
                found = await bench.author(author, other, HELD_OUT if options.posts else 1, options.train)
                for what, typed in found.items():
                    print(row(author, what, typed, found["nothing"].saved_share), flush=True)
    await engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
