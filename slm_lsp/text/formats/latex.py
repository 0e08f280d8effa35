"""LaTeX: the body's running text, with the arguments of commands that print what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks, closing, cuts_outside
from slm_lsp.text.prose import Prose
from slm_lsp.text.scan import Next

# Environments whose inside is not language.
_OPAQUE = {
    "equation", "align", "alignat", "gather", "multline", "eqnarray", "math", "displaymath", "flalign",
    "cases", "array", "matrix", "tabular", "tabularx", "longtable", "verbatim", "lstlisting", "minted",
    "Verbatim", "tikzpicture", "algorithm", "algorithmic", "comment", "thebibliography", "filecontents",
    "alltt", "code", "pmatrix", "bmatrix", "axis", "picture", "split", "aligned", "subequations", "dmath",
}  # fmt: skip
# Commands that print something we do not read: it stands in the sentence, whatever it is.
_REFERENCES = re.compile(
    r"(?:[a-zA-Z]*cite[a-zA-Z]*|[a-zA-Z]*ref|url|path|verb|lstinline|mintinline|num|SI|si|qty|unit"
    r"|gls|Gls|glspl|Glspl|acrshort|acrlong|acrfull|ac|acp|ensuremath|LaTeX|TeX|input|footnotemark|today)\*?"
)
# Citations that are no word of the sentence.
_ASIDE = {"cite", "citep", "autocite", "parencite", "footcite", "supercite", "nocite", "citealp", "smartcite"}
# Commands whose argument is printed in the sentence.
_PRINTED = {
    "emph", "textbf", "textit", "textsc", "textsf", "textrm", "textsl", "textup", "underline", "enquote",
    "mbox", "text", "hl", "uline", "uppercase", "lowercase", "MakeUppercase", "so", "alert", "quotes",
    "textmd", "sout", "textquote", "foreignquote", "strong",
}  # fmt: skip
# Commands whose (last) argument is a block of its own, and its kind.
_HEADINGS = {
    "part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph", "title",
    "subtitle", "frametitle", "framesubtitle", "caption", "subcaption", "captionof",
}  # fmt: skip
_APART = {"footnote", "footnotetext", "thanks", "todo", "marginpar", "marginnote", "sidenote", "abstract"}

_TOKEN = re.compile(
    r"""
      (?P<comment>(?<!\\)%[^\n]*(?:\n[ \t]*(?=\S))?)
    | \\begin\s*\{(?P<begin>[a-zA-Z]+)\*?\}(?:\s*\[[^\]\n]{0,500}\])?(?:\{[^{}\n]*\})*
    | \\end\s*\{(?P<end>[a-zA-Z]+)\*?\}
    | (?P<display>\$\$.*?\$\$|\\\[(?:[^\\]|\\[^\[\]])*\\\])
    | (?P<math>\$(?:\\.|[^$\\])+?\$|\\\((?:[^\\]|\\[^()])*\\\))
    | \\(?P<item>item)\b(?:\s*\[[^\]\n]{0,500}\])?
    | \\(?P<verb>verb\*?|lstinline)(?P<bar>[^a-zA-Z\s{\[*])[^\n]{0,500}?(?P=bar)
    | \\(?P<name>[a-zA-Z@]+)\*?
    | (?P<break>\\\\(?:\[[^\]\n]{0,100}\])?)
    | (?P<escape>\\[^a-zA-Z\s])
    | (?P<quote>``|''|---?|~(?!\\\w*cite))
    | (?P<brace>[{}])
    """,
    re.X | re.S,
)
_ARGUMENT = re.compile(r"[ \t]*(?:\[[^\]\n]{0,500}\]|<[^>\n]{0,500}>)*[ \t]*")


_TITLE = re.compile(r"\\(?:title|subtitle)\s*(?:\[[^\]]{0,500}\])?(?=\{)")
_SECOND = re.compile(r"[ \t]*\{")
_BODY = re.compile(r"\\begin\s*\{document\}")
# Each branch begins with a plain character, which `re` looks for quickly.
_SPANNING = re.compile(
    rf"""
      %[^\n]*
    | \\begin\s*\{{(?P<begin>{"|".join(sorted(_OPAQUE))})\*?\}}
    | \$\$.*?\$\$ | \\\[(?:[^\\]|\\[^\[\]])*\\\]
    | \$(?:\\.|[^$\\])+?\$ | \\\((?:[^\\]|\\[^()])*\\\)
    | \\(?:verb\*?|lstinline)(?P<bar>[^a-zA-Z\s{{\[*])[^\n]{{0,500}}?(?P=bar)
    | \\.
    | \{{
    """,
    re.X | re.S,
)


def latex_cuts(text: str) -> list[int]:
    """Where a paragraph begins, after the preamble, that nothing before it reaches into."""
    return cuts_outside(text, _spanning(text))


def _spanning(text: str) -> Iterator[tuple[int, int]]:
    body = _BODY.search(text)
    at = body.end() if body else 0
    yield 0, at
    ends = Ends(text)
    while match := _SPANNING.search(text, at):
        at = match.end()
        if match[0] == "{":
            at = closing(text, match.start())
        elif match["begin"]:
            at = ends.after(match["begin"], at) or match.start() + 2
        yield match.start(), at


class Ends:
    """Where environments end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: dict[str, Next] = {}

    def after(self, name: str, at: int) -> int | None:
        """The place after the next end of an environment's name; None where there is none."""
        if name not in self._ends:
            self._ends[name] = Next(re.compile(rf"\\end\s*\{{{name}\*?\}}"), self._text)
        found = self._ends[name].after(at)
        return found.end() if found else None


def latex_prose(text: str) -> list[Prose]:
    """The prose of a LaTeX document, from `\\begin{document}` on where there is one."""
    marks = Marks(text)
    at = 0
    if body := _BODY.search(text):
        preamble = text[: body.start()]
        marks.cut(0, body.end())
        for name in _TITLE.finditer(preamble):
            inner, close = name.end() + 1, max(name.end() + 1, closing(text, name.end()) - 1)
            marks.apart(inner, close, "heading")
            _read(text, inner, close, marks)
        at = body.end()
    _read(text, at, len(text), marks)
    return marks.prose()


def _read(text: str, at: int, end: int, marks: Marks) -> None:
    """Marks the tokens of `[at, end)`."""
    ends = Ends(text)
    while match := _TOKEN.search(text, at, end):
        at = max(_token(text, match, marks, ends), match.end())


def _token(text: str, match: re.Match[str], marks: Marks, ends: Ends) -> int:
    """Marks one token; gives the place to go on from."""
    start, end = match.span()
    if name := match["begin"]:
        if name in _OPAQUE:
            stop = ends.after(name, end) or end
            # A displayed formula stands inside a sentence; a table or a listing ends it.
            inline = name in ("equation", "align", "gather", "multline", "math", "displaymath", "eqnarray")
            (marks.freeze if inline else marks.cut)(start, stop)
            return stop
        marks.cut(start, end, "quote" if name in ("quote", "quotation", "verse") else "paragraph")
    elif match["end"]:
        marks.cut(start, end)
    elif match["item"]:
        marks.cut(start, end, "item")
    elif match["name"]:
        return _command(text, match["name"], match, marks)
    elif match["math"] or match["display"] or match["verb"]:
        marks.freeze(start, end)
    elif match["comment"] or match["brace"]:
        marks.drop(start, end)
    elif match["escape"] or match["quote"] or match["break"]:
        marks.freeze(start, end)
    return end


def _command(text: str, name: str, match: re.Match[str], marks: Marks) -> int:
    start, end = match.span()
    skipped = _ARGUMENT.match(text, end)
    opened = skipped.end() if skipped else end
    braced = text[opened : opened + 1] == "{"
    close = closing(text, opened) if braced else end
    if name in ("href", "textcolor", "colorbox", "hyperref", "foreignlanguage") and braced:
        second = _SECOND.match(text, close)
        if name == "foreignlanguage":
            stop = closing(text, second.end() - 1) if second else close
            marks.freeze(start, stop)
            return stop
        if second:
            marks.drop(start, second.end())
            return second.end()
        marks.drop(start, opened)
        return opened
    if name in _PRINTED:
        marks.drop(start, opened)
        return opened
    if braced and name in _HEADINGS:
        marks.drop(start, opened)
        marks.cut(start, opened + 1, "heading")
        marks.cut(max(opened + 1, close - 1), close)
        return opened + 1
    if braced and name in _APART:
        marks.drop(start, opened + 1)
        marks.drop(max(opened + 1, close - 1), close)
        marks.apart(opened + 1, max(opened + 1, close - 1))
        return opened + 1
    if braced and name in ("texttt", "code"):
        marks.code(start, opened + 1, max(opened + 1, close - 1), close)
        return close
    if name in _ASIDE:
        before = start - 1 if text[start - 1 : start] == "~" else start
        stop = close
        while text[stop : stop + 1] == "{":
            stop = closing(text, stop)
        marks.drop(before, stop)
        return stop
    if _REFERENCES.fullmatch(name):
        stop = close
        while braced and text[stop : stop + 1] == "{":
            stop = closing(text, stop)
        marks.freeze(start, stop)
        return stop
    # Anything else is markup, its arguments too: labels, lengths, file names.
    stop = close if braced else end
    while braced and text[stop : stop + 1] in ("{", "["):
        stop = closing(text, stop, "{}" if text[stop] == "{" else "[]")
    marks.drop(start, stop)
    return stop


LATEX = Format(
    ids=("latex", "tex", "plaintex"),
    read=latex_prose,
    suffixes=(".tex", ".ltx"),
    cuts=latex_cuts,
    comment="%",
    comment_written="% {}",
)
