#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "common/book/exercises_check.hpp"
#include "common/book/pages.hpp"

namespace unrolled::book {
namespace {

constexpr std::size_t most_shown = 3, most_signs = 240, most_lines = 40;

std::string cut(const std::string& text) {
  return text.size() <= most_signs ? text : text.substr(0, most_signs) + " ...";
}

// Lines moved to the right, those of prose broken before column 80.
std::string indented(const std::string& text, const std::string& by) {
  constexpr std::size_t columns = 80;
  std::string out;
  for (std::string line : lines_of(text)) {
    const std::size_t hang = line.find_first_not_of(' ');
    while (by.size() + line.size() > columns) {
      const std::size_t blank = line.rfind(' ', columns - by.size());
      if (blank == line.npos || blank <= hang) break;
      out += by + line.substr(0, blank) + "\n";
      line = std::string(hang, ' ') + line.substr(blank + 1);
    }
    out += (line.empty() ? "" : by + line) + "\n";
  }
  return out;
}

// A place in the reader's file and what the compiler says of it.
struct Diagnostic {
  std::size_t line = 0, column = 0;
  std::string kind, text;

  bool operator==(const Diagnostic& other) const {
    return line == other.line && kind == other.kind && text == other.text;
  }
};

// Reads g++'s and clang++'s lines. An error inside a library is laid to the
// line of the file that led there: g++ names it before ("required from here"),
// clang after ("requested here").
class DiagnosticReader {
 public:
  explicit DiagnosticReader(const std::string& file) : file_(file) {}

  std::vector<Diagnostic> read(const std::string& output) {
    for (const std::string& line : lines_of(output)) take(line);
    return std::move(found_);
  }

 private:
  void take(const std::string& line) {
    static const std::regex pattern("^(.+?):([0-9]+):([0-9]+): +(.*)$");
    static const std::regex judged("^(fatal error|error|warning): (.*)$");
    std::smatch m, j;
    if (!std::regex_match(line, m, pattern)) return;
    const bool ours = m[1] == file_;
    const Diagnostic here{std::stoul(m[2]), std::stoul(m[3]), "", ""};
    const std::string rest = m[4];
    if (std::regex_match(rest, j, judged)) {
      Diagnostic told = ours ? here : cause_;
      told.kind = j[1] == "warning" ? "warning" : "error";
      told.text = j[2];
      cause_ = {};
      if (told.line == 0) return void(homeless_ = told);
      homeless_ = {};
      add(told);
    } else if (ours && homeless_.line == 0 && !homeless_.text.empty()) {
      add({here.line, here.column, homeless_.kind, homeless_.text});
      homeless_ = {};
    } else if (ours && rest.find("required from here") != rest.npos) {
      cause_ = here;
    }
  }

  void add(const Diagnostic& told) {
    if (std::find(found_.begin(), found_.end(), told) == found_.end())
      found_.push_back(told);
  }

  std::string file_;
  Diagnostic cause_, homeless_;
  std::vector<Diagnostic> found_;
};

}  // namespace

std::string diagnostics(const std::string& output, const std::string& file,
                        const std::string& source, const std::string& kind) {
  const std::vector<std::string> lines = lines_of(source);
  std::string text;
  std::size_t count = 0;
  for (const Diagnostic& told : DiagnosticReader(file).read(output)) {
    if (told.kind != kind || ++count > most_shown) continue;
    text += fmt::format("  {}:{}: {}\n", file, told.line, cut(told.text));
    if (told.line > lines.size()) continue;
    text += fmt::format("  {:>5} | {}\n", told.line, lines[told.line - 1]);
    text += fmt::format("        | {:>{}}\n", "^", told.column);
  }
  if (count > most_shown)
    text += fmt::format("  and {} more, which often follow from the first\n",
                        count - most_shown);
  return text;
}

std::string read_report(const std::string& written, Checked& checked) {
  std::string open, fatal;
  const auto begins = [](const std::string& line, const char* with) {
    return line.rfind(with, 0) == 0;
  };
  for (const std::string& line : lines_of(written)) {
    if (begins(line, "test ")) {
      open = line.substr(5);
      ++checked.tests;
    } else if (line == "failed" || line == "threw") {
      checked.failures.push_back({open, "", line == "threw"});
    } else if (line == "fatal") {
      fatal = open;
    } else if (begins(line, "| ") && fatal.empty()) {
      if (!checked.failures.empty())
        checked.failures.back().text += line.substr(2) + "\n";
    } else if (line == "held" || line == "end") {
      checked.held += line == "held" ? 1 : 0;
      open.clear();
    }
  }
  return fatal.empty() ? open : fatal;
}

std::string report(const Checked& checked, bool first) {
  std::string text;
  switch (checked.kind) {
    case Result_kind::right:
      text = fmt::format("Right. {} of {} tests hold.\n", checked.held,
                         checked.tests);
      break;
    case Result_kind::wrong:
      text = fmt::format("Not yet right: {} of {} tests hold.\n", checked.held,
                         checked.tests);
      break;
    case Result_kind::no_program:
      text = "It does not compile:\n" + checked.about;
      break;
    case Result_kind::crashed:
      text = "It crashed:\n" + checked.about;
      break;
    case Result_kind::too_long:
      text = "It took too long:\n" + checked.about;
      break;
    case Result_kind::not_checkable:
      return "The check itself does not compile; your file is not at "
             "fault:\n" +
             checked.about;
  }
  if (!checked.is_right() && !checked.warnings.empty())
    text += "The compiler warns:\n" + checked.warnings;
  const std::vector<std::string> lines = lines_of(checked.printed);
  if (!lines.empty()) text += "Printed:\n";
  for (std::size_t i = 0; i < std::min(lines.size(), most_lines); ++i)
    text += "  " + lines[i] + "\n";
  if (lines.size() > most_lines)
    text += fmt::format("  and {} lines more\n", lines.size() - most_lines);
  std::string before;
  std::size_t shown = 0;
  for (const Failure& failure : checked.failures) {
    if (failure.test == before) continue;  // one a test
    before = failure.test;
    text +=
        "  " + failure.test + (first && shown > 0 ? ": not yet" : "") + "\n";
    if (shown++ > 0 && first) continue;
    text += indented((failure.thrown ? "your code threw: " : "") + failure.text,
                     "    ");
  }
  return text;
}

}  // namespace unrolled::book
