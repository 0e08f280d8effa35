"""Refusals: answers that LSP has for a request whose text has changed."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException


class ContentModified(JsonRpcException):
    """The text was edited while its request was answered; editors pass over this error in silence."""

    CODE = int(types.LSPErrorCodes.ContentModified)
    MESSAGE = "The text has changed since; ask again."

    def __init__(self, message: str = MESSAGE) -> None:
        super().__init__(message, self.CODE)


class AskAgain(JsonRpcException):
    """Findings were asked for of a text that is no longer open; the client is to ask anew."""

    CODE = int(types.LSPErrorCodes.ServerCancelled)
    MESSAGE = "The text was opened anew; ask again."

    def __init__(self) -> None:
        super().__init__(self.MESSAGE, self.CODE, {"retriggerRequest": True})
