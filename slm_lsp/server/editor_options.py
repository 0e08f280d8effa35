"""Editor options: the settings that the editor said, by whichever of LSP's ways it uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SECTION = "slm-lsp"


class EditorOptions:
    """What the editor said: once at the start, and as its configuration since.

    Some editors say the same in both ways, others use one of them. So what was said at the start holds until
    the configuration says otherwise, and is then gone for good: a setting that is taken away is not to come
    back from the start.
    """

    def __init__(self, initial: Mapping[str, Any] | None = None) -> None:
        self._initial = dict(initial or {})
        self._configured: dict[str, Any] = {}

    @property
    def all(self) -> dict[str, Any]:
        """The options that hold now."""
        return self._initial | self._configured

    def pulled(self, options: Mapping[str, Any]) -> None:
        """The editor was asked for its configuration: what it no longer names is taken away."""
        self._configured = dict(options)
        self._initial = {name: value for name, value in self._initial.items() if name not in options}

    def pushed(self, options: Mapping[str, Any]) -> None:
        """The editor told its configuration by itself: that is all there is."""
        self._initial, self._configured = {}, dict(options)


def section(options: Any) -> dict[str, Any]:
    """Our part of what an editor sent: under `slm-lsp`, or sent bare."""
    if not isinstance(options, dict):
        return {}
    inner = options.get(SECTION)
    return inner if isinstance(inner, dict) else {k: v for k, v in options.items() if k != SECTION}
