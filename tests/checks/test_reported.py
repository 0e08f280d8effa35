"""What writers reported of Harper and LTeX: false alarms on markup and on right sentences.

A case with a number is rebuilt from the public description of that report (H: Automattic/harper, L:
valentjn/vscode-ltex, LS: valentjn/ltex-ls, LP: ltex-plus/vscode-ltex-plus, S:
bartosz-antosik/vscode-spellright), in words of our own;
"own" are cases of ours beside them.
"""

from __future__ import annotations

import pytest

from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document

MARKUP = [
    ("H194", "markdown", "Open <http://localhost:9093> to see it."),
    ("H3310", "markdown", "Here is [my link](./my dokument.md) to it."),
    ("H3310", "markdown", "Here is [my link](<./my dokument.md>) to it."),
    ("H4012", "markdown", "Run it:\n\n```bash\n$ npm instal my-pakage\nnode indx.js\n```\n"),
    ("H4012", "markdown", "Run the tool with `mytool --srve` or `$ mytool strt`.\n"),
    ("H4012", "markdown", "Run it:\n\n    $ npm instal my-pakage\n"),
    ("H880", "markdown", "Look:\n\n```go\nfunc mian() { fmt.Pritnln(\"helo\") }\n```\n\nThat is all.\n"),
    ("L26", "markdown", "Use `teh_vaule` here.\n\n~~~\nteh code\n~~~\n"),
    ("L210", "markdown", "The value $\\alhpa_{teh}$ is small, and so is\n\n$$\n\\bta = teh\n$$\n"),
    ("S212", "markdown", "The cost is $\\cos(\\mathcal{X})$ at most."),
    ("own", "markdown", "Write to teh.persn@exmaple.com or look at https://exmaple.com/teh/pth?q=vaule."),
    ("own", "markdown", "<!-- teh remrk -->\n\nThat is all."),
    ("own", "markdown", "---\ntitel: teh thng\n---\n\nThat is all."),
    ("own", "markdown", "Look at [[teh pge|this page]] and ![teh picture](teh.png)."),
    ("own", "markdown", "It works.[^teh]\n\n[^teh]: As was said.\n"),
    ("own", "markdown", "<details class=\"teh-clss\">\n<summary>More</summary>\n</details>\n\nThat is all."),
    ("own", "mdx", "import Thng from './teh-thng'\n\nThat is all <Thng vaule={teh} />."),
    ("L463", "latex", "We show code.\n\\begin{minted}{python}\nprnt(teh)\n\\end{minted}\nThat is all.\n"),
    ("L14", "latex", "We show code.\n\\begin{lstlisting}[langauge=C]\nteh;\n\\end{lstlisting}\nAll.\n"),
    ("L14", "latex", "We show code.\n\\begin{verbatim}\nteh cdoe\n\\end{verbatim}\nThat is all.\n"),
    ("L879", "latex", "As \\cref{fig:teh} shows, it works."),
    ("L920", "latex", "This is known \\cite{refrnce}*{Lemma 1.4}."),
    ("L828", "latex", "Consider \\test, but not \\notest."),
    ("S203", "latex", "\\hypersetup{colorlinks, linktoc=all, breaklinks}\nThat is all.\n"),
    ("S173", "latex", "They said ``it works'' and left."),
    ("LS92", "latex", "We use an $\\alpha$-weighted sum."),
    ("L67", "latex", "% LTeX: enabled=false\nTeh linez of output.\n% LTeX: enabled=true\nThat is all.\n"),
    ("L67", "markdown", "<!-- LTeX: enabled=false -->\nTeh linez of output.\n<!-- LTeX: enabled=true -->\n"),
    ("H13", "markdown", "Look:\n\n```\nteh cdoe\n```\n"),
    ("H846", "typst", "As @wetzles2014 and @Liu2022 show, it works.\n"),
    ("H2436", "markdown", "<!-- harper: ignore -->\n**tpyo**\n"),
    ("H2436", "markdown", "**tpyo** <!-- harper: ignore -->\n"),
    ("H3592", "typst", "== Tpyo f // harper: ignore\n\nThat is all.\n"),
    ("H3801", "html", "<p>Run <code>teh comand</code> now.</p><pre>teh cdoe</pre>\n"),
    ("H3801", "markdown", "<pre>\nteh cdoe\n</pre>\n\nRun <code>teh comand</code> now.\n"),
    ("LP64", "latex", "I use an \\gls{IDE} and a \\gls{abc123}.\n"),
    ("LP117", "latex", "He has \\blockcquote[see also][27]{GreenhlaghGovernign}[.]{working with power}\n"),
    ("L227", "markdown", "It is one of many acronyms like \\gls{iot}.\n\n\\newpage\n\nThat is all.\n"),
    ("L930", "markdown_latex_combined", "The value is $\\alhpa$ here.\n"),
    ("LS224", "rust", "/// It is the module.\n///\n/// ```\n/// asert_eq!(4, 4);\n/// ```\nfn main() {}\n"),
    ("own", "typst", "#let thng = teh\n\n`teh cdoe` is code, and $teh$ is a formula.\n"),
    ("own", "org", "#+BEGIN_SRC sh\nteh cmmand\n#+END_SRC\n\nThat is all.\n"),
    ("own", "asciidoc", "----\nteh cdoe\n----\n\nThat is all.\n"),
    ("own", "rst", "Look:\n\n.. code-block:: sh\n\n   teh cmmand\n\nThat is all.\n"),
    ("own", "plaintext", "The file ends with .rs, so it is compiled as its manifest (the .psd1 file) says."),
]  # fmt: skip

RIGHT = [
    ("H2803", "Any resemblance to real persons, living or dead, is purely coincidental."),
    ("H1496", "I am not able to come on Monday."),
    ("H1673", "What were the action items?"),
    ("H1508", "Were any other toys fun?"),
    ("H3203", "It is on a journey that many believe is important."),
    ("H2252", "These are the things I need to do today."),
    ("H1969", "I'm checking in to the hotel this afternoon."),
    ("H3044", "The change rewrites how the program handles one of its hardest tasks."),
    ("H2526", "The menu has several shutdown options."),
    ("H582", "This man and his family went home."),
    ("H662", "They are as old as the hills."),
    ("H748", "The effect was noticeable but not huge, and it took a year."),
    ("H798", "The oversized sign in the United States showed a sigil."),
    ("H1541", "We built a large data corpus for the study."),
    ("H1682", "Understanding them is hard."),
    ("H2010", "We Want to Hear From You"),
    ("H2020", "You have fifty requests a day, every day free."),
    ("H2523", "You will be getting a letter soon."),
    ("H2787", "She motioned to the glass."),
    ("H2787", "When had he become so rude?"),
    ("H2787", "She spun around on her chair as he tried to answer."),
    ("H2789", "Anton let out a long breath."),
    ("H3861", "He laughs again."),
    ("H4037", "Let's all go home."),
    ("H4120", "We pledge to build a welcoming, constructive, and respectful place for everyone."),
    ("H4388", "We humans are a curious people."),
]


# How people in a story talk.
TALK = """\
“Come in,” he said. “It’s late.”

'Well,' she said, 'I can't stay.'

“Wh—” he began. “No.”

"You're late," said Ann.

"Am I?"

“Don’t,” she whispered; “please don’t.”

He looked up. “Yes?” Nothing. Not a sound.

“But … why?”

“Never,” said the old man, “in all my years—”

“I ain’t going nowhere,” he said, “and that’s that.”
"""


@pytest.mark.parametrize("model", [True, False])
async def test_dialogue_is_left_alone_even_by_the_eager(model: bool) -> None:
    session = Session()
    checker = session.checker(Settings(sensitivity="eager", grammar=model), None)
    found = await checker.deep(Document("a", 0, "markdown", TALK))
    await session.close()
    assert not [(p.finding.code, p.text) for p in found]


@pytest.mark.parametrize(("report", "language", "text"), MARKUP, ids=lambda v: v if len(v) < 12 else "")
async def test_markup_is_left_alone(report: str, language: str, text: str) -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False, codeComments=True), None)
    found = await checker.fast(Document("a", 0, language, text))
    await session.close()
    assert not [(p.finding.code, p.text) for p in found]


async def test_a_full_stop_after_a_space_is_no_ending_of_a_file() -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False), None)
    found = await checker.fast(Document("a", 0, "plaintext", "He went home .She stayed there ."))
    await session.close()
    assert [p.span for p in found if p.finding.code == "harper/Spaces"] == [(12, 13), (30, 31)]


@pytest.mark.parametrize(("report", "text"), RIGHT, ids=lambda v: v if len(v) < 12 else "")
async def test_a_right_sentence_is_left_alone(report: str, text: str) -> None:
    session = Session()
    checker = session.checker(Settings(), None)
    found = await checker.deep(Document("a", 0, "plaintext", text))
    await session.close()
    assert not [(p.finding.code, p.text) for p in found]
