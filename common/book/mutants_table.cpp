#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "common/book/check.hpp"
#include "common/book/mutants.hpp"
#include "common/book/notes.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

const std::string equivalents_file = "docs/mutants-equivalent.csv";

std::string table_file(unsigned chapter) {
  return fmt::format("docs/mutants-{:02}.csv", chapter);
}

std::vector<std::vector<std::string>> read_cells(const fs::path& root,
                                                 const std::string& file,
                                                 const std::string& head,
                                                 Problems& problems) {
  std::vector<std::vector<std::string>> rows;
  if (!fs::exists(root / file)) return rows;
  const std::size_t width = csv_cells(head).size();
  std::size_t number = 0;
  for (const std::string& line : lines_of(read_file(root / file))) {
    ++number;
    if (number == 1) {
      if (line != head)
        problems.push_back(problem(file, 1, "expected the header " + head));
      continue;
    }
    rows.push_back(csv_cells(line));
    if (rows.back().size() == width) continue;
    problems.push_back(problem(
        file, number,
        fmt::format("{} cells, expected {}", rows.back().size(), width)));
    rows.pop_back();
  }
  return rows;
}

bool is_program_or_header(const Source& source, unsigned chapter) {
  if (is_exercise(source)) return false;
  if (in(source.path, "common/") && !in(source.path, "common/book/"))
    return true;
  return source.chapter == chapter;
}

std::string file_text(const Source& source) {
  std::string text;
  for (const std::string& line : source.lines) text += line + "\n";
  return text;
}

std::set<std::string> as_it_is(const std::vector<Mutant>& mutants) {
  std::set<std::string> code;
  for (const Mutant& m : mutants)
    if (m.kind == "as it is")
      code.insert("(" + m.equation + ") " + m.file + ": " + m.code);
  return code;
}

// The statements that no change was tried on.
std::vector<Mutant> without_changes(const std::vector<Mutant>& mutants) {
  std::vector<Mutant> all;
  for (std::size_t i = 0; i < mutants.size(); ++i)
    if (mutants[i].kind == "as it is" &&
        (i + 1 == mutants.size() || mutants[i + 1].kind == "as it is"))
      all.push_back(mutants[i]);
  return all;
}

bool is_caught(const Mutant& m) {
  return m.outcome == "caught" || m.outcome == "stopped";
}

}  // namespace

std::vector<Mutant> numbered_code(const Tree& tree, unsigned chapter) {
  std::vector<Mutant> all;
  for (const Source& source : tree.code) {
    if (!is_program_or_header(source, chapter)) continue;
    for (const Statement& s : numbered_statements(file_text(source)))
      if (std::stoul(s.equations[0]) == chapter)
        all.push_back({s.equations[0], source.path, "as it is", s.text, ""});
  }
  return all;
}

std::vector<Mutant> read_mutants(const fs::path& root, unsigned chapter,
                                 Problems& problems) {
  std::vector<Mutant> all;
  for (const auto& row :
       read_cells(root, table_file(chapter), "equation,file,kind,code,outcome",
                  problems))
    all.push_back({row[0], row[1], row[2], row[3], row[4]});
  return all;
}

std::vector<Equivalent> read_equivalents(const fs::path& root,
                                         Problems& problems) {
  std::vector<Equivalent> all;
  for (const auto& row :
       read_cells(root, equivalents_file, "equation,code,why", problems))
    all.push_back({row[0], row[1], row[2]});
  return all;
}

Problems check_mutants(const Tree& tree) {
  Problems found;
  const std::vector<Equivalent> reasons = read_equivalents(tree.root, found);
  std::set<std::string> explained, used;
  for (const Equivalent& e : reasons) explained.insert(e.equation + e.code);
  for (const Room& room : tree.rooms) {
    const std::string file = table_file(room.number);
    if (!fs::exists(tree.root / file)) continue;
    const std::vector<Mutant> kept =
        read_mutants(tree.root, room.number, found);
    const std::set<std::string> now =
        as_it_is(numbered_code(tree, room.number));
    const std::set<std::string> then = as_it_is(kept);
    const auto tell = [&](const std::string& what) {
      found.push_back(problem(
          file, 1,
          fmt::format("{}; run ./book mutants {} anew", what, room.number)));
    };
    for (const std::string& code : now)
      if (!then.contains(code)) tell("lacks " + code);
    for (const std::string& code : then)
      if (!now.contains(code)) tell("has what the code has no more, " + code);
    for (const Mutant& m : without_changes(kept)) {
      used.insert(m.equation + m.code);
      if (explained.contains(m.equation + m.code)) continue;
      found.push_back(
          problem(file, 1,
                  fmt::format("({}) has no change: {}; expected a "
                              "kind of change or a reason in {}",
                              m.equation, m.code, equivalents_file)));
    }
    for (const Mutant& m : kept) {
      if (m.outcome == "survived")
        found.push_back(
            problem(file, 1,
                    fmt::format("({}) survived: {}; expected a test "
                                "or a reason in {}",
                                m.equation, m.code, equivalents_file)));
      if (m.outcome == "equivalent") used.insert(m.equation + m.code);
    }
  }
  for (const Equivalent& e : reasons) {
    const fs::path table =
        tree.root / table_file(static_cast<unsigned>(std::stoul(e.equation)));
    if (fs::exists(table) && !used.contains(e.equation + e.code))
      found.push_back(problem(equivalents_file, 1,
                              "(" + e.equation + ") " + e.code +
                                  ": a reason for what did not survive"));
    if (e.why.empty())
      found.push_back(problem(equivalents_file, 1,
                              "(" + e.equation + ") " + e.code +
                                  ": no reason, expected why nothing changes"));
  }
  return found;
}

Result mutants_result(const Tree& tree) {
  static const std::vector<std::string> kinds{
      "sign", "term", "factor", "derivative", "time", "transpose", "exchange"};
  Problems ignored;
  Result result;
  std::string& table = result.tables["mutants"];
  table =
      "| chapter | lines | changes | caught by a value | caught by an error | "
      "change nothing |\n|:--|--:|--:|--:|--:|--:|\n";
  std::string head = "| kind |", line = "|:--|";
  std::map<std::string, std::string> of_kind;  // the cells of its line
  std::size_t all = 0, all_caught = 0;
  for (const Room& room : tree.rooms) {
    std::map<std::string, std::size_t> with, changes, caught;
    for (const Mutant& m : read_mutants(tree.root, room.number, ignored)) {
      ++changes[m.kind];
      ++with[m.outcome];
      caught[m.kind] += is_caught(m);
    }
    if (changes.empty()) continue;
    const std::size_t lines = changes["as it is"];
    const std::size_t right = with["caught"] + with["stopped"];
    const std::size_t tried = right + with["survived"] + with["equivalent"];
    table +=
        fmt::format("| {} | {} | {} | {} | {} | {} |\n", room.number, lines,
                    tried, with["caught"], with["stopped"], with["equivalent"]);
    head += fmt::format(" chapter {} |", room.number);
    line += "--:|";
    for (const std::string& kind : kinds)
      of_kind[kind] +=
          changes[kind] == 0
              ? " – |"
              : fmt::format(" {} of {} |", caught[kind], changes[kind]);
    all += tried;
    all_caught += right;
  }
  std::string& by_kind = result.tables["mutants_by_kind"];
  by_kind = head + "\n" + line + "\n";
  for (const std::string& kind : kinds)
    by_kind += "| " + kind + " |" + of_kind[kind] + "\n";
  result.values["mutants_all"] = std::to_string(all);
  result.values["mutants_caught"] = std::to_string(all_caught);
  std::string& reasons = result.tables["equivalents"];
  reasons =
      "| equation | the change | why it changes nothing |\n|:--|:--|:--|\n";
  for (const Equivalent& e : read_equivalents(tree.root, ignored))
    reasons += fmt::format("| [({})](@ref {}) | {} | {} |\n", e.equation,
                           equation_anchor(e.equation),
                           "<tt>" + table_cell(e.code) + "</tt>", e.why);
  return result;
}

}  // namespace unrolled::book
