#!/usr/bin/env bash
# Fetches the newest editor of Debian's into a folder, without touching the system: fetch-debian.sh FOLDER NAME
#
# NAME is neovim, neovim-old (of Debian 12), helix, emacs or kakoune. It is unpacked, not installed, and started (FOLDER/NAME) by its own
# loader with its own libraries. Prints its version; exits with 3 where it can't be had (no Debian, no network).
set -euo pipefail
root=$(realpath -m "$1")
name=$2
suite=sid
case $name in
  neovim-old) package=neovim program=usr/bin/nvim suite=bookworm ;;
  neovim) package=neovim program=usr/bin/nvim ;;
  helix) package=hx program=usr/bin/hx ;;
  emacs) package=emacs-nox program=usr/bin/emacs-nox ;;
  kakoune) package=kakoune program=usr/bin/kak ;;
esac
command -v apt-get dpkg-deb >/dev/null || { echo "no apt-get and dpkg-deb here" >&2; exit 3; }
if [ ! -x "$root/$name" ]; then
  mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial" "$root/apt/dpkg" "$root/tree"
  : > "$root/apt/dpkg/status"
  # The mirror that this machine takes its own packages from.
  mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep '/debian/$' | head -1) || true
  [ -n "$mirror" ] || { echo "no Debian mirror is set up here" >&2; exit 3; }
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$root/apt/sources.list"
  options=(-q -o Dir::Etc::sourcelist="$root/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::State="$root/apt" -o Dir::State::lists="$root/apt/lists" -o Dir::State::status="$root/apt/dpkg/status"
    -o Dir::Cache="$root/apt/cache" -o APT::Sandbox::User=root -o APT::Install-Recommends=false -o Debug::NoLocking=1
    -o Acquire::Languages=none)
  apt-get "${options[@]}" update >"$root/apt.log" 2>&1 || { tail -3 "$root/apt.log" >&2; exit 3; }
  apt-get "${options[@]}" install -y --download-only "$package" >>"$root/apt.log" 2>&1 || { tail -3 "$root/apt.log" >&2; exit 3; }
  for package in "$root"/apt/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$root/tree"
  done
  tree=$root/tree
  loader=$(find "$tree" -name 'ld-linux-*.so.*' -not -type l | head -1)
  libraries=$(find "$tree" -type d -path '*/lib/*-linux-gnu' | paste -sd:)
  options="" before=""
  case $name in
    neovim*)
      parsers=$(find "$tree" -type d -path '*/lib/nvim' -o -type d -path '*/lib/*/nvim' | head -1)
      before="export VIMRUNTIME='$tree/usr/share/nvim/runtime'"
      options="--cmd 'set runtimepath+=$parsers'" ;;
    helix) before="export HELIX_RUNTIME='$(find "$tree" -type d -path '*helix/runtime' | head -1)'" ;;
    emacs)
      share=$(echo "$tree"/usr/share/emacs/[0-9]*)
      dump=$(find "$tree/usr" -name '*.pdmp' | head -1)
      before="export EMACSLOADPATH='$(find "$share/lisp" -type d | paste -sd:)' EMACSDATA='$share/etc' EMACSDOC='$share/etc' EMACSPATH='$tree/usr/bin'"
      options="--dump-file='$dump'" ;;
  esac
  cat > "$root/$name" <<SCRIPT
#!/bin/sh
$before
exec "$loader" --library-path "$libraries" "$tree/$program" $options "\$@"
SCRIPT
  chmod +x "$root/$name"
fi
case $name in kakoune) version=-version ;; *) version=--version ;; esac
"$root/$name" $version </dev/null 2>&1 | sed -n 1p
