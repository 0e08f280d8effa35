"""Where a key's time goes: `python -m benchmarks.speed.profile` names the five greatest costs.

In the server's own process, without the protocol: reading the document, and what is known of its sentences.
What the rules' process does is waiting here.
"""

from __future__ import annotations

import asyncio
import cProfile
import os
import pstats
import statistics
import tempfile
import time
from pathlib import Path

from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document

KEYS = 40
TOP = 5


def text_of(size: int) -> str:
    """A document of so many characters, whose sentences repeat: the rules have soon read them."""
    return "".join(f"This is paragraph {i % 50} of a draft about the garden.\n\n" for i in range(size // 54))


async def profiled(size: int) -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False), None)
    document = Document("a", 0, "markdown", text_of(size))
    await checker.findings(document)
    profile, times = cProfile.Profile(), []
    for key in range(2 * KEYS):
        document = document.with_edit(0, 0, "a" if key % 5 else " ", key)
        start = time.process_time()
        if key >= KEYS:  # timed first, then looked at
            profile.enable()
        await checker.findings(document, 0)
        profile.disable()
        if key < KEYS:
            times.append(1000 * (time.process_time() - start))
    await session.close()
    print(f"\n{size:,} characters: {statistics.median(times):.1f} ms of the processor a key")
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    costs = sorted(((own, calls, where) for where, (_, calls, own, *_) in stats.items()), reverse=True)
    working = [cost for cost in costs if "select" not in cost[2][2] and "lock" not in cost[2][2]]
    total = sum(own for own, *_ in working)
    for own, calls, (file, line, name) in working[:TOP]:
        place = f"{Path(file).name}:{line} {name}" if line else name
        print(f"- {100 * own / total:.0f} %: `{place}`, {calls // KEYS:,} times a key")


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="slm-p-") as folder:
        os.environ |= {"SLM_LSP_DATA": f"{folder}/d", "SLM_LSP_RUNTIME": f"{folder}/r", "SLM_LSP_IDLE": "5"}
        for size in (58_000, 1_000_000):
            await profiled(size)


if __name__ == "__main__":
    asyncio.run(main())
