#include "common/book/notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <sstream>

#include "common/book/check.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

const std::string inventory_file = "tests/notes/inventory.csv";
constexpr std::array states{"ok",       "lost", "wrong", "claim",
                            "question", "term", "figure"};
constexpr std::array verdicts{"holds",    "restored", "misprint", "only when",
                              "answered", "term",     "redrawn",  "to come"};

template <class Words>
bool among(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A row about a word or a figure has a place on a page instead of a test.
bool needs_test(const Row& row) {
  return row.verdict != "term" && row.verdict != "redrawn" &&
         row.verdict != "to come";
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// The numbers of a note's rows are 1, 2, ... without a gap.
void check_ids(const std::vector<Row>& rows, Problems& problems) {
  std::map<char, std::set<std::size_t>> numbers;
  static const std::regex form("[A-E][1-9][0-9]*");
  for (const Row& row : rows) {
    const auto tell = [&](const std::string& what) {
      problems.push_back(problem(inventory_file, row.line, row.id + what));
    };
    if (!std::regex_match(row.id, form))
      tell(": expected a note's letter and a number, as B8");
    else if (!numbers[row.id[0]].insert(std::stoul(row.id.substr(1))).second)
      tell(" again, expected each row once");
  }
  for (const auto& [note, all] : numbers)
    for (std::size_t n = 1; n <= *all.rbegin(); ++n)
      if (!all.contains(n))
        problems.push_back(
            problem(inventory_file, 1,
                    fmt::format("no row {}{}, expected it: {}{} is there", note,
                                n, note, *all.rbegin())));
}

std::optional<double> number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || *end != '\0') return {};
  return value;
}

std::optional<Measured> measured(const std::string& text) {
  const std::size_t blank = text.find(' ');
  const std::optional<double> value = number(text.substr(0, blank));
  if (!value || blank == text.npos) return {};
  return Measured{*value, text.substr(blank + 1)};
}

// A record is lines of "key value".
bool read_finding(const std::string& text, Finding& record) {
  for (const std::string& line : lines_of(text)) {
    const std::size_t blank = line.find(' ');
    if (blank == line.npos) return false;
    const std::string key = line.substr(0, blank);
    const std::string value = line.substr(blank + 1);
    if (key == "row") record.row = value;
    if (key == "verdict") record.verdict = value;
    if (key == "error") record.error = number(value);
    if (key == "off") record.off = number(value);
    if (key == "smaller") record.smaller = measured(value);
    if (key == "larger") record.larger = measured(value);
    if (key == "at") {
      const std::size_t colon = value.rfind(':');
      if (colon == value.npos || !number(value.substr(colon + 1))) return false;
      record.file = value.substr(0, colon);
      record.line = std::stoul(value.substr(colon + 1));
    }
  }
  return !record.row.empty() && !record.verdict.empty() && record.line > 0 &&
         (record.error || (record.smaller && record.larger));
}

bool has_tag(const TestCase& test, const std::string& tag) {
  return std::any_of(test.tags.begin(), test.tags.end(),
                     [&](const TestTag& t) { return t.text == tag; });
}

// A call of tests/notes.hpp in a test.
struct Call {
  std::string row, verdict, file;
  std::size_t line;
  bool tagged;  // the test has the row's id among its tags
};

std::string verdict_of_call(const std::string& function) {
  return function == "only_when" ? "only when" : function;
}

std::vector<Call> calls_in(const Source& source) {
  static const std::regex form(
      "notes::(holds|restored|misprint|only_when|answered)\\(\\s*\"([^\"]*)\"");
  std::string text;
  for (const std::string& line : source.lines) text += line + "\n";
  const std::vector<TestCase> tests = test_cases(source);
  std::vector<Call> calls;
  for (std::sregex_iterator it(text.begin(), text.end(), form), end; it != end;
       ++it) {
    const auto line = static_cast<std::size_t>(
        1 + std::count(text.begin(), text.begin() + it->position(), '\n'));
    const TestCase* inside = nullptr;
    for (const TestCase& test : tests)
      if (test.line <= line) inside = &test;
    calls.push_back({(*it)[2], verdict_of_call((*it)[1]), source.path, line,
                     inside != nullptr && has_tag(*inside, (*it)[2])});
  }
  return calls;
}

// The tests of the book, but those of its tool.
bool is_test(const Source& source) {
  return in(source.path, "tests/") && !in(source.path, "tests/book/") &&
         source.path.ends_with(".cpp");
}

// Ids that a link can name, by page, and the figures that pages show.
struct Places {
  std::map<std::string, std::string> page_of;  // id to the page's file
  std::set<std::string> figures;

  explicit Places(const Book& book) {
    static const std::regex anchor("\\\\anchor ([A-Za-z0-9_-]+)");
    static const std::regex figure("plots/([A-Za-z0-9_-]+)\\.svg");
    for (const Page& page : book.pages) {
      page_of[page.id] = page.file;
      for (const Heading& heading : page.headings)
        page_of[heading.id] = page.file;
      for (std::sregex_iterator it(page.text.begin(), page.text.end(), anchor),
           end;
           it != end; ++it)
        page_of[(*it)[1]] = page.file;
      for (std::sregex_iterator it(page.text.begin(), page.text.end(), figure),
           end;
           it != end; ++it)
        figures.insert((*it)[1]);
    }
  }
};

bool is_written(const Book& book, const std::string& number) {
  const std::size_t chapter = std::stoul(number);
  return std::any_of(book.pages.begin(), book.pages.end(),
                     [&](const Page& p) { return p.chapter == chapter; });
}

class RowCheck {
 public:
  RowCheck(const std::vector<Row>& rows, const Tree& tree, const Book& book)
      : rows_(rows), tree_(tree), book_(book), places_(book) {
    for (const Source& source : tree.code) {
      if (!is_test(source)) continue;
      for (const TestCase& test : test_cases(source)) tests_.push_back(test);
      for (Call& call : calls_in(source)) calls_.push_back(std::move(call));
    }
  }

  Problems run() {
    check_ids(rows_, found_);
    for (const Row& row : rows_) {
      row_ = &row;
      check_words();
      for (const std::string& place : row.where) check_place(place);
      if (needs_test(row)) check_test();
      if (row.verdict == "term" || row.verdict == "redrawn") check_page();
      if (!row.later.empty()) check_later();
    }
    check_calls();
    return std::move(found_);
  }

 private:
  void tell(const std::string& what) {
    found_.push_back(
        problem(inventory_file, row_->line, row_->id + ": " + what));
  }

  void check_words() {
    if (!among(states, row_->state))
      tell("the state '" + row_->state + "', expected one of " +
           fmt::format("{}", fmt::join(states, ", ")));
    if (!among(verdicts, row_->verdict))
      tell("the verdict '" + row_->verdict + "', expected one of " +
           fmt::format("{}", fmt::join(verdicts, ", ")));
    if (row_->verdict == "to come" && row_->later.empty())
      tell("to come, expected the chapter that it waits for");
    if (row_->verdict == "misprint" && row_->printed.empty())
      tell("a misprint, expected what is printed");
    if (row_->formula.empty()) tell("no formula, expected what should stand");
  }

  void check_place(const std::string& place) {
    if (is_equation_number(place)) {
      if (!book_.equations.contains(place) && is_written(book_, place))
        tell("(" + place + ") is on no page, expected \\tag{" + place + "}");
    } else if (place[0] == '#') {
      if (!places_.page_of.contains(place.substr(1)))
        tell("'" + place + "' is no id, expected one of a heading");
    } else if (place.starts_with("fig-")) {
      if (!places_.figures.contains(place.substr(4)))
        tell("no page shows the figure " + place.substr(4));
    } else if (program_file(place).empty()) {
      tell("'" + place +
           "', expected an equation's number, #id, fig-NAME or a program");
    }
  }

  std::string program_file(const std::string& program) const {
    for (const Room& room : tree_.rooms) {
      if (room.folder.substr(9, 2) != program.substr(0, 2)) continue;
      const std::string file = room.folder + "/" + program.substr(3) + ".cpp";
      if (fs::exists(tree_.root / file)) return file;
    }
    return "";
  }

  void check_test() {
    const bool tested = std::any_of(
        tests_.begin(), tests_.end(),
        [&](const TestCase& test) { return has_tag(test, row_->id); });
    if (!tested) tell("no test, expected one with the tag [" + row_->id + "]");
    const bool judged =
        std::any_of(calls_.begin(), calls_.end(),
                    [&](const Call& call) { return call.row == row_->id; });
    if (tested && !judged)
      tell("its tests give no verdict, expected notes::" +
           std::string(row_->verdict == "only when" ? "only_when"
                                                    : row_->verdict) +
           "(\"" + row_->id + "\", ...) in one");
    if (row_->where.empty()) tell("no place, expected an equation or a page");
  }

  // What stands under a heading, up to the next one; a whole page for its id.
  static std::string under(const Page& page, const std::string& id) {
    const std::size_t at = page.text.find("{#" + id + "}");
    if (at == page.text.npos || id == page.id) return page.text;
    return page.text.substr(at, page.text.find("\n#", at) - at);
  }

  // The page speaks of the row by its id, or shows the figure.
  void check_page() {
    const auto on_page = [&](const std::string& place) {
      if (row_->verdict == "redrawn") return place.starts_with("fig-");
      const auto at = places_.page_of.find(place.substr(1));
      if (place[0] != '#' || at == places_.page_of.end()) return false;
      const std::regex word("\\b" + row_->id + "\\b");
      return std::any_of(
          book_.pages.begin(), book_.pages.end(), [&](const Page& page) {
            return page.file == at->second &&
                   std::regex_search(under(page, place.substr(1)), word);
          });
    };
    if (std::none_of(row_->where.begin(), row_->where.end(), on_page))
      tell(row_->verdict + " without a place, expected " +
           (row_->verdict == "redrawn"
                ? "fig-NAME"
                : "the #id of a page that names " + row_->id));
  }

  void check_later() {
    const bool landed = std::any_of(
        tree_.rooms.begin(), tree_.rooms.end(), [&](const Room& room) {
          return room.folder == "chapters/" + row_->later;
        });
    if (landed)
      tell("waits for " + row_->later + ", which is there: expected a test");
  }

  // Calls name rows that are there, in tests with their tags.
  void check_calls() {
    std::map<std::string, const Row*> known;
    for (const Row& row : rows_) known[row.id] = &row;
    for (const TestCase& test : tests_)
      for (const TestTag& tag : test.tags) {
        static const std::regex form("[A-E][0-9]+");
        if (std::regex_match(tag.text, form) && !known.contains(tag.text))
          found_.push_back(
              problem(tag.file, tag.line,
                      "[" + tag.text + "] names no row of " + inventory_file));
      }
    for (const Call& call : calls_) {
      const auto row = known.find(call.row);
      if (row == known.end())
        found_.push_back(problem(call.file, call.line,
                                 "a verdict on " + call.row +
                                     ", expected a row of " + inventory_file));
      else if (!call.tagged)
        found_.push_back(problem(call.file, call.line,
                                 "a verdict on " + call.row +
                                     ", expected the tag [" + call.row +
                                     "] on its test"));
      else if (call.verdict != row->second->verdict)
        found_.push_back(problem(call.file, call.line,
                                 call.row + " " + call.verdict + ", expected " +
                                     row->second->verdict + " as " +
                                     inventory_file + " has"));
    }
  }

  const std::vector<Row>& rows_;
  const Tree& tree_;
  const Book& book_;
  Places places_;
  std::vector<TestCase> tests_;
  std::vector<Call> calls_;
  const Row* row_ = nullptr;
  Problems found_;
};

}  // namespace

std::vector<Row> read_inventory(const fs::path& root, Problems& problems) {
  const std::vector<std::string> lines =
      lines_of(read_file(root / inventory_file));
  const std::string head = "id,state,verdict,where,later,formula,printed,words";
  if (lines.empty() || lines[0] != head)
    problems.push_back(
        problem(inventory_file, 1, "expected the header " + head));
  std::vector<Row> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> cells = csv_cells(lines[i]);
    if (cells.size() != 8)
      problems.push_back(
          problem(inventory_file, i + 1,
                  fmt::format("{} cells, expected 8", cells.size())));
    else
      rows.push_back({cells[0], cells[1], cells[2], split(cells[3]), cells[4],
                      cells[5], cells[6], cells[7], i + 1});
  }
  return rows;
}

std::vector<Finding> read_findings(const fs::path& folder, Problems& problems) {
  std::vector<fs::path> files;
  if (fs::is_directory(folder))
    for (const fs::directory_entry& e :
         fs::recursive_directory_iterator(folder))
      if (e.path().extension() == ".txt") files.push_back(e.path());
  std::sort(files.begin(), files.end());
  std::vector<Finding> records;
  for (const fs::path& file : files) {
    Finding record;
    if (read_finding(read_file(file), record))
      records.push_back(std::move(record));
    else
      problems.push_back(problem(
          file.string(), 1, "no record, expected what tests/notes.hpp writes"));
  }
  return records;
}

Problems check_rows(const std::vector<Row>& rows, const Tree& tree,
                    const Book& book) {
  return RowCheck(rows, tree, book).run();
}

Problems check_findings(const Notes& notes, const Tree& tree) {
  Problems found;
  std::map<std::string, const Row*> known;
  for (const Row& row : notes.rows) known[row.id] = &row;
  std::map<std::string, std::vector<Call>> calls;
  for (const Source& source : tree.code)
    if (is_test(source)) calls[source.path] = calls_in(source);
  std::set<std::string> judged;
  for (const Finding& record : notes.records) {
    const auto tell = [&](const std::string& what) {
      found.push_back(problem(record.file, record.line, what));
    };
    const std::vector<Call>& here = calls[record.file];
    const auto row = known.find(record.row);
    // A call over several lines may report any of them.
    const auto call =
        std::find_if(here.begin(), here.end(), [&](const Call& c) {
          return c.row == record.row && c.line <= record.line &&
                 record.line <= c.line + 8;
        });
    if (row == known.end())
      tell("a verdict on " + record.row + ", which is no row");
    else if (call == here.end() || !call->tagged)
      tell("a verdict on " + record.row + " from a test that does not name it");
    else if (record.verdict != row->second->verdict)
      tell("the test found '" + record.verdict + "' of " + record.row +
           ", expected '" + row->second->verdict + "'");
    judged.insert(record.row);
  }
  for (const Row& row : notes.rows)
    if (needs_test(row) && !judged.contains(row.id))
      found.push_back(problem(
          inventory_file, row.line,
          row.id + ": no test produced its verdict '" + row.verdict + "'"));
  return found;
}

}  // namespace unrolled::book
