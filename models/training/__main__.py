"""`python -m models.training STEP`: one step of the recipe each."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .corpus import CorpusMissing

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m models.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--work", type=Path, default=ROOT / "models" / "work", help="scratch, outside git")
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("prepare", help="tokenizer and packed rows")
    step.add_argument("--words", type=float, default=24e6, help="words of prose to continue")
    step.add_argument("--modern-share", type=float, default=0.7, help="of these words")
    step.add_argument("--without", type=Path, help="file of first paragraphs of books to leave out")
    step.add_argument("--pair-share", type=float, default=0.12, help="share of the sentences made into pairs")
    step.add_argument("--row", type=int, default=512, help="tokens a row")
    step.add_argument("--seed", type=int, default=1, help="another one takes other documents")
    step = steps.add_parser("round-trip", help="tone pairs that a larger model helps to write; adds to them")
    step.add_argument(
        "--model", required=True, help="a catalogue name or a path: it must follow instructions"
    )
    step.add_argument("--minutes", type=float, default=60)
    step.add_argument("--seed", type=int, default=1, help="another one takes other sentences")
    step = steps.add_parser("train", help="train, or go on with a run that was cut off")
    step.add_argument("--size", default="nano")
    step.add_argument("--minutes", type=float, default=120)
    step.add_argument("--threads", type=int, default=2)
    step.add_argument("--batch-rows", type=int, default=16)
    step.add_argument("--from-gguf", type=Path, help="warm start from a shipped GGUF")
    step = steps.add_parser("export", help="checkpoint to GGUF (Q8_0)")
    step.add_argument("--size", default="nano")
    step.add_argument("--out", type=Path, default=ROOT / "models" / "prose-nano.gguf")
    step.add_argument("--average-with", type=Path, help="the GGUF the run went on from; counts half")
    step = steps.add_parser("phrases", help="phrase statistics for ghost text")
    step.add_argument("--out", type=Path, default=ROOT / "models" / "prose-nano-phrases.safetensors")
    step = steps.add_parser("names", help="the words often written with a capital, of the phrases' words")
    step.add_argument("--out", type=Path, default=ROOT / "models" / "prose-nano-names.txt")
    step = steps.add_parser("prepare-tags", help="tagged sentences, for the tagger")
    step.add_argument("--sentences", type=int, default=1_400_000)
    step.add_argument("--books", type=float, default=0.12, help="share of the books' paragraphs")
    step.add_argument("--workers", type=int, default=2)
    step = steps.add_parser("learner-errors", help="pairs with learners' errors; needs spaCy")
    step.add_argument("--sentences", type=int, default=100_000)
    step.add_argument("--seed", type=int, default=1, help="another one takes and breaks other sentences")
    steps.add_parser("kinds", help="what kinds of errors the real corrections mend")
    step = steps.add_parser("train-tagger", help="train the tagger, or go on with a run")
    step.add_argument("--size", default="nano")
    step.add_argument("--minutes", type=float, default=95)
    step.add_argument("--threads", type=int, default=2)
    step.add_argument("--batch-tokens", type=int, default=8192)
    step.add_argument("--from-gguf", type=Path, help="a tagger to go on from, or a language model")
    step.add_argument("--twice", action="store_true", help="a causal trunk that reads the sentence twice")
    step.add_argument("--name", default="tagger", help="of the checkpoint and the log")
    step = steps.add_parser("export-tagger", help="checkpoint to GGUF and its heads")
    step.add_argument("--size", default="nano")
    step.add_argument("--out", type=Path, default=ROOT / "models" / "prose-nano-tagger.gguf")
    step = steps.add_parser("plot", help="a log's validation curves as SVG")
    step.add_argument("--log", default="tagger")
    step.add_argument("--out", type=Path, default=ROOT / "models" / "curves-tagger.svg")
    step = steps.add_parser("tokenizer", help="what to go on from a model with: its tokenizer")
    step.add_argument("--gguf", type=Path, default=ROOT / "models" / "prose-nano.gguf")
    options = parser.parse_args()
    try:
        if options.step == "prepare":
            from .prepare import prepare
            from .sizes import SIZES

            prepare(
                options.corpus, options.work, vocab=SIZES["nano"].vocab, row=options.row,
                words=options.words, modern_share=options.modern_share, pair_share=options.pair_share,
                without=frozenset(options.without.read_text("utf-8").splitlines() if options.without else ()),
                seed=options.seed,
            )  # fmt: skip
        elif options.step == "round-trip":
            from .round_trip import round_trip

            kept, tried = round_trip(
                options.corpus, options.work, options.model, minutes=options.minutes, seed=options.seed
            )
            print(f"{kept} pairs of {tried} sentences")
        elif options.step == "train":
            from .train import train

            train(
                options.work, options.size, minutes=options.minutes, threads=options.threads,
                batch_rows=options.batch_rows, start_from=_start(options),
            )  # fmt: skip
        elif options.step == "phrases":
            from .phrases import make_phrases

            print(make_phrases(options.corpus, options.work, options.out))
        elif options.step == "names":
            from .phrases import make_names

            print(make_names(ROOT / "models" / "prose-nano-phrases.safetensors", options.out))
        elif options.step == "prepare-tags":
            from .tagdata import prepare_tags

            prepare_tags(
                options.corpus, options.work, sentences_wanted=options.sentences, books=options.books,
                workers=options.workers,
            )  # fmt: skip
        elif options.step == "learner-errors":
            from .made import write_pairs

            out = options.work / f"learner-pairs-{options.seed}.tsv"
            print(write_pairs(options.corpus, out, options.sentences, options.seed))
        elif options.step == "kinds":
            from .kinds import print_kinds

            print_kinds(options.corpus)
        elif options.step == "train-tagger":
            from .train_tagger import train_tagger

            train_tagger(
                options.work, options.size, minutes=options.minutes, threads=options.threads,
                budget=options.batch_tokens, start_from=_start(options), heads=_heads(options),
                twice=options.twice, name=options.name,
            )  # fmt: skip
        elif options.step == "export-tagger":
            from .export import export_tagger

            print(export_tagger(options.work, options.size, options.out))
        elif options.step == "plot":
            from .plot import plot

            print(plot(options.work / f"{options.log}.jsonl", options.out))
        elif options.step == "tokenizer":
            from .export import tokenizer_from_gguf

            print(tokenizer_from_gguf(options.gguf, options.work / "tokenizer.json"))
        else:
            from .export import export

            print(export(options.work, options.size, options.out, options.average_with))
    except CorpusMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0


def _start(options: argparse.Namespace) -> Path | None:
    """The weights to start from, dequantised."""
    if options.from_gguf is None:
        return None
    from .export import weights_from_gguf

    return weights_from_gguf(options.from_gguf, options.work / "start.pt")


def _heads(options: argparse.Namespace) -> Path | None:
    """The heads beside the tagger to start from."""
    heads = options.from_gguf.with_suffix(".npz") if options.from_gguf else None
    return heads if heads and heads.exists() else None


sys.exit(main())
