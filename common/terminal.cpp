#include "common/terminal.hpp"

#include <unistd.h>

#include <cstdlib>

namespace unrolled {

bool takes_colours() {
  const auto is = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  return isatty(1) == 1 && is("NO_COLOR").empty() && is("TERM") != "dumb";
}

std::string painted(const std::string& line, Paint paint) {
  if (paint == Paint::none || line.empty()) return line;
  return "\033[38;5;" + std::to_string(static_cast<int>(paint)) + "m" + line +
         "\033[0m";
}

}  // namespace unrolled
