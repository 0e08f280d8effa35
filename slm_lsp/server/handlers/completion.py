"""Completion items, for clients without inline completion."""

from __future__ import annotations

from lsprotocol import types

from slm_lsp.server.ghost_text import suggestion_at
from slm_lsp.server.language_server import SlmServer

OPTIONS = types.CompletionOptions([" "], resolve_provider=True)


async def completion(ls: SlmServer, params: types.CompletionParams) -> types.CompletionList:
    empty = types.CompletionList(is_incomplete=True, items=[])
    opened = ls.documents.get(params.text_document.uri)
    snapshot = ls.snapshot(params.text_document.uri)
    if opened is None or snapshot is None:
        return empty
    if not snapshot.settings.completions or ls.ghost_text_paused:
        return empty
    by_itself = params.context is not None and (
        params.context.trigger_kind is not types.CompletionTriggerKind.Invoked
    )
    if ls.client.inline_completion and by_itself:
        return empty  # it is shown as ghost text already
    offset = snapshot.offset(params.position)
    suggestion = await suggestion_at(ls, opened, offset)
    if suggestion is None or not ls.is_newest(snapshot):
        return empty
    start = offset - len(suggestion.word)
    text = suggestion.word + suggestion.insert
    return types.CompletionList(
        is_incomplete=True,
        items=[
            types.CompletionItem(
                label=text.strip(),
                kind=types.CompletionItemKind.Text,
                detail="slm-lsp",
                filter_text=text.strip() if suggestion.word else suggestion.insert,
                text_edit=types.TextEdit(snapshot.range(start, offset), text),
                data={
                    "uri": snapshot.document.uri,
                    "version": snapshot.document.version,
                    "offset": start,
                    "text": text,
                },
            )
        ],
    )


def completion_resolve(ls: SlmServer, item: types.CompletionItem) -> types.CompletionItem:
    """The line as it would read, for who looks at an item before taking it."""
    data = item.data if isinstance(item.data, dict) else {}
    opened = ls.documents.get(str(data.get("uri")))
    if opened is not None and opened.document.version == data.get("version"):
        text, offset = opened.document.text, int(data["offset"])
        line = max(text.rfind(mark, 0, offset) for mark in "\r\n") + 1
        item.documentation = (text[line:offset] + str(data["text"])).strip()
    return item
