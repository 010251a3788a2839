#!/bin/sh
# The session on the page "Doing the exercises": what a reader types, and what
# comes. usage: exercise-session.sh BOOK-TOOL SOURCE BUILD
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
  printf '$ ./book %s\n' "$word${1:+ $*}"
  "$tool" "$word" --home "$source" --build "$build" --my "$folder/my" "$@" || code=$?
  printf '\n'
  [ $code = "$expected" ] || { echo "exit $code, expected $expected" >&2; exit 1; }
}
# save wrong-NAME.cpp: what the reader wrote meanwhile.
save() {
  sed '/^\/\/ Says/d' "$exercise/$1" >"$answer"
  printf '... and with this line in %s:\n\n' my/exercise-3-2.cpp
  grep return "$answer"
  printf '\n'
}

book 1 exercise 3-2
save wrong-no-recurrence.cpp
book 1 exercise 3-2
book 0 exercise 3-2 --hint
save wrong-slope-after.cpp
book 1 exercise 3-2
save solution.cpp
book 0 exercise 3-2
book 0 exercises
