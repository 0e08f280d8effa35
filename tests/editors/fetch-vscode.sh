#!/usr/bin/env bash
# Fetches VS Code as a server (code-server) and what drives a browser into a folder: fetch-vscode.sh FOLDER
#
# A browser, npm and the headers of Kerberos must be there: Debian's chromium, libkrb5-dev and pkg-config.
# Exits with 3 where it can't be had.
set -euo pipefail
root=$(realpath -m "$1")
command -v npm >/dev/null || { echo "no npm here" >&2; exit 3; }
if [ ! -e "$root/node_modules/code-server/out/node/entry.js" ]; then
  mkdir -p "$root/runtime"
  echo '{"private": true}' > "$root/runtime/package.json"
  # code-server runs on this very version of Node.
  npm install --prefix "$root/runtime" --no-audit --no-fund node@24 >"$root/npm.log" 2>&1 || { tail -3 "$root/npm.log" >&2; exit 3; }
  cat > "$root/package.json" <<'JSON'
{
  "private": true,
  "allowScripts": { "code-server": true, "argon2": true },
  "dependencies": { "code-server": "4.139", "playwright-core": "1" }
}
JSON
  # Its native parts are built with that Node's own headers, not with downloaded ones.
  headers=$(find "$root/runtime/node_modules" -path '*/include/node/node_api.h' | head -1)
  export npm_config_nodedir=${headers%/include/node/node_api.h}
  PATH="$root/runtime/node_modules/.bin:$PATH" npm install --prefix "$root" --no-audit --no-fund >>"$root/npm.log" 2>&1 \
    || { grep 'npm error' "$root/npm.log" | head -3 >&2; exit 3; }
fi
echo "code-server $("$root/runtime/node_modules/.bin/node" -p "require('$root/node_modules/code-server/package.json').version")"
