#!/bin/sh
# The README's commands on a bare Debian: no terminal, no locale, and no package
# but those that the book installs itself. As root, with debootstrap:
#   tests/bare/run.sh bookworm|trixie [FOLDER]
# Without a FOLDER the root is a scratch one and is removed; a FOLDER is kept, and
# the next run on it finds the packages there. Prints what took how long.
set -eu
suite=${1:-} root=${2:-} home=$(cd "$(dirname "$0")/../.." && pwd)
stop() { echo "bare: $*" >&2; exit 2; }
case $suite in bookworm | trixie) ;; *) stop "expected bookworm or trixie, got '$suite'" ;; esac
[ "$(id -u)" = 0 ] || stop "needs root"
command -v debootstrap >/dev/null || stop "needs the package debootstrap"

work=$(mktemp -d)
root=${root:-$work/root}
end() {
  ! mountpoint -q "$root/proc" || umount "$root/proc"
  rm -rf --one-file-system "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

# step NAME COMMAND..: runs it; seconds by the clock and of the processors.
seconds() { sed -n '2s/[ms]/ /gp' "$work/times" | awk '{print int(60 * ($1 + $3) + $2 + $4)}'; }
failed=0
step() {
  times >"$work/times" # (of this shell: $(..) would ask another)
  name=$1 began=$(date +%s) cpu=$(seconds) what=well; shift
  "$@" >"$work/log" 2>&1 </dev/null || { what=FAILED failed=1; cat "$work/log" >&2; }
  times >"$work/times"
  printf '%-10s %-12s %-7s %5d s, %5d s of CPU\n' "$suite" "$name" "$what" $(($(date +%s) - began)) $(($(seconds) - cpu))
}
inside() { chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c "cd \"/one book\" && $1"; }

[ -x "$root/usr/bin/apt-get" ] || step root debootstrap --variant=minbase "$suite" "$root"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
book="$root/one book" # a name that a script could take for two
rm -rf "$book" && mkdir "$book"
tar -C "$home" --exclude=./build --exclude=./my --exclude=./.git -c . | tar -C "$book" -x --no-same-owner
step packages inside "./book work 1 --yes"
step book inside "./book --yes"
step test inside "./book test --yes"
step plots inside "./book plots"
exit $failed
