"""The rules in their own process: the same as in this one, shared, and survived."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from pathlib import Path

import pytest

from slm_lsp.checks.checker import Checker
from slm_lsp.checks.finding import Finding
from slm_lsp.checks.harper.linter import Rules
from slm_lsp.checks.harper.process import SharedRules, rules_client
from slm_lsp.hosting.client import HostClient
from slm_lsp.settings.schema import Settings
from slm_lsp.storage.cache import Cache
from slm_lsp.storage.disk_cache import DiskCache
from slm_lsp.text.document import Document
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence, sentences
from tests.hosting.test_host import host_pids, killed_at_work, own  # noqa: F401 (a fixture)

FAR = "Agnieszka saw the the cat."
DRAFT = Path(__file__).resolve().parents[3] / "examples" / "draft.md"


def draft() -> list[Sentence]:
    text = DRAFT.read_text("utf-8") + "\n\nA `teh` is code. I saw the the cat. An dog barks.\n"
    return [s for prose in prose_of("markdown", text) for s in sentences(prose)]


async def test_shared_they_say_the_same(runtime: Path) -> None:
    clients = [rules_client(), rules_client()]
    for dialect in ("american", "british"):
        alone = await Rules(dialect).all_findings(draft())
        shared = await asyncio.gather(*(SharedRules(dialect, c).all_findings(draft()) for c in clients))
        assert shared == [alone, alone]
        assert sum(map(len, alone)) > 5
    assert len(host_pids(runtime, "--rules")) == 1
    assert clients[0].asked > 1
    for client in clients:
        await client.close()


async def begun(runtime: Path, text: Sentence) -> tuple[SharedRules, HostClient, list[list[Finding]]]:
    """Rules whose process has begun so lately that they cannot spell, and what they say of a text."""
    for _ in range(5):  # on a busy machine it may be able to before it is asked
        for pid in host_pids(runtime, "--rules"):
            os.kill(pid, signal.SIGKILL)
        client = rules_client()
        rules = SharedRules("american", client)
        if (found := await rules.without_spelling([text])) is not None:
            return rules, client, found
        await client.close()
    raise AssertionError("it could always spell")


async def test_before_it_can_spell_it_says_the_rest(own: Path) -> None:  # noqa: F811
    (text,) = (s for prose in prose_of("markdown", FAR) for s in sentences(prose))
    rules, client, without_spelling = await begun(own, text)
    (whole,) = await rules.all_findings([text])
    assert whole is not None
    assert [f for f in whole if f.code != "harper/SpellCheck"] == without_spelling[0]
    assert {f.code for f in whole} == {"harper/SpellCheck", "harper/RepeatedWords"}
    for _ in range(5):  # as in `begun`
        while await rules.without_spelling([text]) is not None:
            await asyncio.sleep(0.1)
        assert await rules.without_spelling([text]) is None
        for pid in host_pids(own, "--rules"):
            os.kill(pid, signal.SIGKILL)
        while client.connected:
            await asyncio.sleep(0.01)
        if (
            await rules.without_spelling([text]) == without_spelling
        ):  # of the process that was begun in its place
            break
    else:
        raise AssertionError("it could always spell")
    await client.close()


async def test_what_was_hurried_is_read_again(own: Path, tmp_path: Path) -> None:  # noqa: F811
    (text,) = (s for prose in prose_of("markdown", FAR) for s in sentences(prose))
    rules, client, _ = await begun(own, text)
    checker = Checker(Settings(grammar=False), Cache(store=DiskCache(tmp_path / "cache.sqlite")), rules, None)
    document = Document("a", 0, "markdown", FAR)
    first = await checker.findings(document, 0)
    assert [p.finding.code for p in first] == ["harper/RepeatedWords"]
    assert await checker.pending_rules(checker.unfinished(document)) == [text]
    assert [p.span for p in await checker.findings(document, 0)] == [p.span for p in first]
    await checker.rule([text])
    assert checker.dirty
    later = await checker.findings(document, 0)
    assert sorted(p.finding.code for p in later) == ["harper/RepeatedWords", "harper/SpellCheck"]
    assert not await checker.pending_rules(checker.unfinished(document))
    await client.close()


async def test_killed_it_is_begun_again(own: Path) -> None:  # noqa: F811
    client = rules_client()
    rules = SharedRules("american", client)
    expected = await rules.all_findings(draft())
    (pid,) = host_pids(own, "--rules")
    os.kill(pid, signal.SIGKILL)
    assert await rules.all_findings(draft()) == expected
    assert host_pids(own, "--rules") != [pid]
    await client.close()


async def test_a_sentence_that_ends_it_is_left_out_alone(own: Path) -> None:  # noqa: F811
    """What is asked for with it is read all the same."""
    client = rules_client()
    rules = SharedRules("american", client)
    await rules.all_findings(draft()[:1])
    long = " ".join(["I saw the the cat"] * 100) + "."
    (prose,) = prose_of("plaintext", " ".join([long] * 30))
    many = sentences(prose)[:30]
    expected = await Rules("american").all_findings(many)
    asked = asyncio.create_task(rules.all_findings(many))
    await killed_at_work(own, 2)
    assert await asked == expected
    await client.close()


async def test_of_a_sentence_that_ends_it_nothing_is_kept(own: Path, tmp_path: Path) -> None:  # noqa: F811
    """Nothing is said of it now; another session may read it."""
    client, store = rules_client(), DiskCache(tmp_path / "cache.sqlite")
    checker = Checker(Settings(), Cache(store=store), SharedRules("american", client), None)
    await checker.rule(draft()[:1])
    # Each word is looked for among all that are: a second's work.
    words = ("".join(letters) for letters in itertools.permutations("bcdkrtz", 5))
    (prose,) = prose_of("plaintext", "I saw the the " + " ".join(itertools.islice(words, 300)) + ".")
    (long,) = sentences(prose)
    reading = asyncio.create_task(checker.rule([long]))
    await killed_at_work(own, 2)
    await reading
    assert checker.arbitrated(long).shown == ()
    again = Checker(Settings(), Cache(store=store), Rules("american"), None)
    assert await again.pending_rules([draft()[0], long]) == [long]
    await client.close()


async def test_where_it_cannot_be_had_they_are_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("SLM_LSP_RUNTIME", str(tmp_path / "file"))
    client = rules_client()
    (found,) = await SharedRules("american", client).all_findings([draft()[-2]])
    assert [finding.code for finding in found] == ["harper/RepeatedWords"]
    await client.close()
