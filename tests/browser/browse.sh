#!/bin/sh
# Runs browse.py by Debian's Python, which has Selenium, or by another. Where
# there is none the test is skipped (77), or fails where the browser is required.
for python in /usr/bin/python3 python3; do
  command -v $python >/dev/null && exec $python -B "$(dirname "$0")/browse.py" "$@"
done
echo "skipped: there is no python3 (Debian: python3-selenium, chromium-driver)"
[ "${UNROLLED_BROWSER:-}" = required ] && exit 1
exit 77
