#include "common/book/exercises_judge.hpp"

#include <algorithm>
#include <cstdio>

#include "common/gradient_check.hpp"

namespace unrolled::exercises {
namespace {

bool same_shape(const Matrix& a, const Matrix& b) {
  return a.n_rows == b.n_rows && a.n_cols == b.n_cols;
}

bool is_near(const Matrix& a, const Matrix& b, double tolerance) {
  return same_shape(a, b) && block_error(a, b) <= tolerance;
}

std::string in_digits(double number, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, number);
  return text;
}

// As many digits as it takes to tell two matrices apart, at least 6.
int digits_for(const Matrix& a, const Matrix& b) {
  const double error = same_shape(a, b) ? block_error(a, b) : 1;
  return error < 1e-11 ? 17 : error < 1e-5 ? 13 : 6;
}

std::size_t width_of(const Matrix& m, int digits) {
  std::size_t width = 0;
  for (const double v : m) width = std::max(width, in_digits(v, digits).size());
  return width;
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

// The mistake that the value is nearest to, if it is near one.
const Mistake* which(const std::vector<Mistake>& mistakes, const Matrix& came,
                     const Matrix& expected, double tolerance) {
  const Mistake* nearest = nullptr;
  double least = tolerance;
  for (const Mistake& m : mistakes) {
    if (!same_shape(came, m.value) || is_near(m.value, expected, tolerance))
      continue;
    const double error = block_error(came, m.value);
    if (error < least || (error == least && nearest == nullptr)) {
      nearest = &m;
      least = error;
    }
  }
  return nearest;
}

}  // namespace

std::string judge(const std::string& what, const Matrix& came,
                  const Matrix& expected, const std::vector<Mistake>& mistakes,
                  double tolerance) {
  if (is_near(came, expected, tolerance)) return "";
  if (!same_shape(came, expected))
    return what + ": expected " + shape(expected) + ", came " + shape(came);
  const int digits = digits_for(came, expected);
  const std::size_t width =
      std::max(width_of(expected, digits), width_of(came, digits));
  std::string text = what + "\n" +
                     rows_of("  expected", expected, digits, width) +
                     rows_of("  came    ", came, digits, width);
  if (!came.is_finite()) text += "What came is not finite.\n";
  if (const Mistake* m = which(mistakes, came, expected, tolerance))
    text += m->says + "\n";
  return text;
}

std::string judge(const std::string& what, double came, double expected,
                  const std::vector<Mistake>& mistakes, double tolerance) {
  return judge(what, Matrix{came}, Matrix{expected}, mistakes, tolerance);
}

std::string judge_by_hand(const std::string& what, const std::string& way,
                          double came, double expected,
                          const std::vector<Mistake>& mistakes,
                          double tolerance) {
  const Matrix a{came}, b{expected};
  if (is_near(a, b, tolerance)) return "";
  std::string text = what + "\n  expected  " + way + "\n  came      " +
                     in_digits(came, digits_for(a, b)) + "\n";
  if (const Mistake* m = which(mistakes, a, b, tolerance))
    text += m->says + "\n";
  return text;
}

}  // namespace unrolled::exercises
