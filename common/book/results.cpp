#include "common/book/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "common/book/commands.hpp"
#include "common/book/utf8.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

std::string words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::held:
      return "yes";
    case Verdict::did_not_hold:
      return "no";
    default:
      return "did not finish";
  }
}

// Lines of at most `width` columns, broken between words; a word that is too
// long has a line of its own.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines{""};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    std::string& line = lines.back();
    if (line.empty())
      line = word;
    else if (columns_of(line) + 1 + columns_of(word) <= width)
      line.append(" ").append(word);
    else
      lines.emplace_back(word);
  }
  return lines;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, columns_of(text)), ' ');
}

std::string row(const std::string& program, const std::string& claim,
                const std::string& held, std::size_t first,
                std::size_t second) {
  std::string line =
      padded(program, first) + "  " + padded(claim, second) + "  " + held;
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

Outcome read_outcome(const fs::path& run, const std::string& program) {
  const fs::path file = run / (program + ".json");
  if (!fs::exists(file)) return {program, "(it left no result)"};
  try {
    const nlohmann::json result = nlohmann::json::parse(read_file(file));
    const std::string name = result.at("name");
    if (name != program)
      throw std::runtime_error(file.string() + ": name: expected '" + program +
                               "', got '" + name + "'");
    const bool held = result.at("held").get<bool>();
    return {program, result.at("claim").get<std::string>(),
            held ? Verdict::held : Verdict::did_not_hold};
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(
        file.string() +
        ": expected a result with name, claim and held, got: " + error.what());
  }
}

std::string results_table(const std::vector<Outcome>& outcomes,
                          std::size_t width) {
  constexpr std::size_t gaps = 4, narrowest = 20;
  std::size_t first = columns_of("program"), last = columns_of("held");
  std::size_t held = 0;
  for (const Outcome& o : outcomes) {
    first = std::max(first, columns_of(o.program));
    last = std::max(last, columns_of(words_of(o.verdict)));
    held += o.verdict == Verdict::held;
  }
  const std::size_t taken = first + last + gaps;
  const std::size_t second =
      std::max(narrowest, width > taken ? width - taken : 0);

  std::string table = row("program", "claim", "held", first, second);
  for (const Outcome& o : outcomes) {
    const std::vector<std::string> claim = wrapped(o.claim, second);
    table += row(o.program, claim[0], words_of(o.verdict), first, second);
    for (std::size_t i = 1; i < claim.size(); ++i)
      table += row("", claim[i], "", first, second);
  }
  return table +
         fmt::format("\n{} of {} claims held.\n", held, outcomes.size());
}

int results_main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr,
               "error: results: expected RUN_FOLDER PROGRAM..., got {} words\n",
               argc - 1);
    return 2;
  }
  std::vector<Outcome> outcomes;
  for (int i = 2; i < argc; ++i)
    outcomes.push_back(read_outcome(argv[1], argv[i]));
  fmt::print("{}", results_table(outcomes));
  return std::all_of(
             outcomes.begin(), outcomes.end(),
             [](const Outcome& o) { return o.verdict == Verdict::held; })
             ? 0
             : 1;
}

}  // namespace unrolled::book
