#!/bin/sh
# The book as one PDF: pdf.sh HOME BUILD makes BUILD/print.html of the site's
# pages, in reading order, and prints it through chromium: BUILD/unrolled.pdf.
set -eu
home=$1 build=$2
"$build/book-tool" print --source "$home" --run "$build/run" \
  --site "$build/site" --out "$build/print.html"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
rm -f "$build/unrolled.pdf"
[ "$(id -u)" = 0 ] && root=--no-sandbox || root=
# Virtual time runs as fast as the formulas are set.
chromium --headless=new $root --disable-gpu --user-data-dir="$profile" \
  --virtual-time-budget=600000 --no-pdf-header-footer \
  --generate-pdf-document-outline --print-to-pdf="$build/unrolled.pdf" \
  "file://$build/print.html" >"$build/pdf.log" 2>&1 || true
if ! grep -aq '/Title (Unrolled)' "$build/unrolled.pdf" 2>/dev/null; then
  tail -n 5 "$build/pdf.log" >&2
  echo "book: chromium did not set every formula; its log is $build/pdf.log" >&2
  exit 1
fi
echo "The book: file://$build/unrolled.pdf" >&2
