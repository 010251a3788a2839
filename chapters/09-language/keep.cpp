#include "chapters/09-language/keep.hpp"

#include <charconv>
#include <cstdio>
#include <sstream>

namespace unrolled::language {

namespace {

const std::string head = "a language model of Unrolled, chapter 9";

}  // namespace

std::string made_from(const std::vector<std::string>& text,
                      const std::string& settings) {
  std::uint64_t sum = 0xcbf29ce484222325;  // FNV-1a
  for (const std::string& character : text)
    for (const char byte : character) {
      sum ^= static_cast<unsigned char>(byte);
      sum *= 0x100000001b3;
    }
  return "text " + std::to_string(sum) + ", " + settings;
}

void keep(const std::filesystem::path& file, const Kept& kept,
          const std::string& made) {
  std::string text = head + "\n" + made + "\n";
  for (const auto& [name, values] : kept.model.blocks()) {
    text += name + " " + std::to_string(values.n_rows) + " " +
            std::to_string(values.n_cols) + "\n";
    for (const double v : values) {
      char digits[32];
      std::snprintf(digits, sizeof digits, "%.17g\n", v);
      text += digits;
    }
  }
  std::filesystem::create_directories(file.parent_path());
  write_file(file, text + "end\n");
}

std::optional<Kept> kept_in(const std::filesystem::path& file, const Kept& like,
                            const std::string& made) {
  if (!std::filesystem::exists(file)) return {};
  std::istringstream lines(read_file(file));
  std::string line;
  Index at = 0;
  const auto next = [&](const std::string& expected) {
    ++at;
    if (std::getline(lines, line) && (expected.empty() || line == expected))
      return;
    throw InputError(printable(file.string()) + ": line " + std::to_string(at) +
                     ": expected " + (expected.empty() ? "more" : expected) +
                     ", got " + (lines ? excerpt(line) : "the end") +
                     "; without this file a model is trained anew");
  };
  next(head);
  next("");
  if (line != made) return {};
  Kept kept = like;
  for (const auto& [name, values] : kept.model.blocks()) {
    next(name + " " + std::to_string(values.n_rows) + " " +
         std::to_string(values.n_cols));
    for (double& v : values) {
      next("");
      const char* const end = line.data() + line.size();
      const auto [stop, error] = std::from_chars(line.data(), end, v);
      if (error == std::errc() && stop == end && std::isfinite(v)) continue;
      throw InputError(printable(file.string()) + ": line " +
                       std::to_string(at) + ": expected a number, got " +
                       excerpt(line) +
                       "; without this file a model is trained anew");
    }
  }
  next("end");
  return kept;
}

Model kept_or_made(const std::filesystem::path& file, Kept kept,
                   const std::string& made,
                   const std::function<void(Model&)>& make) {
  if (!file.empty())
    if (const auto there = kept_in(file, kept, made)) return there->model;
  make(kept.model);
  if (!file.empty()) keep(file, kept, made);
  return kept.model;
}

}  // namespace unrolled::language
