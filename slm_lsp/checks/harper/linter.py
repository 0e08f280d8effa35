"""Linter: Harper's rules, one sentence at a time, in the process that asks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version

import harper

from slm_lsp.checks.finding import Finding
from slm_lsp.checks.harper.categories import category_of
from slm_lsp.errors import shortened
from slm_lsp.hosting.priority import Priority
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

MOST_FIXES = 5
# Rules about how a sentence starts or ends say nothing about a heading, an item or a cell.
WHOLE_SENTENCES_ONLY = {"SentenceCapitalization", "NoFrenchSpaces", "LongSentences"}
WHOLE_SENTENCE_KINDS = {"paragraph", "quote"}

# What follows a word that a speaker was kept from finishing: “Wh—”
_CUT_OFF = re.compile(r"[—–-]+[\"”’']")
# The dot of a file's ending (.rs, .NET), no full stop: the space before it and its small letter are right.
_LONG_WORD = re.compile(r"(?<!\S)\S{61,}")
_ENDING = re.compile(r"(?<!\S)\.(?=[a-z]|[A-Z]{2})")

Spans = Iterable[tuple[int, int]]

_DIALECTS = {
    "american": harper.Dialect.AMERICAN,
    "british": harper.Dialect.BRITISH,
    "australian": harper.Dialect.AUSTRALIAN,
    "canadian": harper.Dialect.CANADIAN,
    "indian": harper.Dialect.INDIAN,
}

# A linter must not be used by two threads at once: all of them live on this one.
_THREAD = ThreadPoolExecutor(1, thread_name_prefix="rules")


@lru_cache(maxsize=3)
def _linter(dialect: str) -> harper.Linter:
    return harper.Linter(_DIALECTS[dialect])


@lru_cache(maxsize=1)
def linter_without_spelling(dialect: str) -> harper.Linter:
    """It shares its dictionary with the other; made in 4 ms, it takes 6 MB."""
    linter = harper.Linter(_DIALECTS[dialect])
    linter.set_lint_config(linter.get_lint_config() | {"SpellCheck": False})
    return linter


def load(dialect: str) -> None:
    """Loads a dialect: half a second for its dictionary."""
    _linter(dialect)


def prepare() -> None:
    """Builds what the first suggestion for a word far from all others needs: 0.9 s once a process, beside
    which sentences without such a word can be read. On any thread."""
    harper.Linter(harper.Dialect.AMERICAN).lint("Agnieszka", language=harper.Language.PLAINTEXT)


def lint(text: str, frozen: Spans, kind: str, dialect: str, *, spelling: bool = True) -> list[Finding]:
    """The findings in a sentence of a kind of block; none in what is frozen. On one thread only."""
    found = []
    linter = _linter(dialect) if spelling else linter_without_spelling(dialect)
    organized = linter.organized_lints(text, language=harper.Language.PLAINTEXT)
    for rule, lints in organized.items():
        if rule in WHOLE_SENTENCES_ONLY and kind not in WHOLE_SENTENCE_KINDS:
            continue
        for lint in lints:
            start, end = lint.span.start, lint.span.end
            if any(a < end and start < b for a, b in frozen):
                continue
            if rule == "SpellCheck" and _CUT_OFF.match(text, end):
                continue
            if rule == "Spaces" and _ENDING.match(text, end):
                continue
            if rule == "SentenceCapitalization" and _ENDING.match(text, start - 1):
                continue
            fixes = [_edit(text, start, end, suggestion) for suggestion in lint.suggestions]
            fixes = [fix for fix in fixes if fix.text != text[fix.start : fix.end]]
            found.append(
                Finding(
                    f"harper/{rule}",
                    _without_long_words(lint.message),
                    start,
                    end,
                    tuple(fixes[:MOST_FIXES]),
                    category=category_of(rule, lint.lint_kind),
                )
            )
    return sorted(found, key=lambda f: (f.start, f.end, f.code))


def _without_long_words(message: str) -> str:
    return _LONG_WORD.sub(lambda word: shortened(word[0]), message)


def _edit(text: str, start: int, end: int, suggestion: harper.Suggestion) -> Edit:
    if suggestion.kind == harper.SuggestionKind.INSERT_AFTER:
        return Edit(end, end, suggestion.replacement_text)
    if suggestion.kind == harper.SuggestionKind.REMOVE:
        # With the space before it, so that no two spaces are left.
        lead = (
            1 if start > 0 and text[start - 1] == " " and (end == len(text) or not text[end].isalnum()) else 0
        )
        return Edit(start - lead, end, "")
    return Edit(start, end, suggestion.replacement_text)


class Rules:
    """Harper with one dialect, behind the Check protocol."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.key = ("rules", version("harper-py"), dialect)

    async def findings(self, sentence: Sentence) -> list[Finding]:
        """The findings of one sentence."""
        return (await self.all_findings([sentence]))[0] or []

    async def without_spelling(self, sentences: list[Sentence]) -> list[list[Finding]] | None:
        """What can be said of sentences before a process that has just begun can spell; None where there is
        nothing to hurry for."""
        return None

    async def all_findings(
        self, sentences: list[Sentence], priority: Priority = Priority.SENTENCE
    ) -> list[list[Finding] | None]:
        """The findings of many sentences, in one turn of the thread; in this process all are as urgent."""

        def work() -> list[list[Finding] | None]:
            return [lint(s.text, s.frozen, s.prose.kind, self.dialect) for s in sentences]

        return await asyncio.get_running_loop().run_in_executor(_THREAD, work)
