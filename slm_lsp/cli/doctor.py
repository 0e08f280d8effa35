"""Doctor: what is installed, what is used and why, and a timed trial of each job."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import time
from collections.abc import Awaitable

from slm_lsp import __version__
from slm_lsp.complete.suggestion import suggest
from slm_lsp.errors import SlmError
from slm_lsp.hosting.wire import runtime_folder
from slm_lsp.inference.models import digest_of, models_folder
from slm_lsp.rewrite.styles import REWRITE_STYLES
from slm_lsp.session import Session
from slm_lsp.settings.resolve import settings_for
from slm_lsp.storage.paths import data_folder
from slm_lsp.text.document import Document
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import sentences

PACKAGES = ("pygls", "lsprotocol", "harper-py", "xllamacpp", "mlx-lm", "cachetools", "sentencex")
TRIAL = "The results of the experiment shows that the new method are much more faster than the old one."
OK, TROUBLE = 0, 2


async def doctor() -> int:
    """Prints the report; 0 where everything works, 2 where something does not."""
    print(f"slm-lsp {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for package in PACKAGES:
        try:
            print(f"  {package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            print(f"  {package} is not installed")
    settings, warnings = settings_for(None)
    for warning in warnings:
        print(f"  settings: {warning}")
    session = Session()
    print(f"folders: data {data_folder()}, models {models_folder()}, sockets {runtime_folder()}")
    document = Document("trial", 0, "plaintext", TRIAL)
    checker = session.checker(settings, None)
    checker.reader, reader = None, checker.reader
    await _timed("rules, first check", checker.fast(document))
    engine = session.engine(settings)
    if engine is None or reader is None:
        print(f"model: none. {session.failure}")
        return TROUBLE
    size = engine.model.path.stat().st_size / 1e6
    print(f"backend: {engine.choice.name} ({engine.choice.why})")
    print(
        f"model: {engine.model.name}, {size:.1f} MB, sha256 {engine.model.digest[:16]}, {engine.model.path}"
    )
    if trunk := engine.model.tagger:
        print(f"tagger: {trunk.stat().st_size / 1e6:.1f} MB, sha256 {digest_of(trunk)[:16]}, {trunk}")
    sentence = sentences(prose_of("plaintext", TRIAL)[0])[0]
    try:
        await _timed("ghost text, first (starts the host)", suggest(engine, TRIAL[:40], ""))
        await _timed("ghost text", suggest(engine, TRIAL[:52], ""))
        await _timed("grammar of a sentence", reader.reading(sentence))
        await _timed(
            "rewrite of a sentence", session.rewriter(settings).sentence(sentence, REWRITE_STYLES["plain"])
        )
    except SlmError as error:
        print(f"trouble: {error}")
        return TROUBLE
    finally:
        await session.close()
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )
    print(f"memory of this process, at most: {peak:.0f} MB")
    return OK


async def _timed(name: str, work: Awaitable[object]) -> None:
    start = time.perf_counter()
    await work
    print(f"  {name}: {1000 * (time.perf_counter() - start):.0f} ms")
