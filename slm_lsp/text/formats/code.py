"""Comments and docstrings of source code, read with the language's own tree-sitter grammar.

Only where the writer asked for it (`codeComments`), and only for grammars that are installed
(`pip install 'slm-lsp[code]'`). What stands in a comment is read as Markdown: most are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

import tree_sitter

from slm_lsp.text.formats.offsets import Lines
from slm_lsp.text.formats.parsing import parsed
from slm_lsp.text.prose import Piece, Prose

# Editor language id -> (package, the function in it that gives the grammar).
GRAMMARS = {
    "python": ("tree_sitter_python", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "javascriptreact": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "typescriptreact": ("tree_sitter_typescript", "language_tsx"),
    "rust": ("tree_sitter_rust", "language"),
    "go": ("tree_sitter_go", "language"),
    "c": ("tree_sitter_c", "language"),
    "cpp": ("tree_sitter_cpp", "language"),
    "java": ("tree_sitter_java", "language"),
    "lua": ("tree_sitter_lua", "language"),
    "shellscript": ("tree_sitter_bash", "language"),
    "sh": ("tree_sitter_bash", "language"),
    "bash": ("tree_sitter_bash", "language"),
}
_COMMENTS = {"comment", "line_comment", "block_comment"}
# What opens a comment's line, and what closes a comment.
_OPENING = re.compile(r"[ \t]*(?:///?!?|//!|/\*+!?|--\[=*\[|---?|#!?|\*(?!/))?[ \t]?")
_OPENS = re.compile(r"[ \t]*(?://|/\*|#|--)")
_INDENT = re.compile(r"[ \t]*")
_MARKER = re.compile(r"//[/!]?|#|--")
# Comments that speak to tools.
_FOR_TOOLS = re.compile(
    r"\s*(?:!|noqa|type:|pylint|mypy|ruff|eslint|tslint|prettier|@ts-|fmt:|clippy|nolint|go:|\+build|shellcheck"
    r"|clang-format|NOLINT|vim:|-\*-|SPDX|Copyright|\(c\)|luacheck|pragma|region|endregion|=====|-----)",
    re.I,
)
_TAG = re.compile(
    r"[ \t]*[@\\](?:param|arg|throws|exception|see|type|typedef|tparam)\b"
    r"[ \t]*(?:\{[^}]*\})?[ \t]*[\w.$\[\]]*"
)
_RETURNS = re.compile(
    r"[ \t]*[@\\](?:returns?|brief|deprecated|since|note|warning|todo)\b[ \t]*(?:\{[^}]*\})?"
)
# Docstrings' sections and names, in Google's, NumPy's and Sphinx's ways.
_SECTION = re.compile(
    r"[ \t]*(?:Args|Arguments|Parameters|Params|Returns?|Raises|Yields|Attributes|Examples?|Notes?|References"
    r"|See Also|Warnings?|Todo|Keyword Args|Other Parameters):?[ \t]*$|[ \t]*-{3,}[ \t]*$",
    re.M,
)
_NAME = re.compile(
    r"[ \t]*(?:\*{0,2}[\w.`]+(?:[ \t]*\([^)\n]*\))?:(?=[ \t]|$)|:[a-z]+[^:\n]*:|\*{0,2}\w+[ \t]:[^\n]*)", re.M
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_DOCTEST = re.compile(r"[ \t]*(?:>>>|\.\.\. )")


@lru_cache(maxsize=16)
def grammar(language_id: str) -> tree_sitter.Language | None:
    """The grammar of a language, or None where its package is not installed."""
    package, function = GRAMMARS[language_id]
    try:
        return tree_sitter.Language(getattr(import_module(package), function)())
    except ImportError:
        return None


def code_prose(language_id: str, read: Callable[[str], list[Prose]]) -> Callable[[str], list[Prose]]:
    """A format for one language; `read` is the format of what stands in its comments."""

    def prose(text: str) -> list[Prose]:
        language = grammar(language_id)
        if language is None:
            return []
        # The shell's grammar crashes on some letters beyond ASCII, and no grammar needs to know which
        # letters a comment has. So one byte is one character, too.
        root = parsed(language, _BEYOND_ASCII.sub("x", text).encode())
        if root is None:
            return []
        found: list[Prose] = []
        for group in _groups(root, text):
            found += _read(group, text, read)
        return found

    return prose


def _groups(root: tree_sitter.Node, text: str) -> list[list[tuple[int, int]]]:
    """The comments and docstrings, line comments under one another as one."""
    spans: list[tuple[int, int, bool]] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type in _COMMENTS:
            spans.append((node.start_byte, node.end_byte, False))
        elif _is_docstring(node):
            content = [c for c in node.children[0].children if c.type in ("string_content",)]
            if content:
                first, last = content[0].start_byte, content[-1].end_byte
                spans.append((first, last, True))
        else:
            stack.extend(reversed(node.children))
    groups: list[list[tuple[int, int]]] = []
    for start, end, docstring in spans:
        if start == 0 and text.startswith("#!"):
            continue
        block = docstring or text.startswith(("/*", "--["), start)
        if groups and not block and _follows(text, groups[-1][-1], start):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _follows(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether only one line break and the indent stand between two line comments of one column."""
    between = text[before[1] : start]
    if between.strip() or between.count("\n") + (text[before[1] - 1] == "\n") != 1:
        return False
    if text.startswith(("/*", "--["), before[0]) or _marker(text, before[0]) != _marker(text, start):
        return False
    column = before[0] - (text.rfind("\n", 0, before[0]) + 1)
    own_line = not text[before[0] - column : before[0]].strip()
    return own_line and start - (text.rfind("\n", 0, start) + 1) == column


def _marker(text: str, start: int) -> str:
    """What opens a line comment: Rust's `///` and `//!` speak of different things."""
    found = _MARKER.match(text, start)
    return found[0] if found else ""


def _is_docstring(node: tree_sitter.Node) -> bool:
    """A string that is a statement of its own."""
    return (
        node.type == "expression_statement" and len(node.children) == 1 and node.children[0].type == "string"
    )


def _read(spans: list[tuple[int, int]], text: str, read: Callable[[str], list[Prose]]) -> list[Prose]:
    """The prose of one comment, its lines freed of what opens them."""
    kept: list[tuple[int, int]] = []  # spans of the document, each a line with its end
    docstring = not _OPENS.match(text, spans[0][0])
    doctest = in_section = False
    for start, end in spans:
        if not docstring and text[start : start + 2] in ("/*", "--"):
            end = start + len(_unclosed(text[start:end]))
        at = start
        while at < end:
            stop = text.find("\n", at, end)
            stop = end if stop < 0 else stop + 1
            opening = (_INDENT if docstring else _OPENING).match(text, at, stop)
            low = opening.end() if opening else at
            if docstring:
                if _SECTION.match(text, low, stop):
                    in_section, low = True, max(low, stop - 1)
                elif in_section and (name := _NAME.match(text, low, stop)):
                    kept.append((stop - 1, stop))
                    low = name.end()
            elif tag := _TAG.match(text, low, stop) or _RETURNS.match(text, low, stop):
                kept.append((stop - 1, stop))  # the tag's text is a paragraph
                low = tag.end()
            doctest = bool(_DOCTEST.match(text, low, stop)) or (doctest and bool(text[low:stop].strip()))
            if not _FOR_TOOLS.match(text, low, stop) and not doctest:
                kept.append((low, stop))
            elif text[stop - 1 : stop] == "\n":
                kept.append((stop - 1, stop))
            at = stop
        if (
            spans[-1] != (start, end) and not text[kept[-1][0] : kept[-1][1]].endswith("\n")
            if kept
            else False
        ):
            kept.append((end, end + 1))
    own = "".join(text[a:b] for a, b in kept)
    if docstring or own.count("\n") or " " in own.strip():
        return [moved for prose in read(own) if (moved := _moved(prose, kept))]
    return []


def _unclosed(comment: str) -> str:
    """A comment without what closes it, and without the space at its end."""
    comment = comment.rstrip(" \t")
    if comment.endswith("*/"):
        return comment[:-1].rstrip("*").rstrip(" \t")
    if comment.endswith("]") and (inner := comment[:-1].rstrip("=")).endswith("]"):
        return inner[:-1].rstrip(" \t")
    return comment


def _moved(prose: Prose, kept: list[tuple[int, int]]) -> Prose | None:
    """A block of the comment's own text, at its places in the document."""
    lines = Lines(kept)
    pieces = [
        Piece(piece.start + low - piece.source, source, high - low, piece.frozen)
        for piece in prose.pieces
        for source, low, high in lines.places(piece.source, piece.source + piece.length)
    ]
    return Prose.of(prose.text, pieces, prose.kind) if pieces else None
