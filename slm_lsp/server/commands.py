"""Commands: what a client may ask the server to carry out; no client plugin is needed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from slm_lsp import __version__
from slm_lsp.errors import BadSettings
from slm_lsp.memory.feedback import RULE, WAY
from slm_lsp.server import code_actions
from slm_lsp.settings.option_files import PROJECT_FILE, turn_rule_off

if TYPE_CHECKING:
    from slm_lsp.rewrite.rewriter import Rewrite
    from slm_lsp.server.app import SlmServer

ADD_WORD_USER = "slm-lsp.addWordToUserDictionary"
ADD_WORD_WORKSPACE = "slm-lsp.addWordToWorkspaceDictionary"
IGNORE_FINDING = "slm-lsp.ignoreFinding"
IGNORE_RULE = "slm-lsp.ignoreRule"
IGNORE_RULE_IN_PROJECT = "slm-lsp.ignoreRuleInProject"
REWRITE = "slm-lsp.rewrite"
CANDIDATES = "slm-lsp.rewriteCandidates"
WAYS_TO_REWRITE = "slm-lsp.waysToRewrite"
CHECK = "slm-lsp.check"
STATUS = "slm-lsp.status"


def register(server: SlmServer) -> None:
    @server.command(ADD_WORD_USER)
    async def add_word_user(uri: str, word: str) -> bool:
        opened = server.documents.get(uri)
        settings = opened.settings if opened else server.settings
        added = False
        with server.keeping("The word"):
            added = await asyncio.to_thread(server.session.user_dictionary(settings).add, word)
        await server.show_all()
        return added

    @server.command(ADD_WORD_WORKSPACE)
    async def add_word_workspace(uri: str, word: str) -> bool:
        opened = server.documents.get(uri)
        if opened is None:
            return False
        folder = server.folder_of(opened.path)
        dictionary = server.session.workspace_dictionary(opened.settings, folder)
        if dictionary is None:
            server.tell(
                "slm-lsp.workspaceDictionary points outside the project; nothing was written.",
                types.MessageType.Warning,
            )
            return False
        added = False
        with server.keeping("The word"):
            added = await asyncio.to_thread(dictionary.add, word)
        await server.show_all()
        return added

    @server.command(IGNORE_FINDING)
    async def ignore_finding(uri: str, identity: str, code: str) -> bool:
        with server.keeping("That it is ignored"):
            await asyncio.to_thread(server.session.dismissals.dismiss_finding, identity, code)
        if (opened := server.documents.get(uri)) is not None:
            server.judging.left(opened, RULE, code)
        await server.show_all()
        return True

    @server.command(IGNORE_RULE)
    async def ignore_rule(uri: str, code: str) -> bool:
        with server.keeping("That the rule is off"):
            await asyncio.to_thread(server.session.dismissals.dismiss_rule, code)
        await server.show_all()
        return True

    @server.command(IGNORE_RULE_IN_PROJECT)
    async def ignore_rule_in_project(uri: str, code: str) -> bool:
        opened = server.documents.get(uri)
        if opened is None:
            return False
        path = server.folder_of(opened.path) / PROJECT_FILE
        try:
            await asyncio.to_thread(turn_rule_off, path, code)
        except BadSettings as error:
            server.tell(str(error), types.MessageType.Warning)
            return False
        server.reload_settings()
        return True

    @server.command(CHECK)
    def check(uri: str) -> bool:
        opened = server.documents.get(uri)
        if opened is None:
            return False
        opened.typing_at = None
        server.diagnostics.schedule(uri)
        return True

    @server.command(REWRITE)
    async def rewrite(uri: str, where: Any, how: str) -> bool:
        """Rewrites a range in a way by its name, or as the writer's own words say; whether it was done."""
        snapshot = server.snapshot(uri)
        if snapshot is None or not how.strip():
            server.tell("Say how to rewrite, in a text that is open.", types.MessageType.Warning)
            return False
        start, end = snapshot.offsets(server.protocol._converter.structure(where, types.Range))
        way = (await code_actions.ways()).way_of(how)
        edits = code_actions.best_of(await code_actions.rewritten(server, snapshot, start, end, way))
        if not edits:
            return False
        if not server.is_newest(snapshot):
            server.tell(
                "The text has changed since, so nothing was rewritten; ask for the rewrite again.",
                types.MessageType.Info,
            )
            return False
        server.judging.rewrite_shown(snapshot, way.name, edits)
        params = types.ApplyWorkspaceEditParams(snapshot.workspace_edit(edits), label=f"Rewrite: {way.label}")
        return (await server.workspace_apply_edit_async(params)).applied

    @server.command(CANDIDATES)
    async def candidates(uri: str, where: Any, how: str, *token: str | int) -> list[list[types.TextEdit]]:
        """What a rewrite would change: of one sentence each candidate's edits, the best first; of more the
        best ones', together. With a token, each sentence's are sent as progress as soon as it is done."""
        snapshot = server.snapshot(uri)
        if snapshot is None or not how.strip():
            return []
        start, end = snapshot.offsets(server.protocol._converter.structure(where, types.Range))
        way = (await code_actions.ways()).way_of(how)

        def each(rewrite: Rewrite) -> None:
            if token and rewrite.edits and server.is_newest(snapshot):
                edits = snapshot.text_edits(rewrite.document_edits)
                server.progress(types.ProgressParams(token[0], edits))

        from slm_lsp.rewrite.rewriter import document_edits

        rewrites = await code_actions.rewritten(server, snapshot, start, end, way, each)
        server.require_newest(snapshot)
        best = code_actions.best_of(rewrites)
        server.judging.rewrite_shown(snapshot, way.name, best)
        if len(rewrites) == 1:
            sentence = rewrites[0].sentence
            return [snapshot.text_edits(document_edits(sentence, one)) for one in rewrites[0].candidates]
        return [snapshot.text_edits(best)] if best else []

    @server.command(WAYS_TO_REWRITE)
    async def ways() -> list[dict[str, Any]]:
        """The ways of rewriting, for a menu, those that the writer uses most first: name, label, and whether
        the model at hand can do it."""
        known = (await code_actions.ways()).WAYS
        engine = server.session.engine(server.settings)
        judgements = server.session.judgements
        used = {way: judgements.of(WAY, way).taken if server.settings.memory else 0.0 for way in known}
        return [
            {
                "name": way.name,
                "label": way.label,
                "able": engine is not None and way.possible(engine.style),
            }
            for way in sorted(known.values(), key=lambda way: -used[way.name])
        ]

    @server.command(STATUS)
    def status() -> dict[str, Any]:
        engine = server.session.engine(server.settings)
        return {
            "version": __version__,
            "model": engine.model.name if engine else None,
            "backend": engine.choice.name if engine else None,
            "why": engine.choice.why if engine else server.session.trouble,
            "documents": len(server.documents),
            "asked": dict(server.asked),
            "model calls": engine.host.asked if engine else 0,
            "cache": server.session.cache.counts,
        }
