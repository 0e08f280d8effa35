"""Learn: from a work's text to the words, phrases and traits that are kept of it."""

from __future__ import annotations

from collections.abc import Iterator

from slm_lsp.complete.ngrams import WORD
from slm_lsp.english.language_id import english
from slm_lsp.memory.phrase_counts import PhraseCounts
from slm_lsp.memory.preferences import evidence
from slm_lsp.text.dialect import declared_foreign
from slm_lsp.text.formats import prose_of
from slm_lsp.text.prose import Prose
from slm_lsp.text.sentences import sentences

# Words of a sentence that shows how its writer writes.
FEWEST_WORDS, MOST_WORDS = 6, 30


def learn(writing: PhraseCounts, path: str, language_id: str, text: str) -> int:
    """Learns a work's English prose; how many words and marks it has. A work without any is not kept."""
    paragraphs = list(_paragraphs(language_id, text))
    if not paragraphs:
        return 0
    words = (WORD.findall(part) for paragraph in paragraphs for part in paragraph)
    whole = [parts[0] for parts in paragraphs if len(parts) == 1]
    said = [s.text for text in whole for s in sentences(Prose.of(text, [], "paragraph")) if s.finished]
    examples = [text for text in said if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS]
    return writing.learn(path, words, evidence(" ".join(parts) for parts in paragraphs), examples=examples)


def whole_paragraphs(language_id: str, text: str) -> list[str]:
    """The English paragraphs of a text that have nothing but language in them."""
    return [parts[0] for parts in _paragraphs(language_id, text) if len(parts) == 1]


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
