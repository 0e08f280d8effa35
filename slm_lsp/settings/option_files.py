"""Option files: the writer's own `settings.toml`, and a project's `.slm-lsp.toml`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from slm_lsp.errors import BadSettings, shortened
from slm_lsp.storage.files import PRIVATE, SHARED, write_atomically
from slm_lsp.storage.paths import data_folder, is_file

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT_FILE = ".slm-lsp.toml"
USER_FILE = "settings.toml"

LARGEST_FILE = 1_000_000  # bytes of a settings file


def project_file(start: Path) -> Path | None:
    """The nearest `.slm-lsp.toml` at or above a folder or file."""
    for folder in (start, *start.parents):
        candidate = folder / PROJECT_FILE
        if is_file(candidate):
            return candidate
    return None


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
