"""Settings: what the writer set (options), and what it means after defaults (settings).

Order: defaults < the writer's own file (`settings.toml` in the data folder) < project file
(`.slm-lsp.toml`, found upward) < editor. A wrong value is named in a warning and the default used;
nothing else is lost.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

from slm_lsp.english.language import AUTO
from slm_lsp.errors import BadSettings, shortened
from slm_lsp.memory.dictionary import LARGEST, inside
from slm_lsp.storage.database import data_folder
from slm_lsp.storage.files import PRIVATE, SHARED, write_atomically

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT_FILE = ".slm-lsp.toml"
USER_FILE = "settings.toml"

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


# Of a text, of a list, and of what is said of names that are no settings.
LONGEST_TEXT, LONGEST_LIST, MOST_LISTS, MOST_NAMED = 4_000, 1_000, 10, 10
LARGEST_FILE = 1_000_000  # bytes of a settings file


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


def resolve(*options: tuple[str, Mapping[str, Any]]) -> tuple[Settings, list[str]]:
    """Settings from options, later ones first, and a sentence for each value that is wrong.

    Each item is (where it comes from, the values); the place `project` may not set what only the
    writer may.
    """
    known = {f.name: f for f in fields(Settings)}
    settings, warnings = Settings(), []
    for place, values in options:
        unknown = [shortened(str(name)) for name in values if name not in known]
        for name in unknown[:MOST_NAMED]:
            warnings.append(f"slm-lsp.{name} ({place}) is not a setting; it is left out.")
        if more := len(unknown) - MOST_NAMED if len(unknown) > MOST_NAMED else 0:
            warnings.append(f"{place} has {more:,} more names that are no settings; they are left out.")
        for name, value in values.items():
            if name not in known:
                continue
            facts = known[name].metadata
            if place == PROJECT_FILE and not facts["project"]:
                warnings.append(f"slm-lsp.{name} cannot be set by a project file; it is left out.")
                continue
            if value is None:
                continue
            if place == PROJECT_FILE and name == "wordLists" and not _inside(value):
                warnings.append(
                    f"slm-lsp.wordLists ({place}) names a file outside the project, which only you may: "
                    f"put it into your own {USER_FILE}. It is left out."
                )
                continue
            try:
                settings = replace(settings, **{name: facts["valid"](value)})
            except ValueError as error:
                warnings.append(f"slm-lsp.{name} ({place}) {error}; the default is used.")
    return settings, warnings


def _inside(paths: Any) -> bool:
    """Whether all paths stay inside the folder that they are relative to; what is no list of paths is no
    matter of ours."""
    if not isinstance(paths, list):
        return True
    named = [Path(path) for path in paths if isinstance(path, str)]
    return not any(path.is_absolute() or ".." in path.parts or path.parts[:1] == ("~",) for path in named)


def project_file(start: Path) -> Path | None:
    """The nearest `.slm-lsp.toml` at or above a folder or file."""
    for folder in (start, *start.parents):
        candidate = folder / PROJECT_FILE
        if is_file(candidate):
            return candidate
    return None


def is_file(path: Path) -> bool:
    """Whether there is a file that may be looked at; a path that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _of_project(file: Path, values: dict[str, Any]) -> list[str]:
    """Takes from a project's values the word lists that a link leads to outside the project, and those that
    are too large; says which."""
    named = values.get("wordLists")
    if not isinstance(named, list):
        return []
    warnings, kept = [], []
    for name in named:
        if isinstance(name, str) and _inside([name]):
            path = inside(file.parent, name)
            if path is None:
                why = "leads outside the project, which only you may read"
            elif is_file(path) and path.stat().st_size > LARGEST:
                why = f"is larger than {LARGEST >> 20} MB"
            else:
                why = ""
            if why:
                warnings.append(f"slm-lsp.wordLists: {shortened(name)} {why}. It is left out.")
                continue
        kept.append(name)
    values["wordLists"] = kept
    return warnings


def user_file() -> Path:
    """The writer's own options, for every project."""
    return data_folder() / USER_FILE


def set_user_option(name: str, value: str) -> Path:
    """Writes an option into the writer's own file. Raises `BadSettings` where it can't be read or written."""
    path = user_file()
    text = _with_option(path, [name], value)
    _write(path, text, PRIVATE)
    return path


def turn_rule_off(path: Path, code: str) -> None:
    """Turns a rule off in a project's file. Raises `BadSettings` where it can't be read or written."""
    if path.resolve().parent != path.parent.resolve():
        raise BadSettings(f"{path.name} is a link that leaves the project, so nothing was written.")
    _write(path, _with_option(path, ["rules", code], False), SHARED)


def _write(path: Path, text: str, mode: int) -> None:
    """Replaces a settings file. Raises `BadSettings`, the file untouched, where it can't be written."""
    try:
        write_atomically(path, text, mode=mode)
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or "the new value is no text"
        raise BadSettings(f"{path.name} cannot be written and is unchanged: {reason}.") from error


def _with_option(path: Path, keys: list[str], value: object) -> str:
    """A settings file's text with one option set, all else untouched."""
    import tomlkit  # slow to load, and seldom needed
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text("utf-8") if path.exists() else "")
        table: Any = document
        for key in keys[:-1]:
            table = table.setdefault(key, tomlkit.table())
        table[keys[-1]] = value
    except (OSError, UnicodeDecodeError, TOMLKitError, TypeError, AttributeError) as error:
        raise BadSettings(f"{path.name} cannot be read, so nothing was written: {error}") from error
    return tomlkit.dumps(document)


def read_options(path: Path) -> dict[str, Any]:
    """A file's options; raises `BadSettings` where it is not TOML."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        why = error.strerror or "the file is not there"
    except RecursionError:
        why = "its lists or tables are nested too deeply"
    except ValueError as error:  # no UTF-8, no TOML, or a number of thousands of digits
        why = shortened(str(error), 200)
    raise BadSettings(f"{path.name} cannot be read and is left out: {why}")


def settings_for(
    path: Path | None,
    editor: Mapping[str, Any] | None = None,
    remembered: Callable[[], Mapping[str, Any]] | None = None,
) -> tuple[Settings, list[str]]:
    """Settings for a file (or folder): the writer's own, its project's and the editor's; for what none of
    them says, what is remembered of the writer, unless they switched that off."""
    options: list[tuple[str, Mapping[str, Any]]] = []
    warnings: list[str] = []
    files = [(USER_FILE, user_file()), (PROJECT_FILE, project_file(path) if path else None)]
    for place, file in files:
        if file is None or not is_file(file):
            continue
        if place == PROJECT_FILE and inside(file.parent, file.name) is None:
            warnings.append(f"{file.name} is a link that leads outside the project; it is not followed.")
            continue
        try:
            values = read_options(file)
            if place == PROJECT_FILE:
                warnings += _of_project(file, values)
            options.append((place, values))
        except BadSettings as error:
            warnings.append(str(error))
    if editor:
        options.append(("editor", editor))
    settings, more = resolve(*options)
    if remembered is not None and settings.memory:
        settings, more = resolve(("memory", remembered()), *options)
    return settings, warnings + more
