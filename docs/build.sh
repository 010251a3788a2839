# How ./book builds, whatever it finds: see tests/soak/. Part of that script.

# The reader's own folder; examples say `cp .. my/`.
mkdir -p "$home/my" 2>/dev/null || :

# One ./book at a time.
alone() {
  mkdir -p "$home/build" || exit 1
  if command -v flock >/dev/null; then
    exec 9>"$home/build/lock"
    flock -n 9 || { say "waiting for another ./book"; flock 9; }
  fi
}

# configure [--fresh]
configure() {
  say "configuring"
  (cd "$home" && cmake --preset release "$@") >"$build/book.log" 2>&1 || { cat "$build/book.log" >&2; exit 1; }
  ln -sf build/release/compile_commands.json "$home" 2>/dev/null || : # for editors
}

# In silence when that is quick; on a terminal with progress the first time.
make() {
  if [ -n "$loud" ] && [ -t 2 ]; then cmake --build "$build" --target "$@" >&2; return; fi
  [ -z "$loud" ] || say "building"
  cmake --build "$build" --target "$@" >"$build/book.log" 2>&1 || { grep -v '^\[[0-9]*/[0-9]*\] ' "$build/book.log" >&2; return 1; }
}

# The build is this folder's, and no younger than now: else its paths, or dates,
# mean nothing.
settle() {
  touch "$home/build/now" || exit 1
  if [ -f "$build/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$home" "$build/CMakeCache.txt"; then
    say "this folder was copied or moved: building anew"; rm -rf "$build"
  elif [ "$build/.ninja_log" -nt "$home/build/now" ]; then
    say "the build is dated in the future: building anew"; rm -rf "$build"
  fi
  mkdir -p "$build" || exit 1
  # Of a source dated in the future nothing would ever be up to date.
  (cd "$home" && find . -path ./build -prune -o -path ./.git -prune -o -type f -newer build/now -exec touch -c {} +)
  for made in build.ninja CMakeCache.txt CMakeFiles/VerifyGlobs.cmake; do
    [ -f "$build/$made" ] || { configure --fresh; break; }
  done
}

# compile TARGET..
compile() {
  # Ninja and CMake read these signs in a name as something else.
  case $home in *[\'\"\`\$\;\&\<\>\|*?[{}\\^#!:]* | *]*)
    stop "the build takes no folder whose name has one of '\"\`\$;&<>|*?[]{}\\^#!: in it; rename $home" ;;
  esac
  alone; settle
  case $1 in figures* | site) node "$home/plots/run.js" "$build" ;; esac
  make "$@" || {
    # A file that CMake alone writes may have been deleted.
    cmake --build "$build" --target "$1" -- -n 2>&1 | grep -q "^ninja: error" || return 1
    configure --fresh; make "$@" || return 1
  }
  ! command -v flock >/dev/null || exec 9>&-
}
