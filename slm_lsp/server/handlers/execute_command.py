"""Commands: what the server carries out for any client."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from slm_lsp import __version__
from slm_lsp.errors import BadSettings
from slm_lsp.memory.feedback import OFFER, RULE, WAY
from slm_lsp.server import check_scheduler, command_names, feedback, rewriting
from slm_lsp.server.feedback import offer_name
from slm_lsp.server.ghost_text import learn_accepted
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.offer import BESIDE
from slm_lsp.server.settings_reload import reload_settings, show_all
from slm_lsp.settings.option_files import PROJECT_FILE, turn_rule_off

if TYPE_CHECKING:
    from slm_lsp.rewrite.rewriter import Rewrite


async def add_word_user(ls: SlmServer, uri: str, word: str) -> bool:
    opened = ls.documents.get(uri)
    settings = opened.settings if opened else ls.settings
    added = False
    with ls.keeping("The word"):
        added = await asyncio.to_thread(ls.session.user_dictionary(settings).add, word)
    await show_all(ls)
    return added


async def add_word_workspace(ls: SlmServer, uri: str, word: str) -> bool:
    opened = ls.documents.get(uri)
    if opened is None:
        return False
    folder = ls.folder_of(opened.path)
    dictionary = ls.session.workspace_dictionary(opened.settings, folder)
    if dictionary is None:
        ls.tell(
            "slm-lsp.workspaceDictionary points outside the project; nothing was written.",
            types.MessageType.Warning,
        )
        return False
    added = False
    with ls.keeping("The word"):
        added = await asyncio.to_thread(dictionary.add, word)
    await show_all(ls)
    return added


async def ignore_finding(ls: SlmServer, uri: str, identity: str, code: str) -> bool:
    with ls.keeping("That it is ignored"):
        await asyncio.to_thread(ls.session.dismissals.dismiss_finding, identity, code)
    if (opened := ls.documents.get(uri)) is not None:
        feedback.left(ls, opened, RULE, code)
    await show_all(ls)
    return True


async def ignore_rule(ls: SlmServer, uri: str, code: str) -> bool:
    with ls.keeping("That the rule is off"):
        await asyncio.to_thread(ls.session.dismissals.dismiss_rule, code)
    await show_all(ls)
    return True


async def ignore_rule_in_project(ls: SlmServer, uri: str, code: str) -> bool:
    opened = ls.documents.get(uri)
    if opened is None:
        return False
    path = ls.folder_of(opened.path) / PROJECT_FILE
    try:
        await asyncio.to_thread(turn_rule_off, path, code)
    except BadSettings as error:
        ls.tell(str(error), types.MessageType.Warning)
        return False
    reload_settings(ls)
    return True


def check(ls: SlmServer, uri: str) -> bool:
    opened = ls.documents.get(uri)
    if opened is None:
        return False
    opened.typing_at = None
    check_scheduler.schedule(ls, uri)
    return True


async def rewrite(ls: SlmServer, uri: str, where: Any, how: str) -> bool:
    """Rewrites a range in a way by its name, or as the writer's own words say; whether it was done."""
    snapshot = ls.snapshot(uri)
    if snapshot is None or not how.strip():
        words = "Say how to rewrite, in a text that is open."
        if uri in ls.documents and how.strip():
            words = "This text is left alone: it is too long, excluded, or in a format that is not read."
        ls.tell(words, types.MessageType.Warning)
        return False
    start, end = snapshot.offsets(ls.protocol._converter.structure(where, types.Range))
    way = (await rewriting.ways()).style_of(how)
    edits = rewriting.best_of(await rewriting.rewritten(ls, snapshot, start, end, way))
    if not edits:
        return False
    if not ls.is_newest(snapshot):
        ls.tell(
            "The text has changed since, so nothing was rewritten; ask for the rewrite again.",
            types.MessageType.Info,
        )
        return False
    feedback.rewrite_shown(ls, snapshot, way.name, edits)
    params = types.ApplyWorkspaceEditParams(snapshot.workspace_edit(edits), label=f"Rewrite: {way.label}")
    return (await ls.workspace_apply_edit_async(params)).applied


async def candidates(
    ls: SlmServer, uri: str, where: Any, how: str, *token: str | int
) -> list[list[types.TextEdit]]:
    """What a rewrite would change: of one sentence each candidate's edits, the best first; of more the
    best ones', together. With a token, each sentence's are sent as progress as soon as it is done."""
    snapshot = ls.snapshot(uri)
    if snapshot is None or not how.strip():
        return []
    start, end = snapshot.offsets(ls.protocol._converter.structure(where, types.Range))
    way = (await rewriting.ways()).style_of(how)

    def each(rewrite: Rewrite) -> None:
        if token and rewrite.edits and ls.is_newest(snapshot):
            edits = snapshot.text_edits(rewrite.document_edits)
            ls.progress(types.ProgressParams(token[0], edits))

    from slm_lsp.rewrite.rewriter import document_edits

    rewrites = await rewriting.rewritten(ls, snapshot, start, end, way, each)
    ls.require_newest(snapshot)
    best = rewriting.best_of(rewrites)
    feedback.rewrite_shown(ls, snapshot, way.name, best)
    if len(rewrites) == 1:
        sentence = rewrites[0].sentence
        return [snapshot.text_edits(document_edits(sentence, one)) for one in rewrites[0].candidates]
    return [snapshot.text_edits(best)] if best else []


async def ways_to_rewrite(ls: SlmServer) -> list[dict[str, Any]]:
    """The ways of rewriting, for a menu, those that the writer uses most first: name, label, and whether
    the model at hand can do it."""
    known = (await rewriting.ways()).REWRITE_STYLES
    engine = ls.session.engine(ls.settings)
    feedback = ls.session.feedback
    used = {way: feedback.of(WAY, way).taken if ls.settings.memory else 0.0 for way in known}
    return [
        {
            "name": way.name,
            "label": way.label,
            "able": engine is not None and way.possible(engine.style),
        }
        for way in sorted(known.values(), key=lambda way: -used[way.name])
    ]


def status(ls: SlmServer) -> dict[str, Any]:
    engine = ls.session.engine(ls.settings)
    return {
        "version": __version__,
        "model": engine.model.name if engine else None,
        "backend": engine.choice.name if engine else None,
        "why": engine.choice.why if engine else ls.session.failure,
        "documents": len(ls.documents),
        "asked": dict(ls.asked),
        "model calls": engine.host.asked if engine else 0,
        "cache": ls.session.cache.counts,
    }


def pause_ghost_text(ls: SlmServer) -> bool:
    """Pauses ghost text, or goes on with it; whether it is paused now."""
    ls.ghost_text_paused = not ls.ghost_text_paused
    return ls.ghost_text_paused


async def ghost_text_accepted(ls: SlmServer, uri: str, offset: int, insert: str) -> None:
    """The writer took what was offered at an offset."""
    await learn_accepted(ls, uri, offset, insert)


def ghost_text_rejected(ls: SlmServer, uri: str, offset: int, insert: str) -> None:
    """The writer waved away what was offered at an offset."""
    opened = ls.documents.get(uri)
    if opened is None:
        return
    opened.offer = None
    if name := offer_name(opened.document.text[max(0, offset - BESIDE) : offset], insert):
        feedback.left(ls, opened, OFFER, name)


COMMANDS: dict[str, Callable[..., Any]] = {
    command_names.ADD_WORD_USER: add_word_user,
    command_names.ADD_WORD_WORKSPACE: add_word_workspace,
    command_names.IGNORE_FINDING: ignore_finding,
    command_names.IGNORE_RULE: ignore_rule,
    command_names.IGNORE_RULE_IN_PROJECT: ignore_rule_in_project,
    command_names.CHECK: check,
    command_names.REWRITE: rewrite,
    command_names.CANDIDATES: candidates,
    command_names.WAYS_TO_REWRITE: ways_to_rewrite,
    command_names.STATUS: status,
    command_names.PAUSE_GHOST_TEXT: pause_ghost_text,
    command_names.GHOST_TEXT_ACCEPTED: ghost_text_accepted,
    command_names.GHOST_TEXT_REJECTED: ghost_text_rejected,
}
