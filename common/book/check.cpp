#include "common/book/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/book/commands.hpp"
#include "common/book/pages.hpp"
#include "common/book/utf8.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

// The file that a line includes, and whether it is in quotes.
struct Include {
  std::string_view file;
  bool quoted;
};

bool parse_include(std::string_view line, Include& include) {
  line = trimmed(line);
  if (!line.starts_with("#")) return false;
  line = trimmed(line.substr(1));
  if (!line.starts_with("include")) return false;
  line = trimmed(line.substr(7));
  if (line.empty() || (line[0] != '"' && line[0] != '<')) return false;
  include.quoted = line[0] == '"';
  line.remove_prefix(1);
  include.file = line.substr(0, line.find(include.quoted ? '"' : '>'));
  return true;
}

// 4 for "chapters/04-clipping/clipping.hpp", 0 for what is no chapter's.
unsigned room_of(const Tree& tree, std::string_view file) {
  for (const Room& room : tree.rooms)
    if (file.starts_with(room.folder + "/")) return room.number;
  return 0;
}

bool is_slow(std::string_view file) {
  constexpr std::array slow{"CLI/",   "CLI11",  "nlohmann/", "gnuplot-iostream",
                            "boost/", "Boost/", "catch2/"};
  return std::any_of(slow.begin(), slow.end(), [&](std::string_view header) {
    return file.starts_with(header);
  });
}

// Why a file may not include another; empty when it may.
std::string objection(const Tree& tree, const Source& source,
                      const Include& include) {
  const std::string_view file = include.file;
  const bool tests = in(source.path, "tests/") || is_exercise(source);
  const bool inner =
      in(source.path, "common/") && source.path.ends_with(".cpp");
  if (is_slow(file) && !inner && !in(source.path, "tests/"))
    return "a header that is slow to compile, expected only in .cpp files of "
           "common/, and in tests";
  if (!include.quoted) return "";
  if (in(file, "common/")) return "";
  if (in(file, "tests/"))
    return tests ? "" : "a header of tests/, expected only in tests";
  if (!in(file, "chapters/"))
    return "a path that is not from the root, expected common/, chapters/ or "
           "tests/";
  const unsigned room = room_of(tree, file);
  if (room == 0) return "a chapter that is not there";
  if (in(source.path, "common/"))
    return "a chapter, expected common/ to know none";
  if (source.chapter > 0 && room > source.chapter)
    return fmt::format(
        "a later chapter, expected common/ and chapters up to {}",
        source.chapter);
  return "";
}

// A string literal's end: the index of its closing quote.
std::size_t closing_quote(std::string_view text, std::size_t open) {
  std::size_t i = open + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  return std::min(i, text.size());
}

// Walks over the arguments of a TEST_CASE: literals that stand together are
// one string.
class TestReader {
 public:
  explicit TestReader(const Source& source) : source_(source) {
    for (const std::string& line : source.lines) text_ += line + "\n";
  }

  std::vector<TestCase> read() {
    constexpr std::string_view word = "TEST_CASE(";
    std::vector<TestCase> tests;
    for (std::size_t at = text_.find(word); at != text_.npos;
         at = text_.find(word, at + 1)) {
      TestCase test{"", source_.path, line_at(at), {}};
      std::size_t i = at + word.size();
      for (const auto& [from, to] : literals(i))
        test.name += text_.substr(from, to - from);
      if (i < text_.size() && text_[i] == ',')
        for (const auto& [from, to] : literals(++i)) tags(from, to, test);
      tests.push_back(std::move(test));
    }
    return tests;
  }

 private:
  using Span = std::pair<std::size_t, std::size_t>;

  std::vector<Span> literals(std::size_t& i) const {
    std::vector<Span> found;
    while (true) {
      i = std::min(text_.find_first_not_of(" \t\n", i), text_.size());
      if (i >= text_.size() || text_[i] != '"') return found;
      const std::size_t end = closing_quote(text_, i);
      found.emplace_back(i + 1, end);
      i = end + 1;
    }
  }

  void tags(std::size_t from, std::size_t to, TestCase& test) const {
    for (std::size_t open = text_.find('[', from); open < to;
         open = text_.find('[', open + 1)) {
      const std::size_t close = text_.find(']', open);
      test.tags.push_back({text_.substr(open + 1, close - open - 1),
                           source_.path, line_at(open)});
    }
  }

  std::size_t line_at(std::size_t i) const {
    return 1 + static_cast<std::size_t>(std::count(
                   text_.begin(),
                   text_.begin() + static_cast<std::ptrdiff_t>(i), '\n'));
  }

  const Source& source_;
  std::string text_;
};

bool is_digits(std::string_view word) {
  return !word.empty() &&
         word.find_first_not_of("0123456789") == std::string_view::npos;
}

// The rows of the notes that the book covers: the first cell of each line.
std::set<std::string> inventory(const fs::path& root) {
  const fs::path file = root / "tests" / "notes" / "inventory.csv";
  std::set<std::string> rows;
  if (!fs::exists(file)) return rows;
  for (const std::string& line : lines_of(read_file(file)))
    rows.emplace(trimmed(std::string_view(line).substr(0, line.find(','))));
  return rows;
}

// Why a tag may not stand there; empty when it may.
std::string objection(const std::string& tag,
                      const std::set<std::string>& rows) {
  const bool numbered =
      tag.size() > 1 && is_digits(std::string_view(tag).substr(1));
  if (tag.empty()) return "expected a tag";
  if (tag[0] >= '0' && tag[0] <= '9')
    return is_equation_number(tag) ? ""
                                   : "expected an equation's number as [3.4]";
  if (!numbered) return "";
  const bool row = tag[0] >= 'A' && tag[0] <= 'E' && tag[1] != '0';
  if (row && (rows.empty() || rows.contains(tag))) return "";
  return "expected a row of the notes, [A1] to [E17]" +
         std::string(rows.empty() ? "" : ", as tests/notes/inventory.csv has");
}

}  // namespace

std::string line_of(const Violation& violation) {
  return fmt::format("{}:{}: {}: {}", violation.file, violation.line,
                     violation.rule, violation.what);
}

std::vector<TestCase> test_cases(const Source& source) {
  return TestReader(source).read();
}

Violations check_includes(const Tree& tree) {
  Violations found;
  for (const Source& source : tree.code)
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      Include include;
      if (!parse_include(source.lines[i], include)) continue;
      const std::string why = objection(tree, source, include);
      if (!why.empty())
        found.push_back({source.path, i + 1, "includes",
                         fmt::format("'{}' is {}", include.file, why)});
    }
  return found;
}

Violations check_lengths(const Tree& tree) {
  constexpr std::size_t most_lines = 140, most_columns = 80;
  Violations found;
  for (const Source& source : tree.code) {
    const bool claim =
        is_program(source) && !source.path.ends_with("/work.cpp");
    if (claim && source.lines.size() > most_lines)
      found.push_back({source.path, most_lines + 1, "lengths",
                       fmt::format("{} lines, expected a program of at most {}",
                                   source.lines.size(), most_lines)});
    const bool shared = in(source.path, "common/") &&
                        source.path.ends_with(".hpp") &&
                        source.path.find('/') == source.path.rfind('/');
    if (source.chapter == 0 && !shared) continue;
    for (std::size_t i = 0; i < source.lines.size(); ++i)
      if (const std::size_t columns = columns_of(source.lines[i]);
          columns > most_columns)
        found.push_back({source.path, i + 1, "lengths",
                         fmt::format("{} columns, expected at most {}", columns,
                                     most_columns)});
  }
  return found;
}

Violations check_tests(const Tree& tree) {
  const std::set<std::string> rows = inventory(tree.root);
  Violations found;
  for (const Source& source : tree.code) {
    if (!in(source.path, "tests/")) continue;
    for (const TestCase& test : test_cases(source)) {
      if (test.name.empty() ||
          test.name.find_first_of("[];\"") != test.name.npos)
        found.push_back(
            {source.path, test.line, "tests",
             "'" + test.name + "', expected a name without [ ] ; and quotes"});
      for (const TestTag& tag : test.tags)
        if (const std::string why = objection(tag.text, rows); !why.empty())
          found.push_back(
              {tag.file, tag.line, "tests", "[" + tag.text + "], " + why});
    }
  }
  return found;
}

Violations check_all(const Tree& tree) {
  Violations all;
  for (const auto& rule :
       {check_includes, check_lengths, check_tests, check_equations,
        check_numbering, check_references, check_figure_names, check_parts}) {
    const Violations found = rule(tree);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

int check_main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "error: check: expected ROOT, got {} words\n", argc - 1);
    return 2;
  }
  if (!fs::is_directory(fs::path(argv[1]) / "chapters")) {
    fmt::print(stderr,
               "error: check: {}: expected the book's root, with chapters/\n",
               argv[1]);
    return 2;
  }
  const Tree tree = read_tree(argv[1]);
  const Violations found = check_all(tree);
  for (const Violation& violation : found)
    fmt::print("{}\n", line_of(violation));
  if (found.empty())
    fmt::print("house rules: {} sources and {} pages, none broken\n",
               tree.code.size(), tree.pages.size());
  return found.empty() ? 0 : 1;
}

}  // namespace unrolled::book
