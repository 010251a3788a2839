/// \file
/// What a program claimed, and the claims tried again at other settings.
#pragma once
#include <fmt/core.h>

#include <array>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "common/matrix.hpp"

namespace unrolled {

/// What a run found of a claim.
struct Claim {
  std::string what, bound;  ///< no bound where the claim has no number
  bool held = true;
  double number = std::numeric_limits<double>::quiet_NaN();
  std::array<int, 3> failed{};  ///< of ten results of each Spoiling
};

/// The settings of a program, and a table of which claims hold at each.
class Sweep {
 public:
  /// Of all knobs: `seed` and `seeds` are taken for what they are.
  template <class T>
  void knob(const std::string& name, T& value, const std::vector<T>& others) {
    if constexpr (std::is_same_v<T, Index>) {
      if (name == "seeds") group_ = &value;
      if (name == "seed") {
        seed_ = &value;
        firsts_ = others;
        return;
      }
    }
    for (T other : others)
      settings_.push_back(
          {name, fmt::format("{}", other),
           [&value, other]() mutable { std::swap(value, other); }});
  }
  /// Two settings at once: "gain 0.9" and "steps 2000".
  void together(const std::string& one, const std::string& other);
  /// Whether there is anything to try.
  bool empty() const { return settings_.empty() && !seed_; }
  /// The seeds in words, as the table has them: "1 2 3" or "0 5 10, 5 a run".
  std::string seeds_in_words() const;
  /// The settings beside the printed one: "rate 0.1".
  std::vector<std::string> settings() const;

  /// Tries each setting with each seed and writes the table, a CSV. What was
  /// found so far is in `kept`, so that a sweep that was stopped goes on.
  /// \param attempt  a run at the knobs as they are; when it throws, no claim
  ///                 held
  /// \param begun    what the program and its knobs were: else `kept` is old
  void run(const std::filesystem::path& table,
           const std::filesystem::path& kept, const std::string& begun,
           const std::function<std::vector<Claim>()>& attempt);

 private:
  struct Setting {
    std::string knob, value;
    std::function<void()> exchange;  // takes the knob there, and back
    std::string words() const;
  };
  std::vector<Setting> settings_;
  Index *seed_ = nullptr, *group_ = nullptr;
  std::vector<Index> firsts_;

  std::vector<Index> seeds() const;
};

}  // namespace unrolled
