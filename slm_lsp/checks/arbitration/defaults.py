"""Taste: which rules speak unasked. The writer's own choice, by name, comes before all of this."""

from __future__ import annotations

# Of all that is style, the eager hear this unasked.
EAGER_STYLE = "style/wordy"
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
    if code.startswith("style/") and code != EAGER_STYLE:
        return False
    return sensitivity == "eager" or not (code == EAGER_STYLE or code in EAGER or code.startswith(EXPANSIONS))
