"""An hour of writing in two windows while things go wrong: `python -m benchmarks.soak [--minutes 60]`.

Two servers share a data folder and a model, as two windows of an editor do. In each a writer types, pauses,
deletes, pastes, undoes, takes ghost text, asks for fixes and closes and opens documents, and looks again and
again whether what is said of the text is still true of it. Meanwhile one fault after another is injected. At
the end nothing may be lost: no server, no key, no word that was learned; and no text may be in a log.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import psutil
import tomlkit
from tomlkit.exceptions import TOMLKitError

from benchmarks.client import Client, Json, NoAnswer, hosts

ROOT = Path(__file__).resolve().parents[2]
DRAFT = (ROOT / "examples" / "draft.md").read_text("utf-8")
SENTENCES = [
    s.strip() + "." for s in DRAFT.replace("\n", " ").split(".") if 20 < len(s) < 200 and s.isascii()
]
MARK = "zorblat"  # a word that must be in no log
PROBE = "\n\nI saw the the cat."
FAULT_EVERY, FAULT_LASTS = 40.0, 12.0
LONGEST = 40_000
# Where Debian puts the library that lets a process see another time.
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


class Writer(Thread):
    """One window: a document as the writer sees it, and what they do to it."""

    def __init__(self, client: Client, name: str, over: Event, workspace: Path) -> None:
        super().__init__(daemon=True)
        self.client, self.window, self.over, self.workspace = client, name, over, workspace
        self.random = random.Random(name)
        self.text, self.version, self.documents = "", 0, 0
        self.asked: Counter[str] = Counter()
        self.failed: list[tuple[float, str]] = []  # when, and what
        self.words: list[str] = []  # that the server said it has added
        self.lost: list[str] = []

    @property
    def uri(self) -> str:
        return (self.workspace / f"{self.window}-{self.documents}.md").as_uri()

    def run(self) -> None:
        try:
            self.begin()
            acts: list[Callable[[], None]] = [
                self.type,
                self.type,
                self.type,
                self.pause,
                self.delete,
                self.paste,
            ]
            acts += [self.fixes, self.add_word, self.ignore, self.look, self.look, self.reopen]
            acts += [self.rewrite_and_type, self.rule_off]
            while not self.over.is_set():
                self.random.choice(acts)()
                if len(self.text) > LONGEST:
                    self.client.close(self.uri)
                    self.begin()
            self.look()
        except (NoAnswer, OSError) as error:
            self.lost.append(f"the server: {error}")

    def begin(self) -> None:
        self.documents += 1
        self.text, self.version = f"# Of {MARK}\n\nThe beginning.", 1
        self.client.open(self.uri, self.text)

    def ask(self, method: str, params: Json) -> Json | list[Json] | None:
        self.asked[method] += 1
        answer: Json | list[Json] | None = self.client.ask(method, params)
        if isinstance(answer, dict) and "error" in answer:
            self.failed.append((time.monotonic(), method))
            return None
        return answer

    def place(self, offset: int) -> tuple[int, int]:
        before = self.text[:offset]
        return before.count("\n"), len(before) - before.rfind("\n") - 1

    def edit(self, start: int, end: int, new: str) -> None:
        self.version += 1
        self.client.change(self.uri, self.version, self.place(start), new, self.place(end))
        self.text = self.text[:start] + new + self.text[end:]

    def at_end(self, new: str) -> None:
        self.edit(len(self.text), len(self.text), new)

    # What a writer does

    def type(self) -> None:
        for number, key in enumerate(f" The {MARK} of it: " + self.random.choice(SENTENCES)):
            if self.over.is_set():
                return
            self.at_end(key)
            time.sleep(self.random.uniform(0.03, 0.15))
            if number % 3 == 0:
                self.asked["ghost text"] += 1
                offer = self.client.ghost(self.uri, self.place(len(self.text)))
                if offer and self.random.random() < 0.05:
                    self.client.run("slm-lsp.ghostTextAccepted", self.uri, len(self.text), offer)
                    self.at_end(offer)

    def pause(self) -> None:
        self.over.wait(self.random.uniform(0.5, 3))

    def delete(self) -> None:
        for _ in range(self.random.randrange(1, 30)):
            if len(self.text) > 40:
                self.edit(len(self.text) - 1, len(self.text), "")

    def paste(self) -> None:
        start = len(self.text)
        self.at_end("\n\n" + " ".join(self.random.sample(SENTENCES, 4)))
        self.pause()
        if self.random.random() < 0.3:  # and undone
            self.edit(start, len(self.text), "")

    def fixes(self) -> None:
        start, end = (self.place(o) for o in (max(0, len(self.text) - 200), len(self.text)))
        span = {
            name: dict(zip(("line", "character"), place, strict=True))
            for name, place in (("start", start), ("end", end))
        }
        self.ask(
            "textDocument/codeAction",
            {"textDocument": {"uri": self.uri}, "range": span, "context": {"diagnostics": []}},
        )

    def add_word(self) -> None:
        word = f"{MARK}{self.window}{len(self.words)}x{self.version}"
        self.asked["add a word"] += 1
        if self.client.run("slm-lsp.addWordToUserDictionary", self.uri, word) is True:
            self.words.append(word)
        else:
            self.failed.append((time.monotonic(), "add a word"))

    def ignore(self) -> None:
        found = self.client.diagnostics.get(self.uri)
        if found:
            self.fixes()

    def rewrite_and_type(self) -> None:
        """A key falls between a rewrite and its answer: that is of the text before, or refused."""
        start = len(self.text) + 2
        sentence = f"They left number {self.version} in order to win."
        self.at_end("\n\n" + sentence)
        cursor = dict(zip(("line", "character"), self.place(start + 3), strict=True))
        wait = self.random.choice((0.0, 0.001, 0.01, 0.1))

        def type_above() -> None:
            time.sleep(wait)
            self.edit(0, 0, "Dear Anna, ")

        self.asked["rewrite"] += 1
        answer = self.client.run(
            "slm-lsp.rewriteCandidates",
            self.uri,
            {"start": cursor, "end": cursor},
            "concise",
            meanwhile=type_above,
        )
        for edits in answer if isinstance(answer, list) else []:
            for edit in edits:
                begin, end = edit["range"]["start"], edit["range"]["end"]
                old = sentence[begin["character"] : end["character"]]
                if begin["line"] != cursor["line"] or old not in ("in order ", "in order to"):
                    self.lost.append(f"a rewrite would have replaced {old!r}")
        self.edit(0, len("Dear Anna, "), "")

    def rule_off(self) -> None:
        """A rule is turned off in the project's settings: they are never half-written."""
        self.asked["rule off"] += 1
        self.client.run("slm-lsp.ignoreRuleInProject", self.uri, f"harper/Never{self.version}")
        settings = self.workspace / ".slm-lsp.toml"
        if settings.exists():
            text = settings.read_text("utf-8")
            try:
                if "Never" in text:  # else it is one that was planted
                    tomlkit.parse(text)
            except TOMLKitError as error:
                self.lost.append(f"the project's settings: {error}")

    def reopen(self) -> None:
        self.client.close(self.uri)
        self.version = 1
        self.client.open(self.uri, self.text)

    def look(self) -> None:
        """Whether what is said is true of the text: of a line that was just written, in its place."""
        self.at_end(PROBE)
        line = self.text.count("\n")
        begun = time.monotonic()
        found = False
        while not found and time.monotonic() < begun + 180:
            with contextlib.suppress(NoAnswer):
                self.client.next(1)
            found = any(
                item["code"] == "harper/RepeatedWords"
                and item["range"]["start"] == {"line": line, "character": 6}
                for item in self.client.diagnostics.get(self.uri, [])
            )
        waited = time.monotonic() - begun
        if waited > 60:
            what = "late by" if found else "not those of the text after"
            now = [(i["code"], i["range"]["start"]) for i in self.client.diagnostics.get(self.uri, [])][-4:]
            self.lost.append(f"at version {self.version} the findings were {what} {waited:.0f} s")
            print(self.window, self.lost[-1], line, now, self.client.run("slm-lsp.status"), file=sys.stderr)
        self.edit(len(self.text) - len(PROBE), len(self.text), "")


class Faults:
    """What goes wrong; each is a generator that does it, waits, and puts things right."""

    def __init__(self, folder: Path, windows: list[Writer], clock: Path | None, workspace: Path) -> None:
        self.folder, self.windows, self.clock, self.workspace = folder, windows, clock, workspace

    def _hosts(self, what: int) -> bool:
        running = hosts(str(self.folder))
        for process in running:
            with contextlib.suppress(psutil.Error):
                process.send_signal(what)
        return bool(running)

    def host_killed(self) -> Iterator[None]:
        self._hosts(signal.SIGKILL)
        yield

    def host_frozen(self) -> Iterator[None]:
        self._hosts(signal.SIGSTOP)
        yield

    def cache_overwritten(self) -> Iterator[None]:
        with contextlib.suppress(OSError), (self.folder / "d" / "cache.sqlite").open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            for at in range(0, size, 4096):
                file.seek(at)
                file.write(os.urandom(256))
        yield

    def cache_removed(self) -> Iterator[None]:
        for path in (self.folder / "d").glob("cache.sqlite*"):
            path.unlink(missing_ok=True)
        yield

    def disk_full(self) -> Iterator[None]:
        """No file of the servers may grow."""
        servers = [psutil.Process(w.client.process.pid) for w in self.windows]
        before = [server.rlimit(resource.RLIMIT_FSIZE) for server in servers]
        for server, (_, hard) in zip(servers, before, strict=True):
            server.rlimit(resource.RLIMIT_FSIZE, (0, hard))
        yield
        for server, limits in zip(servers, before, strict=True):
            server.rlimit(resource.RLIMIT_FSIZE, limits)

    def clock_jump(self) -> Iterator[None]:
        if self.clock is not None:
            self.clock.write_text(random.choice(["+40d", "-400d", "+3600s"]))
            yield
            self.clock.write_text("+0")

    def model_removed(self) -> Iterator[None]:
        models = self.folder / "program" / "models"
        aside = models.with_name("aside")
        models.rename(aside)
        self._hosts(signal.SIGKILL)
        yield
        aside.rename(models)

    def memory_locked(self) -> Iterator[None]:
        """Another program holds the memory's file, so that nobody can read it."""
        database = sqlite3.connect(self.folder / "d" / "memory.sqlite", timeout=1)
        with contextlib.suppress(sqlite3.Error):
            database.execute("BEGIN EXCLUSIVE")
        yield
        database.rollback()
        database.close()

    def hostile_folder(self) -> Iterator[None]:
        """The project has settings and a word list made to hang whoever reads them."""
        settings, words = self.workspace / ".slm-lsp.toml", self.workspace / "words.txt"
        before = settings.read_bytes() if settings.exists() else b""
        words.write_text("[a-z]*" * 32 + "\na{99999999999999999999}\n" + "x" * 1_000_000 + "\n")
        kinds = (
            'wordLists = ["words.txt"]\n',
            "a = " + "[" * 5_000 + "]" * 5_000 + "\n",
            "pauseMilliseconds = " + "9" * 5_000 + "\n",
            'exclude = [""]\nworkspaceDictionary = "a\\u0000b"\n',
        )
        for kind in kinds:
            settings.write_text(kind)
            time.sleep(FAULT_LASTS / len(kinds))
        self._hosts(signal.SIGKILL)  # what starts anew starts beside the planted files
        yield
        words.unlink()
        settings.write_bytes(before)


def planted(workspace: Path) -> Path:
    """Puts files into a folder that would run if anything were imported from it; the file that they write."""
    marker = workspace.with_name("marker")
    names = ("argparse", "json", "numpy", "asyncio", "sqlite3", "sitecustomize", "xllamacpp", "harper_py")
    for name in names:
        (workspace / f"{name}.py").write_text(f"open({str(marker)!r}, 'a').write({name!r})\n")
    (workspace / "slm_lsp").mkdir()
    (workspace / "slm_lsp" / "__init__.py").write_text(f"open({str(marker)!r}, 'a').write('slm_lsp')\n")
    return marker


def own_program(folder: Path) -> Path:
    """A copy of the program, whose model can be removed."""
    program = folder / "program"
    shutil.copytree(ROOT / "slm_lsp", program / "slm_lsp", ignore=shutil.ignore_patterns("__pycache__"))
    (program / "models").mkdir()
    for pattern in ("*.gguf", "*.npz", "*.safetensors", "*.txt"):
        for path in (ROOT / "models").glob(pattern):
            shutil.copy(path, program / "models")
    return program


def final(client: Client, uri: str) -> list[Json]:
    """A document's findings, the model's too."""
    answer = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    found = (answer or {}).get("items", [])
    return sorted(
        found, key=lambda item: (item["range"]["start"]["line"], item["range"]["start"]["character"])
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    minutes = parser.parse_args().minutes
    folder = Path(tempfile.mkdtemp(prefix="slm-soak-"))
    environment = {"PYTHONPATH": str(own_program(folder))}
    clock: Path | None = None
    if FAKETIME:
        clock = folder / "clock"
        clock.write_text("+0")
        environment |= {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(clock),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
    workspace = folder / "workspace"
    workspace.mkdir()
    marker = planted(workspace)
    over = Event()
    windows = []
    for name in ("left", "right"):
        client = Client(str(folder), {"pauseMilliseconds": 300}, environment, workspace=str(workspace))
        client.initialize()
        windows.append(Writer(client, name, over, workspace))
    for window in windows:
        window.start()
    faults = Faults(folder, windows, clock, workspace)
    acts = [
        faults.host_killed, faults.host_frozen, faults.cache_overwritten, faults.cache_removed,
        faults.disk_full, faults.clock_jump, faults.model_removed, faults.memory_locked,
        faults.hostile_folder,
    ]  # fmt: skip
    if clock is None:
        acts.remove(faults.clock_jump)
        print("The clock does not jump: libfaketime is not installed.", file=sys.stderr)
    begin = time.monotonic()
    injected: list[tuple[float, float, str]] = []
    sizes: list[tuple[float, float, float]] = []
    while time.monotonic() - begin < 60 * minutes and any(w.is_alive() for w in windows):
        over.wait(FAULT_EVERY - FAULT_LASTS)
        act = acts[len(injected) % len(acts)]
        at = time.monotonic()
        for _ in act():
            over.wait(FAULT_LASTS)
        injected.append((at, time.monotonic() + 5, act.__name__.replace("_", " ")))
        left, right = (w.client.megabytes for w in windows if w.client.process.poll() is None)
        now = (time.monotonic() - begin) / 60
        sizes.append((now, left, right))
        print(f"{now:5.1f} min  {injected[-1][2]:<18} {left:.0f} MB {right:.0f} MB", file=sys.stderr)
    over.set()
    for window in windows:
        window.join(180)
    if marker.exists():
        windows[0].lost.append(f"the folder's code was run: {marker.read_text()}")
    return report(folder, windows, injected, sizes, environment)


def report(
    folder: Path,
    windows: list[Writer],
    injected: list[tuple[float, float, str]],
    sizes: list[tuple[float, float, float]],
    environment: dict[str, str],
) -> int:
    lost = [f"{w.window}: {what}" for w in windows for what in w.lost]
    fresh = Client(str(folder), {"pauseMilliseconds": 300}, environment)
    fresh.initialize()
    for window in windows:
        # Saved, so that no sentence counts as still being written.
        window.client.tell("textDocument/didSave", {"textDocument": {"uri": window.uri}})
        fresh.open(window.uri, window.text)
        for wait in (0, 20, 60):  # a host that was not there is tried again
            time.sleep(wait)
            here, there = final(window.client, window.uri), final(fresh, window.uri)
            only_here = [item["code"] for item in here if item not in there]
            only_there = [item["code"] for item in there if item not in here]
            if not only_here and not only_there:
                break
            what = f"{window.window}, after {wait} s: only the old server {only_here}, only a fresh one "
            what += f"{only_there}"
            print(what, file=sys.stderr)
        else:
            lost.append(f"a fresh server says something else of the last text: {what}")
    known = (folder / "d" / "dictionary.txt").read_text("utf-8").split("\n")
    missing = [word for w in windows for word in w.words if word not in known]
    lost += [f"{len(missing)} words of the dictionary"] if missing else []
    with contextlib.closing(sqlite3.connect(folder / "d" / "memory.sqlite")) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            lost.append("the memory's file is damaged")
    for client in (*(w.client for w in windows), fresh):
        if client.leave() != 0:
            lost.append("a server did not end well")
        if MARK.encode() in b"".join(client.errors):
            lost.append("there is text in a log")
    for path in (folder / "d").glob("cache.sqlite*"):
        if MARK.encode() in path.read_bytes():
            lost.append("there is text in the cache")
    print("| fault | times | requests that failed while it lasted |\n|---|--:|--:|")
    failures = [at for w in windows for at, _ in w.failed]
    for name in dict.fromkeys(name for *_, name in injected):
        spans = [(start, end) for start, end, other in injected if other == name]
        count = sum(any(start <= at <= end for start, end in spans) for at in failures)
        print(f"| {name} | {len(spans)} | {count} |")
    elsewhere = sum(not any(start <= at <= end for start, end, _ in injected) for at in failures)
    asked = sum((w.asked for w in windows), Counter())
    kinds = ", ".join(f"{n:,} {what}" for what, n in asked.most_common())
    print(f"| none | | {elsewhere} |")
    print(f"\n{sum(asked.values()):,} requests ({kinds}),")
    print(f"{sum(w.documents for w in windows)} documents, {sum(len(w.words) for w in windows)} words added.")
    shown = [sizes[0], *sizes[len(sizes) // 4 :: max(1, len(sizes) // 4)], sizes[-1]] if sizes else []
    grown = "; ".join(f"{m:.0f} min {a:.0f} and {b:.0f} MB" for m, a, b in shown)
    print(f"Memory of the two servers: {grown}")
    told = {words for w in windows for words in w.client.told}
    print("The writer was told:\n" + "".join(f"- {words}\n" for words in sorted(told)))
    print("Lost: " + ("; ".join(lost) if lost else "nothing."))
    for host in hosts(str(folder)):
        host.kill()
    shutil.rmtree(folder, ignore_errors=True)
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main())
