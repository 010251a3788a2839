#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "common/book/check.hpp"
#include "common/book/commands.hpp"
#include "common/book/mutants.hpp"
#include "common/book/notes.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

// What the page calls a verdict, in English and in Chinese.
struct Name {
  std::string verdict, english, chinese;
};
const std::vector<Name> names{{"holds", "holds as printed", "印得对"},
                              {"restored", "restored", "补全"},
                              {"misprint", "misprint", "印错"},
                              {"only when", "holds only when", "有条件成立"},
                              {"answered", "answered", "已回答"},
                              {"term", "term", "用词"},
                              {"redrawn", "redrawn", "重画"},
                              {"to come", "to come", "待续"}};

const Name& name_of(const std::string& verdict) {
  return *std::find_if(names.begin(), names.end(),
                       [&](const Name& n) { return n.verdict == verdict; });
}

std::string shown(double value) {
  if (std::isinf(value)) return "infinite";
  if (value == 0) return "0";
  const double size = std::abs(value);
  if (size < 1e-8) return fmt::format("{:.0e}", value);
  return fmt::format("{:.3g}", value);
}

// The address of a line of code in the site.
std::string listed(const Book& book, const std::string& file, std::size_t line,
                   const std::string& label) {
  const auto page = book.listings.find(file);
  if (page == book.listings.end()) return label;
  return "<a href=\"" + line_address(page->second, line) + "\">" + label +
         "</a>";
}

struct Line {
  std::string file;
  std::size_t number;
};

class Pages {
 public:
  Pages(const Notes& notes, const Tree& tree, const Book& book)
      : notes_(notes), tree_(tree), book_(book) {
    for (const Source& source : tree.code) {
      if (in(source.path, "tests/")) {
        if (in(source.path, "tests/book/")) continue;
        for (const TestCase& test : test_cases(source))
          for (const TestTag& tag : test.tags)
            tests_[tag.text].push_back({source.path, test.line});
      } else if (!is_exercise(source)) {
        for (std::size_t i = 0; i < source.lines.size(); ++i)
          for (const std::string& n : trailing_numbers(source.lines[i]))
            code_[n].push_back({source.path, i + 1});
      }
    }
    for (const Finding& record : notes.records)
      records_[record.row].push_back(&record);
  }

  Result result() const {
    Result all;
    for (const Row& row : notes_.rows) {
      std::string& table = all.tables[row.id.substr(0, 1)];
      if (table.empty())
        table =
            "| row | as it should be; verdict, what was measured; equation, "
            "code, "
            "test |\n|:--|:--|\n";
      table += line(row);
      all.values[row.id] = "<a href=\"notes_checked.html#row_" + row.id +
                           "\">" + row.id + "</a>";
      numbers(row, all.values);
    }
    all.tables["summary"] = summary();
    all.tables["errata"] = errata();
    all.values["rows"] = std::to_string(notes_.rows.size());
    return all;
  }

 private:
  std::string line(const Row& row) const {
    const std::string place = links(row), number = found(row);
    return fmt::format(
        "| \\anchor row_{0} <a href=\"#row_{0}\">{0}</a> | {1} <br> {2}{3}{4} "
        "|\n",
        row.id, formula(row), verdict(row),
        number.empty() ? "" : ": <small>" + number + "</small>",
        place.empty() ? "" : " <br> <small>" + place + "</small>");
  }

  static std::string formula(const Row& row) {
    std::string text = row.formula;
    if (!row.printed.empty()) text += " <br> printed: " + row.printed;
    if (!row.words.empty()) text += " <br> <small>" + row.words + "</small>";
    return text;
  }

  static std::string verdict(const Row& row) {
    const Name& name = name_of(row.verdict);
    std::string text = "<b>" + name.english + "</b> " + name.chinese;
    if (!row.later.empty() && row.verdict != "to come")
      text += ", the rest to come";
    if (!row.later.empty())
      text += " in chapter " + std::to_string(std::stoul(row.later));
    return text;
  }

  // Of several records the one that is nearest to failing.
  const Finding* worst(const Row& row) const {
    const auto all = records_.find(row.id);
    if (all == records_.end()) return nullptr;
    return *std::max_element(all->second.begin(), all->second.end(),
                             [](const Finding* a, const Finding* b) {
                               return a->error.value_or(0) <
                                      b->error.value_or(0);
                             });
  }

  std::string found(const Row& row) const {
    const Finding* r = worst(row);
    if (r == nullptr) return "";
    if (r->smaller)
      return table_cell(r->smaller->what) + " " + shown(r->smaller->value) +
             " &lt; " + table_cell(r->larger->what) + " " +
             shown(r->larger->value);
    const std::string error = "error " + shown(*r->error);
    if (!r->off) return error;
    return (row.verdict == "misprint" ? "printed: off by "
                                      : "without it: off by ") +
           shown(*r->off) + ", " +
           (row.verdict == "misprint" ? "corrected: " : "with it: ") + error;
  }

  std::string links(const Row& row) const {
    std::vector<std::string> all;
    for (const std::string& place : row.where) {
      all.push_back(link(place));
      const auto code = code_.find(place);
      if (code == code_.end()) continue;
      const Line& first = code->second.front();
      all.back() +=
          " " + listed(book_, first.file, first.number,
                       "<tt>" + fs::path(first.file).filename().string() + ":" +
                           std::to_string(first.number) + "</tt>");
    }
    const auto at = records_.find(row.id);
    if (at != records_.end())
      for (const Finding* r : at->second)
        all.push_back(listed(book_, r->file, test_line(*r, row.id), "test"));
    return fmt::format("{}", fmt::join(all, " · "));
  }

  // The line of the test that holds a record's call.
  std::size_t test_line(const Finding& record, const std::string& id) const {
    std::size_t best = record.line;
    const auto tests = tests_.find(id);
    if (tests == tests_.end()) return best;
    std::size_t found = 0;
    for (const Line& test : tests->second)
      if (test.file == record.file && test.number <= record.line)
        found = std::max(found, test.number);
    return found > 0 ? found : best;
  }

  std::string link(const std::string& place) const {
    if (is_equation_number(place))
      return book_.equations.contains(place)
                 ? "[(" + place + ")](@ref " + equation_anchor(place) + ")"
                 : "(" + place + ")";
    if (place[0] == '#') return "[page](@ref " + place.substr(1) + ")";
    if (place.starts_with("fig-"))
      for (const Page& page : book_.pages)
        if (page.text.find("plots/" + place.substr(4) + ".svg") !=
            std::string::npos)
          return "<a href=\"" + site_file(page) + "#" + place + "\">figure</a>";
    for (const Room& room : tree_.rooms) {
      if (room.folder.substr(9, 2) != place.substr(0, 2)) continue;
      const std::string name = place.substr(3) + ".cpp";
      return listed(book_, room.folder + "/" + name, 1,
                    "<tt>" + name + "</tt>");
    }
    return place;
  }

  // For the pages' sentences: {{notes.B9_off}}, {{notes.B9_error}}.
  void numbers(const Row& row, std::map<std::string, std::string>& to) const {
    const Finding* r = worst(row);
    if (r == nullptr) return;
    if (r->error) to[row.id + "_error"] = shown(*r->error);
    if (r->off) to[row.id + "_off"] = shown(*r->off);
    if (r->smaller) to[row.id + "_smaller"] = shown(r->smaller->value);
    if (r->larger) to[row.id + "_larger"] = shown(r->larger->value);
  }

  std::string summary() const {
    std::string table =
        "| verdict | | A | B | C | D | E | all |\n"
        "|:--|:--|--:|--:|--:|--:|--:|--:|\n";
    for (const Name& name : names) {
      table += "| " + name.english + " | " + name.chinese + " |";
      std::size_t all = 0;
      for (const char note : std::string("ABCDE")) {
        const auto n = static_cast<std::size_t>(std::count_if(
            notes_.rows.begin(), notes_.rows.end(), [&](const Row& row) {
              return row.id[0] == note && row.verdict == name.verdict;
            }));
        table += " " + (n > 0 ? std::to_string(n) : std::string("–")) + " |";
        all += n;
      }
      table += " " + std::to_string(all) + " |\n";
    }
    return table;
  }

  std::string errata() const {
    std::string table =
        "| row | printed, and how far off; as it should be |\n|:--|:--|\n";
    for (const Row& row : notes_.rows) {
      const Finding* r = worst(row);
      if (row.printed.empty() || r == nullptr) continue;
      table += fmt::format(
          "| <a href=\"notes_checked.html#row_{0}\">{0}</a> | printed: {1}{2} "
          "<br> <b>correct:</b> {3} |\n",
          row.id, row.printed,
          r->off ? " <small>(off by " + shown(*r->off) + ")</small>" : "",
          row.formula);
    }
    return table;
  }

  const Notes& notes_;
  const Tree& tree_;
  const Book& book_;
  std::map<std::string, std::vector<Line>> tests_, code_;
  std::map<std::string, std::vector<const Finding*>> records_;
};

}  // namespace

Result notes_result(const Notes& notes, const Tree& tree, const Book& book) {
  return Pages(notes, tree, book).result();
}

namespace {

std::map<std::string, std::string> options(
    int argc, char** argv, const std::vector<std::string>& allowed) {
  std::map<std::string, std::string> given;
  const std::vector<std::string> words(argv + 1, argv + argc);
  for (std::size_t i = 0; i + 1 < words.size(); i += 2)
    if (std::find(allowed.begin(), allowed.end(), words[i]) != allowed.end())
      given[words[i]] = words[i + 1];
  if (given.size() == allowed.size() && words.size() == 2 * allowed.size())
    return given;
  std::string usage = std::string("error: expected book-tool ") + argv[0];
  for (const std::string& name : allowed) usage += " " + name + " FOLDER";
  std::fprintf(stderr, "%s\n", usage.c_str());
  return {};
}

}  // allowedpace

int notes_main(int argc, char** argv) {
  const std::map<std::string, std::string> given =
      options(argc, argv, {"--source", "--run", "--records", "--out"});
  if (given.size() != 4) return 2;
  const Tree tree = read_tree(given.at("--source"));
  Problems ignored, problems;  // the weaver tells of the pages' own
  const Book book = read_book(given.at("--source"), given.at("--run"), ignored);
  Notes notes;
  notes.rows = read_inventory(given.at("--source"), problems);
  notes.records = read_findings(given.at("--records"), problems);
  for (Problems more :
       {check_rows(notes.rows, tree, book), check_findings(notes, tree)})
    problems.insert(problems.end(), more.begin(), more.end());
  for (const std::string& line : problems) fmt::print(stderr, "{}\n", line);
  if (!problems.empty()) return 1;
  Result result = notes_result(notes, tree, book);
  const Result mutants = mutants_result(tree);
  result.values.insert(mutants.values.begin(), mutants.values.end());
  result.tables.insert(mutants.tables.begin(), mutants.tables.end());
  const nlohmann::json json{{"name", "notes"},
                            {"figures", nlohmann::json::array()},
                            {"values", result.values},
                            {"tables", result.tables}};
  write_file(given.at("--out"), json.dump(1) + "\n");
  return 0;
}

}  // namespace unrolled::book
