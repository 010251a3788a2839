/// \file
/// The tool behind ./book: hands over to the command that the first word names.
#include <cstdio>
#include <exception>
#include <string_view>

#include "common/book/commands.hpp"

namespace book = unrolled::book;

struct Command {
  std::string_view name;
  int (*run)(int, char**);
};

int main(int argc, char** argv) {
  const Command commands[] = {
      {"exercises", book::exercises_main},
      {"exercise", book::exercise_main},
      {"prove", book::prove_main},
  };
  const std::string_view word = argc > 1 ? argv[1] : "";
  for (const Command& command : commands) {
    if (command.name != word) continue;
    try {
      return command.run(argc - 1, argv + 1);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "error: %s\n", error.what());
      return 1;
    }
  }
  std::fprintf(
      stderr,
      "error: book-tool: expected exercises, exercise or prove, got '%s'\n",
      argc > 1 ? argv[1] : "");
  return 2;
}
