# Completion of ./book's words for bash and zsh. To load it, now or in ~/.bashrc or
# ~/.zshrc:   source docs/completion.sh   (there with the whole path)
if [ -n "${ZSH_VERSION:-}" ]; then autoload -U +X compinit bashcompinit && compinit -u && bashcompinit; fi

_unrolled() {
  local word=${COMP_WORDS[1]} here=${COMP_WORDS[COMP_CWORD]} home list= number= program=${COMP_WORDS[3]:-}
  home=$(dirname -- "$(readlink -f -- "${COMP_WORDS[0]}")")
  [ -f "$home/docs/help.txt" ] || return 0
  [ "$COMP_CWORD" -lt 3 ] || number=$(printf '%02d' "${COMP_WORDS[2]}" 2>/dev/null)
  [ "$word" != work ] || program=work
  case $COMP_CWORD,$word in
    1,*) list=$(sed -n 's/^\.\/book \([a-z]*\).*/\1/p' "$home/docs/help.txt") ;;
    *,*) case $here in
      -*) list="--yes --lang $(awk -v word="$word" '/^[^ ]/ { on = $2 == word } on' "$home/docs/help.txt" | grep -o -e '--[a-z]*' | sort -u)
          $("$home/build/release/$number-$program" --help 2>/dev/null | grep -o -e '^  --[a-z]*')" ;;
      *) case $COMP_CWORD,$word in
        2,exercise) list=$(cd "$home/chapters" && ls -d [0-9]*/exercises/[0-9]* | sed 's/^0*\([0-9]*\)-.*\//\1-/') ;;
        2,run | 2,sweep | 2,work | 2,plots | 2,mutants | 2,open) list=$(cd "$home/chapters" && ls -d [0-9]* | sed 's/^0*\([0-9]*\)-.*/\1/') ;;
        3,run | 3,sweep) list=$(cd "$home/chapters" && grep -l '^int main(' "$number"-*/*.cpp | sed 's/.*\///; s/\.cpp$//' | grep -vx work) ;;
      esac ;;
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$list" -- "$here"))
}
complete -o default -F _unrolled book ./book
