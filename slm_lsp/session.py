"""Session: what one run of the program shares: the cache, the engine, the writer's memory."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slm_lsp.checks.checker import Checker
from slm_lsp.checks.harper.launch import SHARED
from slm_lsp.checks.harper.linter import Rules
from slm_lsp.checks.harper.process import SharedRules, rules_client
from slm_lsp.checks.model.rewrite_edits import RewriteEdits
from slm_lsp.checks.model.tag_edits import TagEdits
from slm_lsp.checks.results import SentenceModel
from slm_lsp.errors import ModelUnavailable
from slm_lsp.hosting.client import HostClient
from slm_lsp.inference.engine import Engine
from slm_lsp.memory.dictionary import Dictionary, user_dictionary
from slm_lsp.memory.dismissals import Dismissals
from slm_lsp.memory.feedback import Feedback
from slm_lsp.memory.learned_names import LearnedNames
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.memory.preferences import options, preferences
from slm_lsp.memory.word_lists import WordList
from slm_lsp.personal.adapter import Stamp, adapter_for, personal_stamp
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.cache import Cache
from slm_lsp.storage.cached_read import CachedRead
from slm_lsp.storage.disk_cache import DiskCache
from slm_lsp.storage.paths import expanded, inside, is_file, memory_file, stamp_of
from slm_lsp.text.dialect import dialect_of

if TYPE_CHECKING:
    from slm_lsp.complete.writer_model import WriterModel
    from slm_lsp.rewrite.rewriter import Rewriter
    from slm_lsp.rewrite.writer_style import WriterStyle


class Session:
    """Made once; engines and dictionaries are made when a setting first asks for them."""

    def __init__(self) -> None:
        self.cache = Cache(store=DiskCache())
        self.dismissals = Dismissals()
        self.failure: str | None = None  # why there is no model, in words
        self._engines: dict[tuple[str, str, int, Stamp], Engine] = {}
        self._dictionaries: dict[Path, Dictionary] = {}
        self._habits: WriterModel | None = None

    def engine_or_raise(self, settings: Settings | None = None) -> Engine:
        """The engine the settings ask for, or `ModelUnavailable`."""
        settings = settings or Settings()
        # Weights of the writer's own may be trained, and forgotten, while an editor is open.
        stamp = personal_stamp() if settings.personalWeights else None
        key = (settings.model, settings.backend, settings.threads, stamp)
        if key not in self._engines:
            self._engines[key] = Engine.start(*key[:3], adapter=adapter_for if stamp else None)
        return self._engines[key]

    def engine(self, settings: Settings) -> Engine | None:
        """The same, or None with the reason in `failure`."""
        try:
            return self.engine_or_raise(settings)
        except ModelUnavailable as error:
            self.failure = str(error)
            return None

    def habits(self, settings: Settings) -> WriterModel | None:
        """What is known of how the writer writes; None where memory is off. Slow the first time."""
        from slm_lsp.complete.next_word import embedded
        from slm_lsp.complete.writer_model import WriterModel

        if settings.memory and self._habits is None:
            self._habits = WriterModel(PhraseCounts(memory_file()), embedded())
        return self._habits if settings.memory else None

    def rewriter(self, settings: Settings) -> Rewriter:
        """What rewrites, under these settings, or `ModelUnavailable`. Slow the first time."""
        from slm_lsp.complete.next_word import embedded
        from slm_lsp.rewrite.rewriter import Rewriter

        def known(word: str) -> bool:
            return embedded().number(word) is not None

        engine = self.engine_or_raise(settings)
        return Rewriter(engine, self.cache, known, grade=settings.readingGrade, voice=self.voice(settings))

    def has_learned(self, settings: Settings) -> bool:
        """Whether works of the writer's were learned that may be used."""
        return settings.memory and self._writing.version[0] > 0

    def voice(self, settings: Settings) -> WriterStyle | None:
        """How the writer writes, as far as that was learned; None where memory is off."""
        from slm_lsp.rewrite.writer_style import WriterStyle

        try:
            return WriterStyle.of(PhraseCounts(memory_file())) if settings.memory else None
        except (sqlite3.Error, OSError):  # another window holds the file
            return None

    @cached_property
    def feedback(self) -> Feedback:
        """What the writer took and left of what was offered."""
        return Feedback(memory_file())

    def muted(self, settings: Settings) -> frozenset[str]:
        """The rules whose findings the writer ignores again and again; none where memory is off."""
        return self.feedback.muted() if settings.memory else frozenset()

    def remembered(self) -> dict[str, Any]:
        """The settings that follow from how the writer writes, as far as that was learned."""
        return self._follows.value() if is_file(memory_file()) else {}

    @cached_property
    def _follows(self) -> CachedRead[dict[str, Any]]:
        def read() -> dict[str, Any]:
            return options(preferences(PhraseCounts(memory_file()).traits()))

        return CachedRead(lambda: stamp_of(memory_file()), read, {})

    @cached_property
    def _writing(self) -> PhraseCounts:
        return PhraseCounts(memory_file())

    def user_dictionary(self, settings: Settings) -> Dictionary:
        made = user_dictionary(settings.userDictionary)
        return self._dictionaries.setdefault(made.path, made)

    def workspace_dictionary(self, settings: Settings, folder: Path) -> Dictionary | None:
        """The project's list; None where the setting points outside the project's folder."""
        path = inside(folder, settings.workspaceDictionary)
        if path is None:
            return None
        return self._dictionaries.setdefault(path, Dictionary(path))

    def word_lists(self, settings: Settings, folder: Path | None) -> list[Dictionary]:
        """The neighbours' lists that the settings name."""
        paths = [(folder or Path.cwd()) / expanded(name) for name in settings.wordLists]
        return [self._dictionaries.setdefault(path, WordList(path)) for path in paths]

    def checker(self, settings: Settings, folder: Path | None, text: str = "") -> Checker:
        """A checker under these settings; `folder` is the project's, `text` the document's."""
        engine = self.engine(settings) if settings.grammar else None
        dictionaries = [self.user_dictionary(settings)]
        if folder is not None and (workspace := self.workspace_dictionary(settings, folder)):
            dictionaries.append(workspace)
        dictionaries += self.word_lists(settings, folder)
        if settings.memory:
            dictionaries.append(self._dictionaries.setdefault(memory_file(), LearnedNames(memory_file())))
        return Checker(
            settings,
            self.cache,
            self._rules(dialect_of(text, settings.dialect)),
            _reader(engine) if engine else None,
            dictionaries,
            self.dismissals,
        )

    def _rules(self, dialect: str) -> Rules:
        return SharedRules(dialect, self.rules_client) if SHARED else Rules(dialect)

    @cached_property
    def rules_client(self) -> HostClient:
        """This server's end of the wire to the rules."""
        return rules_client()

    async def close(self) -> None:
        await self.rules_client.close()
        for engine in self._engines.values():
            await engine.close()


def _reader(engine: Engine) -> SentenceModel:
    """The embedded model reads by tags; a model without a tagger writes the sentence again."""
    return TagEdits(engine) if engine.model.tagger else RewriteEdits(engine)
