"""URIs: which file one names."""

from __future__ import annotations

from pathlib import Path

from pygls.uris import to_fs_path


def path_of_uri(uri: str) -> Path | None:
    """The file a URI names, or None for an unsaved or remote text."""
    if not uri.startswith("file:"):
        return None
    try:
        found = to_fs_path(uri)
    except ValueError:  # a host's name that is none
        return None
    return Path(found) if found and "\0" not in found else None
