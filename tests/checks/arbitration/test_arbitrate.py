"""Arbitration: nothing is said twice, names are left alone, a doubtful edit is dropped."""

from __future__ import annotations

from dataclasses import replace

from slm_lsp.checks.arbitration.arbitrate import arbitrate, best_edits, suppressed_suspects
from slm_lsp.checks.arbitration.defaults import on_by_default
from slm_lsp.checks.finding import Finding
from slm_lsp.checks.model.explain import category
from slm_lsp.checks.results import SentenceResult
from slm_lsp.edit_tags.tags import Tags
from slm_lsp.settings.schema import Settings
from slm_lsp.text.edits import Edit, apply_edits
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence

THRESHOLDS = {"strict": 0.9, "balanced": 0.6, "eager": 0.4}
TEXT = "We met Agnieszka wich was a happy day."


def sentence(text: str = TEXT) -> Sentence:
    return Sentence(text, 0, prose_of("plaintext", text)[0])


def flag(word: str, code: str, *fixes: str, sure: float = 1.0) -> Finding:
    start = TEXT.index(word)
    end = start + len(word)
    return Finding(code, "", start, end, tuple(Edit(start, end, fix) for fix in fixes), sure)


def test_both_flag_one_word_and_the_model_chooses_the_fix() -> None:
    rule = flag("wich", "harper/SpellCheck", "wish", "which")
    model = flag("wich", "model/spelling", "which", sure=0.95)
    (one,) = arbitrate(sentence(), [rule], SentenceResult((model,)), "balanced", THRESHOLDS)
    assert one.code == "harper/SpellCheck"
    assert [fix.text for fix in one.fixes] == ["which", "wish"]


def test_a_name_is_left_alone_only_once_the_model_has_read_it() -> None:
    text = "We met Elizabet wich was a happy day."
    name = Finding("harper/SpellCheck", "", 7, 15, (Edit(7, 15, "Elizabeth"),))
    assert arbitrate(sentence(text), [name], None, "balanced", THRESHOLDS) == [name]
    assert arbitrate(sentence(text), [name], SentenceResult(), "balanced", THRESHOLDS) == []


def test_a_name_near_no_well_known_one_is_left_alone_at_once() -> None:
    name = flag("Agnieszka", "harper/SpellCheck", "Agnes")
    assert arbitrate(sentence(), [name], None, "balanced", THRESHOLDS) == []


def test_sensitivity_decides_about_doubtful_edits() -> None:
    model = flag("happy", "model/wording", "glad", sure=0.7)
    reading = SentenceResult((model,))
    shown = {s: bool(arbitrate(sentence(), [], reading, s, THRESHOLDS)) for s in THRESHOLDS}
    assert shown == {"strict": False, "balanced": True, "eager": True}


def test_what_only_just_passes_is_said_faintly() -> None:
    model = flag("happy", "model/wording", "glad", sure=0.7)
    shown = {s: arbitrate(sentence(), [], SentenceResult((model,)), s, THRESHOLDS) for s in THRESHOLDS}
    assert [f.faint for f in shown["balanced"] + shown["eager"]] == [True, False]
    settings = Settings(diagnosticSeverity={"default": "warning"})
    assert [settings.severity("model/wording", faint=faint) for faint in (False, True)] == [
        "warning",
        "information",
    ]


def test_fix_all_takes_clear_fixes_that_do_not_touch() -> None:
    findings = [flag("wich", "harper/SpellCheck", "which"), flag("happy", "harper/X", "glad", "merry")]
    assert apply_edits(TEXT, best_edits(TEXT, findings)) == TEXT.replace("wich", "which")


def test_edits_are_named_for_what_they_mend() -> None:
    cases = {
        ("an", "a"): "article",
        ("of", "on"): "preposition",
        ("is", "are"): "agreement",
        ("believed", "believe"): "verb-form",
        ("bed", "beds"): "noun-number",
        ("their", "there"): "confusion",
        ("recieved", "received"): "spelling",
        ("however", "however,"): "punctuation",
        ("saturday", "Saturday"): "capitals",
        ("the the", "the"): "repetition",
        ("always she", "she always"): "word-order",
        ("go", "to go"): "preposition",
        ("more better", "better"): "extra-word",
    }
    assert {pair: category(*pair) for pair in cases} == cases


def test_the_tagger_s_doubt_decides_what_the_rules_may_say() -> None:
    name = flag("Agnieszka", "harper/SpellCheck", "Agnes")
    slip = flag("wich", "harper/SpellCheck", "wish", "which")
    # We met Agnieszka wich was a happy day .
    keep = (0.99, 0.99, 0.97, 0.10, 0.99, 0.99, 0.99, 0.99, 0.99)
    tags = Tags(keep, ((3, "replace", "which", 0.8), (3, "replace", "wish", 0.05)))
    shown = {
        s: arbitrate(sentence(), [name, slip], SentenceResult((), tags), s, THRESHOLDS) for s in THRESHOLDS
    }
    assert [f.code for f in shown["balanced"]] == ["harper/SpellCheck"]
    assert [fix.text for fix in shown["balanced"][0].fixes] == ["which", "wish"]
    assert all(f.start != name.start for f in shown["strict"])
    ((word, doubt),) = suppressed_suspects(
        sentence(), [name, slip], SentenceResult((), tags), shown["balanced"]
    )
    assert word == "agnieszka"
    assert 0 < doubt < 0.1


def test_an_unreliable_rule_needs_more_doubt_than_others() -> None:
    keep = (0.99, 0.99, 0.99, 0.99, 0.9, 0.99, 0.99, 0.99, 0.99)
    reading = SentenceResult((), Tags(keep))
    for code, shown in (("harper/MassNouns", False), ("harper/Anything", True)):
        found = arbitrate(sentence(), [flag("was", code)], reading, "balanced", THRESHOLDS)
        assert bool(found) is shown


def test_matters_of_taste_are_for_the_eager_and_for_who_asks() -> None:
    codes = "harper/AnA", "harper/LongSentences", "harper/ExpandArgument", "style/wordy", "style/echo"
    heard = [[s for s in THRESHOLDS if on_by_default(code, s)] for code in codes]
    assert heard == [list(THRESHOLDS), ["eager"], ["eager"], ["eager"], []]


def test_a_rule_does_not_explain_a_correction_that_it_did_not_think_of() -> None:
    rule = replace(flag("wich", "harper/SplitWords", "wi ch"), message="Two words: `wi ch`.")
    model = replace(flag("wich", "model/spelling", "which", sure=0.95), message="Misspelled: which.")
    (one,) = arbitrate(sentence(), [rule], SentenceResult((model,)), "balanced", THRESHOLDS)
    assert (one.code, one.message) == ("harper/SplitWords", "Misspelled: which.")
    assert [fix.text for fix in one.fixes] == ["which", "wi ch"]
    same = replace(model, fixes=rule.fixes)
    (one,) = arbitrate(sentence(), [rule], SentenceResult((same,)), "balanced", THRESHOLDS)
    assert one.message == rule.message
