/// \file
/// Rivals at their best: of each way's settings the one that is chosen on rows
/// that neither train nor test.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "common/experiment.hpp"

namespace unrolled::dropout {

/// What a training came to.
struct Outcome {
  double judged;  ///< mean loss of the rows that choose
  double loss;    ///< mean loss of the test rows
  double right;   ///< share of them
};

/// A way at the setting whose judged losses are the lowest in the mean over all
/// seeds; of each seed there.
struct Chosen {
  std::string way, setting;
  Vector loss, right;
};
/// \throws std::invalid_argument when there is no setting
Chosen at_its_best(
    const std::string& way, const std::vector<std::string>& settings,
    Index seeds,
    const std::function<Outcome(std::size_t setting, Index seed)>& run);

/// A way's median loss over that of another.
double over(const Chosen& one, const Chosen& other);

/// A table of the ways, and a figure of what each seed came to.
void show_ways(Experiment& lab, const std::string& figure,
               const std::vector<Chosen>& ways);

}  // namespace unrolled::dropout
