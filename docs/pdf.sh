#!/bin/sh
# Prints a page through chromium: pdf.sh PRINT.html OUT.pdf. The page says by its
# title that every formula of it is set (docs/print.html).
set -eu
page=$1 out=$2
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
rm -f "$out"
[ "$(id -u)" = 0 ] && root=--no-sandbox || root=
# Virtual time runs as fast as the formulas are set.
chromium --headless=new $root --disable-gpu --user-data-dir="$profile" \
  --virtual-time-budget=600000 --no-pdf-header-footer \
  --generate-pdf-document-outline --print-to-pdf="$out" \
  "file://$page" >"$out.log" 2>&1 || true
if ! grep -aq '/Title (Unrolled)' "$out" 2>/dev/null; then
  echo "book: chromium did not set every formula; its log is $out.log" >&2
  rm -f "$out"; exit 1
fi
echo "The book: file://$out" >&2
