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
