/// \file
/// How forecasts are drawn: over their series, by what they miss, and by what
/// they say when they go on alone.
#pragma once
#include <string>

#include "chapters/03-any-length/forecast.hpp"
#include "common/figure.hpp"

namespace unrolled::bptt {

/// The whole series, and what was said of it one step ahead.
Figure series_of(const std::string& name, const Series& s, const Matrix& said);

/// By how much two forecasts were too high in the test years.
Figure misses_of(const std::string& name, const Series& s, const Matrix& said,
                 const Matrix& rival);

/// The test years, and two runs through them.
Figure runs_of(const std::string& name, const Series& s, const Vector& run,
               const Vector& worst);

}  // namespace unrolled::bptt
