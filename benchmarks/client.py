"""A client on plain pipes, so that nothing but the server is timed; it types as fast as it is told to."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

import psutil

PATIENCE_SECONDS = 120.0
# As the installed program starts: without the folder that it is started in among those to import from.
START = "import sys; sys.path[:1] = []; from slm_lsp.cli.main import main; main()"
Json = dict[str, Any]


def messages(stream: IO[bytes]) -> Iterator[Json]:
    """What a server says on a pipe, message by message, until it ends."""
    length = 0
    while line := stream.readline():
        name, _, value = line.strip().partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif not name:
            yield json.loads(stream.read(length))


class NoAnswer(Exception):
    """The server did not say what was waited for."""


class Client:
    """One editor window: a server's process, what it said, and the newest diagnostics of each document."""

    def __init__(
        self,
        folder: str,
        options: Mapping[str, Any] | None = None,
        extra: Mapping[str, str] | None = None,
        *,
        workspace: str | None = None,
    ) -> None:
        """`folder`: where its data and sockets go. `extra`: added to its environment. `workspace`: where it
        runs, if not there; nothing is imported from it."""
        own = {"SLM_LSP_RUNTIME": f"{folder}/r", "SLM_LSP_DATA": f"{folder}/d", "SLM_LSP_IDLE": "20"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **own, **(extra or {})},
            cwd=workspace or folder,
        )
        self.options = dict(options or {})
        self.diagnostics: dict[str, list[Json]] = {}
        self.told: list[str] = []  # what the writer was told in words
        self.errors: list[bytes] = []
        self._said: Queue[Json | None] = Queue()
        self._numbers = itertools.count(1)
        self._threads = [Thread(target=work, daemon=True) for work in (self._listen, self._listen_to_errors)]
        for thread in self._threads:
            thread.start()

    def initialize(self, **capabilities: Json) -> Json:
        """The answer to `initialize` from a client with ghost text, and what else it says it can."""
        parameters = {
            "processId": os.getpid(),
            "rootUri": None,
            "capabilities": {"textDocument": {"inlineCompletion": {}}} | capabilities,
            "initializationOptions": self.options,
        }
        answer = self.ask("initialize", parameters)
        self.tell("initialized", {})
        return answer

    def _listen(self) -> None:
        assert self.process.stdout
        for said in messages(self.process.stdout):
            self._said.put(said)
        self._said.put(None)

    def _listen_to_errors(self) -> None:
        assert self.process.stderr
        self.errors += self.process.stderr

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def next(self, patience: float = PATIENCE_SECONDS) -> Json:
        """The next thing said. `NoAnswer` where there is none, or the server is gone."""
        try:
            said = self._said.get(timeout=patience)
        except Empty:
            raise NoAnswer(f"silent for {patience} s") from None
        if said is None:
            raise NoAnswer(f"the server is gone: {self.process.poll()}")
        if said.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[said["params"]["uri"]] = said["params"]["diagnostics"]
        if said.get("method") == "window/showMessage":
            self.told.append(said["params"]["message"])
        if said.get("method") == "workspace/applyEdit":
            self._send({"id": said["id"], "result": {"applied": False}})
        return said

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any, meanwhile: Callable[[], None] = lambda: None) -> Any:
        """A request's result, or `{"error": ...}`; `meanwhile` is done once it is sent."""
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        meanwhile()
        while (said := self.next()).get("id") != number or "method" in said:
            pass
        return {"error": said["error"]} if "error" in said else said.get("result")

    def run(self, command: str, *arguments: Any, meanwhile: Callable[[], None] = lambda: None) -> Any:
        asked = {"command": command, "arguments": list(arguments)}
        return self.ask("workspace/executeCommand", asked, meanwhile)

    def published(self, version: int, contains: str = "") -> list[Json]:
        """The next diagnostics of a version, with a code that contains a text."""
        while True:
            said = self.next()
            if said.get("method") != "textDocument/publishDiagnostics":
                continue
            found: list[Json] = said["params"]["diagnostics"]
            if said["params"].get("version") == version and (
                not contains or any(contains in item["code"] for item in found)
            ):
                return found

    def open(self, uri: str, text: str, language: str = "markdown") -> None:
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def close(self, uri: str) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def change(
        self, uri: str, version: int, start: tuple[int, int], text: str, end: tuple[int, int] | None = None
    ) -> None:
        """Puts a text in, in place of what stands between two places (line, character)."""
        span = [{"line": line, "character": character} for line, character in (start, end or start)]
        self.tell(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"range": {"start": span[0], "end": span[1]}, "text": text}],
            },
        )

    def ghost(self, uri: str, at: tuple[int, int]) -> str:
        """The offer at a place, or ""."""
        parameters = {
            "textDocument": {"uri": uri},
            "position": {"line": at[0], "character": at[1]},
            "context": {"triggerKind": 2},
        }
        items = (self.ask("textDocument/inlineCompletion", parameters) or {}).get("items") or []
        return str(items[0]["insertText"]) if items else ""

    def leave(self) -> int:
        """Says shutdown and exit; the exit status."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(60)

    @property
    def megabytes(self) -> float:
        return float(psutil.Process(self.process.pid).memory_info().rss) / (1 << 20)


def hosts(folder: str) -> list[psutil.Process]:
    """The processes that own the model for the windows of a folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if "slm_lsp host" in line and folder in line:
            found.append(process)
    return found
