"""The commands about memory: what slm-lsp learns of a writer, shows, hands out and forgets."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from slm_lsp.errors import SlmError
from slm_lsp.memory.feedback import OFFER, RULE, WAY, Feedback, FeedbackCount
from slm_lsp.personal.adapter import forget_personal, personal

if TYPE_CHECKING:
    from slm_lsp.complete.fit_weights import Sample
    from slm_lsp.memory.phrase_counts import PhraseCounts

memory = typer.Typer(help="What slm-lsp knows of you: show, export, forget.")
LONGEST_WORK = 5_000_000  # characters
# Ghost text's voices, in the order of their shares.
VOICES = ("common phrases", "the model", "the document itself", "your own phrases")


def learn(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of your own writing.")],
    exclude: Annotated[list[str] | None, typer.Option(help="Glob patterns of files to leave out.")] = None,
    train: Annotated[
        bool,
        typer.Option("--train", help="Train weights of your own on them too."),
    ] = False,
    minutes: Annotated[float, typer.Option(min=0.01, max=600, help="How long to train.")] = 10.0,
) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from slm_lsp.complete.fit_weights import SENTENCES, samples
    from slm_lsp.complete.learn import learn as learn_work
    from slm_lsp.complete.learn import whole_paragraphs
    from slm_lsp.memory.phrase_counts import PhraseCounts
    from slm_lsp.storage.paths import memory_file
    from slm_lsp.text.formats import language_of

    missing = [path for path in paths if not path.exists()]
    if missing:
        _trouble(f"{missing[0]} is not there.")
    files = list(dict.fromkeys(file for path in paths for file in _files(path.resolve(), exclude or [])))
    writing = PhraseCounts(memory_file())
    words = works = 0
    # Works all over are weighed, a few sentences of each.
    weighed = set(files[:: max(1, len(files) // SENTENCES)])
    to_weigh: list[Sample] = []
    to_train: dict[str, list[str]] = {}
    with Progress(console=Console(stderr=True), transient=True) as bar:
        for file in bar.track(files, description="Learning"):
            language = language_of(file) or "plaintext"
            try:
                text = file.read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError):
                print(f"slm-lsp: {file} cannot be read as UTF-8 text; it is left out.", file=sys.stderr)
                continue
            if len(text) > LONGEST_WORK:
                print(f"slm-lsp: {file} is too long; it is left out.", file=sys.stderr)
                continue
            learned = learn_work(writing, str(file), language, text)
            if learned and train:
                to_train[str(file)] = whole_paragraphs(language, text)
            if learned and file in weighed:
                to_weigh += samples(str(file), language, text, -(-SENTENCES // len(weighed)))
            words += learned
            works += learned > 0
    print(f"{works} of {len(files)} files learned, {words:,} words and marks. See: slm-lsp memory show")
    if train:
        _train(to_train, minutes)
    if to_weigh:
        _weigh(writing, to_weigh)


def _weigh(writing: PhraseCounts, chosen: list[Sample]) -> None:
    """Hears what ghost text's voices would have said in works, with a bar that can be stopped."""
    from rich.console import Console
    from rich.progress import Progress

    from slm_lsp.complete.fit_weights import weigh
    from slm_lsp.complete.next_word import embedded
    from slm_lsp.session import Session
    from slm_lsp.settings.resolve import settings_for

    session = Session()
    if (engine := session.engine(settings_for(None)[0])) is None:
        return  # no ghost text either

    async def heard() -> int:
        try:
            return await weigh(engine, writing, embedded(), chosen, lambda: bar.advance(task))
        finally:
            await session.close()

    kept = "what was learned is kept, and counts as much as usual."
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Weighing", total=len(chosen))
        try:
            words = asyncio.run(heard())
        except KeyboardInterrupt:
            _trouble(f"Stopped; {kept}")
        except SlmError as error:
            _trouble(f"{error} Still {kept}")
    if words:
        print(f"Ghost text now goes by what its sources knew of {words:,} words of yours.")


def _train(works: dict[str, list[str]], minutes: float) -> None:
    """Trains weights on works' paragraphs, with a bar that can be stopped."""
    from importlib.util import find_spec

    from rich.console import Console
    from rich.progress import Progress

    from slm_lsp.inference.models import digest_of, embedded_path
    from slm_lsp.personal.adapter import Personal, keep, personal_file

    if not all(map(find_spec, ("torch", "gguf"))):
        _trouble("Training needs torch and gguf: pip install 'slm-lsp[personal]'.")
    # Threads that spin while they wait hold up everything else on a busy machine, themselves too.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from slm_lsp.personal.training import train

    base = embedded_path()
    paragraphs = [paragraph for work in works.values() for paragraph in work]
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Training", total=1.0)

            def progress(share: float, loss: float) -> None:
                bar.update(task, completed=share, description=f"Training, {loss:.3f} nats a token")

            made = train(base, personal_file(), paragraphs, minutes=minutes, progress=progress)
    except ValueError:
        _trouble("There is too little text to train on: some 2,500 words at least.")
    except KeyboardInterrupt:
        _trouble("Stopped; nothing was changed.")
    known = f"{made.before:.2f} nats a token of yours that it had not seen"
    if made.after >= made.before:
        print(f"The embedded model predicts {known} as well as can be; nothing was kept.")
        return
    keep(Personal(digest_of(base), time.time(), tuple(works), made.tokens, made.before, made.after))
    print(
        f"Weights of your own: {known}, {made.after:.2f} now. Editors use them at once; "
        "the setting personalWeights turns them off, slm-lsp memory forget --weights removes them."
    )


def _files(path: Path, exclude: list[str]) -> Iterator[Path]:
    """The files at or below a path that a prose format reads; hidden ones and links are left out."""
    from slm_lsp.text.formats import language_of, readable

    if path.is_file():
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            language = language_of(file) if file.suffix else None
            if language is None or not readable(language) or name.startswith(".") or file.is_symlink():
                continue
            if not any(file.match(p) or file.relative_to(path).match(p) for p in exclude):
                yield file


@memory.command("show", help="Everything that is remembered, in words.")
def show(
    phrases: Annotated[int, typer.Option(help="How many phrases to list.")] = 20,
) -> None:
    for line in _in_words(phrases):
        print(line)


def _in_words(phrases: int) -> Iterator[str]:
    from slm_lsp.memory.dictionary import user_dictionary
    from slm_lsp.memory.dismissals import Dismissals
    from slm_lsp.memory.learned_names import LEAST_USES
    from slm_lsp.memory.phrase_counts import ACCEPTED, PhraseCounts
    from slm_lsp.memory.preferences import options, preferences
    from slm_lsp.settings.resolve import settings_for
    from slm_lsp.storage.paths import memory_file

    dictionary = user_dictionary(settings_for(None)[0].userDictionary)
    dismissals, writing = Dismissals(), PhraseCounts(memory_file())
    feedback = Feedback(memory_file())
    yield f"{memory_file()}, {memory_file().stat().st_size / 1e6:.1f} MB, readable by you alone"
    words = sorted(dictionary.words())
    yield f"\nWords you added ({dictionary.path}): {', '.join(words) or 'none'}"
    findings, rules = dismissals.listed()
    yield f"\nRules turned off everywhere: {', '.join(rule for rule, _ in rules) or 'none'}"
    yield f"\nFindings you ignored: {len(findings) or 'none'}" + (
        " (their words are kept only as hashes)" if findings else ""
    )
    yield from (f"  {at[:10]}  {rule}" for rule, at in findings)
    works = [work for work in writing.works() if work.path != ACCEPTED]
    yield f"\nYour works that were learned: {len(works) or 'none'}"
    yield from (f"  {_day(work.at)}  {work.words:>9,} words and marks  {work.path}" for work in works)
    accepted = sum(work.words for work in writing.works() if work.path == ACCEPTED)
    yield f"\nGhost text you accepted: {f'{accepted:,} words and marks' if accepted else 'none'}"
    yield from _judged(feedback.all())
    kept = len(writing.examples())
    yield f"\nSentences of yours, to show a larger model how you write: {f'{kept:,}' if kept else 'none'}"
    made = personal()
    yield "\nWeights of your own: " + (
        f"trained {_day(made.at)} on {len(made.works)} works, {made.tokens:,} tokens; "
        f"{made.before:.2f} nats a token before, {made.after:.2f} after"
        if made
        else "none"
    )
    clear = preferences(writing.traits())
    yield "\nHow you usually write:" + ("" if clear else " not known")
    yield from (f"  {preference}" for preference in clear)
    for name, value in options(clear).items():
        yield f"  so, where you have not set it: {name} = {json.dumps(value)}"
    yield from _weighed(writing)
    names = sorted(writing.names(LEAST_USES))
    yield f"\nNames of your works, taken for spelled right: {', '.join(names) or 'none'}"
    common = writing.commonest(phrases)
    yield "\nPhrases you use most:" + ("" if common else " not known")
    yield from (f"  {times:>5}  {phrase}" for phrase, times in common)


def _weighed(writing: PhraseCounts) -> Iterator[str]:
    from slm_lsp.complete.weights import average, default_weights, fitted

    places = writing.weighed()
    yield "\nWhat ghost text goes by with you:" + ("" if places else " what is usual")
    if places:
        usual = default_weights()
        mine, others = average(places, fitted(places, usual)), average(places, usual)
        for what, own, other in zip(VOICES, mine, others, strict=True):
            yield f"  {what}: {own:.0%} (usually {other:.0%})"
        yield f"  so that {len(places):,} words of your works were likeliest"


def _judged(judged: list[FeedbackCount]) -> Iterator[str]:
    rules = [j for j in judged if j.kind == RULE]
    yield "\nRules whose findings you followed or ignored:" + ("" if rules else " none")
    for j in rules:
        quieter = "; said more quietly" if j.muted else ""
        yield f"  {j.name}: followed {j.taken:.0f} times, ignored {j.left:.0f}{quieter}"
    ways = [f"{j.name} ({j.taken:.0f})" for j in judged if j.kind == WAY]
    yield f"\nRewrites you took: {', '.join(ways) or 'none'}"
    offers = [f"“{j.name}”" for j in judged if j.kind == OFFER and j.turned_down]
    yield f"\nGhost text you turned down, not offered again: {', '.join(offers) or 'none'}"


@memory.command("export", help="Everything that is remembered, as JSON on standard output.")
def export() -> None:
    from slm_lsp.memory.dictionary import user_dictionary
    from slm_lsp.memory.dismissals import Dismissals
    from slm_lsp.memory.phrase_counts import PhraseCounts
    from slm_lsp.settings.resolve import settings_for
    from slm_lsp.storage.paths import memory_file

    writing = PhraseCounts(memory_file())
    findings, rules = Dismissals().listed()
    known: dict[str, Any] = {
        "words": sorted(user_dictionary(settings_for(None)[0].userDictionary).words()),
        "rules_off": [{"rule": rule, "at": at} for rule, at in rules],
        "ignored_findings": [{"rule": rule, "at": at} for rule, at in findings],
        "works": [vars(work) for work in writing.works()],
        "weights": vars(made) if (made := personal()) else None,
        "judgements": [vars(judgement) for judgement in Feedback(memory_file()).all()],
        "traits": writing.traits(),
        "weighed": [place._asdict() for place in writing.weighed()],
        "sentences": writing.examples(),
        "phrases": [
            {"work": work, "before": before, "word": word, "count": count}
            for work, before, word, count in writing.dump()
        ],
    }
    json.dump(known, sys.stdout, ensure_ascii=False, indent=1)
    print()


@memory.command("forget", help="Forget a work or a folder's, what came since a day, or everything.")
def forget(
    path: Annotated[Path | None, typer.Option(help="A learned file, or a folder of them.")] = None,
    since: Annotated[str, typer.Option(help="A day such as 2026-11-24: what was learned from it on.")] = "",
    weights: Annotated[bool, typer.Option("--weights", help="The weights of your own.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Works, ignored findings, rules turned off, your words, the cache.")
    ] = False,
) -> None:
    from slm_lsp.memory.dictionary import user_dictionary
    from slm_lsp.memory.dismissals import Dismissals
    from slm_lsp.memory.forgetting import own_words, remembered_files
    from slm_lsp.memory.phrase_counts import PhraseCounts
    from slm_lsp.settings.resolve import settings_for
    from slm_lsp.storage.paths import memory_file

    if (path is not None) + bool(since) + weights + everything != 1:
        _trouble("Say what to forget: --path FILE, --since DAY, --weights, or --all.")
    made = personal()
    if weights:
        print("Your own weights are removed." if forget_personal() else "There are no weights of your own.")
        return
    writing, dismissals = PhraseCounts(memory_file()), Dismissals()
    if path is not None:
        gone = path.resolve()
        works = writing.forget(path=str(gone))
        if made and any(Path(work).is_relative_to(gone) for work in made.works):
            forget_personal()
            print("Your own weights had read it, and are removed; train them again on the rest.")
        elif not works:
            _trouble(f"Nothing of {path} is remembered.")
        print(f"{works} works forgotten.")
        return
    try:
        day = datetime.strptime(since, "%Y-%m-%d").astimezone() if since else None
    except ValueError:
        _trouble(f"{since} is not a day such as 2026-11-24.")
    if made and (day is None or made.at >= day.timestamp()) and forget_personal():
        print("Your own weights are removed.")
    # The works last: their forgetting rewrites the file without what is gone.
    judged = Feedback(memory_file()).forget(day.timestamp() if day else None)
    others = dismissals.forget(day.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S") if day else None)
    works = writing.forget(since=day.timestamp()) if day else writing.forget()
    print(f"{works} works, {others} ignored findings and rules, {judged} habits of choice forgotten.")
    if everything:
        lists = [user_dictionary().path, own_words(settings_for(None)[0].userDictionary)]
        for words in (path for path in lists if path is not None):
            print(f"{len(user_dictionary(str(words)).words())} words of {words} are removed.", flush=True)
            words.unlink(missing_ok=True)
        for left in remembered_files():
            left.unlink(missing_ok=True)
        print("What was found in your texts is removed.")


def _day(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d")


def _trouble(words: str) -> NoReturn:
    print(f"slm-lsp: {words}", file=sys.stderr)
    raise SystemExit(2)
