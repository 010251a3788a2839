#!/bin/sh
# Prints a page through chromium: pdf.sh PRINT.html OUT.pdf
set -eu
page=$1 out=$2
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
rm -f "$out"
[ "$(id -u)" = 0 ] && root=--no-sandbox || root=
chromium --headless=new $root --disable-gpu --user-data-dir="$profile" \
  --no-pdf-header-footer --generate-pdf-document-outline --print-to-pdf="$out" \
  "file://$page" >"$out.log" 2>&1 || true
if ! grep -aq '/Title (Unrolled)' "$out" 2>/dev/null; then
  echo "book: chromium did not print the book; its log is $out.log" >&2
  rm -f "$out"; exit 1
fi
echo "The book: file://$out" >&2
