"""Which real corrections mend an error, and which change what is a matter of taste.

A pair counts only where each of its edits mends an error: an edit of taste that nobody can foresee would
count as missed. The lists are of changes that were read in the corpus, none of them wrong before.
"""

from __future__ import annotations

import re

from slm_lsp.checks.model.explain import category
from slm_lsp.text.edits import align_edits

# Both are right; a house prefers one.
_EITHER = [
    set(group.split(","))
    for group in (
        "which,that",
        "may,might,can,could",
        "should,must",
        "indices,indexes",
        "e-mail,email",
        "web site,website",
        "utilize,use",
        "utilizes,uses",
        "by using,using",
        "select,click,choose",
        "via,through,by,using",
        "please,",
        "then,",
        "so,so that",
        "so that,",
        "that,",
        "also,",
        "simply,",
        "now,",
        "first,first of all",
        "will,",
        "want,would like",
        "since,because",
        "while,although,whereas",
        "as,because",
        "toward,towards",
        "afterward,afterwards",
        "among,amongst",
        "while,whilst",
        "until,till",
        "the,this,that,your,our,its,their",
        "it,this,that",
        "the,these",
        "you,we",
        "data is,data are",
        "inside,in,within",
        "just,only",
        "above,preceding",
        "however,but",
        "like,such as",
        "between,among",
        "to,in order to",
        "onto,on to",
        "named,called",
        "one,a",
        "one,an",
        "some,",
        "various,different",
    )
]
_FULL = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'m": " am"}
# British and American spellings of one word.
_DIALECT = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"our(?=s\b|ed\b|ing\b|ful|able|ite|\b)", "or"),
        (r"is(?=(?:e|es|ed|ing|ation|ations|er|ers)\b)", "iz"),
        (r"ys(?=(?:e|es|ed|ing|er)\b)", "yz"),
        (r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers|ation)\b)", "l"),
        (r"tre(?=s?\b)", "ter"),
        (r"ence(?=s?\b)", "ense"),
        (r"ogue(?=s?\b)", "og"),
        (r"grey", "gray"),
        (r"programme(?=s?\b)", "program"),
        (r"judgement", "judgment"),
        (r"learnt", "learned"),
        (r"spelt", "spelled"),
        (r"cancell", "cancel"),
        (r"licence", "license"),
    )
]
# What no reader of English alone can mend: code, names, numbers, links, other languages.
_CODE = re.compile(r"[_\\/<>{}\[\]|=@#$%^*~`\d]|\w\.\w|\b[a-z]+[A-Z]|[A-Z]{2,}|::|\(\)|[^\x00-ɏ‐-…]")
_LINK = re.compile(
    r"^(?:See|Click|Learn|For more|More on)\b|\b[Ss]ee (?:also )?[A-Z]|\bclick here\b|\bhere\.?$"
)
_NAMED_SMALL = re.compile(
    r"^(?:I|I['’]\w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september"
    r"|october|november|december|english|french|german|spanish|russian|chinese|japanese|american|european)$",
    re.I,
)
_OPENING = re.compile(
    r"(?i)^(?:if|when|because|although|though|while|once|unless|since|after|before|as soon as|even if)\b"
)


def mends_errors(source: str, target: str) -> bool:
    """Whether each edit from `source` to `target` mends an error, and so is one that can be asked for."""
    if _LINK.search(source) or _LINK.search(target) or source == target:
        return False
    if not source[:1].isupper() or source[-1:] not in ".!?" or target[-1:] not in ".!?":
        return False
    if source.count(" ") < 4 or not re.search(r"\b(?:the|is|are|to|of|and|a|in|for|with|you|it)\b", source):
        return False
    edits = align_edits(source, target)
    return bool(edits) and all(
        _are_errors(source[e.start : e.end].strip(), e.text.strip(), source[: e.start], source[e.end :])
        for e in edits
    )


def _are_errors(before: str, after: str, context: str, rest: str) -> bool:
    """As one edit or, where as many words came as went, word by word (*depend of* for *depends on*)."""
    if _is_error(before, after, context, rest):
        return True
    old, new = before.split(), after.split()
    return len(old) == len(new) > 1 and all(
        a == b or _is_error(a, b, " ".join([context, *old[:i]]), rest)
        for i, (a, b) in enumerate(zip(old, new, strict=True))
    )


def _is_error(before: str, after: str, context: str, rest: str) -> bool:
    if _CODE.search(before + " " + after) and not (_NAMED_SMALL.match(before) or before == "i"):
        return False
    if _same_word(before, after) or _of_taste(before, after):
        return False
    if (before, after) in (("", "by"), ("by", "")) and rest.lstrip().startswith("using"):
        return False
    kind = category(before, after, context)
    if kind == "capitals":
        return _NAMED_SMALL.match(after) is not None or (not context.strip() and after[:1].isupper())
    if kind == "punctuation":
        return _mends_mark(before, after, context, rest)
    if kind in ("wording", "word-order"):
        return _function_words(before, after)
    if kind in ("missing-word", "extra-word"):
        return all(_is_function_word(w) for w in f"{before} {after}".split())
    if kind == "spelling":
        # A name spelled otherwise, or another content word, is not foreseeable.
        return not (
            after[:1].isupper() and context.strip() and not context.rstrip().endswith((".", "?", "!"))
        )
    return True


def _same_word(before: str, after: str) -> bool:
    """The same word or words: contracted, hyphenated, joined, or in the other dialect."""
    if before.lower() == after.lower():
        return False
    if _expanded(before) == _expanded(after):
        return True
    old, new = (re.sub(r"[\s\-–—]", "", text.lower()) for text in (before, after))
    return old == new or _american(before.lower()) == _american(after.lower())


def _expanded(text: str) -> str:
    text = text.lower().replace("’", "'").replace("cannot", "can not").replace("can't", "can not")
    text = text.replace("won't", "will not").replace("let's", "let us")
    for short, full in _FULL.items():
        text = text.replace(short, full)
    return re.sub(r"\b(it|that|there|here|what|he|she|who)'s\b", r"\1 is", text)


def _american(text: str) -> str:
    for pattern, new in _DIALECT:
        text = pattern.sub(new, text)
    return text


def _of_taste(before: str, after: str) -> bool:
    old, new = before.lower(), after.lower()
    return old != new and any({old, new} <= group for group in _EITHER)


def _mends_mark(before: str, after: str, context: str, rest: str) -> bool:
    """An apostrophe of a possessive, or the comma after a clause that opens its sentence."""
    if re.sub(r"['’]", "", before) == re.sub(r"['’]", "", after):
        return before.replace("’", "'") != after.replace("’", "'")
    opened = context.rsplit(". ", 1)[-1]
    return (
        (before, after) == ("", ",")
        and _OPENING.match(opened) is not None
        and opened.count(" ") >= 3
        and "," not in opened
        and bool(rest.strip())
    )


_FUNCTION_WORDS_TEXT = """
    a an the of to in on at for with by from about into as over after under between through during against
    is are was were be been being am has have had do does did will would can could may should not no than then
    it its he him his she her they them their there this that these those we us our you your i me my who whom
    whose which what where when how if because and or but so nor each every any some all both either neither
    much many more most less fewer other another such too very"""
_FUNCTION_WORDS = set(_FUNCTION_WORDS_TEXT.split())


def _is_function_word(word: str) -> bool:
    return re.sub(r"\W", "", word.lower()) in _FUNCTION_WORDS


def _function_words(before: str, after: str) -> bool:
    words = f"{before} {after}".split()
    return bool(words) and all(_is_function_word(word) for word in words) and len(words) <= 4
