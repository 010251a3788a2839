/// \file
/// What the bench found, as tables and as JSON.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/measure.hpp"

namespace unrolled::bench {

/// One contender on one shape.
struct Timing {
  Shape shape;
  int threads;
  std::string contender, group;
  std::optional<double> error;  ///< of its gradient; the floor has none
  Times times;                  ///< of nothing when it was refused
  bool refused = false;
};

/// The memory of one contender on one shape.
struct Peak {
  Shape shape;
  std::string contender, group;
  double bytes;  ///< measured
  Index stored;  ///< bytes that the form says it keeps; 0: it does not say
};

/// Blocks that a form with few states ran forward.
struct Count {
  Shape shape;
  std::string contender, group;
  Index blocks, expected;
};

/// Everything.
struct Report {
  nlohmann::ordered_json machine;
  bool quick = false;
  std::vector<Timing> timings;
  std::vector<Peak> peaks;
  std::vector<Count> counts;
};

/// A number that was hoped for, and what came.
struct Target {
  std::string what;
  double target;
  bool at_least;                   ///< else at most
  std::optional<double> measured;  ///< empty when it was not measured
};

/// \param r  a report
/// \return the targets, with what it measured for each
std::vector<Target> targets_of(const Report& r);

/// \param r  a report
/// \return one document
nlohmann::ordered_json json_of(const Report& r);

/// \param r  a report
/// \return one row a shape and number of threads, as chapter 5 reads it
std::string csv_of(const Report& r);

/// \param r  a report
/// \return tables, for a reader
std::string text_of(const Report& r);

}  // namespace unrolled::bench
