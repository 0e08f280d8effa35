"""Rule pages: where a finding's kind is explained. The pages are on this machine: no network needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=64)
def documentation(category: str) -> str | None:
    """The URI of a category's page, or None where it is not installed."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package, package.parent):
        page = folder / "docs" / "rules" / f"{category}.md"
        if page.is_file():
            return page.as_uri()
    return None
