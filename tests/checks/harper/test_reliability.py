"""Trust: every rule that is named exists, and what is said of it is said once."""

from __future__ import annotations

from slm_lsp.checks.arbitration.arbitrate import arbitrate
from slm_lsp.checks.finding import Finding
from slm_lsp.checks.harper.reliability import CERTAIN, HEARD, SPLITTING, UNRELIABLE, believed
from slm_lsp.checks.results import SentenceResult
from slm_lsp.edit_tags.tags import Tags
from slm_lsp.text.edits import Edit
from slm_lsp.text.formats import prose_of
from slm_lsp.text.sentences import Sentence


def test_a_rule_is_in_one_list() -> None:
    lists = (CERTAIN, HEARD, SPLITTING, UNRELIABLE)
    assert len(frozenset().union(*lists)) == sum(map(len, lists))


def test_who_never_spoke_on_clean_prose_is_believed() -> None:
    assert believed("harper/RepeatedWords")
    assert believed("harper/IfWouldve")
    for code in ("harper/AnA", "harper/SpellCheck", "harper/MassNouns", "harper/SplitWords", "model/article"):
        assert not believed(code)
    assert not believed("harper/ExpandArgument")


def test_the_tagger_silences_whom_it_is_not_believed_over() -> None:
    text = "If I would have known it, I would have called."
    (block,) = prose_of("plaintext", text)
    sure = SentenceResult((), Tags((1.0,) * 12))
    for code, shown in (("harper/IfWouldve", True), ("harper/FindOut", False)):
        rule = Finding(code, "", 5, 15, (Edit(5, 15, "had"),))
        assert bool(arbitrate(Sentence(text, 0, block), [rule], sure, "balanced", {})) == shown, code
