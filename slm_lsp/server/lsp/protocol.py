"""Protocol: pygls' own, but documents are ours, and whatever comes in is answered.

pygls keeps each open text itself, splits its lines where LSP does not, and rebuilds it at every
edit. The three handlers that would do so only pass the notification on. A request that cannot be
read gets no answer from it, and its errors carry a trace, which may hold text: both are mended here.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any, get_type_hints

from lsprotocol import types
from pygls.exceptions import JsonRpcInternalError, JsonRpcInvalidParams, JsonRpcParseError
from pygls.protocol import LanguageServerProtocol, lsp_method

# LSP's codes of errors.
BAD_REQUEST = int(types.ErrorCodes.InvalidRequest)
NO_METHOD = int(types.ErrorCodes.MethodNotFound)
BAD_PARAMS = int(types.ErrorCodes.InvalidParams)
NOT_INITIALISED = int(types.ErrorCodes.ServerNotInitialized)


class Json(str):
    """What is JSON already, in ASCII: made of objects a long answer takes several times as long, at every
    key."""

    __slots__ = ()


class Unreadable:
    """A message that makes no sense; it was answered if it asked for that."""


class Protocol(LanguageServerProtocol):
    """JSON-RPC and lifecycle from pygls, without its workspace of documents."""

    _initialised = False

    @property
    def shut_down(self) -> bool:
        """Whether the client has said that it will leave."""
        return bool(self._shutdown)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """An object of a message, read; one that cannot be is answered."""
        try:
            return super().structure_message(data)
        except Exception as error:
            if "method" in data and "id" in data:
                if self.get_message_type(str(data["method"])) is None:
                    self._refuse(data["id"], NO_METHOD, "There is no such method.")
                else:
                    self._refuse(data["id"], BAD_PARAMS, "The parameters are not what LSP says they are.")
            elif "method" not in data and (future := self._request_futures.pop(data.get("id", ""), None)):
                # Whoever waits for the answer must not wait for ever.
                future.set_exception(JsonRpcInternalError(f"The client's answer: {type(error).__name__}"))
            return Unreadable()

    def handle_message(self, message: Any) -> None:
        if isinstance(message, Unreadable):
            return
        if getattr(message, "jsonrpc", None) != self.VERSION:
            self._refuse(None, BAD_REQUEST, "This is no message of JSON-RPC 2.0.")
            return
        method = getattr(message, "method", None)
        if method is not None and method != types.EXIT:
            if refusal := self._out_of_order(method):
                if hasattr(message, "id"):
                    self._refuse(message.id, *refusal)
                return
            self._initialised = True
        super().handle_message(message)

    def _out_of_order(self, method: str) -> tuple[int, str] | None:
        """Why a message cannot be taken in now: a code and words."""
        if self._shutdown:
            return BAD_REQUEST, "The server is shutting down."
        if not self._initialised and method != types.INITIALIZE:
            return NOT_INITIALISED, "Send initialize first."
        if self._initialised and method == types.INITIALIZE:
            return BAD_REQUEST, "The server is initialized already."
        return None

    def tell(self, method: str, parameters: Json) -> None:
        """A notification whose parameters are JSON already."""
        self._write(f'"method":"{method}","params":{parameters}')

    def _write(self, members: str) -> None:
        body = f'{{"jsonrpc":"{self.VERSION}",{members}}}'
        if self.writer is not None:
            self.writer.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii"))

    def unreadable(self, words: str) -> None:
        """Answers what is no message at all."""
        self._refuse(None, JsonRpcParseError.CODE, words)

    def _refuse(self, number: Any, code: int, words: str) -> None:
        """Answers a request with an error; `None` stands for one whose number is not known."""
        known = number if isinstance(number, int | str) and not isinstance(number, bool) else None
        # As JSON-RPC wants it: the number is there even where it is not known.
        error = {"code": code, "message": words}
        self._send_data({"jsonrpc": self.VERSION, "id": known, "error": error})

    def _send_response(
        self, msg_id: Any, result: Any | None = None, error: types.ResponseError | None = None
    ) -> None:
        """An answer. Of an error of ours the kind alone goes out: its words and its trace may hold text."""
        if error is not None and error.code == JsonRpcInternalError.CODE:
            error = types.ResponseError(error.code, "slm-lsp failed at this; the document is untouched.")
        if error is None and isinstance(result, Json):
            self._result_types.pop(msg_id, None)
            self._write(f'"id":{json.dumps(msg_id)},"result":{result}')
        else:
            super()._send_response(msg_id, result, error)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Generator[Any, Any, Any]:
        """Runs a command whose arguments are of the types that it names; pygls would make them so: a null
        became the word "None"."""
        if (handler := self.fm.commands.get(params.command)) is not None:
            hints = get_type_hints(getattr(handler, "func", handler))
            named = [kind for name, kind in hints.items() if name not in ("ls", "return")]
            for number, (kind, value) in enumerate(zip(named, params.arguments or [], strict=False), 1):
                if kind in (str, int) and type(value) is not kind:
                    raise JsonRpcInvalidParams(
                        f"{params.command}: argument {number} must be a {kind.__name__}."
                    )
        return (yield from super().lsp_workspace__execute_command(params))

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: Any) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: Any) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: Any) -> Generator[Any, Any, None]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None
