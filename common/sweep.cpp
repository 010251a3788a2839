#include "common/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "common/data.hpp"
#include "common/experiment.hpp"
#include "common/words.hpp"

namespace unrolled {

namespace {

using Json = nlohmann::json;
using Runs = std::map<std::string, Json>;  // claims of each run, by its words

std::string run_words(const std::string& setting, Index seed) {
  return fmt::format("{}, seed {}", setting, seed);
}

bool all_held(const Json& claims) {
  return !claims.empty() &&
         std::all_of(claims.begin(), claims.end(),
                     [](const Json& claim) { return claim["held"] == true; });
}

// A run's claims. JSON has no infinity: what is not finite is null.
Json as_json(const std::vector<Claim>& claims) {
  Json list = Json::array();
  for (const Claim& claim : claims) {
    const bool finite = std::isfinite(claim.number);
    list.push_back({{"what", claim.what},
                    {"held", claim.held},
                    {"number", finite ? Json(claim.number) : Json()}});
  }
  return list;
}

// The runs that an earlier sweep kept, up to the line where it was stopped;
// none when it was another program's, or had other knobs.
Runs read_runs(const std::filesystem::path& kept, const std::string& begun) {
  const std::filesystem::path program = "/proc/self/exe";
  Runs runs;
  std::ifstream in(kept);
  std::string line;
  if (!std::getline(in, line) || line != begun ||
      last_write_time(kept) < last_write_time(program))
    return runs;
  while (std::getline(in, line)) {
    const Json run = Json::parse(line, nullptr, false);
    if (run.is_object()) runs[run["run"]] = run["claims"];
  }
  return runs;
}

// One line of the table: a claim at a setting.
std::string row(const std::string& place, const std::string& what,
                const std::vector<Json>& runs) {
  std::vector<double> numbers;
  std::size_t held = 0;
  for (const Json& claims : runs)
    for (const Json& claim : claims) {
      if (claim["what"] != what) continue;
      held += claim["held"] == true;
      numbers.push_back(claim["number"].is_null() ? arma::datum::inf
                                                  : double(claim["number"]));
    }
  std::string least_to_largest = ",,";
  if (!numbers.empty()) {
    const Vector v = numbers;
    least_to_largest =
        text(v.min()) + "," + text(medians(v)(0)) + "," + text(v.max());
  }
  return fmt::format("{},{},{},{},{}\n", place, csv_quoted(what), held,
                     runs.size(), least_to_largest);
}

}  // namespace

std::string Sweep::Setting::words() const {
  return knob.empty() ? "as printed" : knob + " " + value;
}

void Sweep::together(const std::string& one, const std::string& other) {
  const auto named = [this](const std::string& words) -> Setting {
    for (const Setting& setting : settings_)
      if (setting.words() == words) return setting;
    throw std::logic_error(
        "together: expected a knob and one of its other values, got " + words);
  };
  const auto both = [first = named(one).exchange,
                     second = named(other).exchange] {
    first();
    second();
  };
  const std::size_t blank = one.find(' ');
  settings_.push_back(
      {one.substr(0, blank), one.substr(blank + 1) + ", " + other, both});
}

std::vector<Index> Sweep::seeds() const {
  if (!seed_) return {0};
  if (!firsts_.empty()) return firsts_;
  std::vector<Index> list;
  for (Index i = 0; i < 10; ++i)
    list.push_back(group_ ? *seed_ + i * *group_ : i + 1);
  return list;
}

std::string Sweep::seeds_in_words() const {
  if (!seed_) return "none";
  const std::string list = fmt::format("{}", fmt::join(seeds(), " "));
  return group_ ? fmt::format("{}, {} a run", list, *group_) : list;
}

std::vector<std::string> Sweep::settings() const {
  std::vector<std::string> list;
  for (const Setting& setting : settings_) list.push_back(setting.words());
  return list;
}

void Sweep::run(const std::filesystem::path& table,
                const std::filesystem::path& kept, const std::string& begun,
                const std::function<std::vector<Claim>()>& attempt) {
  Runs runs = read_runs(kept, begun);
  std::string lines = begun + "\n";
  for (const auto& [words, claims] : runs)
    lines += Json{{"run", words}, {"claims", claims}}.dump() + "\n";
  write_file(kept, lines);
  std::ofstream keep(kept, std::ios::app);

  const std::vector<Index> firsts = seeds();
  std::string csv = "# seeds " + seeds_in_words() +
                    "\nknob,value,claim,held,seeds,least,median,largest\n";
  settings_.insert(settings_.begin(), {"", "", [] {}});
  Progress progress("trying again",
                    settings_.size() * firsts.size() - runs.size());
  std::vector<std::string> names;
  std::vector<std::vector<Json>> found;
  for (Setting& setting : settings_) {
    setting.exchange();
    std::vector<Json>& here = found.emplace_back();
    for (const Index seed : firsts) {
      if (seed_) *seed_ = seed;
      const std::string words = run_words(setting.words(), seed);
      if (!runs.contains(words)) {
        Json claims = Json::array();
        try {
          claims = as_json(attempt());
        } catch (const std::exception& error) {
          fmt::print(stderr, "{}: {}\n", words, error.what());
        }
        keep << Json{{"run", words}, {"claims", claims}}.dump() << std::endl;
        runs[words] = claims;
        progress.tick();
      }
      here.push_back(runs[words]);
      std::vector<std::string> said;
      for (const Json& claim : here.back()) said.push_back(claim["what"]);
      if (names.empty()) names = said;
      if (!said.empty() && said != names)
        throw std::logic_error(words +
                               ": expected the claims of the other runs: " +
                               fmt::format("{}", fmt::join(names, "; ")));
    }
    setting.exchange();
    fmt::print(
        "{}\n",
        unrolled::words(
            "{}: held in {} of {} runs", unrolled::words(setting.words()),
            std::count_if(here.begin(), here.end(), all_held), here.size()));
    std::fflush(stdout);
  }
  for (const std::string& name : names)
    for (std::size_t i = 0; i < found.size(); ++i)
      csv += row(settings_[i].knob + "," + csv_quoted(settings_[i].value), name,
                 found[i]);
  write_file(table, csv);
  std::filesystem::remove(kept);
}

}  // namespace unrolled
