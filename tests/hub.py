"""A model hub of one repository, on the loopback address, as far as `models pull` speaks to it."""

from __future__ import annotations

import hashlib
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

COMMIT = "1" * 40


class Hub:
    """Serves `files` as those of one repository; `digests` is what it claims their SHA-256 are."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.listed()

            def listed(self) -> None:
                entries = []
                for name, content in files.items():
                    lfs = {"oid": hub.digests[name], "size": len(content), "pointerSize": 128}
                    entries.append(
                        {"type": "file", "path": name, "size": len(content), "oid": "2" * 40, "lfs": lfs}
                    )
                self.answer(json.dumps(entries).encode(), {"Content-Type": "application/json"})

            def do_HEAD(self) -> None:
                self.do_GET(body=False)

            def do_GET(self, body: bool = True) -> None:
                name = self.path.rpartition("/")[2]
                if "/tree/" in self.path:
                    self.listed()
                    return
                if name not in files:
                    self.send_error(404)
                    return
                content = files[name]
                facts = {
                    "X-Repo-Commit": COMMIT,
                    "ETag": f'"{hub.digests[name]}"',
                    "X-Linked-Size": str(len(content)),
                }
                self.answer(content, facts, body)

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
