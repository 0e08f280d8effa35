"""Writing and traits: what is counted of a writer's works, and that forgetting is forgetting."""

from __future__ import annotations

import sqlite3
import stat
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_lsp.memory.phrase_counts import ACCEPTED, HALF_LIFE_SECONDS, PhraseCounts, Place
from slm_lsp.memory.preferences import evidence, preferences
from slm_lsp.session import Session
from slm_lsp.settings.resolve import settings_for
from slm_lsp.storage.paths import memory_file

NOW = 1e12  # so late that nothing has aged


@pytest.fixture
def writing(tmp_path: Path) -> PhraseCounts:
    return PhraseCounts(tmp_path / "memory.sqlite")


def test_what_followed_what_is_counted(writing: PhraseCounts) -> None:
    assert writing.learn("a", [["The", "old", "ship"], ["the", "old", "sea"]], {}, NOW) == 6
    assert writing.followers("the", "old") == {"ship": 1, "sea": 1}
    assert writing.followers("Old") == {"ship": 1, "sea": 1}
    assert writing.followers("", "") == {"The": 1, "the": 1}
    assert writing.followers() == {"The": 1, "the": 1, "old": 2, "ship": 1, "sea": 1}
    assert writing.followers("the", "new") == {}
    assert writing.followers("", "The", "old") == writing.followers("", "the", "old") == {"ship": 1, "sea": 1}
    assert writing.followers("", "the", "new") == {}
    writing.learn("a", [["the", "old", "whale"]], {}, NOW)  # the same work, rewritten
    assert writing.followers("the", "old") == writing.followers("", "the", "old") == {"whale": 1}
    assert [(w.path, w.words) for w in writing.works()] == [("a", 3)]


def test_a_memory_of_before_phrases_of_four_words_is_read_and_goes_on(writing: PhraseCounts) -> None:
    writing.learn("a", [["the", "old", "grey", "sea"]], {}, NOW)
    database = sqlite3.connect(writing.path)
    database.execute("DROP TABLE longer")
    database.commit()
    database.close()
    again = PhraseCounts(writing.path)
    assert again.followers("the", "old") == {"grey": 1}
    assert again.followers("the", "old", "grey") == {}
    again.learn("b", [["the", "old", "grey", "mare"]], {}, NOW)
    assert again.followers("the", "old", "grey") == {"mare": 1}
    assert again.followers("old", "grey") == {"sea": 1, "mare": 1}


def test_the_commonest_phrases_are_of_words(writing: PhraseCounts) -> None:
    writing.learn("a", [["so", ",", "we", "go", "on", ".", "so", ",", "we", "go", "on"]], {})
    assert writing.commonest(5) == [("we go on", 2)]


def test_old_works_count_less(writing: PhraseCounts) -> None:
    import time

    writing.learn("new", [["we", "go"]], {"x": 4}, time.time())
    writing.learn("old", [["we", "stay"]], {"x": 4}, time.time() - HALF_LIFE_SECONDS)
    assert writing.followers("we") == pytest.approx({"go": 1, "stay": 0.5}, rel=1e-3)
    assert writing.traits() == pytest.approx({"x": 6}, rel=1e-3)


def test_what_was_taken_of_ours_is_counted_after_what_stood_before(writing: PhraseCounts) -> None:
    before = writing.version
    writing.accept(["In", "the"], ["old", "harbour"])
    assert writing.followers("in", "the", "old") == pytest.approx({"harbour": 1}, rel=1e-3)
    writing.accept(["the"], ["old"])
    assert writing.followers("in", "the") == pytest.approx({"old": 1}, rel=1e-3)
    assert writing.followers("the") == pytest.approx({"old": 2}, rel=1e-3)
    assert [(w.path, w.words) for w in writing.works()] == [(ACCEPTED, 3)]
    assert writing.version != before


def test_forgetting_leaves_nothing_in_the_file(writing: PhraseCounts) -> None:
    writing.learn("/a/secret.md", [["Zanzibar", "calling", "Zanzibar"]], {"t": 1}, 100.0)
    writing.learn("/a/b/two.md", [["the", "one", "Quetzal", "calling"]], {}, 200.0)
    writing.learn("/ab.md", [["calling", "home"]], {}, 300.0)
    assert writing.forget(path="/nowhere") == 0
    assert writing.forget(since=300.0) == 1
    assert writing.forget(path="/a/b") == 1
    data = writing.path.read_bytes()
    assert b"Zanzibar" in data
    assert b"Quetzal" not in data and b"home" not in data
    assert writing.forget() == 1
    data = writing.path.read_bytes()
    assert b"Zanzibar" not in data and b"secret" not in data and b"calling" not in data
    assert not list(writing.path.parent.glob("*-journal")) + list(writing.path.parent.glob("*-wal"))
    assert stat.S_IMODE(writing.path.stat().st_mode) == 0o600


def test_what_stays_keeps_the_words_before_it(writing: PhraseCounts) -> None:
    writing.accept(["quiet", "old", "stone"], ["harbour"])
    writing.learn("/a.md", [["calling", "home"]], {})
    assert writing.forget(path="/a.md") == 1
    writing.learn("/b.md", [["never", "mind"]], {})
    assert writing.followers("quiet", "old", "stone") == pytest.approx({"harbour": 1}, rel=1e-3)
    assert writing.followers("never", "old", "stone") == {}


def test_places_are_kept_with_their_work_and_model(writing: PhraseCounts) -> None:
    here, there = Place(1, 0, 0.5, 0.25, 0.0, 0.125), Place(3, -1, 0.0, 1.0, 0.0, 0.0)
    writing.weigh("/never-learned.md", "m", [here])
    assert writing.weighed() == []
    writing.learn("/a.md", [["one"]], {})
    writing.learn("/b.md", [["two"]], {})
    version = writing.version
    writing.weigh("/a.md", "m", [here])
    writing.weigh("/b.md", "n", [there, there])
    assert writing.version != version
    assert writing.weighed("m") == [here]
    assert writing.weighed("n") == [there, there]
    assert writing.weighed() == [here, there, there]
    version = writing.version
    writing.weigh("/b.md", "m", [here])  # instead of what another model made of it
    assert writing.version != version
    assert writing.weighed() == writing.weighed("m") == [here, here]
    writing.learn("/a.md", [["one"]], {})
    assert writing.weighed() == [here]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["a", "A", "b", ".", "c"]), max_size=8), max_size=4))
def test_every_context_s_followers_are_its_counts(works: list[list[str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        writing = PhraseCounts(Path(folder) / "m.sqlite")
        for number, work in enumerate(works):
            writing.learn(str(number), [work], {}, NOW)
        pairs = Counter((a.lower(), b) for work in works for a, b in zip(["", *work], work, strict=False))
        for first in ("a", "b", ".", "c", ""):
            wanted = {b: n for (a, b), n in pairs.items() if a == first}
            assert writing.followers(first) == wanted
        assert writing.followers() == Counter(word for work in works for word in work)
        counts = [(tuple(before), n) for _, before, _, n in writing.dump()]
        assert sum(n for before, n in counts if len(before) == 2) == sum(map(len, works))
        threes = Counter(
            (a.lower(), b.lower(), c.lower())
            for work in works
            for a, b, c, _ in zip(["", *work], work, work[1:], work[2:], strict=False)
        )
        longer: Counter[tuple[str, ...]] = Counter()
        for before, n in counts:
            longer[before] += n * (len(before) == 3)
        assert +longer == threes
        for before, n in threes.items():
            assert sum(writing.followers(*before).values()) == n


def test_settings_follow_where_the_writer_has_not_set_them(data: Path) -> None:
    session = Session()
    assert session.remembered() == {}
    text = "The colour of honour is organised. We met Ann, Tom and Kim, and left. " * 8
    PhraseCounts(memory_file()).learn("a", [["x"]], evidence([text]))
    assert session.remembered() == {"dialect": "british", "rules": {"harper/OxfordComma": False}}
    settings, warnings = settings_for(None, None, session.remembered)
    assert (settings.dialect, settings.rules, warnings) == ("british", {"harper/OxfordComma": False}, [])
    assert settings_for(None, {"dialect": "indian"}, session.remembered)[0].dialect == "indian"
    assert settings_for(None, {"memory": False}, session.remembered)[0].dialect == "auto"


def test_preferences_need_evidence_of_one_mind() -> None:
    text = (
        "We don't go, and it isn't late. " * 5
        + "I bought bread, milk, and honey. " * 8
        + "It’s odd—very odd. "
    )
    found = {p.name: p for p in preferences(evidence([text]))}
    assert found["contractions"].way == "contracted (don't)"
    assert (found["contractions"].times, found["contractions"].of) == (10, 10)
    assert found["comma before the last of a list"].way.startswith("with it")
    assert "dashes" not in found  # seen once
    assert str(found["contractions"]) == "contractions: contracted (don't), 10 of 10 times"
    mixed = evidence(["We don't go. We do not go. " * 10])
    assert preferences(mixed) == []
    assert mixed["sentences"] == 20
