"""HTML: the text of the page, read with tree-sitter's grammar."""

from __future__ import annotations

import tree_sitter
import tree_sitter_html

from slm_lsp.text.formats.format import Format
from slm_lsp.text.formats.mask import Marks
from slm_lsp.text.formats.offsets import byte_offsets
from slm_lsp.text.formats.parsing import parsed
from slm_lsp.text.prose import Prose

LANGUAGE = tree_sitter.Language(tree_sitter_html.language())

# Elements that stand inside a sentence; all others part blocks.
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label",
    "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "wbr",
}  # fmt: skip
_FROZEN = {"code", "kbd", "samp", "var", "math", "img", "svg", "input"}
_OPAQUE = {"pre", "textarea", "template", "noscript", "select", "script", "style", "head"}
_KINDS = {
    **{f"h{n}": "heading" for n in range(1, 7)}, "title": "heading", "li": "item", "dt": "item", "dd": "item",
    "td": "cell", "th": "cell", "caption": "heading", "blockquote": "quote", "figcaption": "paragraph",
    "button": "cell", "summary": "heading", "option": "cell",
}  # fmt: skip


def html_prose(text: str) -> list[Prose]:
    """The prose of an HTML page; an element with `lang` of another language is left alone."""
    marks = Marks(text)
    data = text.encode()
    to_offset = byte_offsets(text)
    root = parsed(LANGUAGE, data)
    stack: list[tuple[tree_sitter.Node, str]] = [(root, "paragraph")] if root else []
    if root is None:
        marks.cut(0, len(text))
    while stack:
        node, kind = stack.pop()
        start, end = to_offset(node.start_byte), to_offset(node.end_byte)
        if node.type in ("script_element", "style_element", "comment", "doctype"):
            marks.drop(start, end) if node.type == "comment" else marks.cut(start, end, kind)
        elif node.type in ("start_tag", "end_tag", "self_closing_tag", "erroneous_end_tag"):
            name = _name(node)
            if name in _INLINE:
                marks.drop(start, end)
            elif name in _FROZEN:
                marks.freeze(start, end)
            else:
                opens = node.type == "start_tag"
                marks.cut(start, end, _KINDS.get(name, "paragraph") if opens else "paragraph")
        elif node.type == "entity":
            marks.freeze(start, end)
        elif node.type == "element" and node.children and node.children[0].type == "start_tag":
            name, language = _name(node.children[0]), _attribute(node.children[0], "lang")
            if name == "head":
                marks.cut(start, to_offset(node.children[0].end_byte))
                titles = [c for c in node.children if c.type == "element" and _name(c.children[0]) == "title"]
                done = to_offset(node.children[0].end_byte)
                for title in titles:
                    marks.cut(done, to_offset(title.children[0].end_byte), "heading")
                    done = to_offset(title.children[-1].start_byte)
                marks.cut(done, end)
            elif name in _OPAQUE or (language and not language.lower().startswith("en")):
                (marks.freeze if name in _INLINE else marks.cut)(start, end)
            elif name in _FROZEN:
                opened, closed = node.children[0], node.children[-1]
                inner = to_offset(opened.end_byte)
                marks.code(
                    start, inner, to_offset(closed.start_byte) if closed.type == "end_tag" else end, end
                )
            else:
                stack.extend((child, kind) for child in reversed(node.children))
        else:
            stack.extend((child, kind) for child in reversed(node.children))
    return marks.prose()


def _name(tag: tree_sitter.Node) -> str:
    found = next((c for c in tag.children if c.type in ("tag_name", "erroneous_end_tag_name")), None)
    return (found.text or b"").decode("utf-8", "replace").lower() if found else ""


def _attribute(tag: tree_sitter.Node, wanted: str) -> str:
    for child in tag.children:
        if child.type == "attribute":
            name, _, value = (child.text or b"").decode("utf-8", "replace").partition("=")
            if name.strip().lower() == wanted:
                return value.strip().strip("\"'")
    return ""


HTML = Format(
    ids=("html", "xhtml"),
    read=html_prose,
    suffixes=(".html", ".htm", ".xhtml"),
    comment_written="<!-- {} -->",
)
