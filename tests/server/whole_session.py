"""A working day: past work is learned, then a session over stdio with every feature, by hand; exits 1 where
one fails.

`--show` prints what is sent and answered (docs/session.md is its output).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

WORK = "The zorblat keeps sums, and the zorblat keeps them well. We don't ask why it keeps them. " * 5
TEXT = "I saw the the zorblat. She have an apple in order to eat it. There are a number of peo"


def show(way: str, message: dict[str, Any]) -> None:
    if "--show" in sys.argv:
        text = json.dumps(message, ensure_ascii=False)
        print(way, text if len(text) <= 1500 else text[:1500] + " ...")


class Session:
    def __init__(self) -> None:
        self.server = subprocess.Popen(
            [sys.executable, "-m", "slm_lsp", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.number = 0

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        show("->", message)
        body = json.dumps(message).encode()
        assert self.server.stdin
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def ask(self, method: str, params: Any) -> Any:
        message = self.answer(method, params)
        assert "error" not in message, message
        return message["result"]

    def answer(self, method: str, params: Any) -> dict[str, Any]:
        self.number += 1
        self.send(method, params, self.number)
        while True:
            message = self.read()
            if message.get("id") == self.number and "method" not in message:
                return message

    def run(self, command: str, *arguments: Any) -> Any:
        params = {"command": f"slm-lsp.{command}", "arguments": arguments}
        return self.ask("workspace/executeCommand", params)

    def read(self) -> dict[str, Any]:
        assert self.server.stdout
        length = 0
        while line := self.server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        show("<-", message)
        return message


def learn() -> None:
    """Past work is learned, shown and handed out."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work.txt"
        work.write_text(WORK)
        for command in (["learn", str(work)], ["memory", "show"], ["memory", "export"]):
            done = subprocess.run([sys.executable, "-m", "slm_lsp", *command], capture_output=True)
            assert done.returncode == 0, done.stderr


def main() -> None:
    learn()
    lsp = Session()
    able = {"textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}}
    answer = lsp.ask("initialize", {"processId": None, "rootUri": None, "capabilities": able})
    assert answer["capabilities"]["inlineCompletionProvider"] is not None
    lsp.send("initialized", {})
    document = {"uri": "file:///tmp/session.txt"}
    lsp.send(
        "textDocument/didOpen",
        {"textDocument": {**document, "languageId": "plaintext", "version": 1, "text": TEXT}},
    )
    items = lsp.ask("textDocument/diagnostic", {"textDocument": document})["items"]
    assert any(i["code"] == "harper/RepeatedWords" for i in items), items
    start = {"line": 0, "character": 0}
    whole = {"start": start, "end": {"line": 0, "character": len(TEXT)}}
    actions = lsp.ask(
        "textDocument/codeAction", {"textDocument": document, "range": whole, "context": {"diagnostics": []}}
    )
    rewrites = [a for a in actions if a.get("kind") == "refactor.rewrite.concise"]
    assert len(rewrites) == 1
    lsp.ask("codeAction/resolve", rewrites[0])
    ignore = next(a for a in actions if a["title"] == "Ignore this finding")
    assert lsp.ask("workspace/executeCommand", ignore["command"]) is True
    ghost = lsp.ask(
        "textDocument/inlineCompletion",
        {"textDocument": document, "position": whole["end"], "context": {"triggerKind": 2}},
    )
    assert ghost["items"], "no ghost text"
    offered = ghost["items"][0]["command"]
    lsp.ask("workspace/executeCommand", offered)
    lsp.run("ghostTextRejected", *offered["arguments"])
    place = {"start": {"line": 0, "character": 30}, "end": {"line": 0, "character": 30}}
    for way in ("concise", "voice", "as a pirate would"):
        lsp.run("rewriteCandidates", document["uri"], place, way)
    lsp.send(
        "textDocument/didChange",
        {
            "textDocument": {**document, "version": 2},
            "contentChanges": [
                {"range": {"start": whole["end"], "end": whole["end"]}, "text": "nies in zorblat "}
            ],
        },
    )
    lsp.ask("textDocument/diagnostic", {"textDocument": document})
    assert lsp.run("status")["model"] == "embedded"
    # What goes wrong is told to the client; what a log has of it is in the server's standard error.
    assert "error" in lsp.answer(
        "workspace/executeCommand", {"command": "slm-lsp.check", "arguments": [TEXT, 1]}
    )
    lsp.send("textDocument/hover", {"textDocument": TEXT}, 1000)  # nonsense, which nobody answers
    lsp.ask("shutdown", None)
    lsp.send("exit", None)
    assert lsp.server.wait(10) == 0


main()
