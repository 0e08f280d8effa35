"""Front matter: what stands at a document's head between two lines of `---` or `+++`."""

from __future__ import annotations

import re

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(?:.*\n)*?\1[ \t]*(?:\r?\n|\Z)")


def front_matter(text: str) -> str:
    """The front matter with both its lines, or "" where there is none."""
    match = _FRONT_MATTER.match(text)
    return match[0] if match else ""
