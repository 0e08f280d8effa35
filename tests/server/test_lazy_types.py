"""Lean: the types that a server imports read and write what lsprotocol's own do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import converters, types

CLIENTS = Path(__file__).parent / "clients"

# What an editor says first, read and written again.
PROGRAM = """
import json, sys
from slm_lsp.server.lsp.lazy_types import import_types
import_types()
import attrs
from lsprotocol import converters, types
converter = converters.get_converter()
read = converter.structure(json.load(sys.stdin), types.InitializeParams)
assert types.Range(types.Position(1, 2), types.Position(1, 2)) != None
assert types.Position(1, 2) == types.Position(1, 2) < types.Position(2, 0)
assert attrs.define.__module__ == "attr._next_gen"
print(json.dumps(converter.unstructure(read)))
"""


@pytest.mark.parametrize("client", [path.name for path in sorted(CLIENTS.glob("*.json"))])
def test_an_editors_first_words_are_read_alike(client: str) -> None:
    capabilities = json.loads((CLIENTS / client).read_text("utf-8"))
    said = {"processId": 1, "rootUri": None, "capabilities": capabilities.get("capabilities", capabilities)}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(said), capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    converter = converters.get_converter()
    assert json.loads(ran.stdout) == converter.unstructure(converter.structure(said, types.InitializeParams))
