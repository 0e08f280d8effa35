"""Resolve: what the options of all places mean together.

Order: defaults < the writer's own file (`settings.toml` in the data folder) < project file
(`.slm-lsp.toml`, found upward) < editor. A wrong value is named in a warning and the default used;
nothing else is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from slm_lsp.errors import BadSettings, shortened
from slm_lsp.settings.option_files import PROJECT_FILE, USER_FILE, project_file, read_options, user_file
from slm_lsp.settings.schema import LARGEST_WORD_LIST, MOST_NAMED, Settings
from slm_lsp.storage.paths import inside, is_file


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
            elif is_file(path) and path.stat().st_size > LARGEST_WORD_LIST:
                why = f"is larger than {LARGEST_WORD_LIST >> 20} MB"
            else:
                why = ""
            if why:
                warnings.append(f"slm-lsp.wordLists: {shortened(name)} {why}. It is left out.")
                continue
        kept.append(name)
    values["wordLists"] = kept
    return warnings


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
