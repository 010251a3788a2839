#include "tests/exercises/judge.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "common/gradient_check.hpp"

namespace unrolled::exercises {
namespace {

double error_of(const Matrix& got, const Matrix& expected) {
  if (arma::size(got) == arma::size(expected) &&
      std::equal(got.begin(), got.end(), expected.begin()))
    return 0;  // an infinity for an infinity, too
  if (arma::size(got) != arma::size(expected) || !got.is_finite())
    return std::numeric_limits<double>::infinity();
  return block_error(got, expected);
}

std::string in_digits(double number, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, number);
  return text;
}

// As many digits as it takes to tell two matrices apart, at least 6.
int digits_for(const Matrix& a, const Matrix& b) {
  const double error = error_of(a, b);
  return error < 1e-11 ? 17 : error < 1e-5 ? 13 : 6;
}

// A matrix row by row, the first beside the label.
std::string rows_of(const std::string& label, const Matrix& m, int digits,
                    std::size_t width) {
  constexpr Index most_rows = 8;
  const Index most_columns = std::max<Index>(1, 60 / (width + 2));
  std::string text;
  for (Index i = 0; i < std::min(m.n_rows, most_rows); ++i) {
    text += i == 0 ? label : std::string(label.size(), ' ');
    for (Index j = 0; j < std::min(m.n_cols, most_columns); ++j) {
      const std::string cell = in_digits(m(i, j), digits);
      text += std::string(width + 2 - cell.size(), ' ') + cell;
    }
    text += m.n_cols > most_columns ? "  ...\n" : "\n";
  }
  if (m.n_rows > most_rows) text += std::string(label.size(), ' ') + "  ...\n";
  return text;
}

// What was expected and what came; of a number by hand the way to it.
std::string contrast(const Value& value, const Matrix& came) {
  const Matrix& truth = value.truth;
  if (arma::size(came) != arma::size(truth))
    return value.name + ": expected " + shape(truth) + ", came " + shape(came) +
           "\n";
  const int digits = digits_for(came, truth);
  if (!value.way.empty())
    return value.name + "\n  expected  " + value.way + "\n  came      " +
           (std::isnan(came(0)) ? "nothing yet" : in_digits(came(0), digits)) +
           "\n";
  std::size_t width = 0;
  for (const Matrix* m : {&truth, &came})
    for (const double v : *m)
      width = std::max(width, in_digits(v, digits).size());
  return value.name + "\n" + rows_of("  expected", truth, digits, width) +
         rows_of("  came    ", came, digits, width) +
         (came.is_finite() ? "" : "What came is not finite.\n");
}

// What one answer gives in every test.
struct Seen {
  std::vector<Matrices> values;     // of each test; none where it threw
  std::vector<std::string> thrown;  // what it said then

  Seen(const std::vector<Trial>& trials, std::size_t who,
       const std::function<void(const std::string&)>& begins = {}) {
    for (const Trial& trial : trials) {
      if (begins) begins(trial.name);
      values.emplace_back();
      thrown.emplace_back();
      try {
        values.back() = trial.came(who);
        values.back().resize(trial.truth.size());
      } catch (const std::exception& error) {
        thrown.back() = error.what() + std::string();
        if (thrown.back().empty()) thrown.back() = "an exception";
      } catch (...) {
        thrown.back() = "something that is no std::exception";
      }
    }
  }
};

using Place = std::pair<std::size_t, std::size_t>;  // test, value

// Finds which mistake explains which of the values that are wrong: first the
// one that explains most of them and claims least that is right to be wrong.
class Finder {
 public:
  Finder(const std::vector<Trial>& trials, const Seen& seen,
         const std::vector<Seen>& mistakes)
      : trials_(trials), seen_(seen), mistakes_(mistakes) {
    for (std::size_t i = 0; i < trials.size(); ++i)
      for (std::size_t j = 0; j < seen.values[i].size(); ++j)
        if (!is_right(i, j)) wrong_.insert({i, j});
  }

  bool is_right(std::size_t i, std::size_t j) const {
    return near(seen_.values[i][j], trials_[i].truth[j]);
  }

  // By place, the mistakes that explain it; more than one cannot be told apart.
  std::map<Place, std::vector<std::size_t>> find() const {
    std::map<Place, std::vector<std::size_t>> found;
    for (std::set<Place> left = wrong_; !left.empty();) {
      std::vector<std::size_t> best;
      std::set<Place> by_best;
      std::size_t least_claims = 0;
      for (std::size_t m = 0; m < mistakes_.size(); ++m) {
        std::set<Place> by_m;
        for (const Place& place : left)
          if (fits(place, m)) by_m.insert(place);
        const auto [claims, misses] = false_claims(m, by_m);
        const bool better =
            by_m.size() > by_best.size() ||
            (by_m.size() == by_best.size() && claims < least_claims);
        if (by_m.size() <= misses) continue;
        if (better) best.clear();
        if (better || (by_m == by_best && claims == least_claims))
          best.push_back(m);
        if (better) by_best = by_m, least_claims = claims;
      }
      if (best.empty()) break;
      for (const Place& place : by_best) {
        found[place] = best;
        left.erase(place);
      }
    }
    return found;
  }

 private:
  static bool near(const Matrix& m, const Value& value) {
    return error_of(m, value.truth) <= value.tolerance;
  }

  // The error of what came as this mistake's value; infinite where the mistake
  // does no harm.
  double distance(const Place& place, std::size_t m) const {
    const auto& [i, j] = place;
    const double none = std::numeric_limits<double>::infinity();
    if (mistakes_[m].values[i].empty()) return none;
    const Matrix& wrong = mistakes_[m].values[i][j];
    if (near(wrong, trials_[i].truth[j])) return none;
    const double error = error_of(seen_.values[i][j], wrong);
    return error <= trials_[i].truth[j].tolerance ? error : none;
  }

  bool fits(const Place& place, std::size_t m) const {
    const double mine = distance(place, m);
    for (std::size_t other = 0; other < mistakes_.size(); ++other)
      if (distance(place, other) < mine - 1e-9) return false;
    return std::isfinite(mine);
  }

  // How many values that are right the mistake makes wrong, and how many that
  // are wrong it makes wrong in another way.
  std::pair<std::size_t, std::size_t> false_claims(
      std::size_t m, const std::set<Place>& explained) const {
    std::size_t claims = 0, misses = 0;
    for (std::size_t i = 0; i < trials_.size(); ++i)
      for (std::size_t j = 0; j < seen_.values[i].size(); ++j) {
        if (mistakes_[m].values[i].empty() ||
            near(mistakes_[m].values[i][j], trials_[i].truth[j]))
          continue;
        if (!wrong_.count({i, j}))
          ++claims;
        else if (!explained.count({i, j}))
          ++misses;
      }
    return {claims, misses};
  }

  const std::vector<Trial>& trials_;
  const Seen& seen_;
  const std::vector<Seen>& mistakes_;
  std::set<Place> wrong_;
};

std::string with_name(std::string says, const std::string& name) {
  for (std::size_t at; (at = says.find("{}")) != says.npos;)
    says.replace(at, 2, name);
  return says;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 < names.size() ? ", " : " and ") + names[i];
  return text;
}

// What every wrong value shows without a list: a sign, a transpose.
std::string at_sight(const Matrix& came, const Value& value) {
  const Matrix turned = value.truth.t();
  if (error_of(-came, value.truth) <= value.tolerance)
    return "Your {} has the opposite sign.";
  if (value.truth.n_rows > 1 && value.truth.n_cols > 1 &&
      error_of(came, turned) <= value.tolerance)
    return "Your {} is transposed.";
  return "";
}

class Report {
 public:
  using Names = std::vector<std::pair<std::string, std::string>>;

  Report(const char* file, const std::vector<Trial>& trials, const Names& names)
      : out_(file), trials_(trials), names_(names) {}

  // Everything about one answer. Each line is written at once, so that what
  // ends the program ends the report there.
  bool judge(std::size_t who) {
    out_ << "answer " << names_[who].first << std::endl;
    const Seen seen(trials_, who, [this](const std::string& name) {
      out_ << "test " << name << std::endl;
    });
    out_ << "ran" << std::endl;
    if (mistakes_.empty())
      for (std::size_t m = 3; m < names_.size(); ++m)
        mistakes_.emplace_back(trials_, m);
    const Finder finder(trials_, seen, mistakes_);
    const auto found = finder.find();
    bool right = true;
    for (std::size_t i = 0; i < trials_.size(); ++i) {
      const std::string text = seen.thrown[i].empty()
                                   ? of_test(i, who, seen, finder, found)
                                   : seen.thrown[i];
      out_ << (text.empty()             ? "held "
               : seen.thrown[i].empty() ? "wrong "
                                        : "threw ")
           << trials_[i].name << "\n";
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);)
        out_ << "| " << line << "\n";
      right = right && text.empty();
    }
    out_ << "end" << std::endl;
    return right;
  }

 private:
  // Empty when all is right.
  std::string of_test(
      std::size_t i, std::size_t who, const Seen& seen, const Finder& finder,
      const std::map<Place, std::vector<std::size_t>>& found) const {
    const std::vector<Value>& truth = trials_[i].truth;
    std::vector<std::string> right;
    std::string text;
    std::set<std::vector<std::size_t>> told;
    std::size_t unknown = 0;
    for (std::size_t j = 0; j < truth.size(); ++j) {
      if (finder.is_right(i, j)) {
        right.push_back(truth[j].name);
        continue;
      }
      const Matrix& came = seen.values[i][j];
      const auto which = found.find({i, j});
      if (which == found.end()) {
        const std::string sight = at_sight(came, truth[j]);
        text += ++unknown > 2 ? truth[j].name + " is not right either.\n"
                              : contrast(truth[j], came);
        if (!sight.empty()) text += with_name(sight, truth[j].name) + "\n";
      } else if (told.insert(which->second).second) {
        text += contrast(truth[j], came) + sentence(which->second, i, j, found);
      }
    }
    if (!text.empty()) text += trials_[i].note(who);
    if (!text.empty() && !right.empty())
      text += "Right: " + listed(right) + ".\n";
    return text;
  }

  std::string sentence(
      const std::vector<std::size_t>& which, std::size_t i, std::size_t j,
      const std::map<Place, std::vector<std::size_t>>& found) const {
    std::string text;
    for (const std::size_t m : which)
      text += (text.empty() ? "" : "Or: ") +
              with_name(names_[m + 3].second, trials_[i].truth[j].name) + "\n";
    std::vector<std::string> others;
    for (std::size_t k = j + 1; k < trials_[i].truth.size(); ++k) {
      const auto at = found.find({i, k});
      if (at != found.end() && at->second == which)
        others.push_back(trials_[i].truth[k].name);
    }
    if (!others.empty()) text += "The same of " + listed(others) + ".\n";
    return text;
  }

  std::ofstream out_;
  const std::vector<Trial>& trials_;
  const Names& names_;
  std::vector<Seen> mistakes_;
};

}  // namespace

int judge(int argc, char** argv, const std::vector<Trial>& trials,
          const std::vector<std::pair<std::string, std::string>>& names) {
  Report report(argv[1], trials, names);
  if (argc > 2)
    for (std::size_t who = 1; who < names.size(); ++who) report.judge(who);
  else if (report.judge(0))
    for (const Trial& trial : trials)
      if (trial.once_right) trial.once_right();
  return 0;
}

int lacks(char** argv, const std::string& function) {
  std::ofstream(argv[1]) << "lacks " << function << "\n";
  return 0;
}

}  // namespace unrolled::exercises
