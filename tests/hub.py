"""A model hub of one file, on the loopback address, as far as `models pull` speaks to it."""

from __future__ import annotations

import hashlib
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

COMMIT = "1" * 40


class Hub:
    """Serves `content` as `file` of `repository`; `digest` is what it claims its SHA-256 is."""

    def __init__(self, repository: str, file: str, content: bytes) -> None:
        self.digest = hashlib.sha256(content).hexdigest()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                size = len(content)
                lfs = {"oid": hub.digest, "size": size, "pointerSize": 128}
                entry = {"type": "file", "path": file, "size": size, "oid": "2" * 40, "lfs": lfs}
                self.answer(json.dumps([entry]).encode(), {"Content-Type": "application/json"})

            def do_HEAD(self) -> None:
                self.answer(content, self.facts(), body=False)

            def do_GET(self) -> None:
                self.answer(content, self.facts())

            def facts(self) -> dict[str, str]:
                return {
                    "X-Repo-Commit": COMMIT,
                    "ETag": f'"{hub.digest}"',
                    "X-Linked-Size": str(len(content)),
                }

            def answer(self, data: bytes, headers: dict[str, str], body: bool = True) -> None:
                self.send_response(200)
                for name, value in {**headers, "Content-Length": str(len(data))}.items():
                    self.send_header(name, value)
                self.end_headers()
                if body:
                    self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Hub:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.shutdown()
        self._server.server_close()
