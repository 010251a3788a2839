#include "common/experiment.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "common/data.hpp"

namespace unrolled {

Progress::Progress(std::string_view what, std::size_t total)
    : what_(what), total_(total ? total : 1), terminal_(isatty(2) == 1) {}

Progress::~Progress() {
  if (terminal_) std::fputs("\r\033[K", stderr);
}

void Progress::tick() {
  ++done_;
  const std::size_t percent = 100 * done_ / total_;
  if (!terminal_ || percent == shown_) return;
  shown_ = percent;
  constexpr std::size_t width = 30;
  std::string bar;
  for (std::size_t i = 0; i < width; ++i)
    bar += i < width * percent / 100 ? "━" : "─";
  std::fprintf(stderr, "\r%s %s %3zu%%", what_.c_str(), bar.c_str(), percent);
}

std::string text(double number, int digits) {
  return fmt::format("{:.{}g}", number, digits);
}

std::string fixed(double number, int decimals) {
  return fmt::format("{:.{}f}", number, decimals);
}

namespace {

// Columns of a terminal that a UTF-8 text takes, as far as the book's Latin,
// Greek and mathematical signs go.
std::size_t width_of(const std::string& s) {
  std::size_t n = 0;
  for (const char c : s) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

std::string padded(const std::string& s, std::size_t width, bool right) {
  const std::string space(width - std::min(width, width_of(s)), ' ');
  return right ? space + s : s + space;
}

std::string markdown(const Table& table) {
  std::string out = "|";
  for (const std::string& cell : table.head) out += " " + cell + " |";
  out += "\n|";
  for (std::size_t j = 0; j < table.head.size(); ++j)
    out += j == 0 ? " :--- |" : " ---: |";
  for (const std::vector<std::string>& row : table.rows) {
    out += "\n|";
    for (const std::string& cell : row) out += " " + cell + " |";
  }
  return out;
}

}  // namespace

struct Experiment::Body {
  std::string name, claim;
  CLI::App app;
  std::filesystem::path out = "my/figures";
  bool claimed = false, held = true;
  nlohmann::ordered_json values = nlohmann::ordered_json::object();
  nlohmann::ordered_json tables = nlohmann::ordered_json::object();
  nlohmann::ordered_json marks = nlohmann::ordered_json::object();
  std::vector<std::string> figures;

  // An earlier run's result must not pass for this one's.
  void forget() const {
    std::error_code nothing_there;
    std::filesystem::remove(out / (name + ".json"), nothing_there);
  }

  void require_new(const std::string& key) const {
    if (!values.contains(key) && !tables.contains(key)) return;
    throw std::logic_error("result " + key + ": expected to be given once");
  }

  void keep() const {
    nlohmann::ordered_json result{{"name", name},     {"claim", claim},
                                  {"held", held},     {"values", values},
                                  {"tables", tables}, {"figures", figures},
                                  {"marks", marks}};
    write_file(out / (name + ".json"), result.dump(1) + "\n");
  }
};

Experiment::Experiment(std::string name, std::string claim)
    : body_(std::make_unique<Body>()) {
  body_->name = std::move(name);
  body_->claim = std::move(claim);
  body_->app.description(body_->name + ": " + body_->claim + ".");
  body_->app.add_option("--out", body_->out, "folder for figures and results")
      ->capture_default_str();
}
Experiment::~Experiment() = default;

void Experiment::knob(const std::string& name, double& value,
                      const std::string& help) {
  body_->app.add_option("--" + name, value, help)
      ->capture_default_str()
      ->check(CLI::Validator(
          [](const std::string& given) -> std::string {
            double v = 0;
            if (CLI::detail::lexical_cast(given, v) && std::isfinite(v))
              return {};
            return "expected a finite number, got '" + given + "'";
          },
          ""));
}
void Experiment::knob(const std::string& name, Index& value,
                      const std::string& help) {
  body_->app.add_option("--" + name, value, help)
      ->capture_default_str()
      ->check(CLI::Validator(
          [](const std::string& given) -> std::string {
            const bool digits =
                !given.empty() && given.size() < 19 &&
                given.find_first_not_of("0123456789") == std::string::npos;
            return digits
                       ? ""
                       : "expected a whole number from 0, got '" + given + "'";
          },
          ""));
}
void Experiment::knob(const std::string& name, std::string& value,
                      const std::string& help) {
  body_->app.add_option("--" + name, value, help)->capture_default_str();
}

int Experiment::run(int argc, char** argv, const std::function<void()>& body) {
  try {
    body_->app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return body_->app.exit(help);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}: {} (--help lists the options)\n", body_->name,
               error.what());
    return 2;
  }
  // What one pass gives back the next one takes again: else a third of a
  // training's time goes into handing its pages to the system and asking anew.
  mallopt(M_TRIM_THRESHOLD, 1 << 28);
  try {
    body_->forget();
    body();
    if (!body_->claimed)
      throw std::logic_error("the program never stated whether its claim held");
    body_->keep();
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "{}: {}\n", body_->name, error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", body_->name, error.what());
    return 1;
  }
  fmt::print("\n{} {}.\n",
             body_->held ? "Held:" : "DID NOT HOLD:", body_->claim);
  return body_->held ? 0 : 1;
}

void Experiment::claim(bool held, const std::string& part) {
  body_->claimed = true;
  body_->held = body_->held && held;
  if (!held && !part.empty())
    fmt::print(stderr, "{}: does not hold: {}\n", body_->name, part);
}

void Experiment::print(const std::string& line) const {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

void Experiment::table(const std::string& key, const Table& table) {
  std::vector<std::size_t> widths;
  for (const std::string& cell : table.head) widths.push_back(width_of(cell));
  for (const std::vector<std::string>& row : table.rows) {
    if (row.size() != table.head.size())
      throw std::logic_error(
          fmt::format("table {}: expected {} cells in each row, got {}", key,
                      table.head.size(), row.size()));
    for (std::size_t j = 0; j < row.size(); ++j)
      widths[j] = std::max(widths[j], width_of(row[j]));
  }
  const auto show = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t j = 0; j < cells.size(); ++j)
      line += (j ? "  " : "") + padded(cells[j], widths[j], j > 0);
    print(line);
  };
  show(table.head);
  for (const std::vector<std::string>& row : table.rows) show(row);
  body_->require_new(key);
  body_->tables[key] = markdown(table);
}

void Experiment::value(const std::string& key, const std::string& text) {
  body_->require_new(key);
  body_->values[key] = text;
}

void Experiment::value(const std::string& key, double number, int digits) {
  value(key, text(number, digits));
}

void Experiment::mark(const std::string& key, const Mark& mark) {
  const std::string result = key.substr(0, key.find('.'));
  if (!body_->values.contains(key) && !body_->tables.contains(result))
    throw std::logic_error("mark " + key + ": expected the key of a result");
  body_->marks[key] = mark.words;
}

void Experiment::draw(const Figure& figure) {
  const std::filesystem::path drawn = figure.save(body_->out);
  body_->figures.push_back(figure.name());
  print("figure: " + drawn.string());
}

}  // namespace unrolled
