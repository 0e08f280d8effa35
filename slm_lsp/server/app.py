"""App: which handler answers what, and how the server starts."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from lsprotocol import types

from slm_lsp.server.gc_tuning import freeze_what_stays
from slm_lsp.server.handlers import (
    code_action,
    code_action_resolve,
    code_lens,
    completion,
    diagnostic,
    hover,
    inline_completion,
    lifecycle,
    text_sync,
)
from slm_lsp.server.handlers.execute_command import COMMANDS
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.log_filter import NoText
from slm_lsp.server.lsp.stdio import serve_stdio

# By LSP's method: its handler, and what is said of it at `initialize`.
HANDLERS: dict[str, tuple[Callable[..., Any], Any]] = {
    types.INITIALIZE: (lifecycle.initialize, None),
    types.INITIALIZED: (lifecycle.initialized, None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (lifecycle.configuration_changed, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (lifecycle.watched_files_changed, None),
    types.TEXT_DOCUMENT_DID_OPEN: (text_sync.did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (text_sync.did_change, None),
    types.TEXT_DOCUMENT_DID_SAVE: (text_sync.did_save, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (text_sync.did_close, None),
    types.TEXT_DOCUMENT_DIAGNOSTIC: (diagnostic.diagnostic, diagnostic.OPTIONS),
    types.TEXT_DOCUMENT_CODE_ACTION: (code_action.code_action, code_action.OPTIONS),
    types.CODE_ACTION_RESOLVE: (code_action_resolve.code_action_resolve, None),
    types.TEXT_DOCUMENT_INLINE_COMPLETION: (
        inline_completion.inline_completion,
        types.InlineCompletionOptions(),
    ),
    "textDocument/didShowCompletion": (inline_completion.shown, None),
    "textDocument/didPartiallyAcceptCompletion": (inline_completion.partially_accepted, None),
    types.TEXT_DOCUMENT_COMPLETION: (completion.completion, completion.OPTIONS),
    types.COMPLETION_ITEM_RESOLVE: (completion.completion_resolve, None),
    types.TEXT_DOCUMENT_CODE_LENS: (code_lens.code_lens, None),
    types.TEXT_DOCUMENT_HOVER: (hover.hover, None),
}


def create_server() -> SlmServer:
    """A server with all its handlers."""
    ls = SlmServer()
    for method, (handler, options) in HANDLERS.items():
        ls.feature(method, options)(handler)
    for name, command in COMMANDS.items():
        ls.command(name)(command)
    return ls


def serve() -> NoReturn:
    """Serves stdin and stdout until the client says exit or goes away, then ends the process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(NoText())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    freeze_what_stays()
    status = serve_stdio(create_server())
    # Threads that still read or work are not waited for: what matters is on disk already.
    os._exit(status)
