"""Schema: the settings there are, their defaults, and what values each takes."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from slm_lsp.errors import shortened
from slm_lsp.text.dialect import AUTO

DIALECTS = (AUTO, "american", "british", "australian", "canadian", "indian")
SEVERITIES = ("error", "warning", "information", "hint", "off")

Valid = Callable[[Any], Any]


def _one_of(*names: str) -> Valid:
    def valid(value: Any) -> str:
        if isinstance(value, str) and value.lower() in names:
            return value.lower()
        raise ValueError(f"must be one of {', '.join(names)}")

    return valid


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("must be true or false")


# Bytes of a word list: one of all English words has five million, and takes ten times as much memory.
LARGEST_WORD_LIST = 6 << 20
# Of a text, of a list, and of what is said of names that are no settings.
LONGEST_TEXT, LONGEST_LIST, MOST_LISTS, MOST_NAMED = 4_000, 1_000, 10, 10


def _text(value: Any) -> str:
    if isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and "\0" not in value:
        return value
    raise ValueError(f"must be a text of 1 to {LONGEST_TEXT} characters")


def _number(low: int, high: int) -> Valid:
    def valid(value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise ValueError(f"must be a whole number from {low} to {high}")

    return valid


def _texts(most: int) -> Valid:
    def valid(value: Any) -> tuple[str, ...]:
        if isinstance(value, list | tuple) and len(value) <= most:
            with contextlib.suppress(ValueError):
                return tuple(_text(item) for item in value)
        raise ValueError(f"must be a list of at most {most} texts, none of them empty")

    return valid


def _globs(value: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = _texts(LONGEST_LIST)(value)
    for glob in found:
        try:
            PurePosixPath("a").match(glob)
        except (ValueError, re.error, RecursionError):
            raise ValueError(f"has a pattern that matches no file: “{shortened(glob)}”") from None
    return found


def _flags(value: Any) -> dict[str, bool]:
    if isinstance(value, Mapping) and all(isinstance(v, bool) for v in value.values()):
        return {str(k): v for k, v in value.items()}
    raise ValueError("must be a table of rule names, each true or false")


def _by_language(value: Any) -> dict[str, bool]:
    if isinstance(value, bool):
        value = {"default": value}
    try:
        return {"default": True} | _flags(value)
    except ValueError:
        raise ValueError("must be true or false, or a table of language ids with one each") from None


_QUIETER = {"error": "warning", "warning": "information", "information": "hint"}


def _severities(value: Any) -> dict[str, str]:
    if isinstance(value, str):
        value = {"default": value}
    one = _one_of(*SEVERITIES)
    if isinstance(value, Mapping):
        return {"default": "information"} | {str(k): one(v) for k, v in value.items()}
    raise ValueError(f"must be one of {', '.join(SEVERITIES)}, or a table of rule names with one each")


def _setting(default: Any, valid: Valid, about: str, *, project: bool = True) -> Any:
    """A field: its default, what values it takes, what it is for, and whether a project may set it."""
    facts = {"valid": valid, "about": about, "project": project}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=facts)
    return field(default=default, metadata=facts)


# Who turns one of these rules off does not want to hear the same from the model.
_SAID_BY_A_RULE = {
    "model/spelling": ("harper/SpellCheck", "SpellCheck"),
    "model/repetition": ("harper/RepeatedWords", "RepeatedWords"),
}


@dataclass(frozen=True)
class Settings:
    """What holds after defaults; every value is valid."""

    dialect: str = _setting(
        AUTO, _one_of(*DIALECTS), "English of spelling and usage; `auto`: American or British, by the text"
    )
    diagnosticSeverity: dict[str, str] = _setting(
        {"default": "information"},
        _severities,
        'severity for all findings, or a table by rule (`harper/SpellCheck`) with "default"',
    )
    rules: dict[str, bool] = _setting(
        {}, _flags, "rules on or off by name, such as SpellCheck, model/article or style (all of style)"
    )
    sensitivity: str = _setting(
        "balanced", _one_of("strict", "balanced", "eager"), "how sure the model must be before it speaks"
    )
    checkFrequency: str = _setting("edit", _one_of("edit", "save", "manual"), "when to check")
    grammar: bool = _setting(True, _flag, "findings by the model")
    ghostText: dict[str, bool] = _setting(
        {"default": True}, _by_language, 'ghost text on or off, or a table by language id with "default"'
    )
    memory: bool = _setting(
        True, _flag, "learned works bias ghost text, and what is accepted is learned", project=False
    )
    diskCache: bool = _setting(
        True,
        _flag,
        "what was found is kept, encrypted, so that a text opened again costs nothing",
        project=False,
    )
    completions: bool = _setting(True, _flag, "completion items for editors without inline completion")
    readability: bool = _setting(False, _flag, "each paragraph's reading grade, above it and on hover")
    readingGrade: int = _setting(
        8, _number(1, 18), "years of school that “easier to read” asks of a reader at most"
    )
    codeComments: bool = _setting(False, _flag, "comments and docstrings of source code too")
    exclude: tuple[str, ...] = _setting((), _globs, "glob patterns of files to leave alone")
    maxFileLength: int = _setting(
        2_000_000, _number(1_000, 100_000_000), "longest document that is checked, in characters"
    )
    userDictionary: str = _setting("", _text, "path of the writer's word list", project=False)
    workspaceDictionary: str = _setting(
        ".slm-lsp-words.txt", _text, "path of the project's word list, from the project's folder"
    )
    wordLists: tuple[str, ...] = _setting(
        (),
        _texts(MOST_LISTS),
        "word lists of Harper, LTeX, Vale or Hunspell to read too, from the project's folder",
    )
    model: str = _setting(
        "embedded",
        _text,
        "`embedded`, a pulled model's name, or a path to a GGUF or an MLX folder",
        project=False,
    )
    personalWeights: bool = _setting(
        True, _flag, "the embedded model with what `slm-lsp learn --train` taught it", project=False
    )
    backend: str = _setting("auto", _one_of("auto", "llama.cpp", "mlx"), "what runs the model", project=False)
    threads: int = _setting(1, _number(1, 64), "processor threads for the model", project=False)
    pauseMilliseconds: int = _setting(
        500, _number(0, 60_000), "how long a pause in typing the model waits for"
    )

    def ghost_text(self, language_id: str) -> bool:
        """Whether ghost text is wanted in a language."""
        return self.ghostText.get(language_id, self.ghostText["default"])

    def severity(self, code: str, *, faint: bool = False) -> str:
        """The severity of a finding's code: its own, its source's (`harper`), or the default; one degree
        quieter for a faint finding. Matters of style are hints where nothing else was said of them."""
        table = self.diagnosticSeverity
        source, _, rule = code.partition("/")
        usual = "hint" if source == "style" else table["default"]
        severity = table.get(code) or table.get(rule) or table.get(source) or usual
        return _QUIETER.get(severity, severity) if faint else severity

    def rule_on(self, code: str) -> bool | None:
        """Whether a finding's code is wanted; `code`, its last part or its source may be named, and of what
        the model says as a rule would that rule. None where none of them is."""
        source, _, rule = code.partition("/")
        names = (code, rule, source, *_SAID_BY_A_RULE.get(code, ()))
        return next((self.rules[name] for name in names if name in self.rules), None)
