#!/bin/sh
# The session on the page "Doing the exercises", in Markdown: what a reader
# types, and what comes. usage: exercise-session.sh BOOK-TOOL SOURCE BUILD
set -eu
tool=$1 source=$2 build=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
exercise=$source/chapters/03-any-length/exercises/2
answer=$folder/my/exercise-3-2.cpp

# book 1 exercise 3-2: runs what ./book runs, and demands this exit code.
book() {
  expected=$1 word=$2 code=0
  shift 2
  printf '```text\n$ ./book %s\n' "$word${1:+ $*}"
  "$tool" "$word" --home "$source" --build "$build" --my "$folder/my" "$@" || code=$?
  printf '```\n\n'
  [ $code = "$expected" ] || { echo "exit $code, expected $expected" >&2; exit 1; }
}
# write wrong-NAME.cpp: what the reader's file says next.
write() {
  sed '/^\/\/ Says/d' "$exercise/$1" >"$answer"
  printf '```cpp\n'
  grep return "$answer"
  printf '```\n\n'
}
say() { printf '%s\n\n' "$*"; }

say "The first command makes the file, and checks it as it is."
book 1 exercise 3-2
say "The output at t is where the loss is met, so a first try:"
write wrong-no-recurrence.cpp
book 1 exercise 3-2
say "The check knows this mistake. We ask for a hint."
book 0 exercise 3-2 --hint
say "So the next state counts too:"
write wrong-slope-after.cpp
book 1 exercise 3-2
say "Two factors in the wrong order. The next try:"
write solution.cpp
book 0 exercise 3-2
say "The list of all exercises knows it now."
book 0 exercises
