"""Defaults: which rules speak unasked. The writer's own choice, by name, comes before all of this."""

from __future__ import annotations

from slm_lsp.checks.registry import check_of

# Writers almost never changed what these flag (of 21,776 real corrections 596 had a long sentence and 44 an
# "OK": none was mended by the rule).
EAGER = frozenset(
    f"harper/{rule}"
    for rule in (
        "AvoidAndAlso", "BlacklistWhitelist", "Dashes", "EllipsisLength", "Excellent", "LongSentences",
        "NumericRangeEnDash", "OkToOkay", "OxfordComma", "ToDoHyphen", "UpdatePlaceNames",
        "UseEllipsisCharacter",
    )
)  # fmt: skip
EXPANSIONS = "harper/Expand"  # config to configuration, and the like


def on_by_default(code: str, sensitivity: str) -> bool:
    """Whether a rule is heard at a sensitivity, where the writer has said nothing about it."""
    if (check := check_of(code)) is not None:
        return check.default == "everybody" or (check.default == "eager" and sensitivity == "eager")
    return sensitivity == "eager" or not (code in EAGER or code.startswith(EXPANSIONS))
