"""Markdown (CommonMark, GFM) and its kin, read with tree-sitter's two grammars.

The block grammar finds paragraphs, headings, items and cells; the inline grammar finds what
inside them is markup. Code, HTML, formulas, link targets, front matter and footnote marks are
masked; link texts, emphasised words and footnotes' own text are prose.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

import tree_sitter
import tree_sitter_markdown

from slm_lsp.text.formats.format import HTML_COMMENT, Format
from slm_lsp.text.formats.inline import add_words
from slm_lsp.text.formats.offsets import Lines, byte_offsets
from slm_lsp.text.formats.parsing import parsed
from slm_lsp.text.formats.plain import plain_prose
from slm_lsp.text.front_matter import front_matter
from slm_lsp.text.prose import Prose, ProseBuilder, built
from slm_lsp.text.scan import Next

BLOCK = tree_sitter.Language(tree_sitter_markdown.language())
INLINE = tree_sitter.Language(tree_sitter_markdown.inline_language())

# The inline grammar needs the square of a text's length: 3 s for one of 30,000 characters.
LONGEST_PART = 4_000

# Read as part of the sentence, never flagged or changed.
FROZEN = {"latex_block", "uri_autolink", "email_autolink", "entity_reference",
          "numeric_character_reference", "backslash_escape"}  # fmt: skip
# The same, but for their marks: what is read is the code, or the picture's description.
READ_ONLY = {"code_span": {"code_span_delimiter"}, "image": {"image_description"}}
# Not part of the sentence at all.
DROPPED = {"html_tag", "emphasis_delimiter", "link_destination", "link_title", "link_label"}
LINKS = {"inline_link", "full_reference_link", "collapsed_reference_link", "shortcut_link"}

_FOOTNOTE_START = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_SHORTCODE = re.compile(
    r"\{\{[%<](?:(?!\{\{[%<]).)*?[%>]\}\}|\{[.#:%][^}\n]{0,500}\}|\{/\*(?:(?!\{/\*).)*?\*/\}|\$\$.*?\$\$"
    r"|^[ \t]*:::[^\n]*",
    re.S | re.M,
)
# What a template or a page's code puts in: `{props.name}`, `{@link x}`, `{{ value }}`.
_PLACEHOLDER = re.compile(r"\{\{[^}\n]{0,500}\}\}|\{[@$\w][^}\n]{0,500}\}")
_CODE_ELEMENT = re.compile(r"<(code|kbd|samp|var|tt)\b[^<>\n]*>((?:(?!<\1\b).)*?)</\1>", re.S)
_MODULE = re.compile(
    r"(?:import\b[^\n]*['\"][^'\"\n]+['\"];?|export\s+(?:default|const|let|function|async)\b)"
)
_CALLOUT = re.compile(r"\[![\w-]+\][+-]?[ \t]*")
# A link to a file whose name has spaces: no link to the parser, but one to its writer.
_SPACED_LINK = re.compile(r"\[([^\[\]\n]+)\]\((?:\.{0,2}/|#|~/)[^()\n]*\)")
_CITATION = re.compile(r"\[(?=[^\[\]]*\])(?:[^\[\]]*?;\s*)?-?@[\w:.#$%&\-+?<>~/][^\[\]]*\]")
_CLOSING_HASHES = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$")


# What may reach over blank lines, what may hide it, and where a block may begin.
_OPENS = re.compile(
    r"""
      ^(?P<indent>[ ]{0,3})(?:
          (?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$
        | (?P<html><!--|<\?|<!\[CDATA\[|<![a-z]|<(?:script|pre|style|textarea)(?=[\s>]))
        | (?P<tag><)
      )
    | ^(?P<blank>[ \t]*\n)(?=[^\s>])
    """,
    re.X | re.M | re.I,
)
_BLANK_LINE = re.compile(r"^[ \t]*$", re.M)
_HTML_CLOSES = {"<!--": "-->", "<?": r"\?>", "<![cdata[": r"\]\]>"}
_RAW_CLOSES = "</(?:script|pre|style|textarea)>"


def markdown_cuts(text: str) -> list[int]:
    """Where blocks begin that nothing before can reach into: after a blank line, at a line's start.

    Where it can't be told without reading the whole, nothing more is cut: the rest is one segment.
    """
    return _cuts(text, len(front_matter(text)))


def markdown_cuts_from_here(text: str) -> list[int]:
    """The same of a part of a text that begins at a cut: nothing in it is front matter."""
    return _cuts(text, 0)


def _cuts(text: str, at: int) -> list[int]:
    cuts: list[int] = []
    tag_until = 0
    blank_line = Next(_BLANK_LINE, text)
    while match := _OPENS.search(text, at):
        at = match.end()
        if match["blank"] is not None:
            if match.start():
                cuts.append(at)
            continue
        if match["tag"]:  # HTML up to the next blank line, or words
            blank = blank_line.after(at)
            tag_until = blank.start() if blank else len(text)
            continue
        if fence := match["fence"]:
            pattern = rf"^[ ]{{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*$"
        else:
            opened = match["html"].lower()
            pattern = _HTML_CLOSES.get(opened, ">" if opened.startswith("<!") else _RAW_CLOSES) + "[^\n]*"
        close = re.compile(pattern, re.M | re.I).search(text, at)
        end = close.end() if close else len(text)
        reaches = any(b["blank"] is not None for b in _OPENS.finditer(text, at, end))
        if reaches and (match["indent"] or match.start() < tag_until):
            break  # in a list or in HTML it may end sooner, or be none
        at = end
    return cuts


def _runs(text: str, at: int) -> Iterator[tuple[str, int, bool]]:
    """The runs of a block's own text from a place on; a very long text is read in parts."""
    while at < len(text):
        end = len(text)
        if end - at > LONGEST_PART:
            space = max(text.rfind(mark, at + 1, at + LONGEST_PART) for mark in (" ", "\n"))
            end = space if space > 0 else at + LONGEST_PART
        for run, offset, frozen in _inline_runs(text[at:end]):
            yield run, at + offset, frozen
        at = end


def _inline_runs(text: str) -> tuple[tuple[str, int, bool], ...]:
    """(run, offset, frozen) for the prose of one block's own text."""
    masked = [(m.start(), m.end(), "drop") for m in _SHORTCODE.finditer(text)]
    for match in itertools.chain(_WIKI.finditer(text), _SPACED_LINK.finditer(text)):
        masked += [(match.start(), match.start(1), "drop"), (match.end(1), match.end(), "drop")]
    for match in _CODE_ELEMENT.finditer(text):
        masked.append((match.start(), match.start(2), "drop"))
        masked.append((match.start(2), match.end(2), "freeze"))
    masked += [(m.start(), m.end(), "drop") for m in _CITATION.finditer(text)]
    masked += [(m.start(), m.end(), "freeze") for m in _PLACEHOLDER.finditer(text)]
    to_offset = byte_offsets(text)

    # No recursion: a text may nest deeper than Python's stack.
    root = parsed(INLINE, text.encode())
    stack = [root] if root else []
    while stack:
        node = stack.pop()
        start, end = to_offset(node.start_byte), to_offset(node.end_byte)
        if node.type in FROZEN:
            masked.append((start, end, "freeze"))
        elif node.type in DROPPED:
            masked.append((start, end, "drop"))
        elif node.type in READ_ONLY:
            inner = [c for c in node.children if c.type in READ_ONLY[node.type]]
            first, last = (inner[0], inner[-1]) if inner else (node, node)
            if node.type == "code_span":  # what stands between the delimiters
                low, high = to_offset(first.end_byte), to_offset(last.start_byte)
            else:
                low, high = to_offset(first.start_byte), to_offset(last.end_byte)
            masked.extend([(start, low, "drop"), (low, high, "freeze"), (high, end, "drop")])
        elif node.type in LINKS:
            label = next((c for c in node.children if c.type == "link_text"), None)
            if label is None or text.startswith("^", to_offset(label.start_byte)):
                masked.append((start, end, "drop"))
            else:
                masked.append((start, to_offset(label.start_byte), "drop"))
                masked.append((to_offset(label.end_byte), end, "drop"))
                stack.extend(label.children)
        elif node.type == "hard_line_break":
            masked.append((start, start + len(text[start:end].rstrip("\r\n")), "drop"))
        else:
            stack.extend(node.children)
    runs: list[tuple[str, int, bool]] = []
    done = 0
    for start, end, how in sorted(masked):
        if start > done:
            runs.append((text[done:start], done, False))
        if how == "freeze" and end > done:
            runs.append((text[max(start, done) : end], max(start, done), True))
        done = max(done, end)
    if done < len(text):
        runs.append((text[done:], done, False))
    return tuple(runs)


def _inline_nodes(node: tree_sitter.Node) -> Iterator[tuple[tree_sitter.Node, str]]:
    """The nodes that hold prose, in document order, each with the kind of block it is."""
    kinds = {
        "atx_heading": "heading",
        "setext_heading": "heading",
        "pipe_table_cell": "cell",
        "pipe_table_header": "cell",
        "block_quote": "quote",
        "list_item": "item",
    }
    stack: list[tuple[tree_sitter.Node, str]] = [(node, "paragraph")]
    while stack:
        current, kind = stack.pop()
        if current.type in ("inline", "pipe_table_cell"):
            yield current, "cell" if current.type == "pipe_table_cell" else kind
            continue
        if current.type == "ERROR":
            continue
        kind = kinds.get(current.type, kind)
        stack.extend((child, kind) for child in reversed(current.children))


def markdown_prose(text: str) -> list[Prose]:
    """The prose of a Markdown document."""
    if not text.endswith("\n"):
        text += "\n"  # the parser reads a heading only with its line's end
    data = text.encode()
    to_offset = byte_offsets(text)
    builders = []
    root = parsed(BLOCK, data)
    if root is None:
        return plain_prose(text)
    for node, kind in _inline_nodes(root):
        start, end = to_offset(node.start_byte), to_offset(node.end_byte)
        # The block's own text, without the quote marks and indents of its later lines.
        kept: list[tuple[int, int]] = []
        for child in node.children:
            if child.type == "block_continuation":
                kept.append((start, to_offset(child.start_byte)))
                start = to_offset(child.end_byte)
        kept.append((start, end))
        own = "".join(text[a:b] for a, b in kept)
        if kind == "paragraph" and _MODULE.match(own):
            continue  # MDX's modules
        skip = 0
        if match := _FOOTNOTE_START.match(own) or _CALLOUT.match(own):
            skip = match.end()
        if kind == "heading" and (closing := _CLOSING_HASHES.search(own)):
            own = own[: closing.start()]
        builder = ProseBuilder(kind)
        lines = Lines(kept)
        for run, offset, frozen in _runs(own, skip):
            for source, low, high in lines.places(offset, offset + len(run)):
                part = own[low:high]
                if frozen:
                    builder.add(part, source, frozen=True)
                else:
                    add_words(builder, part, source)
        builders.append(builder)
    return built(builders)


MARKDOWN = Format(
    ids=("markdown", "pandoc", "markdown_latex_combined"),
    read=markdown_prose,
    suffixes=(".md", ".markdown", ".mdown"),
    cuts=markdown_cuts,
    cuts_from_here=markdown_cuts_from_here,
    comment_written="<!-- {} -->",
)
QUARTO = replace(MARKDOWN, ids=("quarto",), suffixes=(".qmd",))
RMD = replace(MARKDOWN, ids=("rmd",), suffixes=(".rmd",))
MDX = replace(
    MARKDOWN,
    ids=("mdx",),
    suffixes=(".mdx",),
    comment=rf"{HTML_COMMENT}|\{{/\*",
    comment_written="{{/* {} */}}",
)
