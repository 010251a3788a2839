#include "common/book/figures.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "common/book/commands.hpp"
#include "common/book/pages.hpp"
#include "common/data.hpp"

namespace unrolled::book {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& name, std::size_t line,
                         const std::string& what) {
  throw std::runtime_error(fmt::format("{}:{}: {}", name, line, what));
}

std::vector<std::string> cells_of(std::string_view line,
                                  const std::string& name, std::size_t at) {
  if (std::count(line.begin(), line.end(), '"') % 2 != 0)
    refuse(name, at, "expected a closing quote");
  return csv_cells(line);
}

std::optional<double> number_of(std::string_view cell) {
  double value = 0;
  const char* end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) return {};
  return value;
}

Mark mark_of(std::string_view line, const std::string& name) {
  constexpr std::string_view is_exact = "# exact, tolerance ";
  if (line.starts_with("# measured:")) return measured();
  if (line.starts_with(is_exact)) {
    const std::size_t end = std::min(line.find(':'), line.size());
    const std::optional<double> tolerance =
        number_of(line.substr(is_exact.size(), end - is_exact.size()));
    if (tolerance && *tolerance >= 0 && end < line.size())
      return exact(*tolerance);
  }
  refuse(name, 1,
         "expected '# exact, tolerance 1e-06: title' or '# measured: title', "
         "got '" +
             std::string(line) + "'");
}

std::string shown(const std::optional<double>& value) {
  return value ? fmt::format("{:.12g}", *value) : "nothing";
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ","));
}

double largest_of(const FigureSeries& series, std::size_t column) {
  double largest = 0;
  for (const auto& row : series.rows)
    largest = std::max(largest, std::abs(row[column].value_or(0)));
  return largest;
}

// Compares one column of one series; tells of the first few rows only.
void compare_column(const std::string& figure, const std::string& column,
                    std::size_t j, const FigureSeries& fresh,
                    const FigureSeries& accepted, double tolerance,
                    std::vector<std::string>& found) {
  constexpr std::size_t told = 3;
  const double most =
      tolerance * std::max(largest_of(fresh, j), largest_of(accepted, j));
  std::size_t off = 0;
  for (std::size_t i = 0; i < accepted.rows.size(); ++i) {
    const std::optional<double> got = fresh.rows[i][j];
    const std::optional<double> expected = accepted.rows[i][j];
    const bool both = got && expected;
    if (!got && !expected) continue;
    if (both && std::abs(*got - *expected) <= most) continue;
    if (++off > told) continue;
    found.push_back(fmt::format(
        "{}: series '{}', row {}, column {}: got {}, expected {}", figure,
        accepted.name, i + 1, column, shown(got), shown(expected)));
    if (both)
      found.back() +=
          fmt::format(" (differs by {:.3g}, at most {:.3g} is allowed)",
                      std::abs(*got - *expected), most);
  }
  if (off > told)
    found.push_back(fmt::format("{}: series '{}', column {}: and {} more rows",
                                figure, accepted.name, column, off - told));
}

// One's faults, then the other's, each once.
std::vector<std::string> faults_of(const Gallery& fresh,
                                   const Gallery& accepted) {
  std::vector<std::string> faults = fresh.faults;
  faults.insert(faults.end(), accepted.faults.begin(), accepted.faults.end());
  return faults;
}

bool wanted(const std::string& name, const std::string& chapter) {
  return !is_figure_name(name) || chapter.empty() ||
         name.starts_with(chapter + "-");
}

// The stems of a folder's files with this ending, sorted.
std::vector<std::string> stems(const fs::path& folder,
                               const std::string& ending,
                               const std::string& chapter) {
  std::vector<std::string> names;
  if (!fs::exists(folder)) return names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ending &&
        wanted(entry.path().stem().string(), chapter))
      names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

void check_name(const fs::path& folder, const std::string& name,
                Gallery& gallery) {
  if (!is_figure_name(name))
    gallery.faults.push_back(
        (folder / name).string() +
        ": expected a figure's name of the form 03-two-words");
}

// Who drew which figure, by the programs' results.
std::map<std::string, std::string> drawn_by(const fs::path& run,
                                            const std::string& chapter,
                                            Gallery& gallery) {
  std::map<std::string, std::string> painter;
  for (const std::string& program : stems(run, ".json", chapter)) {
    const fs::path file = run / (program + ".json");
    try {
      const nlohmann::json result = nlohmann::json::parse(read_file(file));
      for (const std::string name : result.at("figures")) {
        const auto [at, first] = painter.try_emplace(name, program);
        if (!first)
          gallery.faults.push_back(fmt::format(
              "{}: expected a figure's name to be unique, {} and {} draw it",
              name, at->second, program));
        if (!name.starts_with(program.substr(0, 3)))
          gallery.faults.push_back(fmt::format(
              "{}: drawn by {}: expected a name that begins with {}", name,
              program, program.substr(0, 3)));
      }
    } catch (const nlohmann::json::exception& error) {
      throw std::runtime_error(
          file.string() +
          ": expected a result with figures, got: " + error.what());
    }
  }
  return painter;
}

}  // namespace

bool is_figure_name(std::string_view name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_gap = [](char c) { return c == '-' || c == '_'; };
  if (name.size() < 4 || !is_digit(name[0]) || !is_digit(name[1]) ||
      name[2] != '-' || is_gap(name.back()))
    return false;
  char before = name[1];
  for (const char c : name.substr(2)) {
    if (is_gap(c) ? is_gap(before) : !is_digit(c) && (c < 'a' || c > 'z'))
      return false;
    before = c;
  }
  return true;
}

FigureNumbers parse_figure(std::string_view text, const std::string& name) {
  const std::vector<std::string> lines = lines_of(text);
  if (lines.size() < 3)
    refuse(name, lines.size() + 1,
           "expected a mark, a header and rows, got too few lines");
  FigureNumbers numbers;
  numbers.mark = mark_of(lines[0], name);
  numbers.columns = cells_of(lines[1], name, 2);
  if (numbers.columns.size() < 2 || numbers.columns[0] != "series")
    refuse(
        name, 2,
        "expected a header 'series,x,y', got '" + std::string(lines[1]) + "'");
  numbers.columns.erase(numbers.columns.begin());
  for (std::size_t i = 2; i < lines.size(); ++i) {
    const std::vector<std::string> cells = cells_of(lines[i], name, i + 1);
    if (cells.size() != numbers.columns.size() + 1)
      refuse(name, i + 1,
             fmt::format("expected {} cells, got {}",
                         numbers.columns.size() + 1, cells.size()));
    std::vector<std::optional<double>> row;
    for (std::size_t j = 1; j < cells.size(); ++j) {
      row.push_back(number_of(cells[j]));
      if (!row.back() && !cells[j].empty())
        refuse(name, i + 1,
               fmt::format("column {}: expected a finite number, got '{}'",
                           numbers.columns[j - 1], cells[j]));
    }
    if (numbers.series.empty() || numbers.series.back().name != cells[0])
      numbers.series.push_back({cells[0], {}});
    numbers.series.back().rows.push_back(std::move(row));
  }
  return numbers;
}

std::vector<std::string> compare_figure(const std::string& name,
                                        const FigureNumbers& fresh,
                                        const FigureNumbers& accepted) {
  const auto mark = [](const FigureNumbers& n) {
    return n.mark.exact ? fmt::format("exact, tolerance {:g}", n.mark.tolerance)
                        : std::string("measured");
  };
  const auto names = [](const FigureNumbers& n) {
    std::vector<std::string> list;
    for (const FigureSeries& s : n.series) list.push_back("'" + s.name + "'");
    return joined(list);
  };
  std::vector<std::string> found;
  const auto differ = [&](const std::string& what, const std::string& got,
                          const std::string& expected) {
    if (got == expected) return;
    found.push_back(
        fmt::format("{}: {}: got {}, expected {}", name, what, got, expected));
  };
  differ("mark", mark(fresh), mark(accepted));
  differ("columns", joined(fresh.columns), joined(accepted.columns));
  differ("series", names(fresh), names(accepted));
  if (!found.empty() || !accepted.mark.exact) return found;

  for (std::size_t s = 0; s < accepted.series.size(); ++s) {
    const FigureSeries &got = fresh.series[s], &expected = accepted.series[s];
    differ("series '" + expected.name + "', rows",
           std::to_string(got.rows.size()),
           std::to_string(expected.rows.size()));
    if (got.rows.size() != expected.rows.size()) continue;
    for (std::size_t j = 0; j < accepted.columns.size(); ++j)
      compare_column(name, accepted.columns[j], j, got, expected,
                     accepted.mark.tolerance, found);
  }
  return found;
}

Gallery accepted_figures(const fs::path& folder, const std::string& chapter) {
  Gallery gallery;
  for (const std::string& name : stems(folder, ".svg", chapter)) {
    check_name(folder, name, gallery);
    const fs::path csv = folder / (name + ".csv");
    gallery.figures[name] =
        fs::exists(csv) ? std::optional(read_file(csv)) : std::nullopt;
  }
  for (const std::string& name : stems(folder, ".csv", chapter))
    if (!gallery.figures.contains(name))
      gallery.faults.push_back((folder / (name + ".csv")).string() +
                               ": expected " + name + ".svg beside it");
  return gallery;
}

Gallery fresh_figures(const fs::path& folder, const std::string& chapter) {
  Gallery gallery;
  for (const auto& [name, program] : drawn_by(folder, chapter, gallery)) {
    check_name(folder, name, gallery);
    for (const char* ending : {".svg", ".csv"})
      if (!fs::exists(folder / (name + ending)))
        gallery.faults.push_back(fmt::format("{}: expected {} to draw it",
                                             (folder / name).string() + ending,
                                             program));
    const fs::path csv = folder / (name + ".csv");
    if (fs::exists(csv)) gallery.figures[name] = read_file(csv);
  }
  for (const std::string& name : stems(folder, ".svg", chapter)) {
    if (fs::exists(folder / (name + ".csv"))) continue;
    check_name(folder, name, gallery);
    gallery.figures.try_emplace(name, std::nullopt);
  }
  return gallery;
}

std::vector<std::string> compare_galleries(const Gallery& fresh,
                                           const Gallery& accepted) {
  std::vector<std::string> found = faults_of(fresh, accepted);
  for (const auto& [name, csv] : fresh.figures)
    if (!accepted.figures.contains(name))
      found.push_back(name + ": new: the accepted figures do not have it");
  for (const auto& [name, expected] : accepted.figures) {
    const auto at = fresh.figures.find(name);
    if (at == fresh.figures.end()) {
      found.push_back(name + ": vanished: this run did not draw it");
    } else if (at->second.has_value() != expected.has_value()) {
      found.push_back(fmt::format("{}: got {}, expected {}", name,
                                  at->second ? "numbers" : "no numbers",
                                  expected ? "numbers" : "no numbers"));
    } else if (expected) {
      const std::vector<std::string> here = compare_figure(
          name, parse_figure(*at->second, "fresh " + name + ".csv"),
          parse_figure(*expected, "accepted " + name + ".csv"));
      found.insert(found.end(), here.begin(), here.end());
    }
  }
  return found;
}

std::vector<std::string> accept_figures(const fs::path& run,
                                        const fs::path& accepted,
                                        const std::string& chapter) {
  // Look before the first write.
  const Gallery fresh = fresh_figures(run, chapter);
  if (!fresh.faults.empty())
    throw std::runtime_error("nothing accepted: " + fresh.faults[0]);
  for (const auto& [name, csv] : fresh.figures)
    if (csv) parse_figure(*csv, "nothing accepted: " + name + ".csv");

  std::vector<std::string> done;
  for (const auto& [name, csv] : fresh.figures) {
    bool changed = false, had = fs::exists(accepted / (name + ".svg"));
    for (const std::string ending : {".csv", ".svg"}) {
      const fs::path from = run / (name + ending),
                     to = accepted / from.filename();
      if (!fs::exists(from)) {
        changed |= fs::remove(to);
        continue;
      }
      const std::string content = read_file(from);
      if (fs::exists(to) && read_file(to) == content) continue;
      write_file(to, content);
      changed = true;
    }
    if (changed) done.push_back((had ? "changed: " : "new: ") + name);
  }
  for (const char* ending : {".csv", ".svg"})
    for (const std::string& name : stems(accepted, ending, chapter))
      if (!fresh.figures.contains(name)) {
        fs::remove(accepted / (name + ending));
        done.push_back("gone: " + name + ending);
      }
  return done;
}

int figures_main(int argc, char** argv) {
  CLI::App app;
  std::string run, accepted;
  int number = 0;
  bool accept = false;
  app.set_help_flag();
  app.add_option("--run", run)->required();
  app.add_option("--accepted", accepted)->required();
  app.add_option("--chapter", number)->check(CLI::Range(1, 99));
  app.add_flag("--accept", accept);
  try {
    app.parse(argc, argv);
    if (!fs::is_directory(run))
      throw CLI::ValidationError(run, "expected the folder of a run");
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "error: figures: {}\n", error.what());
    return 2;
  }
  const std::string chapter = number > 0 ? fmt::format("{:02}", number) : "";
  if (accept) {
    const std::vector<std::string> done =
        accept_figures(run, accepted, chapter);
    for (const std::string& line : done) fmt::print("{}\n", line);
    if (done.empty()) fmt::print("nothing to accept\n");
    return 0;
  }
  const Gallery fresh = fresh_figures(run, chapter);
  const std::vector<std::string> found =
      compare_galleries(fresh, accepted_figures(accepted, chapter));
  for (const std::string& line : found) fmt::print("{}\n", line);
  if (found.empty())
    fmt::print("{} figures agree with the accepted ones\n",
               fresh.figures.size());
  return found.empty() ? 0 : 1;
}

}  // namespace unrolled::book
