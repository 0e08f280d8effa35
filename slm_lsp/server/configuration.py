"""Configuration: settings from the editor, by whichever of LSP's three ways it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from slm_lsp.server.client import Client

if TYPE_CHECKING:
    from slm_lsp.server.server import SlmServer

SECTION = "slm-lsp"


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
        server.editor_options = section(params.initialization_options)

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        if server.client.dynamic_configuration:
            registration = types.Registration(
                "slm-lsp-configuration",
                types.WORKSPACE_DID_CHANGE_CONFIGURATION,
                types.DidChangeConfigurationRegistrationOptions(section=SECTION),
            )
            await server.client_register_capability_async(types.RegistrationParams([registration]))
        await fetch()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def changed(params: types.DidChangeConfigurationParams) -> None:
        if options := section(params.settings):
            server.editor_options = options
            server.reload_settings()
        else:
            await fetch()

    async def fetch() -> None:
        if server.client.configuration:
            item = types.ConfigurationItem(section=SECTION)
            answer = await server.workspace_configuration_async(types.ConfigurationParams([item]))
            if answer and isinstance(answer[0], dict) and answer[0]:
                server.editor_options = {**server.editor_options, **answer[0]}
        server.reload_settings()
