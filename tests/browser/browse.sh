#!/bin/sh
# Runs browse.py where there is Python. Where not, the test is skipped (77), or
# fails where the browser is required.
if command -v python3 >/dev/null; then
  exec python3 -B "$(dirname "$0")/browse.py" "$@"
fi
echo "skipped: there is no python3 (Debian: python3-selenium, chromium-driver)"
[ "${UNROLLED_BROWSER:-}" = required ] && exit 1
exit 77
