/// \file
/// Colours for a reader at a terminal: the book's own, as numbers that
/// terminals know.
#pragma once
#include <string>

namespace unrolled {

/// Nothing; the forward flow and what holds; the backward flow and what does
/// not; the paths of chapter 2, by how many steps they go back.
enum class Paint {
  none = 0,
  forward = 33,
  backward = 166,
  green = 35,
  purple = 169,
  orange = 172
};

/// Whether standard output is a terminal that takes colours, and NO_COLOR is
/// not set.
bool takes_colours();

/// A line in that colour.
std::string painted(const std::string& line, Paint paint);

}  // namespace unrolled
