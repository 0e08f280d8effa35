"""Speed: `python -m benchmarks.speed` prints the tables of RESULTS.md.

The real server as a process on pipes, the embedded model; its client types ten keys a second. The pause
after which the model reads is set to nothing. Give it a machine that does nothing else; `--quick` leaves
the peers out.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from benchmarks.client import Client, NoAnswer, hosts

from . import peers
from .table import HEAD, row, timed
from .trace import session

ROOT = Path(__file__).resolve().parents[2]
DRAFT = (ROOT / "examples" / "draft.md").read_text("utf-8")
SIZES = {"1 kB": 1_000, "10,000 words": 58_000, "100 kB": 100_000, "1 MB": 1_000_000}
# Seconds after which all is loaded and what that needed is given back.
SETTLE_SECONDS = 5
# A fast typist's.
BETWEEN_KEYS = 0.1
BUDGETS = {"1 kB": "30", "10,000 words": "30", "100 kB": "", "1 MB": "60"}
REWRITE = (
    "In order to finish the report we really need to make a decision about the new budget "
    "before number {} of next month comes."
)
NAMES = ("Anna", "Ben", "Clara", "David", "Emily", "Frank", "Grace")
NEW_SENTENCE = " {} and the others walk to the shop."
SENTENCE = (
    "The results of test number {} shows that the new pump are working and that the garden "
    "get enough water during the whole summer.\n\n"
)


def text_of(size: int, name: str = "one", flagged: int = 25) -> str:
    """A document of so many characters, all sentences different, with a slip in one of so many: as many
    findings a thousand words as real drafts have."""
    line = f"This is paragraph {{}} of a {{}} draft about {name} garden.\n\n"
    slips = ("long", "very very long")
    return "".join(line.format(i, slips[i % flagged == 0]) for i in range(size // len(line)))


@contextmanager
def window(folder: str, **options: Any) -> Iterator[Client]:
    """An editor window that says goodbye."""
    client = Client(folder, {"pauseMilliseconds": 0, **options})
    client.initialize()
    yield client
    client.leave()


def end_hosts(folder: str) -> None:
    for host in hosts(folder):
        host.kill()
        host.wait(10)


def settings(client: Client, **options: Any) -> None:
    options = {"pauseMilliseconds": 0, **options}
    client.tell("workspace/didChangeConfiguration", {"settings": {"slm-lsp": options}})


def silence(client: Client) -> None:
    """Waits until all of a document is read: nothing more is said."""
    with suppress(NoAnswer):
        while True:
            client.next(8)


def starts(folder: str) -> None:
    """From nothing; with the processes of another window there; and a text that was open before."""
    for name, budgets, warm, keep in (
        ("cold", ("400", "1500"), False, False),
        ("another window open", ("", ""), True, False),
        ("cold, a text read before", ("", ""), False, True),
    ):
        initialized, shown = [], []
        for number in range(7):
            if not warm or not number:
                end_hosts(folder)
            if not keep:
                shutil.rmtree(f"{folder}/d", ignore_errors=True)
            begin = time.perf_counter()
            client = Client(folder)
            client.initialize()
            initialized.append(time.perf_counter() - begin)
            client.open("file:///a.md", DRAFT)
            client.published(1, "harper")
            shown.append(time.perf_counter() - begin)
            # Until the model has read it, and it is kept.
            client.ask("textDocument/diagnostic", {"textDocument": {"uri": "file:///a.md"}})
            client.leave()
        first = 1 if warm or keep else 0  # the one that made it so
        row(f"`initialize` answered, {name}", initialized[first:], budgets[0])
        row(f"first diagnostics of an open document, {name}", shown[first:], budgets[1])


def keys(client: Client) -> None:
    """A key to its fast diagnostics, in documents of every size."""
    settings(client, grammar=False)
    documents = {name: text_of(size) for name, size in SIZES.items()}
    documents["10,000 words, a slip in every sentence"] = text_of(SIZES["10,000 words"], "our", 1)
    for number, (name, text) in enumerate(documents.items()):
        uri = f"file:///keys{number}.md"
        client.open(uri, text)
        client.published(1)
        silence(client)
        for what, edits in kinds_of_key(text, NAMES[number]).items():
            times = []
            for version, (place, new) in edits:
                time.sleep(BETWEEN_KEYS)
                begin = time.perf_counter()
                client.change(uri, version, place, new)
                client.published(version)
                times.append(time.perf_counter() - begin)
            row(f"{what} to fast diagnostics, {name}", times, BUDGETS.get(name, ""))
        client.close(uri)


def kinds_of_key(text: str, name: str) -> dict[str, Iterator[tuple[int, tuple[tuple[int, int], str]]]]:
    """Edits by what they are, each after its version: a sentence that was read before, with a slip in every
    other one, put in at the start; and a sentence about somebody new in the middle, letter by letter."""
    sentences = ("I saw the the cat. " if version % 2 else "A word. " for version in range(2, 32))
    lines = text.split("\n")
    middle = len(lines) // 4 * 2  # a paragraph and an empty line by turns
    end = len(lines[middle])
    letters = (((middle, end + number), letter) for number, letter in enumerate(NEW_SENTENCE.format(name)))
    return {
        "key": zip(itertools.count(2), (((0, 0), sentence) for sentence in sentences), strict=False),
        "letter of a new sentence": zip(itertools.count(32), letters, strict=False),
    }


def asking(folder: str) -> Client:
    """A window that asks for diagnostics, as VS Code and Neovim do."""
    client = Client(folder)
    client.initialize(textDocument={"diagnostic": {}}, workspace={"diagnostics": {"refreshSupport": True}})
    return client


def pulled_opening(folder: str) -> None:
    """A long text that nobody has read yet, opened by who asks for diagnostics: to the first answer."""
    times = []
    for number in range(5):
        client, uri = asking(folder), f"file:///opened{number}.md"
        begin = time.perf_counter()
        client.open(uri, text_of(SIZES["10,000 words"], f"number {number}'s"))
        client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        times.append(time.perf_counter() - begin)
        client.leave()
    row("first diagnostics of 10,000 words, asked for", times)


def pulled_keys(folder: str) -> None:
    """The same where the client asks for diagnostics."""
    client = asking(folder)
    settings(client, grammar=False, pauseMilliseconds=5_000)  # what is read in a pause is another matter
    for number, name in enumerate(("1 kB", "1 MB")):
        uri, text = f"file:///pulled{number}.md", text_of(SIZES[name])
        document = {"textDocument": {"uri": uri}}
        client.open(uri, text)
        client.ask("textDocument/diagnostic", document)
        silence(client)
        answer = client.ask("textDocument/diagnostic", document)
        for what, edits in kinds_of_key(text, NAMES[-1 - number]).items():
            times = []
            for version, (place, new) in edits:
                time.sleep(BETWEEN_KEYS)
                begin = time.perf_counter()
                client.change(uri, version, place, new)
                answer = client.ask(
                    "textDocument/diagnostic", document | {"previousResultId": answer["resultId"]}
                )
                times.append(time.perf_counter() - begin)
            row(f"{what} to fast diagnostics, asked for, {name}", times)
    client.leave()


def many_keys(client: Client) -> None:
    """Whether a document's ten thousandth edit costs more than its first."""
    uri, version = "file:///many.md", 1

    def key(version: int) -> None:  # typed, and deleted again
        client.change(uri, version, (0, 0), "" if version % 2 else "x", (0, version % 2))

    client.open(uri, text_of(100_000, "my"))
    client.published(1)
    silence(client)
    for name, skipped in (("1st", 0), ("100th", 89), ("10,000th", 9_889)):
        for _ in range(skipped):
            version += 1
            key(version)
        if skipped:
            client.published(version)
        times = []
        for _ in range(10):
            version += 1
            time.sleep(BETWEEN_KEYS)
            begin = time.perf_counter()
            key(version)
            client.published(version)
            times.append(time.perf_counter() - begin)
        row(f"from the {name} edit of a document of 100 kB on", times)
    client.close(uri)


def model(client: Client) -> None:
    """A changed sentence to what the model says of it."""
    settings(client)
    uri = "file:///b.txt"
    client.open(uri, "Start.\n\n", "plaintext")
    times = []
    for version in range(2, 42):
        time.sleep(BETWEEN_KEYS)
        begin = time.perf_counter()
        client.change(uri, version, (0, 0), SENTENCE.format(version))
        client.published(version)
        client.published(version)  # the second is after the model has read it
        times.append(time.perf_counter() - begin)
    row("changed 25-word sentence to the model's diagnostics", times, "200")


def ghosts(client: Client, what: str, budget: str = "60", again: bool = True) -> None:
    """Ghost text in texts that were just opened: nothing is in the prefix cache."""
    first, second = [], []
    for i in range(40):
        words = (
            f"In the garden there are {i} things {what} that we have to do before the summer, and the first "
            "of th"
        )
        uri, at = f"file:///g{what}{i}.txt", (0, len(words))
        client.open(uri, words, "plaintext")
        first.append(timed(partial(client.ghost, uri, at)))
        second.append(timed(partial(client.ghost, uri, at)))
        client.close(uri)
    row(f"ghost text, mid-word{what}", first, budget)
    if again:
        row("the same again (cache)", second, "2")


def beside_background(client: Client) -> None:
    """Ghost text while the model reads a document of 1 MB."""
    uri = "file:///background.md"
    client.open(uri, text_of(1_000_000, "his"))
    client.published(1)
    time.sleep(1)
    before = client.run("slm-lsp.status")["model calls"]
    ghosts(client, " while 1 MB is being read", again=False)
    after = client.run("slm-lsp.status")["model calls"]
    client.close(uri)
    print(f"\nMeanwhile the model was called {after - before:,} times.\n\n{HEAD}")


def rewrites(client: Client) -> None:
    first, second = [], []
    for i in range(20):
        uri = f"file:///r{i}.txt"
        client.open(uri, REWRITE.format(i), "plaintext")
        place = {"line": 0, "character": 3}
        span = {"start": place, "end": place}
        ask = partial(client.run, "slm-lsp.rewrite", uri, span, "concise")
        first.append(timed(ask))
        second.append(timed(ask))
        client.close(uri)
    row("rewrite of a 22-word sentence", first, "400")
    row("the same again (cache)", second, "2")


def opened_again(folder: str) -> None:
    """A document of 10,000 words that was read in an earlier session."""
    text, calls = text_of(58_000, "her"), []
    for _ in range(2):
        with window(folder) as client:
            begin = time.perf_counter()
            client.open("file:///again.md", text)
            client.ask("textDocument/diagnostic", {"textDocument": {"uri": "file:///again.md"}})
            calls.append((client.run("slm-lsp.status")["model calls"], time.perf_counter() - begin))
    (first, one), (again, two) = calls
    print(f"\nA document of 10,000 words, all checked: {first:,} calls of the model and {one:.1f} s;")
    print(f"in the next session {again} calls and {two:.1f} s.")


def writing(client: Client) -> None:
    """The trace of a writing session, twenty times as fast as it was written."""
    uri, version, text = "file:///session.md", 1, ""
    client.open(uri, text)
    before = client.run("slm-lsp.status")
    edits = 0
    times = []
    for seconds, deleted, new in session(DRAFT):
        time.sleep(seconds / 20)

        def place(offset: int, text: str = text) -> tuple[int, int]:
            return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1

        if deleted or new:
            version, edits = version + 1, edits + 1
            client.change(uri, version, place(len(text) - deleted), new, place(len(text)))
            text = text[: len(text) - deleted] + new
        if new and not deleted:
            at = (text.count("\n"), len(text) - text.rfind("\n") - 1)
            times.append(timed(partial(client.ghost, uri, at)))
    after = client.run("slm-lsp.status")
    client.close(uri)
    row("ghost text in a writing session, at every key", times, "60")
    asked = {name: count - before["asked"].get(name, 0) for name, count in after["asked"].items()}
    calls = after["model calls"] - before["model calls"]
    hits, misses = (after["cache"][name] - before["cache"][name] for name in ("hits", "misses"))
    share = 100 * hits / max(1, hits + misses)
    print(
        f"\nThe session: {edits:,} edits and {asked['ghost text']:,} requests for ghost text, of which "
        f"{asked.get('typed through', 0):,} were answered by the offer being typed and "
        f"{asked.get('worked out ahead', 0):,} by what was worked out ahead. {calls:,} calls of the model: "
        f"{calls / edits:.2f} an edit. The cache had {share:.0f} % "
        "of what it was asked for."
    )


def memory(folder: str) -> None:
    """One window and two, each with its own document; pages that processes share counted once (PSS)."""
    totals = []
    with window(folder) as one:
        one.open("file:///one.md", DRAFT)
        one.published(1)
        one.ghost("file:///one.md", (0, 5))
        time.sleep(SETTLE_SECONDS)
        totals.append([_megabytes(one.process.pid), *(_megabytes(host.pid) for host in hosts(folder))])
        with window(folder) as two:
            two.open("file:///two.md", DRAFT.replace("garden", "kitchen"))
            two.published(1)
            two.ghost("file:///two.md", (0, 5))
            time.sleep(SETTLE_SECONDS)
            processes = [one.process.pid, two.process.pid, *(host.pid for host in hosts(folder))]
            totals.append([_megabytes(pid) for pid in processes])
            busy = _cpu(processes)
            time.sleep(10)
            idle = _cpu(processes) - busy
    first, second = (sum(total) for total in totals)
    parts = ", ".join(f"{megabytes:.0f}" for megabytes in totals[0])
    print(
        f"\nMemory: one window {first:.0f} MB ({parts}), two {second:.0f} MB ({second / first:.2f}x). "
        f"Idle, both windows and their hosts: {100 * idle / 10:.1f} % of a processor."
    )


def _megabytes(pid: int) -> float:
    return float(psutil.Process(pid).memory_full_info().pss) / (1 << 20)


def _cpu(pids: list[int]) -> float:
    times = [psutil.Process(pid).cpu_times() for pid in pids]
    return sum(t.user + t.system for t in times)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    folder = tempfile.mkdtemp(prefix="slm-b-")
    try:
        print(HEAD)
        starts(folder)
        with window(folder) as client:
            keys(client)
            many_keys(client)
            pulled_keys(folder)
            pulled_opening(folder)
            model(client)
            ghosts(client, "")
            rewrites(client)
            writing(client)
            print(f"\nThe server's memory after all that: {client.megabytes:.0f} MB (resident).\n\n{HEAD}")
            beside_background(client)
        end_hosts(folder)
        shutil.rmtree(f"{folder}/d", ignore_errors=True)
        memory(folder)
        opened_again(folder)
    finally:
        end_hosts(folder)
        shutil.rmtree(folder, ignore_errors=True)
    if not quick:
        # A document of 1 MB takes a peer minutes.
        peers.main({name: text_of(size) for name, size in SIZES.items() if size < 1_000_000})


if __name__ == "__main__":
    main()
