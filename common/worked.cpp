// The command `./book work N`.
#include "common/worked.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "common/data.hpp"

namespace unrolled {
namespace {

/// The command line, not yet judged.
struct Request {
  std::string file, notation, rate;
  bool blank = false, json = false;
};

std::string described(const Key& key) {
  std::string text = "  " + key.name + ": ";
  if (!key.words.empty())
    for (const std::string& word : key.words)
      text += (&word == &key.words[0] ? "" : " | ") + word;
  else if (key.levels.empty())
    text += "a number";
  else
    for (const Level& level : key.levels)
      text += (&level == &key.levels[0] ? "array of " : " of ") +
              (level.size.ends_with('*') ? "" : level.size + " ") + level.unit;
  if (key.gradient) return text + " (your own gradient, to be compared)";
  return text + (key.required ? "" : " (zero when absent)");
}

std::string footer(const std::vector<Key>& keys) {
  std::string text = "\nThe file is one JSON object with the keys\n";
  for (const Key& key : keys) text += described(key) + "\n";
  return text + "Without a file the chapter's example.json is taken.";
}

double rate_of(const std::string& given) {
  double rate = 0;
  const char* end = given.data() + given.size();
  const std::from_chars_result read = std::from_chars(given.data(), end, rate);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(rate) ||
      rate <= 0)
    throw InputError("--step: expected a finite number above 0, got " +
                     excerpt(given));
  return rate;
}

SheetOptions options_of(const Request& request, bool step) {
  SheetOptions options;
  options.blank = request.blank;
  if (request.blank && request.json)
    throw InputError("--blank: expected without --json, got both");
  if (step) options.rate = rate_of(request.rate);
  if (request.notation.empty()) return options;
  const std::string& name = request.notation;
  options.notation = static_cast<char>(name[0] & ~0x20);
  if (name.size() != 1 || options.notation < 'A' || options.notation > 'E')
    throw InputError("--notation: expected A, B, C, D or E, got " +
                     excerpt(name));
  return options;
}

/// Writes the answer, or says why it could not.
void put(const std::string& text) {
  const bool whole =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!whole || std::fflush(stdout) != 0)
    throw std::runtime_error("standard output: it can't be written");
}

int run(const WorkedChapter& chapter, const Request& request, bool step,
        const std::function<void(const Input&, Sheet&)>& derive) {
  const SheetOptions options = options_of(request, step);
  const std::string own = "chapters/" + chapter.folder + "/example.json";
  const std::filesystem::path path =
      request.file.empty() ? data_folder().parent_path().parent_path() / own
                           : std::filesystem::path(request.file);
  std::string text;
  try {
    text = read_file(path);
  } catch (const std::runtime_error& error) {
    throw InputError(error.what());
  }
  const std::string name = request.file.empty() ? own : request.file;
  const Input input = parse_input(text, name, chapter.keys);
  Sheet sheet(chapter.counts, options);
  derive(input, sheet);
  put(request.json ? sheet.as_json()
                   : sheet.as_text("Chapter " +
                                   std::to_string(std::stoi(chapter.folder)) +
                                   ", " + chapter.title + ": " + name));
  return sheet.all_right() ? 0 : 1;
}

int complain(const std::string& what, int code) {
  std::string line = what;
  for (char& c : line)
    if (c == '\n' || c == '\r') c = ' ';
  fmt::print(stderr, "{}\n", line);
  return code;
}

}  // namespace

int work(const WorkedChapter& chapter, int argc, char** argv,
         const std::function<void(const Input&, Sheet&)>& derive) {
  Request request;
  CLI::App app("Works through chapter " + chapter.folder +
                   " on the numbers of a file, as one would by hand.",
               "./book work " + std::to_string(std::stoi(chapter.folder)));
  CLI::Option* file = app.add_option("file", request.file, "your numbers");
  CLI::Option* notation = app.add_option("--notation", request.notation,
                                         "the symbols of note A, B, C, D or E");
  app.add_flag("--blank", request.blank, "a worksheet: results left out")
      ->disable_flag_override();
  CLI::Option* step = app.add_option(
      "--step", request.rate, "a step of gradient descent, of this rate");
  app.add_flag("--json", request.json, "the results as one JSON object")
      ->disable_flag_override();
  app.footer(footer(chapter.keys));
  try {
    try {
      app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      put(app.help());
      return 0;
    }
    if (file->count() > 0 && request.file.empty())
      throw InputError("file: expected a name, got an empty one");
    if (notation->count() > 0 && request.notation.empty())
      throw InputError("--notation: expected A, B, C, D or E, got ''");
    return run(chapter, request, step->count() > 0, derive);
  } catch (const CLI::ParseError& error) {
    return complain(std::string(error.what()) + " (--help lists the options)",
                    2);
  } catch (const InputError& error) {
    return complain(error.what(), 2);
  } catch (const std::exception& error) {
    return complain(error.what(), 1);
  }
}

}  // namespace unrolled
