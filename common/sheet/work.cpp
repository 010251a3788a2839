// The command `./book work N`.
#include "common/sheet/work.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "common/data.hpp"
#include "common/words.hpp"

namespace unrolled {
namespace {

std::string described(const Key& key) {
  std::string text = "  " + key.name + ": ";
  for (const std::string& word : key.words)
    text += (&word == &key.words[0] ? "" : " | ") + word;
  if (key.words.empty() && key.levels.empty()) text += "a number";
  for (const Level& level : key.levels)
    if (key.words.empty())
      text += (&level == &key.levels[0] ? "array of " : " of ") +
              (level.size[0] == 'n' ? "" : level.size + " ") + level.unit;
  if (!key.only.empty()) text += ", " + key.condition();
  if (key.gradient) return text + " (your own gradient, to be compared)";
  if (key.name == "tolerance")
    return text + " (how far yours may be off; else as its digits say)";
  if (key.levels.empty()) return text + (key.required ? "" : " (optional)");
  return text + (key.required ? "" : " (zero when absent)");
}

/// What the reader wrote behind "work N", not yet judged.
struct Request {
  std::string file, notation, rate;
  bool blank = false, json = false;
  CLI::App app;
  CLI::Option *file_given, *notation_given, *rate_given;

  Request(const std::string& number, const std::vector<Key>& keys)
      : app("Works through chapter " + number +
                " on the numbers of a file, as one would by hand.",
            "./book work " + number) {
    file_given = app.add_option("file", file, words("your numbers"));
    notation_given = app.add_option(
        "--notation", notation, words("the symbols of note A, B, C, D or E"));
    app.add_flag("--blank", blank, words("a worksheet: results left out"))
        ->disable_flag_override();
    rate_given = app.add_option(
        "--step", rate, words("a step of gradient descent, of this rate"));
    app.add_flag("--json", json, words("the results as one JSON object"))
        ->disable_flag_override();
    std::string footer = "\nThe file is one JSON object with the keys\n";
    for (const Key& key : keys) footer += described(key) + "\n";
    footer += fmt::format(
        "A file has at most {} bytes, an array at most {} entries; the steps "
        "times the numbers\nof the largest matrix come to at most {}.\n",
        most_bytes, most_entries, most_numbers);
    app.footer(footer + "Without a file the chapter's example.json is taken.");
  }

  SheetOptions options() const {
    if (file_given->count() > 0 && file.empty())
      throw InputError("file: expected a name, got an empty one");
    if (blank && json)
      throw InputError("--blank: expected without --json, got both");
    SheetOptions options{0, blank, {}, takes_colours()};
    if (rate_given->count() > 0) options.rate = step();
    if (notation_given->count() == 0) return options;
    options.notation = notation.empty() ? '?' : notation[0] & ~0x20;
    if (notation.size() != 1 || options.notation < 'A' ||
        options.notation > 'E')
      throw InputError("--notation: expected A, B, C, D or E, got " +
                       excerpt(notation));
    return options;
  }

  double step() const {
    double number = 0;
    const char* end = rate.data() + rate.size();
    const auto [at, error] = std::from_chars(rate.data(), end, number);
    if (error == std::errc() && at == end && std::isfinite(number) &&
        number > 0)
      return number;
    throw InputError("--step: expected a finite number above 0, got " +
                     excerpt(rate));
  }
};

std::string read_input(const std::filesystem::path& path) {
  std::error_code unknown;
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  if (!unknown && size > most_bytes)
    throw InputError(fmt::format("{}: expected at most {} bytes, got {}",
                                 path.string(), most_bytes, size));
  return read_file(path);
}

/// Writes the answer, or says why it could not.
void put(const std::string& text) {
  const bool whole =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!whole || std::fflush(stdout) != 0)
    throw std::runtime_error("standard output: it can't be written");
}

int complain(const std::string& what, int code) {
  fmt::print(stderr, "{}\n", words(printable(what)));
  return code;
}

}  // namespace

int work(const WorkedChapter& chapter, int argc, char** argv,
         const std::function<void(const Input&, Sheet&)>& derive) try {
  const std::string number = std::to_string(std::stoi(chapter.folder));
  const std::vector<Key> keys = keys_of(chapter.keys);
  Request request(number, keys);
  try {
    request.app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    put(words(request.app.help()));
    return 0;
  }
  Sheet sheet(request.options());
  const bool own = !request.file.empty();
  const std::string name =
      own ? request.file : "chapters/" + chapter.folder + "/example.json";
  const Input input = parse_input(
      read_input(own ? std::filesystem::path(name)
                     : data_folder().parent_path().parent_path() / name),
      name, keys);
  if (input.has("tolerance")) require_positive(input, "tolerance");
  derive(input, sheet);
  put(request.json
          ? sheet.as_json()
          : sheet.as_text(words("Chapter " + number + ", " + chapter.title +
                                ": " + printable(name))));
  return sheet.all_right() ? 0 : 1;
} catch (const CLI::ParseError& error) {
  return complain(std::string(error.what()) + " (--help lists the options)", 2);
} catch (const InputError& error) {
  return complain(error.what(), 2);
} catch (const std::exception& error) {
  return complain(error.what(), 1);
}

}  // namespace unrolled
