"""Stands between an editor and the server, as `SLM_LSP_PROGRAM`, and keeps what the editor says of itself.

Writes the capabilities of its `initialize` into the file that `SLM_LSP_RECORD` names, and is the server of
`SLM_LSP_RECORDED` otherwise. So were the profiles in tests/server/clients/ made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys


def main() -> None:
    server = [os.environ["SLM_LSP_RECORDED"], *sys.argv[1:]]
    if set(sys.argv[1:]) - {"serve", "--stdio"}:
        sys.exit(subprocess.run(server).returncode)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += sys.stdin.buffer.read(1)
    length = int(
        next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))[15:]
    )
    body = sys.stdin.buffer.read(length)
    params = json.loads(body)["params"]
    with open(os.environ["SLM_LSP_RECORD"], "w") as file:
        json.dump(
            {"client": params.get("clientInfo"), "capabilities": params["capabilities"]}, file, indent=1
        )
        file.write("\n")
    running = subprocess.Popen(server, stdin=subprocess.PIPE)
    assert running.stdin
    running.stdin.write(head + body)
    running.stdin.flush()
    while data := os.read(sys.stdin.fileno(), 1 << 16):
        running.stdin.write(data)
        running.stdin.flush()
    running.stdin.close()
    sys.exit(running.wait())


main()
