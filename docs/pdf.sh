# How ./book prints a page through chromium: print_pdf PRINT.html OUT.pdf. Part of that script.
print_pdf() {
  profile=$(mktemp -d)
  rm -f "$2"
  [ "$(id -u)" = 0 ] && as_root=--no-sandbox || as_root=
  chromium --headless=new $as_root --disable-gpu --user-data-dir="$profile" \
    --no-pdf-header-footer --generate-pdf-document-outline --print-to-pdf="$2" \
    "file://$1" >"$2.log" 2>&1 || true
  rm -rf "$profile"
  if ! grep -aq '/Title (Unrolled)' "$2" 2>/dev/null; then
    rm -f "$2"; tell "chromium did not print the book; its log is $2.log"; exit 1
  fi
  say "The book: file://$2"
}
