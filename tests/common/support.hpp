// What the tests of the common code share.
#pragma once
#include <limits>
#include <string>

#include "common/matrix.hpp"

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

inline unrolled::Matrix column(const unrolled::Vector& v) {
  return v;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
