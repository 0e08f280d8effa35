"""Lazy types: LSP's types, each made when it is first used.

lsprotocol has 550 classes, of which a server uses some 80; attrs writes and compiles code for every one
when they are imported, and all their annotations are evaluated when a converter is made. That was the
greatest part of a server's start. Here a class is left as it was written until one of its objects is made,
or somebody asks attrs what fields it has: `initialize` is answered in three quarters of the time.
"""

from __future__ import annotations

import sys
from threading import RLock
from typing import Any

import attrs

_making = RLock()


def import_types() -> None:
    """Imports `lsprotocol.types`, whose objects are then equal only to themselves; the first import in a
    process decides."""
    if "lsprotocol.types" in sys.modules:
        return
    define = attrs.define
    attrs.define = _later  # type: ignore[assignment]
    try:
        import lsprotocol.types  # noqa: F401
    finally:
        attrs.define = define
    from lsprotocol import _hooks

    # Would ask for the fields of every class; each evaluates its own annotations when it is made.
    _hooks._resolved_forward_references = True


def _later(kind: type[Any]) -> type[Any]:
    """In place of `attrs.define`: the class with what makes it as soon as it is needed."""

    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        _make(kind)
        kind.__init__(self, *args, **kwargs)

    kind.__init__ = first
    kind.__attrs_attrs__ = _Fields(kind)
    return kind


class _Fields:
    """Where attrs looks for a class's fields."""

    def __init__(self, kind: type[Any]) -> None:
        self._kind = kind

    def __get__(self, _: object, owner: type[Any]) -> Any:
        _make(self._kind)
        return owner.__attrs_attrs__


def _make(kind: type[Any]) -> None:
    from lsprotocol.types import ALL_TYPES_MAP

    with _making:  # objects are made on other threads too
        if isinstance(vars(kind)["__attrs_attrs__"], _Fields):
            attrs.define(kind, slots=False, repr=False, eq=False, auto_detect=False)
            attrs.resolve_types(kind, dict(ALL_TYPES_MAP), {})
