#!/usr/bin/env bash
# Fetches the newest Neovim of Debian's into a folder, without touching the system: fetch-neovim.sh FOLDER
#
# It is unpacked, not installed, and started by its own loader with its own libraries. Prints its version; exits
# with 3 where it can't be had (no Debian, no network).
set -euo pipefail
root=$(realpath -m "$1")
command -v apt-get dpkg-deb >/dev/null || { echo "no apt-get and dpkg-deb here" >&2; exit 3; }
if [ ! -x "$root/nvim" ]; then
  mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial" "$root/apt/dpkg" "$root/tree"
  : > "$root/apt/dpkg/status"
  # The mirror that this machine takes its own packages from.
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep '/debian/$' | head -1) || true
  [ -n "$mirror" ] || { echo "no Debian mirror is set up here" >&2; exit 3; }
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" > "$root/apt/sources.list"
  options=(-q -o Dir::Etc::sourcelist="$root/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::State="$root/apt" -o Dir::State::lists="$root/apt/lists" -o Dir::State::status="$root/apt/dpkg/status"
    -o Dir::Cache="$root/apt/cache" -o APT::Sandbox::User=root -o APT::Install-Recommends=false -o Debug::NoLocking=1
    -o Acquire::Languages=none)
  apt-get "${options[@]}" update >"$root/apt.log" 2>&1 || { tail -3 "$root/apt.log" >&2; exit 3; }
  apt-get "${options[@]}" install -y --download-only neovim >>"$root/apt.log" 2>&1 || { tail -3 "$root/apt.log" >&2; exit 3; }
  for package in "$root"/apt/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$root/tree"
  done
  loader=$(find "$root/tree" -name 'ld-linux-*.so.*' -not -type l | head -1)
  libraries=$(find "$root/tree" -type d \( -path '*/lib/*-linux-gnu' \) | paste -sd:)
  parsers=$(find "$root/tree" -type d -path '*/lib/nvim' -o -type d -path '*/lib/*/nvim' | head -1)
  cat > "$root/nvim" <<SCRIPT
#!/bin/sh
export VIMRUNTIME="$root/tree/usr/share/nvim/runtime"
exec "$loader" --library-path "$libraries" "$root/tree/usr/bin/nvim" --cmd "set runtimepath+=$parsers" "\$@"
SCRIPT
  chmod +x "$root/nvim"
fi
"$root/nvim" --version | head -1
