# What the book needs, and how it is installed. Part of ./book.

packages="g++ cmake ninja-build libarmadillo-dev libopenblas-dev catch2 gnuplot-nox
  libgnuplot-iostream-dev libboost-iostreams-dev libboost-filesystem-dev libcli11-dev libfmt-dev
  nlohmann-json3-dev doxygen graphviz nodejs node-markdown-it libjs-katex fonts-katex"

# Install what is missing: ask first, or --yes; without a terminal only say so.
set_up() {
  if ! command -v apt-get >/dev/null; then
    [ -f "$build/build.ninja" ] || say "no apt-get here; the book needs, in Debian's names:" $packages
    return 0
  fi
  missing= have=$(dpkg-query -W -f '/${Package}:${db:Status-Status}/' $packages 2>/dev/null) || true
  for p in $packages; do case $have in *"/$p:installed/"*) ;; *) missing="$missing $p" ;; esac; done
  [ -n "$missing" ] || return 0
  install="apt-get install -y --no-install-recommends$missing" sudo=
  [ "$(id -u)" = 0 ] || sudo="sudo "
  if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then stop "as root, run: apt-get update && $install"; fi
  if [ -z "$yes" ]; then
    [ -t 0 ] || stop "packages are missing: add --yes, or run: ${sudo}apt-get update && $sudo$install"
    say "The book needs:$missing"; printf '%s ' "$(in_words "Install now? [y/N]")" >&2 && read -r answer
    case $answer in y* | Y*) ;; *) stop "nothing was installed" ;; esac
  fi
  say "installing$missing"
  mkdir -p "$home/build" && export DEBIAN_FRONTEND=noninteractive
  { ${sudo}apt-get update && $sudo$install; } >"$home/build/set-up.log" 2>&1 || {
    tail -n 20 "$home/build/set-up.log" >&2
    tell "the packages could not be installed; the whole log is $home/build/set-up.log"; exit 1; }
}
