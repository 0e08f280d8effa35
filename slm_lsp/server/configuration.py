"""Configuration: settings from the editor, by whichever of LSP's three ways it uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from slm_lsp.server.lsp.capabilities import Client

if TYPE_CHECKING:
    from slm_lsp.server.app import SlmServer

SECTION = "slm-lsp"


class EditorOptions:
    """What the editor said: once at the start, and as its configuration since.

    Some editors say the same in both ways, others use one of them. So what was said at the start holds until
    the configuration says otherwise, and is then gone for good: a setting that is taken away is not to come
    back from the start.
    """

    def __init__(self, initial: Mapping[str, Any] | None = None) -> None:
        self._initial = dict(initial or {})
        self._configured: dict[str, Any] = {}

    @property
    def all(self) -> dict[str, Any]:
        """The options that hold now."""
        return self._initial | self._configured

    def pulled(self, options: Mapping[str, Any]) -> None:
        """The editor was asked for its configuration: what it no longer names is taken away."""
        self._configured = dict(options)
        self._initial = {name: value for name, value in self._initial.items() if name not in options}

    def pushed(self, options: Mapping[str, Any]) -> None:
        """The editor told its configuration by itself: that is all there is."""
        self._initial, self._configured = {}, dict(options)


def section(options: Any) -> dict[str, Any]:
    """Our part of what an editor sent: under `slm-lsp`, or sent bare."""
    if not isinstance(options, dict):
        return {}
    inner = options.get(SECTION)
    return inner if isinstance(inner, dict) else {k: v for k, v in options.items() if k != SECTION}


def register(server: SlmServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.client = Client.of(params.capabilities)
        server.roots = [folder.uri for folder in params.workspace_folders or []] or (
            [params.root_uri] if params.root_uri else []
        )
        server.editor_options = EditorOptions(section(params.initialization_options))

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        server.file_watch.start()
        registrations = []
        if server.client.dynamic_configuration:
            options: Any = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            registrations.append(types.Registration("slm-lsp-configuration", method, options))
        if server.client.dynamic_watches:
            registrations.append(server.file_watch.registration())
        if registrations:
            await server.client_register_capability_async(types.RegistrationParams(registrations))
        await fetch()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def changed(params: types.DidChangeConfigurationParams) -> None:
        named = isinstance(params.settings, dict) and SECTION in params.settings
        options = section(params.settings)
        if options or named or (params.settings is not None and not server.client.configuration):
            server.editor_options.pushed(options)
            server.reload_settings()
        else:
            await fetch()

    async def fetch() -> None:
        if server.client.configuration:
            item = types.ConfigurationItem(section=SECTION)
            try:
                answer = await server.workspace_configuration_async(types.ConfigurationParams([item]))
            except JsonRpcException:  # it cannot say: what it said before holds
                answer = None
            if answer:
                server.editor_options.pulled(answer[0] if isinstance(answer[0], dict) else {})
        server.reload_settings()
