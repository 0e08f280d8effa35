"""Headers in any shape: a message is read, or an error is answered, or the server ends and says why."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .pipes import PATIENCE, Pipes

BODY = json.dumps({"jsonrpc": "2.0", "id": 5, "method": "slm-lsp/nonsense"}).encode()
METHOD, PARSE = -32601, -32700


@pytest.fixture
def server() -> Iterator[Pipes]:
    server = Pipes()
    yield server
    server.end()


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: %d\r\n\r\n",
        b"CONTENT-LENGTH:%d\r\n\r\n",
        b"Content-Length:%d\r\n\r\n",
        b"Content-Length: \t%d \r\n\r\n",
        b"Content-Length: %d\n\n",
        b"Content-Length : %d\r\n\r\n",
        b"content-type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: %d\r\n\r\n",
        b"Content-Length: %d\r\nX-Other: 7\r\n\r\n",
        b"\r\n\r\nContent-Length: %d\r\n\r\n",
    ],
)
def test_what_lsp_and_http_allow_is_read(server: Pipes, header: bytes) -> None:
    server.raw(header % len(BODY) + BODY)
    assert server.answer(5)["error"]["code"] == METHOD
    assert server.works()


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: -%d\r\n\r\n",
        b"Content-Length: 0x%d\r\n\r\n",
        b"Content-Length: %d.5\r\n\r\n",
        b"Content-Length: 1%d" + b"0" * 30 + b"\r\n\r\n",
        b"Content-Length: 9" + b"0" * 5000 + b"%d\r\n\r\n",
        b"garbageContent-Length: %d\r\n\r\n",
        b"X-Length: %d\r\n\r\n",
        b"Content-Length: %d\r\nContent-Length: 7\r\n\r\n",
        b"Content-Length: %d\r\n",  # no empty line
        b"Content-Length %d\r\n\r\n",
        b"",  # no header at all
    ],
)
def test_what_is_no_header_is_answered_and_the_next_message_read(server: Pipes, header: bytes) -> None:
    server.raw(header.replace(b"%d", b"%d" % len(BODY)) + BODY)
    assert server.answer(None)["error"]["code"] == PARSE
    assert server.works()


@pytest.mark.parametrize("begun", [b"Content-Length: 5000\r\n\r\n" + BODY, b"Content-Len"])
def test_who_stops_amid_a_message_is_told(server: Pipes, begun: bytes) -> None:
    server.raw(begun)
    assert server.answer(None)["error"]["code"] == PARSE


def test_who_sends_no_message_at_all_is_left(server: Pipes) -> None:
    try:
        for _ in range(400):
            server.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + b"x" * 20_000 + b"\n")
    except BrokenPipeError:
        pass
    assert server.process.wait(PATIENCE) == 1
    assert b"headers" in b" ".join(server.errors)


def test_text_of_a_document_is_never_taken_for_a_header(server: Pipes) -> None:
    """A message whose header is broken is passed over whole, whatever it says of messages."""
    spoof = b'{"jsonrpc": "2.0", "id": 6, "method": "shutdown"}'
    text = f"x\r\nContent-Length: {len(spoof)}\r\n\r\n{spoof.decode()}\r\n"
    item = {"uri": "file:///after.txt", "languageId": "plaintext", "version": 1, "text": text}
    opened = {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}}
    server.raw(b"Content-Length: -1\r\n\r\n" + json.dumps(opened).encode())
    assert server.answer(None)["error"]["code"] == PARSE
    assert server.works()


LINES = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"Content-Length: 7", b"content-length:2", b"Content-Length: -1", b"X: y", b"", b"\x00"]
    ),
    st.integers(-(10**25), 10**25).map(lambda n: b"Content-Length: %d" % n),
)
BLOCKS = st.lists(st.tuples(LINES, st.sampled_from([b"\r\n", b"\n", b""])), max_size=8)


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "300")), deadline=None)
@given(BLOCKS)
def test_reading_ends_and_takes_no_more_than_was_sent(block: list[tuple[bytes, bytes]]) -> None:
    from slm_lsp.server.lsp.framing import Incoming, Unreadable

    incoming = Incoming(io.BufferedReader(io.BytesIO(b"".join(a + b for a, b in block) + b"\n" + BODY)))
    for _ in range(100):
        try:
            if incoming.message() is None:
                return
        except Unreadable:
            continue
    raise AssertionError("it never ends")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(BLOCKS, min_size=1, max_size=6))
def test_a_process_ends_whatever_came_in(blocks: list[list[tuple[bytes, bytes]]]) -> None:
    server = Pipes(initialised=False)
    try:
        for block in blocks:
            server.raw(b"".join(a + b for a, b in block))
        assert server.process.stdin
        server.process.stdin.close()
        assert server.process.wait(PATIENCE) == 1
    finally:
        server.end()
