"""Code actions: fixes, the writer's own decisions, and rewrites; all carried out by the server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from slm_lsp.checks.arbitration.arbitrate import best_edits, preferred
from slm_lsp.checks.finding import Finding, Placed
from slm_lsp.server import check_scheduler, command_names
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.rewriting import sentences_at, ways
from slm_lsp.server.snapshot import Snapshot
from slm_lsp.text.edits import Edit, not_overlapping
from slm_lsp.text.sentences import Sentence
from slm_lsp.text.suppressions import turned_off, turned_off_here, word_added

if TYPE_CHECKING:
    from slm_lsp.rewrite.styles import RewriteStyle

FIX_ALL = "source.fixAll.slm-lsp"
REWRITE = "refactor.rewrite"
# Sentences of a selection that are looked at for what a rewrite could change.
LOOKED_AT = 50
# Longer replacements are cut in an action's title.
LONGEST_TITLE = 60


def asks_for_one_fix(params: types.CodeActionParams, snapshot: Snapshot) -> bool:
    """Whether a client names one diagnostic and asks about the whole document. Kate's Quick Fix does, and
    carries out all that it is answered: every fix, and that the rule be turned off, too."""
    context, lines = params.context, len(snapshot.document.lines)
    start, end = params.range.start, params.range.end
    whole = (start.line, start.character) == (0, 0) and end.line >= lines - 1 > 0
    return whole and len(context.diagnostics) == 1 and context.trigger_kind is None


class CodeActions:
    """The actions for one place in one snapshot."""

    def __init__(self, ls: SlmServer, snapshot: Snapshot) -> None:
        self._ls, self._snapshot = ls, snapshot
        self._document = snapshot.document

    async def at(self, where: types.Range, only: Any) -> list[types.CodeAction]:
        """All actions for a range, in a stable order: fixes, decisions, rewrites, fix all."""
        start, end = self._snapshot.offsets(where)
        placed = list(await check_scheduler.found(self._ls, self._snapshot))
        here = [p for p in placed if p.span[0] <= end and start <= p.span[1]]
        actions: list[types.CodeAction] = []
        if _wanted(only, types.CodeActionKind.QuickFix.value):
            actions += self._fixes(here)
            actions += self._alike(here, placed)
            actions += [action for p in here for action in self._decisions(p)]
        if start < end and _wanted(only, types.CodeActionKind.QuickFix.value):
            actions += self._fix_selection(here)
        actions += await self._rewrites(start, end, only)
        if _wanted(only, FIX_ALL) and (fix_all := self._fix_all(placed)):
            actions.append(fix_all)
        return actions

    async def best_fix(self, diagnostic: types.Diagnostic) -> list[types.CodeAction]:
        """The first fix of one finding; nothing where it has none."""
        span = self._snapshot.offsets(diagnostic.range)
        placed = list(await check_scheduler.found(self._ls, self._snapshot))
        here = [p for p in placed if p.span == span and p.finding.code == diagnostic.code]
        return self._fixes(here)[:1]

    def _fixes(self, here: list[Placed]) -> list[types.CodeAction]:
        actions = []
        best_taken = False
        for placed in here:
            diagnostics = [self._ls.diagnostics_json.diagnostic(self._snapshot, placed)]
            for index, fix in enumerate(placed.finding.fixes):
                edit = placed.document_edit(fix)
                if edit is None:
                    continue
                best = index == 0 and preferred(placed.finding) and not best_taken
                best_taken = best_taken or best
                actions.append(
                    types.CodeAction(
                        _title(placed, fix),
                        types.CodeActionKind.QuickFix,
                        diagnostics=diagnostics,
                        is_preferred=True if best else None,
                        edit=self._snapshot.workspace_edit([edit]),
                    )
                )
        return actions

    def _alike(self, here: list[Placed], placed: list[Placed]) -> list[types.CodeAction]:
        """One action for each kind of mistake here that the document has elsewhere too: the first fix
        of all of them. Of spelling, all of the same word."""
        actions = []
        for kind in dict.fromkeys(map(_kind, here)):
            alike = [p for p in placed if _kind(p) == kind]
            edits = not_overlapping(e for p in alike if p.finding.fixes for e in p.edits[:1])
            if len(edits) < 2:
                continue
            code, word = kind
            what = f"“{word}”" if word else code
            actions.append(
                types.CodeAction(
                    f"Fix all {len(edits)} of {what}",
                    types.CodeActionKind.QuickFix,
                    diagnostics=[self._ls.diagnostics_json.diagnostic(self._snapshot, p) for p in alike],
                    edit=self._snapshot.workspace_edit(edits),
                )
            )
        return actions

    def _decisions(self, placed: Placed) -> list[types.CodeAction]:
        finding, uri = placed.finding, self._document.uri
        diagnostic = self._ls.diagnostics_json.diagnostic(self._snapshot, placed)
        choices: list[tuple[str, str, list[Any]]] = []
        if finding.about_word:
            word = placed.text
            choices.append((f"Add “{word}” to your dictionary", command_names.ADD_WORD_USER, [uri, word]))
            choices.append(
                (f"Add “{word}” to the project's dictionary", command_names.ADD_WORD_WORKSPACE, [uri, word])
            )
        identity = self._ls.session.dismissals.identity(
            finding.code, placed.sentence.text, finding.start, finding.end
        )
        choices.append(("Ignore this finding", command_names.IGNORE_FINDING, [uri, identity, finding.code]))
        choices.append(
            (f"Turn {finding.code} off everywhere", command_names.IGNORE_RULE, [uri, finding.code])
        )
        if self._snapshot.path is not None:
            choices.append(
                (
                    f"Turn {finding.code} off in this project",
                    command_names.IGNORE_RULE_IN_PROJECT,
                    [uri, finding.code],
                )
            )
        actions = [
            types.CodeAction(
                title,
                types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                command=types.Command(title, command, arguments=arguments),
            )
            for title, command, arguments in choices
        ]
        language, text = self._document.language_id, self._document.text
        said = [
            (
                f"Turn {finding.code} off on this line",
                turned_off_here(language, text, finding.code, placed.span[1]),
            ),
            (f"Turn {finding.code} off in this file", turned_off(language, text, finding.code)),
        ]
        if finding.about_word:
            said.insert(
                0, (f"Add “{placed.text}” to this file's words", word_added(language, text, placed.text))
            )
        for title, edit in said:
            if edit:
                actions.append(
                    types.CodeAction(
                        title,
                        types.CodeActionKind.QuickFix,
                        diagnostics=[diagnostic],
                        edit=self._snapshot.workspace_edit([edit]),
                    )
                )
        return actions

    async def _rewrites(self, start: int, end: int, only: Any) -> list[types.CodeAction]:
        """One action for each way of rewriting that was asked for and that this model can do."""
        known = await ways()
        wanted = [way for way in known.REWRITE_STYLES.values() if _wanted(only, f"{REWRITE}.{way.name}")]
        settings = self._snapshot.settings
        engine = self._ls.session.engine(settings) if wanted else None
        if engine is None:
            return []
        found = await asyncio.to_thread(self._snapshot.checker.chunks, self._document)
        touched = sentences_at(found.around(start, end), start, end)
        if not touched:
            return []
        able = [way for way in wanted if way.possible(engine.style)]
        # Who asks for one way is told why there is nothing; a menu of all shows what is worth choosing.
        if not engine.style.free and len(wanted) > 1:
            some, grade = touched[:LOOKED_AT], settings.readingGrade
            voice = await asyncio.to_thread(self._ls.session.has_learned, settings)
            able = [way for way in able if known.promising(way, some, grade, voice)]
        return [self._rewrite(start, end, way) for way in able]

    def _rewrite(self, start: int, end: int, way: RewriteStyle) -> types.CodeAction:
        uri = self._document.uri
        title = f"Rewrite: {way.label}"
        action = types.CodeAction(title, f"{REWRITE}.{way.name}")
        if self._ls.client.resolves_edits:
            action.data = {
                "do": "rewrite", "uri": uri, "text": self._document.fingerprint,
                "start": start, "end": end, "way": way.name,
            }  # fmt: skip
        else:
            where = self._snapshot.range(start, end)
            arguments = [uri, self._ls.protocol._converter.unstructure(where), way.name]
            action.command = types.Command(title, command_names.REWRITE, arguments=arguments)
        return action

    def _fix_selection(self, here: list[Placed]) -> list[types.CodeAction]:
        """Everything that is clearly wrong in a selection, where there are several mistakes."""
        edits = self._clear_fixes(here)
        if len(edits) < 2:
            return []
        return [
            types.CodeAction(
                f"Fix everything in the selection ({len(edits)})",
                types.CodeActionKind.QuickFix,
                diagnostics=[self._ls.diagnostics_json.diagnostic(self._snapshot, p) for p in here],
                edit=self._snapshot.workspace_edit(edits),
            )
        ]

    def _fix_all(self, placed: list[Placed]) -> types.CodeAction | None:
        edits = self._clear_fixes(placed)
        if not edits:
            return None
        return types.CodeAction(
            f"Fix all clear mistakes ({len(edits)})",
            FIX_ALL,
            edit=self._snapshot.workspace_edit(edits),
        )

    def _clear_fixes(self, placed: list[Placed]) -> list[Edit]:
        """The best fixes of findings, as far as they are clear and keep apart."""
        by_sentence: dict[tuple[int, int], tuple[Sentence, list[Finding]]] = {}
        for p in placed:
            by_sentence.setdefault(p.sentence.span, (p.sentence, []))[1].append(p.finding)
        edits = []
        for sentence, findings in by_sentence.values():
            where = Placed(findings[0], sentence)
            fixes = best_edits(sentence.text, findings)
            edits += [edit for fix in fixes if (edit := where.document_edit(fix))]
        return edits


def _kind(placed: Placed) -> tuple[str, str]:
    """What two findings share that are alike: the rule, and of spelling the word."""
    return placed.finding.code, placed.text if placed.finding.about_word else ""


def _wanted(only: Any, kind: str) -> bool:
    """Whether a kind, or one above it, was asked for."""
    if not only:
        return True
    names = [str(getattr(k, "value", k)) for k in only]
    return any(not name or kind == name or kind.startswith(name + ".") for name in names)


def _title(placed: Placed, fix: Edit) -> str:
    old = placed.sentence.text[fix.start : fix.end].strip()
    new = fix.text.strip()
    if not new:
        words = f"Leave out “{old}”"
    elif not old:
        words = f"Add “{new}”"
    else:
        words = f"Change to “{new}”"
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"
