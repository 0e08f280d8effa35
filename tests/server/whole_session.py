"""One session over stdio with every feature, by hand; exits 1 where one fails.

`--show` prints what is sent and answered (docs/session.md is its output).
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

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
        self.number += 1
        self.send(method, params, self.number)
        while True:
            message = self.read()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

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


def main() -> None:
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
    lsp.ask("shutdown", None)
    lsp.send("exit", None)
    assert lsp.server.wait(10) == 0


main()
