"""Learning: from a work's text to the words, phrases and traits that are kept of it."""

from __future__ import annotations

from collections.abc import Iterator

from slm_lsp.complete.phrases import WORD
from slm_lsp.memory.traits import evidence
from slm_lsp.memory.writing import Writing
from slm_lsp.text.formats import prose_of
from slm_lsp.text.language import declared_foreign, english


def learn(writing: Writing, path: str, language_id: str, text: str) -> int:
    """Learns a work's English prose; how many words and marks it has. A work without any is not kept."""
    paragraphs = list(_paragraphs(language_id, text))
    if not paragraphs:
        return 0
    words = (WORD.findall(part) for paragraph in paragraphs for part in paragraph)
    return writing.learn(path, words, evidence(" ".join(parts) for parts in paragraphs))


def _paragraphs(language_id: str, text: str) -> Iterator[list[str]]:
    """The English paragraphs of a text, each in the parts between what is no language in it."""
    if declared_foreign(text):
        return
    for prose in prose_of(language_id, text):
        if not english(prose.text):
            continue
        parts, done = [], 0
        for start, end in (*prose.frozen, (len(prose.text), len(prose.text))):
            parts.append(prose.text[done:start].strip())
            done = end
        if parts := [part for part in parts if part]:
            yield parts
