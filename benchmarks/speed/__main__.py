"""Speed, measured over the protocol: `python -m benchmarks.speed` prints the table of RESULTS.md.

The real server as a process on pipes, the embedded model, one document of 10,000 words (and one of
1 MB) made from the examples. Medians and 95th percentiles; the pause and the debounce are set to
0 where the design's budget leaves them out.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DRAFT = (ROOT / "examples" / "draft.md").read_text("utf-8")
REWRITE = (
    "In order to finish the report we really need to make a decision about the new budget "
    "before number {} of next month comes."
)
SENTENCE = (
    "The results of test number {} shows that the new pump are working and that the garden "
    "get enough water during the whole summer.\n\n"
)


class Lsp:
    """A client of plain pipes, so that nothing but the server is timed."""

    def __init__(self, folder: str) -> None:
        environment = {
            **os.environ,
            "SLM_LSP_RUNTIME": f"{folder}/r",
            "SLM_LSP_DATA": f"{folder}/d",
            "SLM_LSP_IDLE": "20",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "slm_lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self.number = 0

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        body = json.dumps(
            {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
        )
        assert self.process.stdin
        self.process.stdin.write(f"Content-Length: {len(body.encode())}\r\n\r\n{body}".encode())
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(self.process.stdout.read(length))  # type: ignore[no-any-return]

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send(method, params, self.number)
        while (message := self.read()).get("id") != self.number or "method" in message:
            pass
        return message.get("result")

    def published(self, version: int, contains: str = "") -> dict[str, Any]:
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics":
                params: dict[str, Any] = message["params"]
                codes = [d["code"] for d in params["diagnostics"]]
                if params.get("version") == version and (not contains or any(contains in c for c in codes)):
                    return params


def row(name: str, times: list[float], budget: str) -> None:
    ordered = sorted(1000 * t for t in times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"| {name} | {statistics.median(ordered):.0f} | {p95:.0f} | {budget} | {len(ordered)} |")


def memory(pid: int) -> float:
    """Resident megabytes of a process."""
    return (
        int(subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True).stdout)
        / 1024
    )


def main() -> None:
    print("| what | p50 ms | p95 ms | budget p95 | runs |\n|---|--:|--:|--:|--:|")
    folder = tempfile.mkdtemp(prefix="slm-b-")
    starts, firsts = [], []
    for _ in range(5):
        begin = time.perf_counter()
        lsp = Lsp(folder)
        lsp.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        starts.append(time.perf_counter() - begin)
        lsp.send("initialized", {})
        open_document(lsp, "file:///a.md", DRAFT)
        lsp.published(1)
        firsts.append(time.perf_counter() - begin)
        lsp.ask("shutdown", None)
        lsp.send("exit", None)
        lsp.process.wait(10)
    row("`initialize` answered, cold", starts, "400")
    row("first diagnostics of an open document, cold", firsts, "1500")

    lsp = Lsp(folder)
    options = {"pauseMilliseconds": 0}
    lsp.ask(
        "initialize",
        {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": options},
    )
    lsp.send("initialized", {})
    for name, size in (("10,000 words", 58_000), ("1 MB", 1_000_000)):
        uri = f"file:///{size}.md"
        text = "".join(
            f"This is paragraph number {i} of a long draft about the garden.\n\n" for i in range(size // 62)
        )
        lsp.send("workspace/didChangeConfiguration", {"settings": {"slm-lsp": {"grammar": False}}})
        open_document(lsp, uri, text)
        lsp.published(1)
        times = []
        for version in range(2, 22):
            begin = time.perf_counter()
            change(lsp, uri, version, 0, 0, "I saw the the cat. " if version % 2 else "A word. ")
            lsp.published(version)
            times.append(time.perf_counter() - begin - 0.03)
        row(
            f"keystroke to fast diagnostics, {name} (debounce of 30 ms left out)",
            times,
            "30" if size < 10**6 else "60",
        )
        lsp.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    lsp.send(
        "workspace/didChangeConfiguration",
        {"settings": {"slm-lsp": {"grammar": True, "pauseMilliseconds": 0}}},
    )

    uri = "file:///b.txt"
    open_document(lsp, uri, "Start.\n\n", "plaintext")
    times = []
    for version in range(2, 42):
        begin = time.perf_counter()
        change(lsp, uri, version, 0, 0, SENTENCE.format(version))
        lsp.published(version)
        lsp.published(version)  # the second is after the model has read it
        times.append(time.perf_counter() - begin - 0.03)
    row("changed 25-word sentence to the model's diagnostics", times, "200")

    ghosts, again = [], []
    for i in range(40):
        words = (
            f"In the garden there are {i} things that we have to do before the summer, and the first of th"
        )
        open_document(lsp, f"file:///g{i}.txt", words, "plaintext")
        params = {
            "textDocument": {"uri": f"file:///g{i}.txt"},
            "position": {"line": 0, "character": len(words)},
            "context": {"triggerKind": 2},
        }
        for times in (ghosts, again):
            begin = time.perf_counter()
            lsp.ask("textDocument/inlineCompletion", params)
            times.append(time.perf_counter() - begin)
    row("ghost text, mid-word", ghosts, "60")
    row("the same again (cache)", again, "2")

    resolves, again = [], []
    for i in range(20):
        document = f"file:///r{i}.txt"
        open_document(lsp, document, REWRITE.format(i), "plaintext")
        edit = {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 3}}
        actions = lsp.ask(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": document},
                "range": edit,
                "context": {"diagnostics": [], "only": ["refactor"]},
            },
        )
        command = next(a for a in actions if a["kind"].endswith("concise"))["command"]
        for times in (resolves, again):
            begin = time.perf_counter()
            lsp.number += 1
            lsp.send("workspace/executeCommand", command, lsp.number)
            while (message := lsp.read()).get("id") != lsp.number or "method" in message:
                if message.get("method") == "workspace/applyEdit":
                    break
            times.append(time.perf_counter() - begin)
            if message.get("method") == "workspace/applyEdit":
                body = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": {"applied": False}})
                assert lsp.process.stdin
                lsp.process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
                lsp.process.stdin.flush()
                while (message := lsp.read()).get("id") != lsp.number or "method" in message:
                    pass
    row("rewrite of a 22-word sentence", resolves, "400")
    row("the same again (cache)", again, "2")

    typing_session(lsp)

    listed = subprocess.run(["ps", "-wweo", "pid,args"], capture_output=True, text=True).stdout
    hosts = [line for line in listed.splitlines() if "slm_lsp host" in line and folder in line]
    host = int(hosts[0].split()[0])
    print(
        f"\nMemory: server {memory(lsp.process.pid):.0f} MB, host {memory(host):.0f} MB (budget, both: 350)."
    )
    lsp.ask("shutdown", None)
    lsp.send("exit", None)
    lsp.process.wait(10)


def typing_session(lsp: Lsp) -> None:
    """The example draft typed letter by letter, ghost text asked for at every one. The writer takes an offer
    where it is what they would have written, every other time; else they type on."""
    uri, version, line, column = "file:///typed.md", 1, 0, 0
    open_document(lsp, uri, "", "markdown")
    times: list[float] = []
    keys = at = fitting = taken = 0
    before = lsp.ask("workspace/executeCommand", {"command": "slm-lsp.status"})["asked"]
    while at < len(DRAFT):
        params = {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": column},
            "context": {"triggerKind": 2},
        }
        begin = time.perf_counter()
        items = lsp.ask("textDocument/inlineCompletion", params)["items"]
        times.append(time.perf_counter() - begin)
        typed = DRAFT[at]
        if items and DRAFT.startswith(items[0]["insertText"], at):
            fitting += 1
            if fitting % 2:
                typed, taken = items[0]["insertText"], taken + 1
        version += 1
        change(lsp, uri, version, line, column, typed)
        at, keys = at + len(typed), keys + 1
        line += typed.count("\n")
        column = len(typed.rpartition("\n")[2]) if "\n" in typed else column + len(typed)
    after = lsp.ask("workspace/executeCommand", {"command": "slm-lsp.status"})["asked"]
    asked = {name: after.get(name, 0) - before.get(name, 0) for name in after}
    row("ghost text in a typing session, at every key", times, "60")
    print(
        f"\nTyping session: {len(DRAFT):,} characters in {keys:,} keys, {taken} offers taken. Of "
        f"{asked['ghost text']:,} requests {asked['typed through']:,} were answered by the offer being typed "
        f"and {asked['worked out ahead']} by what was worked out ahead."
    )


def open_document(lsp: Lsp, uri: str, text: str, language: str = "markdown") -> None:
    item = {"uri": uri, "languageId": language, "version": 1, "text": text}
    lsp.send("textDocument/didOpen", {"textDocument": item})


def change(lsp: Lsp, uri: str, version: int, line: int, character: int, text: str) -> None:
    here = {"line": line, "character": character}
    lsp.send(
        "textDocument/didChange",
        {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"range": {"start": here, "end": here}, "text": text}],
        },
    )


main()
