"""Registry: the checks of our own, in the order in which they may speak of the same words."""

from __future__ import annotations

from slm_lsp.checks.check import Check
from slm_lsp.checks.patterns import absolutes, consistency, learner_errors, style

CHECKS: tuple[Check, ...] = (
    learner_errors.CHECK,
    style.WORDINESS,
    style.PASSIVES,
    absolutes.CHECK,
    consistency.CHECK,
    style.ECHOES,
)

# Asked of every finding at every key.
_BY_CODE = {check.code: check for check in CHECKS}


def check_of(code: str) -> Check | None:
    """The check that a finding's code is of; None for a rule of Harper's or the model's."""
    return _BY_CODE.get(code) or _BY_CODE.get(code.partition("/")[0])
