"""What becomes of the patterns that functions put together: an example of each, by where it is made."""

from __future__ import annotations

import re

from slm_lsp.checks.patterns import learner_errors
from slm_lsp.english import dialect, lexicon
from slm_lsp.rewrite import active_voice, styles, substitutions
from slm_lsp.text import suppressions
from slm_lsp.text.formats import markdown, org

EXAMPLES: dict[tuple[str, str], list[str | re.Pattern[str]]] = {
    ("checks/patterns/learner_errors.py", '"".join(pattern)'): [
        use.pattern for use in learner_errors._USAGES
    ],
    ("inference/guards.py", 'rf"\\b{re.escape(n)}\\b"'): [r"\bAgnieszka\b"],
    ("inference/guards.py", 'rf"\\b{re.escape(old[1])}\\b"'): [r"\bAgnieszka\b"],
    # Of the writer's lists: taken only where their ways are few, see the tests of word lists.
    ("memory/word_patterns.py", "line"): [],
    ("rewrite/active_voice.py", "_DETERMINERS"): [active_voice._DETERMINERS],
    ("rewrite/rewriter.py", 'rf"(?<!\\w){re.escape(phrase)}(?!\\w)"'): [r"(?<!\w)in\ order\ to(?!\w)"],
    ("rewrite/substitutions.py", 'rf"(?<![\\w\'’-])(?:{words})(?![\\w\'’-])"'): [
        substitutions._compiled(tuple(lexicon.CONTRACTIONS))[0]
    ],
    ("rewrite/styles.py", 'rf"\\b(?:{pattern})"'): [rf"\b(?:{said})" for said in styles._SAID_AS.values()],
    ("text/formats/latex.py", 'rf"\\\\end\\s*\\{{{name}\\*?\\}}"'): [r"\\end\s*\{align\*?\}"],
    ("text/formats/markdown.py", "pattern"): [
        r"^[ ]{0,3}`{3,}[ \t]*$", *(close + "[^\n]*" for close in markdown._HTML_CLOSES.values()),
        markdown._RAW_CLOSES + "[^\n]*",
    ],
    ("text/formats/org.py", "pattern"): [
        org._closes(opened)
        for text in ("#+begin_src", ":drawer:", "\\begin{align*}")
        if (opened := org._OPENS.match(text))
    ],
    ("text/formats/typst.py", 'rf"\\n(?=[ \\t]{{0,{indent}}}\\S)"'): [r"\n(?=[ \t]{0,4}\S)"],
    ("text/suppressions.py", 'rf"(?x)(?:{opening}){_DIRECTIVE}"'): [
        suppressions._directive(opening) for opening in {*suppressions.COMMENTS.values(), suppressions.CODE}
    ],
    (
        "text/suppressions.py",
        'rf"(?:{opening})[ \\t]*(?i:slm-lsp|cspell)[ ]?:[ ]?words?((?:[ \\t,]+[\\w\'’-]*\\w)+)"',
    ): [suppressions._own_words(opening) for opening in {*suppressions.COMMENTS.values(), suppressions.CODE}],
    ("english/dialect.py", 'rf"(?<![\\w\'’-])(?:{\'|\'.join(words)})(?![\\w-])"'): [
        dialect._any_of(dialect._BRITISH), dialect._any_of(dialect._AMERICAN)
    ],
}  # fmt: skip


def made_patterns() -> dict[str, re.Pattern[str]]:
    """The examples, compiled, each by a name."""
    return {
        f"{module} {source[:40]} {number}": re.compile(example)
        for (module, source), examples in EXAMPLES.items()
        for number, example in enumerate(examples)
    }
