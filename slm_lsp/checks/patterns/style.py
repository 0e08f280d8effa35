"""Style: what is not wrong but might be said better. Wordiness is heard by the eager, the rest by who
asks for it by name.

Long sentences are Harper's (`harper/LongSentences`). Nothing is said of what stands in quotation
marks: how people in a story talk is the writer's business.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from functools import lru_cache

from slm_lsp.checks.check import Check
from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.english.quotations import quoted
from slm_lsp.text.chunks import Chunks
from slm_lsp.text.edits import Edit
from slm_lsp.text.sentences import Sentence

PASSIVE, WORDY, ECHO = "style/passive", "style/wordy", "style/echo"

# What says no more than what stands beside it.
_SHORTER = {
    "a large number of": "many", "a number of": "several", "a sufficient number of": "enough",
    "are able to": "can", "as a consequence of": "because of", "as a means of": "for", "as of yet": "yet",
    "at a later date": "later", "at all times": "always", "at the present time": "now",
    "at this point in time": "now", "by means of": "by", "by virtue of the fact that": "because",
    "despite the fact that": "although", "due to the fact that": "because", "during the course of": "during",
    "during the time that": "while", "each and every": "every", "for the duration of": "during",
    "for the purpose of": "for", "give consideration to": "consider", "had the ability to": "could",
    "has the ability to": "can", "has the capability to": "can", "have the ability to": "can",
    "in a timely manner": "promptly", "in addition to": "besides", "in advance of": "before",
    "in close proximity to": "near", "in excess of": "more than", "in light of the fact that": "because",
    "in many cases": "often", "in most cases": "usually", "in order to": "to", "in some cases": "sometimes",
    "in spite of": "despite", "in spite of the fact that": "although", "in the absence of": "without",
    "in the course of": "during", "in the event that": "if", "in the near future": "soon",
    "in the vicinity of": "near", "is able to": "can", "is in a position to": "can",
    "it is important to note that": "", "it is interesting to note that": "", "it is worth noting that": "",
    "it should be noted that": "", "it should be pointed out that": "", "make a decision": "decide",
    "make an attempt to": "try to", "make use of": "use", "makes use of": "uses", "made use of": "used",
    "making use of": "using", "notwithstanding the fact that": "although", "on a daily basis": "daily",
    "on a monthly basis": "monthly", "on a regular basis": "regularly", "on a weekly basis": "weekly",
    "on account of the fact that": "because", "on the grounds that": "because",
    "once in a while": "sometimes", "owing to the fact that": "because", "prior to": "before",
    "subsequent to": "after", "take into consideration": "consider", "the question as to whether": "whether",
    "the reason why is that": "because", "until such time as": "until", "with the exception of": "except",
}  # fmt: skip
_WORDY = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _SHORTER), key=len, reverse=True)) + r")\b(?:,?[ ])?", re.I
)

_IRREGULAR = """
    awoken beaten begun bent bitten blown born borne bought bound bred broken brought built burnt cast caught
    chosen cut dealt done drawn driven eaten fed felt flown forbidden forgiven forgotten fought found frozen
    given ground grown heard held hidden hit hung hurt kept knit known laid led left lent lit lost made meant
    met mistaken overcome overthrown paid proven put read rewritten ridden run rung said seen sent set sewn
    shaken shed shot shown shut sold sought spent split spoken spread spun stolen struck stuck sung sunk sworn
    swept taken taught thought thrown told torn understood undone woken won worn wound woven written
"""
# Participles that say how something is, not what is done to it.
_ADJECTIVES = """
    advanced aged ashamed based bored broken closed committed complicated concerned confused connected
    convinced crowded dedicated delighted detailed determined devoted disappointed dressed educated engaged
    excited experienced exhausted finished frightened gone interested involved limited located lost married
    mistaken needed opposed pleased prepared qualified related relaxed relieved retired satisfied scared
    situated skilled sophisticated supposed surprised tired unexpected unprecedented used varied worried
"""
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)[ ]"
    r"(?:(?:not|also|always|never|often|still|already|only|\w+ly)[ ])?"
    rf"(?P<participle>\w{{3,}}ed|{'|'.join(_IRREGULAR.split())})\b(?![ -](?:to[ ]be[ ]\w+ing|\w+ness))",
    re.I,
)
_NOT_PASSIVE = frozenset(_ADJECTIVES.split())

# A word is an echo of the same word this few words before, where the document has it no more often.
NEAR, RARE, SHORTEST = 15, 2, 6
LONGEST_DOCUMENT = 300_000  # characters; a longer one is not looked through at every key
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.I)
_COMMON = """
    about above across actually after again against almost along already although always among another
    anyone anything around because become becomes before behind being below beside between beyond cannot
    certain could different during either enough every everyone everything example having herself himself
    however inside instead itself later least little making matter maybe might moment neither nothing number
    often other others people perhaps please rather really second several should simply since something
    sometimes somewhere still their themselves there therefore these thing things think third those though
    thought through together toward towards under until using wanted whatever where whether which while
    within without would yourself
"""

_REPEATABLE = frozenset(_COMMON.split())


def passives(sentence: Sentence) -> list[Finding]:
    """Passive voice in a sentence."""
    return [finding for finding in _of_running_text(sentence) if finding.code == PASSIVE]


def wordiness(sentence: Sentence) -> list[Finding]:
    """Phrases in a sentence that fewer words say as well."""
    return [finding for finding in _of_running_text(sentence) if finding.code == WORDY]


def _of_running_text(sentence: Sentence) -> tuple[Finding, ...]:
    return _of(sentence.text, sentence.frozen) if sentence.prose.kind in ("paragraph", "item") else ()


@lru_cache(maxsize=32_768)
def _of(text: str, frozen: tuple[tuple[int, int], ...]) -> tuple[Finding, ...]:
    apart = [*frozen, *quoted(text)]
    found = [_wordy(text, match) for match in _WORDY.finditer(text)]
    for match in _PASSIVE.finditer(text):
        if match["participle"].lower() not in _NOT_PASSIVE:
            message = "Passive voice: say who does it, where that matters."
            found.append(Finding(PASSIVE, message, *match.span(), category="style"))
    return tuple(f for f in found if not any(a < f.end and f.start < b for a, b in apart))


def _wordy(text: str, match: re.Match[str]) -> Finding:
    phrase = match[0].rstrip(" ,")
    start, end = match.start(), match.start() + len(phrase)
    shorter = _SHORTER[phrase.lower()]
    capital = phrase[0].isupper()
    if shorter:
        fix = Edit(start, end, shorter[0].upper() + shorter[1:] if capital else shorter)
        message = f"“{phrase}” says no more than “{fix.text}”."
    else:  # the sentence goes on without it
        after = text[match.end() : match.end() + 1]
        fix = Edit(start, match.end() + len(after), after.upper() if capital else after)
        message = f"“{phrase}” can be left out."
    return Finding(WORDY, message, start, end, (fix,), category="redundancy")


def echoes(chunks: Chunks) -> list[Placed]:
    """Words that come again soon after, in running text, and that the document has hardly otherwise."""
    sentences = chunks.sentences()
    if sum(len(sentence.text) for sentence in sentences) > LONGEST_DOCUMENT:
        return []
    counts: Counter[str] = Counter()
    for sentence in sentences:
        counts.update(stem for stem, _ in _words(sentence.text, sentence.frozen) if stem)
    found: list[Placed] = []
    last: deque[tuple[str, str]] = deque(maxlen=NEAR)
    block = None
    for sentence in sentences:
        if sentence.prose is not block:
            last.clear()
            block = sentence.prose
        if block.kind != "paragraph":
            continue
        for stem, span in _words(sentence.text, sentence.frozen):
            word = sentence.text[slice(*span)]
            before = next((w for s, w in last if s == stem), None) if stem else None
            if before and counts[stem] <= RARE:
                message = f"“{before}” stands just before; another word would sound less like an echo."
                found.append(Placed(Finding(ECHO, message, *span, category="style"), sentence))
            last.append((stem, word))
    return found


@lru_cache(maxsize=32_768)
def _words(text: str, frozen: tuple[tuple[int, int], ...]) -> tuple[tuple[str, tuple[int, int]], ...]:
    """(what word it is, where) for each word; no word at all, "", for one that may be repeated: a short or
    common one, a name, one that is quoted or no language."""
    apart = [*frozen, *quoted(text)]
    found = []
    for match in _WORD.finditer(text):
        word = match[0].lower()
        name = match[0] != word and (match.start() > 0 or not match[0][1:].islower())
        silent = len(word) < SHORTEST or word in _REPEATABLE or name or "'" in word or "’" in word
        silent = silent or any(a < match.end() and match.start() < b for a, b in apart)
        stem = "" if silent else word[:-1] if word.endswith("s") and not word.endswith("ss") else word
        found.append((stem, match.span()))
    return tuple(found)


WORDINESS = Check(
    code=WORDY,
    default="eager",
    wrong=("We met in order to vote.", "It should be noted that the gate is shut."),
    right=("We met to vote.", "“We met in order to vote,” she said."),
    in_sentence=wordiness,
)
PASSIVES = Check(
    code=PASSIVE,
    default="nobody",
    wrong=("The gate was painted by Tom.", "Mistakes were made."),
    right=("Tom painted the gate.", "She was tired.", "“The gate was painted,” he said."),
    in_sentence=passives,
)
ECHOES = Check(
    code=ECHO,
    default="nobody",
    wrong=("The harbour was grey, and beyond the harbour lay the sea.",),
    right=("The harbour was grey, and beyond it lay the sea.",),
    in_document=echoes,
)
