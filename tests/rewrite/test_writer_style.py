"""Voice: what was learned of a writer is what a sentence is brought to."""

from __future__ import annotations

from pathlib import Path

from slm_lsp.complete.learn import learn
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.rewrite.writer_style import WriterStyle
from slm_lsp.text.edits import apply_edits

WORK = (
    "We don't wait. It’s how we work, and I’m glad that we don’t wait before the ship sails. "
    "“Start now,” she said—and we start. I’ve kept bread, salt, and rope before the mast. "
    "We want to start before noon because we can't wait. "
)


def voice_of(text: str, path: Path) -> WriterStyle:
    writing = PhraseCounts(path)
    learn(writing, "work.txt", "plaintext", text)
    voice = WriterStyle.of(writing)
    assert voice is not None
    return voice


def test_nothing_is_known_of_who_wrote_nothing(tmp_path: Path) -> None:
    writing = PhraseCounts(tmp_path / "m.sqlite")
    assert WriterStyle.of(writing) is None


def test_a_sentence_in_the_writers_own_voice(tmp_path: Path) -> None:
    voice = voice_of("\n\n".join([WORK] * 8), tmp_path / "m.sqlite")
    text = 'He said "wait" – and they do not commence prior to noon with bread, salt and rope.'
    assert apply_edits(text, voice.edits(text)) == (
        "He said “wait”—and they don't start before noon with bread, salt, and rope."
    )
    assert voice.edits(text, [(0, len(text))]) == []


def test_another_writer_changes_otherwise(tmp_path: Path) -> None:
    stiff = "We do not wait. It is not our way. They did not commence prior to the tide, and we commence. "
    voice = voice_of("\n\n".join([stiff] * 8), tmp_path / "m.sqlite")
    text = "They don't start before noon."
    assert apply_edits(text, voice.edits(text)) == "They do not commence prior to noon."


def test_a_model_is_shown_sentences_that_are_alike(tmp_path: Path) -> None:
    work = (
        WORK + "The harbour master keeps a ledger of every whale. The kitchen smelled of fresh bread all day."
    )
    words = (
        voice_of("\n\n".join([work] * 4), tmp_path / "m.sqlite")
        .instruction("The whale is in the ledger.")
        .words
    )
    assert "“The harbour master keeps a ledger of every whale.”" in words
    assert "kitchen" not in words
    assert "contracted" in words
