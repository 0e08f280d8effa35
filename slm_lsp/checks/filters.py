"""Filters: findings that the text itself says to be silent about."""

from __future__ import annotations

from slm_lsp.checks.pages import Findings
from slm_lsp.memory.dictionary import called_right
from slm_lsp.text.document import Document
from slm_lsp.text.formats import CODE
from slm_lsp.text.suppressions import own_words, silences


def without_suppressed(document: Document, shown: Findings) -> Findings:
    """Leaves out what comments of the document switch off, and the words that it calls right.

    Args:
        document: The document, with its comments.
        shown: What is found in it.

    Returns:
        The findings that are left; chunks without a change stay the same objects.
    """
    language, code = document.language_id, document.language_id in CODE
    quiet = silences(language, document.text, code=code)
    words = own_words(language, document.text, code=code)
    return shown.where(
        lambda p: (
            not any(q.covers(p.finding.code, *p.span) for q in quiet)
            and not (p.finding.about_word and called_right(p.text, words))
        )
    )
