"""A server on plain pipes: for what no well-behaved client library would send."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from benchmarks.client import messages

PATIENCE = 20.0


class Pipes:
    """A process of the server, and what it said."""

    def __init__(
        self,
        *,
        initialised: bool = True,
        command: Sequence[str] = (sys.executable, "-m", "slm_lsp"),
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        """`env` is what to add to this process's, `options` the settings that the editor sends."""
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, **(env or {})},
        )
        self._numbers = itertools.count(1_000_000)
        self._said: Queue[dict[str, Any]] = Queue()
        self.messages: list[str] = []  # what the writer was told
        self.errors: list[bytes] = []
        Thread(target=self._listen, daemon=True).start()
        Thread(target=self._listen_to_errors, daemon=True).start()
        if initialised:
            parameters: dict[str, Any] = {"processId": os.getpid(), "rootUri": None, "capabilities": {}}
            if options:
                parameters["initializationOptions"] = options
            assert "result" in self.ask("initialize", parameters)
            self.tell("initialized", {})

    def _listen(self) -> None:
        assert self.process.stdout
        for said in messages(self.process.stdout):
            if said.get("method") == "window/showMessage":
                self.messages.append(said["params"]["message"])
            self._said.put(said)

    def _listen_to_errors(self) -> None:
        assert self.process.stderr
        self.errors += self.process.stderr

    def raw(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def body(self, data: bytes) -> None:
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))

    def message(self, value: Any) -> None:
        self.body(json.dumps(value).encode())

    def tell(self, method: str, params: Any) -> None:
        self.message({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self.message({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return self.answer(number)

    def answer(self, number: int | str | None) -> dict[str, Any]:
        """The answer to a request; what was said before it is passed over."""
        while True:
            try:
                said = self._said.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"no answer to {number}; the log: {b''.join(self.errors)!r}") from None
            if "method" not in said and said.get("id", "?") == number:
                return said

    def findings(self, text: str) -> list[str]:
        """What a pull says of a text: the server works."""
        item = {"uri": "file:///after.txt", "languageId": "plaintext", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        found = self.ask("textDocument/diagnostic", {"textDocument": {"uri": "file:///after.txt"}})
        return [item["code"] for item in found["result"]["items"]]

    def works(self) -> bool:
        return self.findings("I saw the the cat.") == ["harper/RepeatedWords"]

    def leave(self) -> int:
        """Says shutdown and exit; the exit status."""
        assert self.ask("shutdown", None)["result"] is None
        self.tell("exit", None)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
