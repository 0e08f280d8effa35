"""Strain: on battery, or short of memory, what nobody waits for is left."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from slm_lsp.checks.checker import NEAR
from slm_lsp.hosting import load
from slm_lsp.hosting.load import low_on_memory, on_battery, under_load
from slm_lsp.server import check_scheduler
from slm_lsp.server.document_settings import open_document
from slm_lsp.server.language_server import SlmServer
from slm_lsp.text.document import Document

Battery = namedtuple("Battery", "percent secsleft power_plugged")
Memory = namedtuple("Memory", "total available")


@pytest.mark.parametrize(
    ("battery", "expected"),
    [
        (None, False),
        (Battery(50, 100, True), False),
        (Battery(50, 100, False), True),
        (Battery(50, 1, None), False),
    ],
)
def test_a_battery(monkeypatch: pytest.MonkeyPatch, battery: object, expected: bool) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery)
    assert on_battery() == expected


def test_a_machine_that_says_nothing_of_batteries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_battery", raising=False)
    assert not on_battery()


@pytest.mark.parametrize(
    ("total", "available", "expected"),
    [
        (16 << 30, 4 << 30, False),
        (16 << 30, 100 << 20, True),
        (2 << 30, 150 << 20, False),
        (2 << 30, 50 << 20, True),
    ],
)
def test_memory(monkeypatch: pytest.MonkeyPatch, total: int, available: int, expected: bool) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: Memory(total, available))
    assert low_on_memory() == expected


def test_this_machine() -> None:
    assert under_load() in (True, False)
    assert load.LEAST_FREE < 0.5


async def test_on_battery_the_model_reads_where_the_writer_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: Battery(50, 100, False))
    server = SlmServer()
    text = "\n\n".join(f"She go to the market on day {i} of the year." for i in range(60))
    opened = open_document(server, Document("file:///a.txt", 1, "plaintext", text), Path("/a.txt"))
    opened.near = len(text) // 2
    sentences = opened.checker.sentences(opened.document)
    await check_scheduler._deep(server, opened, show=False)
    left = await opened.checker.pending_model(sentences)
    assert len(left) == 60 - NEAR
    assert min(abs(sentence.span[0] - opened.near) for sentence in left) > 200
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None)
    await check_scheduler._deep(server, opened, show=False)
    assert await opened.checker.pending_model(sentences) == []
    await server.session.close()
