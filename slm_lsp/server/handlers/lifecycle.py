"""Lifecycle: what the editor can do, and which settings it has."""

from __future__ import annotations

import contextlib
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from slm_lsp.server.editor_options import SECTION, EditorOptions, section
from slm_lsp.server.language_server import SlmServer
from slm_lsp.server.lsp.capabilities import Client
from slm_lsp.server.settings_reload import look_at_files, reload_settings, watch_files


def initialize(ls: SlmServer, params: types.InitializeParams) -> None:
    ls.client = Client.of(params.capabilities)
    ls.roots = [folder.uri for folder in params.workspace_folders or []] or (
        [params.root_uri] if params.root_uri else []
    )
    ls.editor_options = EditorOptions(section(params.initialization_options))


async def initialized(ls: SlmServer, params: types.InitializedParams) -> None:
    ls.in_background(watch_files(ls))
    registrations = []
    if ls.client.dynamic_configuration:
        options: Any = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
        registrations.append(types.Registration("slm-lsp-configuration", method, options))
    if ls.client.dynamic_watches:
        registrations.append(ls.file_watch.registration())
    if registrations:
        with contextlib.suppress(JsonRpcException):  # a client that refuses is looked after without
            await ls.client_register_capability_async(types.RegistrationParams(registrations))
    await _fetch(ls)


async def configuration_changed(ls: SlmServer, params: types.DidChangeConfigurationParams) -> None:
    named = isinstance(params.settings, dict) and SECTION in params.settings
    options = section(params.settings)
    if options or named or (params.settings is not None and not ls.client.configuration):
        ls.editor_options.pushed(options)
        reload_settings(ls)
    else:
        await _fetch(ls)


async def _fetch(ls: SlmServer) -> None:
    if ls.client.configuration:
        item = types.ConfigurationItem(section=SECTION)
        try:
            answer = await ls.workspace_configuration_async(types.ConfigurationParams([item]))
        except JsonRpcException:  # it cannot say: what it said before holds
            answer = None
        if answer:
            ls.editor_options.pulled(answer[0] if isinstance(answer[0], dict) else {})
    reload_settings(ls)


async def watched_files_changed(ls: SlmServer, params: types.DidChangeWatchedFilesParams) -> None:
    """The editor noticed that settings or word lists changed."""
    await look_at_files(ls)
