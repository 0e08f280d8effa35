"""Every pattern of the package, and the texts that make a careless one slow."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import slm_lsp

CALLS = {"compile", "search", "sub", "subn", "match", "findall", "split", "finditer", "fullmatch"}
ROOT = Path(slm_lsp.__file__).parent
# They need what is not installed everywhere, and hold no pattern.
NOT_IMPORTED = {"slm_lsp.__main__", "slm_lsp.inference.backends.mlx", "slm_lsp.personal.training"}

Named = dict[str, re.Pattern[Any]]


def module_patterns() -> Named:
    """All patterns that modules and their classes hold, in whatever container."""
    found: Named = {}
    for info in pkgutil.walk_packages([str(ROOT)], "slm_lsp."):
        if info.name in NOT_IMPORTED:
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _inside(value, info.name, 0):
                found.setdefault(f"{info.name}.{name}: {str(pattern.pattern).strip()[:50]}", pattern)
    return found


def _inside(value: Any, module: str, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 4 or isinstance(value, str | bytes):
        return
    elif isinstance(value, Mapping):
        for item in (*value.keys(), *value.values()):
            yield from _inside(item, module, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _inside(item, module, depth + 1)
    elif isinstance(value, type):
        if value.__module__ == module:
            for item in vars(value).values():
                yield from _inside(item, module, depth + 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _inside(getattr(value, field.name, None), module, depth + 1)


def inline_patterns() -> tuple[Named, list[tuple[str, str]]]:
    """The literal patterns that functions give to `re`; (module, source) of those that are put together."""
    literal: Named = {}
    made: list[tuple[str, str]] = []
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text("utf-8")
        module = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            for call in ast.walk(node):
                if not _to_re(call):
                    continue
                assert isinstance(call, ast.Call)
                first = call.args[0]
                if isinstance(first, ast.Constant):
                    assert isinstance(call.func, ast.Attribute)
                    literal[f"{module}:{call.lineno} {call.func.attr}: {first.value}"] = re.compile(
                        first.value, _flags(call)
                    )
                else:
                    made.append((module, ast.get_source_segment(source, first) or ""))
    return literal, sorted(set(made))


def _to_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in CALLS
    )


def _usage() -> dict[str, set[str]]:
    """Which methods of a pattern are called, by the pattern's name in its module."""
    used: dict[str, set[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        module = "slm_lsp." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.setdefault(f"{module}.{node.value.id}", set()).add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used.setdefault(f"{module}.{node.id}", set()).add("given away")
    return used


def only_matched() -> set[str]:
    """The patterns that are only ever tried at one place: they need not be quick to search with."""
    tried = {"match", "fullmatch", "pattern"}
    return {
        name for name, methods in _usage().items() if methods - {"given away"} <= tried and len(methods) > 1
    }


def _flags(call: ast.Call) -> re.RegexFlag:
    flags = re.RegexFlag(0)
    for part in ast.walk(call):
        if isinstance(part, ast.Attribute) and part.attr in re.RegexFlag.__members__:
            flags |= re.RegexFlag[part.attr]
    return flags


# What texts are made of, again and again, to find a repeat that starts anew at each place.
UNITS = (
    "0123456789abcdef", "a", "A", "Aa", "1", " ", "\t", "\n", "漢", "1.", "1,", "1:", "[", "]", "(", ")",
    "<", ">", "{", "}", "*", "_", "`", "\\", "'", '"', "‘", "“", "’", "a ", "A ", "a\n", "a.", "a-", "a@",
    "a:", "a/", "a'", "a,", "a_", "a, ", "a. ", "http://", "www.", "..", "./", "-", "--", "=", "= ", "|",
    "| ", ":", ":a", "::", "$", "#", "#a", "&", "~", "+", "\u0301", "é", "ab", "\\a", "\\\\", "\\[",
    "\\(", "[a", "[[", "[a|", "[a]", "(a", "<a", "<a ", "{a", "{{", "{%", "`a", "``", "*a", "** ", "> ",
    "- ", "x\xa0", " \n", "\n ", "\n\t\n", "a\n ", "a:\n", ".. ", "\n- ", "\n| ", "\n> ", "\n---",
    "\n=== ", "\n:a:", "\na:", "\n.. a", "\n  a", "\n#", "\n* ", "\n1. ", "\n```", "\n::", "\n[", "\n<",
    "Ä", "ß", "—", "…", "!", "?", "?! ", "@", "@a", ";", "%", "%\n", "^", "\r\n", "\r", "/", "//", "/*",
    "/*a", "```a", "{/*a", "<!--a", "{%a", "{{%a", "{{<a", "$$a", "\\[a", "\\(a", "((a", "/a/", "--[",
    "\ufeff", "\u200b", "😀", "\x00",
)  # fmt: skip


def hostile(pattern: re.Pattern[str]) -> dict[str, str]:
    """Units by name, with words that the pattern itself speaks of, up to a line's length."""
    units = {repr(unit): unit for unit in UNITS}
    spoken = dict.fromkeys(re.findall(r"[A-Za-z]{2,}|[<>\[\](){}#$%&*+@!-]{2,}", pattern.pattern))
    for word in list(spoken)[:10]:
        for unit in (
            word,
            f"{word} ",
            f"<{word} ",
            f"<{word}>",
            f"\n{word} a",
            f"\\{word}{{",
            f"#+{word} \n",
            f"{word}[",
        ):
            units[repr(unit)] = unit
    return units
