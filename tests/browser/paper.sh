#!/bin/sh
# A page whose formulas are set is printed, one with a wrong formula is refused:
# paper.sh DOCS SITE. 77: skipped.
set -eu
docs=$1 site=$2
skip() {
  echo "skipped: $*"
  [ "${UNROLLED_BROWSER:-}" != required ] && exit 77 || exit 1
}
command -v chromium >/dev/null || skip "no browser: apt-get install chromium"
[ -f "$site/index.html" ] || skip "no site: ./book docs"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ln -s "$site" "$folder/site"
sed 's|<!-- pages -->|<p>\\(x^2\\)</p>|' "$docs/print.html" >"$folder/right.html"
sed 's|<!-- pages -->|<p>\\(x^2 + \\nosuch\\)</p>|' "$docs/print.html" >"$folder/wrong.html"
sh "$docs/pdf.sh" "$folder/right.html" "$folder/right.pdf"
if sh "$docs/pdf.sh" "$folder/wrong.html" "$folder/wrong.pdf"; then
  echo "a wrong formula was printed" && exit 1
fi
