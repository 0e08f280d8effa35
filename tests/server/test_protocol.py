"""The protocol, broken in every way: an error is answered, and the server goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types

from .pipes import PATIENCE, Pipes

PARSE, REQUEST, METHOD, PARAMS = -32700, -32600, -32601, -32602
NOT_INITIALISED = -32002


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipes]:
    """One server for all; its data folder is its own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("SLM_LSP_DATA", str(tmp_path_factory.mktemp("data")))
    server = Pipes()
    yield server
    assert server.leave() == 0
    patch.undo()


@pytest.fixture
def fresh() -> Iterator[Pipes]:
    server = Pipes(initialised=False)
    yield server
    server.end()


def code(answer: dict[str, Any]) -> int:
    return int(answer["error"]["code"])


def test_exit_statuses() -> None:
    assert Pipes().leave() == 0
    rude = Pipes()
    rude.tell("exit", None)
    assert rude.process.wait(PATIENCE) == 1
    gone = Pipes()
    assert gone.process.stdin
    gone.process.stdin.close()
    assert gone.process.wait(PATIENCE) == 1


def test_before_initialize_and_twice_and_after_shutdown(fresh: Pipes) -> None:
    assert code(fresh.ask("textDocument/hover", {})) in (PARAMS, NOT_INITIALISED)
    hover = {"textDocument": {"uri": "file:///a"}, "position": {"line": 0, "character": 0}}
    assert code(fresh.ask("textDocument/hover", hover)) == NOT_INITIALISED
    fresh.tell("textDocument/didOpen", {})
    parameters = {"processId": None, "rootUri": None, "capabilities": {}}
    assert "result" in fresh.ask("initialize", parameters)
    assert code(fresh.ask("initialize", parameters)) == REQUEST
    fresh.tell("initialized", {})
    assert fresh.works()
    assert fresh.ask("shutdown", None)["result"] is None
    assert code(fresh.ask("textDocument/hover", hover)) == REQUEST
    fresh.tell("exit", None)
    assert fresh.process.wait(PATIENCE) == 0


def test_it_ends_when_its_editor_does_though_the_pipe_stays_open() -> None:
    editor = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    server = Pipes(initialised=False)
    server.ask("initialize", {"processId": editor.pid, "rootUri": None, "capabilities": {}})
    editor.kill()
    editor.wait()
    assert server.process.wait(PATIENCE) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", PARSE),
        (b"\xff\xfe", PARSE),
        (b"[" * 100_000, PARSE),
        (b"[]", REQUEST),
        (b"7", REQUEST),
        (b"null", REQUEST),
        (b"{}", REQUEST),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}', REQUEST),
    ],
)
def test_what_is_no_message(shared: Pipes, body: bytes, expected: int) -> None:
    shared.body(body)
    assert code(shared.answer(None)) == expected
    assert shared.works()


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/diagnostic", None),
        ("textDocument/diagnostic", {"textDocument": 7}),
        ("textDocument/codeAction", {"textDocument": {"uri": "file:///a"}, "range": "all"}),
        ("textDocument/inlineCompletion", []),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a"}, "position": {"line": "x"}}),
        ("workspace/executeCommand", {"command": 3.5, "arguments": "no"}),
        ("workspace/executeCommand", {"command": "slm-lsp.ghostTextAccepted", "arguments": [1]}),
    ],
)
def test_wrong_parameters(shared: Pipes, method: str, params: Any) -> None:
    assert code(shared.ask(method, params)) == PARAMS
    assert shared.works()


def test_wrong_numbers_and_methods(shared: Pipes) -> None:
    assert code(shared.ask("slm-lsp/nonsense", {})) == METHOD
    for number in (None, 1.5, [1], {"a": 1}):
        shared.message({"jsonrpc": "2.0", "id": number, "method": "textDocument/hover", "params": {}})
        assert code(shared.answer(None)) in (PARAMS, METHOD)
    shared.tell("$/nonsense", {"a": 1})
    shared.tell("textDocument/didOpen", {"textDocument": None})
    shared.tell("$/cancelRequest", {"id": 99})
    shared.tell("window/workDoneProgress/cancel", {"token": "none"})
    shared.message({"jsonrpc": "2.0", "id": "never asked", "result": 1})
    shared.message({"jsonrpc": "2.0", "id": "never asked", "error": {"code": 1, "message": "x"}})
    shared.message({"jsonrpc": "2.0", "id": "never asked", "error": "x"})
    assert shared.works()


def test_headers_out_of_shape(shared: Pipes) -> None:
    shared.raw(b"\r\n\r\nnonsense\r\nContent-Length: x\r\nContent-Length: -4\r\n\r\n")
    shared.raw(b"X-Long: " + b"y" * 100_000 + b"\r\n\r\n")
    body = json.dumps({"jsonrpc": "2.0", "id": 5, "method": "slm-lsp/nonsense"}).encode()
    kind = b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
    shared.raw(kind + b"Content-Length: %d\r\n%s\r\n%s" % (len(body), kind, body))
    assert code(shared.answer(5)) == METHOD
    assert shared.works()


def test_a_message_beyond_all_measure(fresh: Pipes) -> None:
    length = 257 << 20
    fresh.raw(b"Content-Length: %d\r\n\r\n" % length)
    for _ in range(257):
        fresh.raw(b" " * (1 << 20))
    assert code(fresh.answer(None)) == PARSE
    fresh.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    assert fresh.works()
    assert psutil.Process(fresh.process.pid).memory_info().rss < 450 << 20


def test_documents_out_of_order(shared: Pipes) -> None:
    uri = "file:///order.txt"

    def change(version: int, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        places = [{"line": line, "character": character} for line, character in (start, end)]
        span = dict(zip(("start", "end"), places, strict=True))
        shared.tell(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"range": span, "text": text}],
            },
        )

    change(1, (0, 0), (0, 0), "never opened")
    shared.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    shared.tell("textDocument/didSave", {"textDocument": {"uri": uri}})
    item = {"uri": uri, "languageId": "plaintext", "version": 5, "text": "I saw a cat."}
    for _ in range(2):  # opened twice
        shared.tell("textDocument/didOpen", {"textDocument": item})
    change(3, (0, 6), (0, 6), "the the ")  # an older version
    change(9, (9, 9), (0, 99), " And an dog.")  # backwards, beyond the end
    found = shared.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]["items"]
    assert "harper/RepeatedWords" in [item["code"] for item in found]
    for _ in range(2):
        shared.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert shared.works()


def test_answers_and_logs_give_no_text_away(shared: Pipes) -> None:
    secret = "zorblatic"
    shared.message({"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {"a": secret}})
    assert secret not in json.dumps(shared.answer(1))
    answer = shared.ask("workspace/executeCommand", {"command": "slm-lsp.rewrite", "arguments": [secret, {}]})
    assert secret not in json.dumps(answer)
    shared.tell("textDocument/didOpen", {"textDocument": {"uri": secret, "text": [secret]}})
    assert shared.works()
    assert secret.encode() not in b"".join(shared.errors)


EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
NAMES = [
    "textDocument",
    "uri",
    "position",
    "range",
    "start",
    "end",
    "line",
    "character",
    "version",
    "text",
    "languageId",
    "context",
    "contentChanges",
    "command",
    "arguments",
    "settings",
    "token",
    "id",
    "value",
    "kind",
    "diagnostics",
    "only",
    "data",
]
VALUES = st.recursive(
    LEAVES | st.sampled_from(["file:///after.txt", "markdown", "slm-lsp.rewrite", "harper/AnA"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(NAMES) | st.text(max_size=8),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)
KNOWN = sorted(set(types.METHOD_TO_TYPES) - {"shutdown", "exit"})
METHODS = st.sampled_from([*KNOWN, "$/nonsense"])
PLACE = st.fixed_dictionaries({"line": st.integers(-2, 2**33), "character": st.integers(-2, 2**33)})
SPAN = st.fixed_dictionaries({"start": PLACE, "end": PLACE})
TEXT = st.fixed_dictionaries({"uri": st.just("file:///after.txt"), "version": st.integers(-1, 2**31)})
CHANGE = st.fixed_dictionaries({"text": st.text(max_size=30)}, optional={"range": SPAN})
LIKELY = st.fixed_dictionaries(
    {"textDocument": TEXT | VALUES},
    optional={
        "position": PLACE | VALUES,
        "range": SPAN | VALUES,
        "contentChanges": st.lists(CHANGE, max_size=3) | VALUES,
        "context": VALUES,
    },
)
MESSAGES = st.fixed_dictionaries(
    {"jsonrpc": st.just("2.0"), "method": METHODS, "params": LIKELY | VALUES},
    optional={"id": st.integers(1, 1_000) | st.text(max_size=4)},
)
BODIES = MESSAGES.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200)


@settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(BODIES, min_size=1, max_size=12))
def test_whatever_comes_in(shared: Pipes, bodies: list[bytes]) -> None:
    for body in bodies:
        shared.body(body)
    assert "error" in shared.ask("slm-lsp/nonsense", {})
    assert shared.process.poll() is None


def test_after_all_that_it_works(shared: Pipes) -> None:
    assert shared.works()


def megabytes(server: Pipes) -> float:
    return float(psutil.Process(server.process.pid).memory_info().rss) / (1 << 20)


def test_two_hundred_documents_and_ten_thousand_keys(shared: Pipes) -> None:
    """Nothing of closed documents stays, nor of versions that went by."""

    def documents(name: str) -> None:
        for number in range(200):
            uri = f"file:///{name}{number}.md"
            text = f"# Of {name} {number}\n\n" + f"She go to the {name} market {number} times. " * 40
            item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
            shared.tell("textDocument/didOpen", {"textDocument": item})
            if number % 10 == 0:
                shared.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            shared.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert shared.works()

    def keys() -> None:
        item = {"uri": "file:///keys.txt", "languageId": "plaintext", "version": 1, "text": ""}
        shared.tell("textDocument/didOpen", {"textDocument": item})
        for number in range(10_000):
            here = {"line": 0, "character": number}
            change = {"range": {"start": here, "end": here}, "text": "x" if number % 7 else " "}
            shared.tell(
                "textDocument/didChange",
                {
                    "textDocument": {"uri": "file:///keys.txt", "version": number + 2},
                    "contentChanges": [change],
                },
            )
        shared.tell("textDocument/didClose", {"textDocument": {"uri": "file:///keys.txt"}})
        assert shared.works()

    documents("first")
    keys()
    before = megabytes(shared)
    for name in ("second", "third"):
        documents(name)
        keys()
    assert megabytes(shared) - before < 60
    status = shared.ask("workspace/executeCommand", {"command": "slm-lsp.status"})["result"]
    assert status["documents"] <= 2
