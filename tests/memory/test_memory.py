"""Memory: word lists a person can edit, dismissals without text, both for this user only."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.memory.dictionary import Dictionary
from slm_lsp.memory.dismissals import Dismissals


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
