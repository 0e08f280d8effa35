"""Memory: word lists a person can edit, dismissals without text, both for this user only."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.memory.dismissals import Dismissals
from slm_lsp.memory.feedback import RULE, Feedback
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.storage.paths import memory_file


def test_words_are_added_once_and_read_again_when_edited(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# mine\nAgnieszka", "utf-8")
    dictionary = Dictionary(file)
    assert dictionary.add("zorblat")
    assert not dictionary.add("Zorblat")
    assert file.read_text("utf-8") == "# mine\nAgnieszka\nzorblat\n"
    assert dictionary.words() == {"agnieszka", "zorblat"}
    file.write_text("other\n", "utf-8")
    assert dictionary.words() == {"other"}
    file.unlink()
    assert dictionary.words() == set()


def test_a_dismissal_holds_through_edits_elsewhere_and_windows(tmp_path: Path) -> None:
    one, two = Dismissals(tmp_path / "m.sqlite"), Dismissals(tmp_path / "m.sqlite")
    text = "Then I saw the the cat there."
    identity = one.identity("harper/RepeatedWords", text, 11, 18)
    one.dismiss_finding(identity, "harper/RepeatedWords")
    longer = "Yes, and then I saw the the cat there, at last."
    start = longer.index("the the")
    assert two.dismissed("harper/RepeatedWords", longer, start, start + 7)
    assert not two.dismissed("harper/Other", longer, start, start + 7)
    assert not two.dismissed("harper/RepeatedWords", "We found the the dog.", 9, 16)
    assert b"cat" not in (tmp_path / "m.sqlite").read_bytes()
    assert (tmp_path / "m.sqlite").stat().st_mode & 0o077 == 0


def test_a_dismissal_holds_while_one_side_of_it_stays(tmp_path: Path) -> None:
    memory = Dismissals(tmp_path / "memory.sqlite")
    code, text = "harper/SpellCheck", "We shipped the zorb on Monday."
    memory.dismiss_finding(memory.identity(code, text, 15, 19), code)

    def dismissed(sentence: str) -> bool:
        return memory.dismissed(code, sentence, (at := sentence.index("zorb")), at + 4)

    assert dismissed("They have shipped the zorb late.")
    assert dismissed("A new zorb on Monday it was.")
    assert not dismissed("A new zorb late it was.")
    # At a sentence's start the words after it must be the same.
    memory.dismiss_finding(memory.identity("harper/X", "zorb is here now.", 0, 4), "harper/X")
    assert not memory.dismissed("harper/X", "zorb was gone then.", 0, 4)
    assert memory.dismissed("harper/X", "zorb is here then.", 0, 4)


def test_a_memory_that_was_removed_begins_anew(data: Path) -> None:
    """As the page on privacy says: to erase everything, remove the folder; a server may be running."""
    dismissals, feedback = Dismissals(), Feedback(memory_file())
    dismissals.dismiss_rule("harper/AnA")
    feedback.took(RULE, "harper/AnA")
    shutil.rmtree(data)
    assert not dismissals.dismissed("harper/AnA", "An dog.", 0, 2)
    assert feedback.of(RULE, "harper/AnA").taken == 0
    assert PhraseCounts(memory_file()).version == (0, 0, 0)
    dismissals.dismiss_finding(dismissals.identity("harper/AnA", "An dog.", 0, 2), "harper/AnA")
    feedback.left(RULE, "harper/AnA")
    assert dismissals.dismissed("harper/AnA", "An dog.", 0, 2)
    assert feedback.of(RULE, "harper/AnA").left > 0.9
    assert stat.S_IMODE(memory_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_memory_that_was_damaged_is_kept_aside(data: Path) -> None:
    data.mkdir()
    memory_file().write_bytes(b"this was a database once, and is no more" * 100)
    dismissals = Dismissals()
    assert dismissals.moved == data / "memory.sqlite.damaged"
    assert dismissals.moved.read_bytes().startswith(b"this was")
    dismissals.dismiss_rule("harper/AnA")
    assert Dismissals().dismissed("harper/AnA", "An dog.", 0, 2)
    assert Dismissals().moved is None


def test_what_is_no_word_list_is_not_read(tmp_path: Path) -> None:
    assert Dictionary(Path("/dev/zero")).words() == frozenset()
    assert Dictionary(tmp_path).words() == frozenset()


@pytest.mark.parametrize(
    ("before", "flagged", "after"),
    [
        ("He walks quick.", "quick", "He walks quick now."),
        ("Go quick.", "quick", "Go quick now."),
        ("Teh end.", "Teh", "Teh end now."),
        ("Teh end.", "Teh", "So teh end."),
        ("Teh.", "Teh", "Teh end."),
        ("Teh end now.", "Teh", "Teh end."),
        ("We saw teh cat.", "teh", "Yesterday we saw teh cat there."),
        ("We saw teh cat again.", "teh", "We saw teh cat."),
    ],
)
def test_an_ignored_finding_survives_a_word_added_to_its_sentence(
    tmp_path: Path, before: str, flagged: str, after: str
) -> None:
    dismissals = Dismissals(tmp_path / "memory.sqlite")

    def at(sentence: str) -> tuple[int, int]:
        start = sentence.lower().index(flagged.lower())
        return start, start + len(flagged)

    dismissals.dismiss_finding(dismissals.identity("harper/SpellCheck", before, *at(before)), "x")
    assert dismissals.dismissed("harper/SpellCheck", after, *at(after))
    for other in ("They like teh dog.", "I cook quick meals.", "Is teh sun up?"):
        if flagged.lower() in other:
            assert not dismissals.dismissed("harper/SpellCheck", other, *at(other))
