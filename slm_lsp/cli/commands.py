"""The command line's commands: the same jobs as in an editor, from the shell."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from slm_lsp import __version__
from slm_lsp.checks.finding import Placed
from slm_lsp.cli.memory import learn, memory
from slm_lsp.errors import SlmError, UnreadableFile
from slm_lsp.rewrite.styles import REWRITE_STYLES
from slm_lsp.text.document import Document
from slm_lsp.text.positions import PositionEncoding

if TYPE_CHECKING:
    from slm_lsp.session import Session
    from slm_lsp.settings.schema import Settings

T = TypeVar("T")
CLEAN, FINDINGS, TROUBLE = 0, 1, 2

app = typer.Typer(
    help="A writing partner with a small language model of its own. Nothing leaves this machine.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except SlmError as error:
        _trouble(str(error))


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print(f"slm-lsp {__version__}")
        raise typer.Exit


@app.command(help="Serve an editor on stdio (the default).")
def serve() -> None:
    from slm_lsp.server.app import serve as start

    start()


@app.command(help="Print what is wrong in files. Exit code: 0 clean, 1 findings, 2 trouble.")
def check(
    files: Annotated[list[str], typer.Argument(help="Files to check; - reads standard input.")],
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    language: Annotated[str, typer.Option(help="Language id, where the file's name does not tell.")] = "",
    rules_only: Annotated[bool, typer.Option("--rules-only", help="Leave the model out.")] = False,
) -> None:
    if form not in ("text", "json"):
        _trouble("--format must be text or json.")
    raise typer.Exit(_run(_check(files, form, language, rules_only)))


@app.command(help="Rewrite a text in another tone, or another way.")
def rewrite(
    file: Annotated[str, typer.Argument(help="A file; - reads standard input.")] = "-",
    tone: Annotated[str, typer.Option(help=", ".join(REWRITE_STYLES) + ", or your own words.")] = "plain",
) -> None:
    _run(_rewrite(file, tone))


@app.command(help="Go on with a text for a few words.")
def complete(
    file: Annotated[str, typer.Argument(help="A file; - reads standard input.")] = "-",
) -> None:
    _run(_complete(file))


@app.command(help="What is installed, what is used and why, and a timed trial of each job.")
def doctor() -> None:
    from slm_lsp.cli.doctor import doctor as examine

    raise typer.Exit(_run(examine()))


app.command(help="Learn your own past work: its words and phrases, for ghost text in your voice.")(learn)
app.add_typer(memory, name="memory")

cache = typer.Typer(help="What was found in texts, kept so that opening one again costs nothing: clear.")
app.add_typer(cache, name="cache")


@cache.command("clear", help="Remove it; it is made again as you write.")
def clear_cache() -> None:
    from slm_lsp.storage.disk_cache import DiskCache

    print(f"{DiskCache().clear() / 1e6:.1f} MB removed.")


@cache.command("show", help="Where it is and how big.")
def show_cache() -> None:
    from slm_lsp.storage.disk_cache import store_file

    path = store_file()
    size = path.stat().st_size if path.exists() else 0
    print(f"{path}: {size / 1e6:.1f} MB")


models = typer.Typer(help="The models by name: list, pull, use, remove.")
app.add_typer(models, name="models")


def _form() -> bool:
    """Whether models are wanted in the form for MLX: where that is what would run them."""
    from slm_lsp.inference.backends.registry import choose
    from slm_lsp.settings.resolve import settings_for

    try:
        return choose(settings_for(None)[0].backend).name == "mlx"
    except SlmError:
        return False


@models.command("list", help="What can be used, and what is on this machine.")
def list_models() -> None:
    from slm_lsp.inference.catalogue import CATALOGUE, place
    from slm_lsp.inference.models import EMBEDDED, embedded_path, models_folder, tagger_beside
    from slm_lsp.settings.resolve import settings_for

    used = settings_for(None)[0].model
    files = [embedded_path(), tagger_beside(embedded_path())]
    size = sum(file.stat().st_size for file in files if file) / 1e6
    rows = [(EMBEDDED, "ready", size, "ships with slm-lsp")]
    for name, entry in CATALOGUE.items():
        there = place(name, models_folder(), _form()).exists()
        state = "ready" if there else "not pulled"
        rows.append((name, state, entry.megabytes, f"{entry.licence}, {entry.about}"))
    for name, state, size, about in rows:
        print(f"{'*' if name == used else ' '} {name:<14} {state:<11} {size:5.0f} MB  {about}")
    if used not in [name for name, *_ in rows]:
        print(f"* {used}")


@models.command("pull", help="Fetch a model. The only command that uses the network.")
def pull_model(name: str) -> None:
    from slm_lsp.inference.catalogue import CATALOGUE, pull
    from slm_lsp.inference.models import models_folder

    if name not in CATALOGUE:
        _trouble(f"There is no model called {name}; see: slm-lsp models list")
    try:
        path = pull(name, models_folder(), print, mlx=_form())
    except SlmError as error:
        _trouble(str(error))
    print(f"{path}\nUse it with: slm-lsp models use {name}")


@models.command("use", help="Use a model from now on: a name of the list, or a path.")
def use_model(name: str) -> None:
    from slm_lsp.inference.backends.registry import choose
    from slm_lsp.inference.models import find
    from slm_lsp.settings.option_files import set_user_option
    from slm_lsp.settings.resolve import settings_for

    try:
        find(name, choose(settings_for(None)[0].backend).name)
        path = set_user_option("model", name)
    except SlmError as error:
        _trouble(str(error))
    print(f"{name} is used from the next start on ({path}); an editor's own setting goes first.")


@models.command("remove", help="Remove a pulled model.")
def remove_model(name: str) -> None:
    from slm_lsp.inference.catalogue import remove
    from slm_lsp.inference.models import models_folder

    if not remove(name, models_folder()):
        _trouble(f"{name} is not on this machine.")
    print(f"{name} was removed.")


def _trouble(words: str) -> NoReturn:
    print(f"slm-lsp: {words}", file=sys.stderr)
    raise SystemExit(TROUBLE)


def _called(name: str) -> str:
    """A file's name as a message says it: of a very long path its end."""
    return name if len(name) <= 200 else "…" + name[-100:]


def _read(name: str) -> str:
    """The text of a file or of standard input; raises `UnreadableFile`."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableFile(f"{_called(name)} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{_called(name)} is not UTF-8 text (byte {error.start}).") from error
    except ValueError as error:  # a NUL in its name
        raise UnreadableFile(f"{_called(name)} cannot be read: no file has such a name.") from error


def _document(name: str, language: str) -> Document:
    from slm_lsp.text.formats import CODE, FORMATS, grammar_missing, language_of, readable

    if language and not readable(language, code=True):
        raise UnreadableFile(f"{language} is not a format; known are {', '.join((*FORMATS, *CODE))}.")
    found = language or ("markdown" if name == "-" else language_of(Path(name)))
    text = _read(name)
    if found is None:
        raise UnreadableFile(f"{name}: no format reads such files; name one with --language.")
    if grammar_missing(found):
        raise UnreadableFile(f"{name}: the grammar of {found} is missing; run pip install 'slm-lsp[code]'.")
    return Document(name, 0, found, text)


async def _check(files: list[str], form: str, language: str, rules_only: bool) -> int:
    from slm_lsp.session import Session

    reports: list[dict[str, Any]] = []
    status = CLEAN
    told: set[str] = set()

    def tell(words: str) -> None:
        if words not in told:
            told.add(words)
            print(f"slm-lsp: {words}", file=sys.stderr)

    session = Session()
    for name in files:
        try:
            document, settings, placed = await _checked(name, language, rules_only, session, tell, form)
        except SlmError as error:
            tell(str(error))
            status = TROUBLE
            continue
        except Exception as error:  # whatever one file does, the next ones are checked
            tell(f"{_called(name)} could not be checked: an error in slm-lsp ({type(error).__name__}).")
            status = TROUBLE
            continue
        if placed and status == CLEAN:
            status = FINDINGS
        reports.append({"file": name, "findings": [_json(p, document, settings) for p in placed]})
        if form == "text":
            _print_text(name, document, placed)
    if form == "json":
        print(json.dumps(reports, ensure_ascii=False, indent=1))
    elif status != TROUBLE:
        count = sum(len(r["findings"]) for r in reports)
        print(f"{_counted(count, 'finding')} in {_counted(len(reports), 'file')}.")
    await session.close()
    return status


async def _checked(
    name: str, language: str, rules_only: bool, session: Session, tell: Callable[[str], None], form: str
) -> tuple[Document, Settings, list[Placed]]:
    """A file, the settings that hold for it, and what is found in it."""
    from slm_lsp.settings.resolve import settings_for

    document = _document(name, language)
    try:
        path = (Path.cwd() / name).resolve() if name != "-" else Path.cwd()
    except RuntimeError as error:  # links in a circle
        raise UnreadableFile(f"{_called(name)} cannot be read: its links go round in a circle.") from error
    settings, warnings = settings_for(path, None, session.remembered)
    for warning in warnings:
        tell(warning)
    if len(document.text) > settings.maxFileLength:
        raise UnreadableFile(
            f"{name} is longer than slm-lsp.maxFileLength ({settings.maxFileLength}); it is left out."
        )
    checker = session.checker(settings, path.parent if path.is_file() else path, document.text)
    if rules_only:
        checker.reader = None
    elif session.failure:
        tell(session.failure)
    try:
        with _progress(name, form) as progress:
            return document, settings, await checker.deep(document, progress)
    except SlmError as error:
        tell(str(error))
        return document, settings, await checker.fast(document)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


@contextlib.contextmanager
def _progress(name: str, form: str) -> Any:
    """A progress bar on stderr where someone is looking."""
    if form == "json" or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name)

        async def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def _json(placed: Placed, document: Document, settings: Any) -> dict[str, Any]:
    def position(offset: int) -> dict[str, int]:
        line, character = document.lines.position(offset, PositionEncoding.UTF16)
        return {"line": line, "character": character}

    start, end = placed.span
    return {
        "range": {"start": position(start), "end": position(end)},
        "code": placed.finding.code,
        "category": placed.finding.category,
        "severity": settings.severity(placed.finding.code, faint=placed.finding.faint),
        "message": placed.finding.message,
        "text": document.text[start:end],
        "replacements": placed.replacements,
    }


def _print_text(name: str, document: Document, placed: list[Placed]) -> None:
    from rich.console import Console
    from rich.markup import escape

    out = Console(highlight=False, soft_wrap=True)
    for finding in placed:
        line, character = document.lines.position(finding.span[0], PositionEncoding.UTF32)
        where = f"{name}:{line + 1}:{character + 1}"
        out.print(
            f"[bold]{escape(where)}[/]  {escape(finding.finding.message)}  [dim]{finding.finding.code}[/]"
        )
        fixes = " | ".join(f"“{r}”" if r else "(leave it out)" for r in finding.replacements)
        out.print(f"    [red]{escape(finding.text)}[/]" + (f" → [green]{escape(fixes)}[/]" if fixes else ""))


async def _rewrite(file: str, tone: str) -> None:
    from slm_lsp.rewrite.styles import style_of
    from slm_lsp.session import Session
    from slm_lsp.settings.resolve import settings_for
    from slm_lsp.text.edits import apply_edits
    from slm_lsp.text.formats import prose_of
    from slm_lsp.text.sentences import sentences

    document = _document(file, "")
    session = Session()
    rewriter = session.rewriter(settings_for(None)[0])
    found = [s for p in prose_of(document.language_id, document.text) for s in sentences(p)]
    rewrites = [rewrite async for rewrite in rewriter.rewrites(found, style_of(tone))]
    edits = [edit for rewrite in rewrites for edit in rewrite.document_edits]
    sys.stdout.write(apply_edits(document.text, edits))
    kept = [r for r in rewrites if r.refused]
    print(f"\nslm-lsp: {len(rewrites) - len(kept)} of {len(rewrites)} sentences rewritten", file=sys.stderr)
    for reason in sorted({r.refused for r in kept if r.refused}):
        print(f"slm-lsp: {sum(r.refused == reason for r in kept)} kept: {reason}", file=sys.stderr)
    await session.close()


async def _complete(file: str) -> None:
    from slm_lsp.complete.cache_model import cache_model_of, within_reach
    from slm_lsp.complete.suggestion import suggest
    from slm_lsp.session import Session
    from slm_lsp.settings.resolve import settings_for

    text = _read(file)
    if file == "-":
        text = text.removesuffix("\n")
    session = Session()
    settings = settings_for(None)[0]
    engine = session.engine_or_raise(settings)
    suggestion = await suggest(engine, text, "", cache_model_of(within_reach(text)), session.habits(settings))
    print(suggestion.insert if suggestion else "")
    await session.close()
