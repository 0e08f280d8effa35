"""Links: where a finding's code is explained. Ours are pages on this machine: no network needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

HARPER = "https://writewithharper.com/docs/rules"


@lru_cache(maxsize=256)
def documentation(code: str) -> str:
    """A URI that explains `code`."""
    source, _, rule = code.partition("/")
    if source == "harper":
        return HARPER
    package = Path(__file__).resolve().parents[1]
    for page in (package / "docs" / "rules.md", package.parent / "docs" / "rules.md"):
        if page.is_file():
            return f"{page.as_uri()}#{rule}"
    return f"file:///slm-lsp/rules.md#{rule}"
