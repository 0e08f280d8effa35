"""Lexicon data: every entry is known by its key, says how it stands, and is true to its example."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.quality.rewrites.facts import changed_fact
from slm_lsp.english.verbs import gerund, participle, past, third

FOLDER = Path(__file__).parents[2] / "slm_lsp" / "rewrite" / "lexicon_data"
FILES = sorted(path.stem for path in FOLDER.glob("*.tsv") if path.stem != "frames")
DIRECTIONS = {"plain", "formal", "concise", "confident", "neutral", "friendly"}
LEAST_EACH_WAY = 400
PLACE = r"<\w+>(?:'s)?"


@dataclass(frozen=True)
class Entry:
    """A row of a file."""

    phrase: str
    replacement: str
    pos: str
    frame: str
    sense: str
    direction: str
    back: str
    before: str
    after: str


def rows(name: str) -> list[list[str]]:
    """The rows of a file without its head."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    return list(csv.reader([line for line in lines if line[0] != "#"], delimiter="\t"))[1:]


def entries(name: str) -> list[Entry]:
    """The entries of a file."""
    return [Entry(*row) for row in rows(name)]


def forms(word: str, pos: str) -> set[str]:
    """A word and its inflections."""
    if word == "be":
        return {"be", "am", "is", "are", "was", "were"}
    found = {word}
    if pos == "verb":
        found |= {form(word) for form in (third, past, participle, gerund)}
    return found | {third(word)} if pos == "noun" else found


def pattern(phrase: str, pos: str) -> re.Pattern[str]:
    """A phrase in any form of its first word; its places for other words take some."""
    first, *rest = phrase.split()
    parts = ["|".join(sorted(map(re.escape, forms(first, pos))))] if not re.match(PLACE, first) else [r"\w+"]
    parts += [r"\w+(?: \w+){0,3}?" if re.match(PLACE, word) else re.escape(word) for word in rest]
    return re.compile(r"(?<!\w)" + " ".join(f"(?:{part})" for part in parts) + r"(?!\w)", re.I)


def plain_words(text: str) -> Counter[str]:
    """The words of a text, but for *a* and *an*, which follow the next word."""
    return Counter(re.findall(r"[\w'’-]+", re.sub(r"\ban?\b ?", "", text.lower())))


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_whole_and_the_head_says_that_nothing_reads_it(name: str) -> None:
    assert (
        (FOLDER / f"{name}.tsv")
        .read_text("utf-8")
        .splitlines()[1]
        .startswith("# Not read by the program yet")
    )
    for row in rows(name):
        assert len(row) == 9, row
        assert all(cell == cell.strip() for cell in row), row
        assert row[0] and row[7] and row[8], row


@pytest.mark.parametrize("name", FILES)
def test_parts_of_speech_frames_and_directions_are_known(name: str) -> None:
    known = {(pos, frame) for pos, frame, _ in rows("frames")}
    assert [e for e in entries(name) if (e.pos, e.frame) not in known] == []
    assert [
        e for e in entries(name) if e.direction not in DIRECTIONS or e.back not in {*DIRECTIONS, ""}
    ] == []


def test_every_frame_is_used() -> None:
    used = {(e.pos, e.frame) for name in FILES for e in entries(name)}
    assert {(pos, frame) for pos, frame, _ in rows("frames")} == used


@pytest.mark.parametrize("name", FILES)
def test_a_key_has_one_replacement_and_one_way_back(name: str) -> None:
    found = entries(name)
    there = Counter((e.phrase, e.pos, e.frame, e.sense, e.direction) for e in found)
    back = Counter((e.replacement, e.pos, e.frame, e.sense, e.back) for e in found if e.back)
    assert [key for key, count in (there + back).items() if count > 1] == []
    assert not [e for e in found if e.back and not e.replacement]


@pytest.mark.parametrize("name", FILES)
def test_an_example_has_the_phrase_and_its_result_the_replacement(name: str) -> None:
    found = entries(name)
    assert [e for e in found if not pattern(e.phrase, e.pos).search(e.before)] == []
    assert [e for e in found if e.replacement and not pattern(e.replacement, e.pos).search(e.after)] == []
    assert [e for e in found if e.before == e.after] == []


@pytest.mark.parametrize("name", FILES)
def test_an_example_keeps_every_other_word(name: str) -> None:
    for entry in entries(name):
        old, new = (pattern(text, entry.pos) if text else None for text in (entry.phrase, entry.replacement))
        assert old is not None
        before, after = entry.before, entry.after
        if not re.search(PLACE, entry.phrase + entry.replacement):
            before, after = old.sub("", before, count=1), new.sub("", after, count=1) if new else after
            assert plain_words(before) == plain_words(after), entry


@pytest.mark.parametrize("name", FILES)
def test_no_entry_changes_a_fact(name: str) -> None:
    assert [(e.phrase, fact) for e in entries(name) if (fact := changed_fact(e.before, e.after))] == []


@pytest.mark.parametrize("name", FILES)
def test_an_example_is_a_finished_sentence_with_one_space_between_words(name: str) -> None:
    for text in (text for e in entries(name) for text in (e.before, e.after)):
        assert "  " not in text and not re.search(r" [,.;]|[{}~]", text), text
        assert text[0].isupper() and (name == "letters" or text[-1] in ".?!"), text


@pytest.mark.parametrize("name", FILES)
def test_a_and_an_stand_right(name: str) -> None:
    wrong = re.compile(r"\ba (?=[aeio](?!ne?\b))|\ban (?=[^aeiouh\W])", re.I)
    assert [t for e in entries(name) for t in (e.before, e.after) if wrong.search(t)] == []


def test_there_are_enough_each_way() -> None:
    found = entries("formal_plain")
    assert sum(e.direction == "plain" for e in found) >= LEAST_EACH_WAY
    assert sum(e.back == "formal" for e in found) >= LEAST_EACH_WAY
