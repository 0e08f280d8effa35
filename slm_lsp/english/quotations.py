"""Quotations: what stands in quotation marks, and is somebody's speech or words more often than not."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘[^‘’]*(?:’(?!\w)|$)")


def quoted(text: str) -> list[tuple[int, int]]:
    """The spans that stand in quotation marks, which may be left open."""
    return [match.span() for match in _QUOTED.finditer(text)]
