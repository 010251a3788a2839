#include "common/experiment.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "common/data.hpp"
#include "common/noted.hpp"
#include "common/sweep.hpp"
#include "common/terminal.hpp"
#include "common/words.hpp"

namespace unrolled {

namespace {

bool progress_is_shown = false;

// What is left of the time that so much took: " about 3 min left".
std::string time_left(std::chrono::duration<double> taken, double done) {
  const double left = taken.count() * (1 - done) / done;
  if (taken.count() < 5 || left < 10) return "";
  return "  " + (left < 90 ? words("about {} s left", fixed(left, 0))
                           : words("about {} min left", fixed(left / 60, 0)));
}

}  // namespace

Progress::Progress(std::string_view what, std::size_t total)
    : what_(words(what)),
      total_(total ? total : 1),
      first_(!progress_is_shown),
      terminal_(first_ && isatty(2) == 1),
      begun_(std::chrono::steady_clock::now()) {
  progress_is_shown = true;
}

Progress::~Progress() {
  if (first_) progress_is_shown = false;
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
  const std::string left =
      time_left(std::chrono::steady_clock::now() - begun_,
                static_cast<double>(done_) / static_cast<double>(total_));
  fmt::print(stderr, "\r{} {} {:3}%{}\033[K", what_, bar, percent, left);
}

std::string text(double number, int digits) {
  return fmt::format("{:.{}g}", number, digits);
}

std::string fixed(double number, int decimals) {
  return fmt::format("{:.{}f}", number, decimals);
}

namespace {

// What a knob takes, in words and as a test of what was given.
CLI::Validator within(Range range, bool whole) {
  const std::string from_to = words("{} to {}", range.lowest, range.highest);
  const auto refusal = [=](const std::string& given) -> std::string {
    double v = 0;
    const bool written =
        !whole || given.find_first_not_of("0123456789") == std::string::npos;
    if (written && CLI::detail::lexical_cast(given, v) && v >= range.lowest &&
        v <= range.highest)
      return {};
    return fmt::format("expected a {}number from {}, got '{}'",
                       whole ? "whole " : "", from_to, given);
  };
  return {refusal, from_to};
}

// A line on standard output, which may be a full disk.
void put(const std::string& line) {
  fmt::print("{}\n", line);
  if (std::fflush(stdout) != 0)
    throw std::runtime_error("standard output: it can't be written");
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
  std::string name, claim, answer;
  CLI::App app;
  std::filesystem::path out = "my/figures", swept;
  Sweep sweep;
  bool silent = false, restated = false;
  std::vector<CLI::Option*> knobs;
  // Each number as it is printed, and its range.
  nlohmann::ordered_json printed = nlohmann::ordered_json::object();
  std::vector<Claim> claims;
  nlohmann::ordered_json values = nlohmann::ordered_json::object();
  nlohmann::ordered_json tables = nlohmann::ordered_json::object();
  nlohmann::ordered_json marks = nlohmann::ordered_json::object();
  std::vector<std::string> figures;

  template <class T>
  CLI::Option* add(const std::string& name_of_knob, T& value,
                   const std::string& help, const std::vector<T>& others) {
    sweep.knob(name_of_knob, value, others);
    knobs.push_back(app.add_option("--" + name_of_knob, value, words(help))
                        ->capture_default_str());
    return knobs.back();
  }

  template <class T>
  void number(const std::string& name_of_knob, T& value,
              const std::string& help, const std::vector<T>& others,
              Range range) {
    constexpr bool whole = std::is_same_v<T, Index>;
    if (range.highest == 0) {
      T largest = value;
      for (const T& other : others) largest = std::max(largest, other);
      range = {whole ? 1.0 : 0.0, 100 * static_cast<double>(largest)};
      if (name_of_knob == "seed") range = {0, 4294967295};
    }
    add(name_of_knob, value, help, others)->check(within(range, whole));
    printed[name_of_knob] =
        fmt::format("{}, from {} to {}", value, range.lowest, range.highest);
  }

  void say(const std::string& line) const {
    if (!silent) put(line);
  }

  // Which knobs are not as printed: " --rate 5".
  std::string turned() const {
    std::string with;
    for (const CLI::Option* knob : knobs)
      if (knob->count() > 0)
        with += fmt::format(" {} {}", knob->get_name(), knob->results().back());
    return with;
  }

  // Says what came of the claim. Where the reader turned a knob it is no alarm.
  std::string verdict() const {
    const bool coloured = takes_colours();
    const auto word = [&](const char* says, Paint paint) {
      return coloured ? painted(words(says), paint) : words(says);
    };
    const std::string said = words(claim + ".");
    if (held()) return words("{}: {}", word("Held", Paint::forward), said);
    if (turned().empty())
      return words("{}: {}", word("DID NOT HOLD", Paint::backward), said);
    return words(restated ? "It does not hold with{}: {}"
                          : "It does not hold with{}; the book claims it "
                            "without: {}",
                 turned(), said);
  }

  // Says why a run failed, and which knobs were not as printed. At those
  // Armadillo's own words, "median(): detected NaN", are nothing to the reader.
  int complain(const std::string& why, int code) const {
    const std::string with = turned();
    if (with.empty())
      fmt::print(stderr, "{}: {}\n", name, words(why));
    else
      fmt::print(stderr, "{}: {}\n", name,
                 words("with{}: {}", with,
                       words(why.find("(): ") == std::string::npos
                                 ? why
                                 : "that is beyond what can be computed")));
    return code;
  }

  // An earlier run's result must not pass for this one's.
  void forget() const {
    std::error_code nothing_there;
    std::filesystem::remove(out / (name + ".json"), nothing_there);
  }

  void require_new(const std::string& key) const {
    if (!values.contains(key) && !tables.contains(key)) return;
    throw std::logic_error("result " + key + ": expected to be given once");
  }

  bool held() const {
    return std::all_of(claims.begin(), claims.end(),
                       [](const Claim& c) { return c.held; });
  }

  void require_claim() const {
    if (claims.empty())
      throw std::logic_error("the program never stated whether its claim held");
  }

  void keep() const {
    auto parts = nlohmann::ordered_json::array();
    for (const Claim& c : claims)
      parts.push_back(
          {{"what", c.what},
           {"bound", c.bound},
           {"held", c.held},
           {"number", text(c.number)},
           {"failed", fmt::format("{} zeros, {} random, {} shuffled",
                                  c.failed[0], c.failed[1], c.failed[2])}});
    nlohmann::ordered_json result{{"name", name},
                                  {"claim", claim},
                                  {"held", held()},
                                  {"claims", parts},
                                  {"printed", printed},
                                  {"seeds", sweep.seeds_in_words()},
                                  {"settings", sweep.settings()},
                                  {"values", values},
                                  {"tables", tables},
                                  {"figures", figures},
                                  {"marks", marks}};
    const std::string noted = take_notes();
    if (!noted.empty()) result["noted"] = noted;
    write_file(out / (name + ".json"), result.dump(1) + "\n");
  }

  // A run of a sweep, which begins with nothing found.
  std::vector<Claim> attempt(const std::function<void()>& again) {
    claims.clear();
    for (nlohmann::ordered_json* kept : {&values, &tables, &marks})
      kept->clear();
    again();
    require_claim();
    return claims;
  }

  void try_again(const std::function<void()>& again) {
    fmt::print("{}\n", name);
    if (!again || sweep.empty()) {
      fmt::print("{}\n",
                 words("nothing to try again: no knob names other values"));
      return;
    }
    silent = true;
    sweep.run(swept, out / (name + ".sweep"),
              nlohmann::json(app.config_to_str(true)).dump(),
              [&] { return attempt(again); });
  }
};

Experiment::Experiment(std::string name, std::string claim)
    : body_(std::make_unique<Body>()) {
  body_->name = std::move(name);
  body_->claim = std::move(claim);
  body_->app.description(body_->name + ": " + words(body_->claim + "."));
  body_->app
      .add_option("--out", body_->out, words("folder for figures and results"))
      ->capture_default_str();
  body_->app.add_option("--sweep", body_->swept,
                        words("file for what holds at other settings and "
                              "seeds"));
}
Experiment::~Experiment() = default;

void Experiment::knob(const std::string& name, double& value,
                      const std::string& help,
                      const std::vector<double>& others, Range range) {
  body_->number(name, value, help, others, range);
}
void Experiment::knob(const std::string& name, Index& value,
                      const std::string& help, const std::vector<Index>& others,
                      Range range) {
  body_->number(name, value, help, others, range);
}
void Experiment::knob(const std::string& name, std::string& value,
                      const std::string& help,
                      const std::vector<std::string>& others) {
  body_->add(name, value, help, others);
}

void Experiment::together(const Pairs& pairs) {
  for (const auto& [one, other] : pairs) body_->sweep.together(one, other);
}

// A claim fails where it is not made, too: its numbers could not be had.
void Experiment::try_wrong(Spoiling how, const std::function<void()>& claims) {
  std::vector<Claim> made;
  std::swap(made, body_->claims);
  body_->silent = true;
  try {
    claims();
  } catch (const std::exception&) {
  }
  body_->silent = false;
  std::swap(made, body_->claims);
  for (Claim& c : body_->claims)
    c.failed[static_cast<Index>(how)] += std::none_of(
        made.begin(), made.end(),
        [&](const Claim& m) { return m.what == c.what && m.held; });
}

int Experiment::run(int argc, char** argv, const std::function<void()>& body,
                    const std::function<void()>& again) {
  // What one pass gives back the next one takes again: else a third of a
  // training's time goes into handing its pages to the system and asking anew.
  mallopt(M_TRIM_THRESHOLD, 1 << 28);
  try {
    try {
      body_->app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      put(words(body_->app.help()));
      return 0;
    }
    if (!body_->swept.empty()) {
      body_->try_again(again);
      return 0;
    }
    body_->forget();
    body();
    if (!body_->answer.empty()) {
      put(words(body_->answer));
      return 0;
    }
    body_->require_claim();
    body_->keep();
    put("\n" + body_->verdict());
    return body_->held() ? 0 : 1;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}: {}\n", body_->name,
               words("{} (--help lists the options)", words(error.what())));
    return 2;
  } catch (const InputError& error) {
    return body_->complain(error.what(), 2);
  } catch (const std::invalid_argument& error) {
    return body_->complain(error.what(), 2);
  } catch (const std::bad_alloc&) {
    return body_->complain("it takes more memory than there is", 1);
  } catch (const std::exception& error) {
    return body_->complain(error.what(), 1);
  }
}

void Experiment::restate(const std::string& claim) {
  body_->claim = claim;
  body_->restated = true;
}

void Experiment::answer(const std::string& words) {
  body_->answer = words;
}

void Experiment::claim(const std::string& what, double number,
                       const Bound& bound) {
  for (const Claim& c : body_->claims)
    if (c.what == what)
      throw std::logic_error("claim " + what + ": expected to be made once");
  const bool held = bound.holds(number);
  body_->claims.push_back({what, bound.words, held, number});
  if (held)
    body_->say(
        words("{}: {}, {}", words(what), text(number), words(bound.words)));
  else if (!body_->silent)
    fmt::print(stderr, "{}: {}\n", body_->name,
               words("does not hold: {}: {}, expected {}", words(what),
                     text(number), words(bound.words)));
}

Bound at_most(double limit) {
  return {fmt::format("at most {}", limit),
          [=](double x) { return x <= limit; }};
}
Bound at_least(double limit) {
  return {fmt::format("at least {}", limit),
          [=](double x) { return x >= limit; }};
}
Bound below(double limit) {
  return {fmt::format("below {}", limit), [=](double x) { return x < limit; }};
}
Bound above(double limit) {
  return {fmt::format("above {}", limit), [=](double x) { return x > limit; }};
}
Bound between(double lowest, double highest) {
  return {fmt::format("from {} to {}", lowest, highest),
          [=](double x) { return lowest <= x && x <= highest; }};
}
Bound equal_to(double number) {
  return {fmt::format("equal to {}", number),
          [=](double x) { return x == number; }};
}

void Experiment::print(const std::string& line) const {
  body_->say(words(line));
}

void Experiment::table(const std::string& key, const Table& table) {
  std::vector<std::size_t> widths(table.head.size());
  std::vector<std::vector<std::string>> lines{table.head};
  lines.insert(lines.end(), table.rows.begin(), table.rows.end());
  for (std::vector<std::string>& row : lines) {
    if (row.size() != table.head.size())
      throw std::logic_error(
          fmt::format("table {}: expected {} cells in each row, got {}", key,
                      table.head.size(), row.size()));
    for (std::size_t j = 0; j < row.size(); ++j) {
      row[j] = words(row[j]);
      widths[j] = std::max(widths[j], columns_of(row[j]));
    }
  }
  for (const std::vector<std::string>& row : lines) {
    std::string line;
    for (std::size_t j = 0; j < row.size(); ++j) {
      const std::string space(widths[j] - columns_of(row[j]), ' ');
      line += j ? "  " + space + row[j] : row[j] + space;
    }
    body_->say(line);
  }
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
  body_->say(words("figure: {}", drawn.string()));
}

}  // namespace unrolled
