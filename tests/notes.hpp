// What a test found out about a row of the notes (tests/notes/inventory.csv).
//
// Each function demands what its verdict says, then leaves a record in the
// folder that the environment names as UNROLLED_NOTES; without it there is no
// record. The page "The notes, checked" is made of the records. A call stands
// in a test that has the row's id among its tags:
//
//   notes::holds("B10", error);             the printed formula is right
//   notes::restored("C11", error);          it was lost; this is it
//   notes::misprint("B12", off, error);     printed: off by so much; corrected
//   notes::only_when("B21", off, error);    off without the condition, not with
//   notes::answered("E12", error);          what the answer rests on
//   notes::holds("A7", notes::Less{{"L after descent on L", 1.2},
//                                  {"L after descent on L_3", 1.5}});
//
// An error is relative to the norm of what is right. Called more than once, by
// GENERATE or in a loop, the worst case is kept.
#pragma once
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iomanip>
#include <limits>
#include <map>
#include <sstream>
#include <string>

#include "common/data.hpp"
#include "tests/near.hpp"

namespace notes {

// A number with the words that say what it is.
struct Number {
  std::string what;
  double value;
};

// A comparison that a claim comes down to.
struct Less {
  Number smaller, larger;
};

// What is off must be off by more than any rounding could make it.
inline constexpr double kFarOff = 1e-3;

namespace detail {

inline std::string exactly(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

inline std::string number(const Number& n) {
  std::ostringstream cells;
  cells << exactly(n.value) << "," << std::quoted(n.what, '"', '"');
  return cells.str();
}

// The path from the book's root.
inline std::string in_the_book(std::string file) {
  const std::string root = std::string(UNROLLED_SOURCE) + "/";
  return file.rfind(root, 0) == 0 ? file.substr(root.size()) : file;
}

// Keeps the worst record of each row and file, the one that is nearest to
// failing: a row of tests/notes/found.csv, and the file behind it.
inline void record(const std::string& row, const std::string& verdict,
                   double nearness, const std::string& found,
                   const char* file) {
  const char* folder = std::getenv("UNROLLED_NOTES");
  if (folder == nullptr || *folder == '\0') return;
  const std::string path = in_the_book(file);
  std::string name = row + "-" + path;
  std::replace(name.begin(), name.end(), '/', '-');
  static std::map<std::string, double> worst;
  const auto [at, first] = worst.try_emplace(name, nearness);
  if (!first && nearness <= at->second) return;
  at->second = nearness;
  unrolled::write_file(std::string(folder) + "/" + name + ".csv",
                       "row,verdict,error,off,smaller,what,larger,than,file\n" +
                           row + "," + verdict + "," + found + "," + path +
                           "\n");
}

inline void agrees(const std::string& row, const std::string& verdict,
                   double error, double tolerance, const char* file) {
  INFO("row " << row << " of the notes: " << verdict);
  REQUIRE(error <= tolerance);
  record(row, verdict, error, exactly(error) + ",,,,,", file);
}

inline void differs(const std::string& row, const std::string& verdict,
                    double off, double error, double tolerance,
                    const char* file) {
  INFO("row " << row << " of the notes: " << verdict);
  REQUIRE(off >= kFarOff);
  REQUIRE(error <= tolerance);
  record(row, verdict, -off, exactly(error) + "," + exactly(off) + ",,,,",
         file);
}

inline void compares(const std::string& row, const std::string& verdict,
                     const Less& less, const char* file) {
  INFO("row " << row << " of the notes: " << verdict << ": "
              << less.smaller.what << " below " << less.larger.what);
  REQUIRE(less.smaller.value < less.larger.value);
  record(row, verdict, less.smaller.value - less.larger.value,
         ",," + number(less.smaller) + "," + number(less.larger), file);
}

}  // namespace detail

inline constexpr double kTolerance = 1e-12;

// The formula or statement is right as printed.
inline void holds(const std::string& row, double error,
                  double tolerance = kTolerance,
                  const char* file = __builtin_FILE()) {
  detail::agrees(row, "holds", error, tolerance, file);
}
inline void holds(const std::string& row, const Less& less,
                  const char* file = __builtin_FILE()) {
  detail::compares(row, "holds", less, file);
}

// What the print has lost is this, and it is right.
inline void restored(const std::string& row, double error,
                     double tolerance = kTolerance,
                     const char* file = __builtin_FILE()) {
  detail::agrees(row, "restored", error, tolerance, file);
}

// What is printed is off by so much; what it should be is right.
inline void misprint(const std::string& row, double off, double error,
                     double tolerance = kTolerance,
                     const char* file = __builtin_FILE()) {
  detail::differs(row, "misprint", off, error, tolerance, file);
}
inline void misprint(const std::string& row, const Less& less,
                     const char* file = __builtin_FILE()) {
  detail::compares(row, "misprint", less, file);
}

// It is right under a condition, and off by so much without it.
inline void only_when(const std::string& row, double off, double error,
                      double tolerance = kTolerance,
                      const char* file = __builtin_FILE()) {
  detail::differs(row, "only when", off, error, tolerance, file);
}
inline void only_when(const std::string& row, const Less& less,
                      const char* file = __builtin_FILE()) {
  detail::compares(row, "only when", less, file);
}

// The statement that an answer rests on is true.
inline void answered(const std::string& row, double error,
                     double tolerance = kTolerance,
                     const char* file = __builtin_FILE()) {
  detail::agrees(row, "answered", error, tolerance, file);
}
inline void answered(const std::string& row, const Less& less,
                     const char* file = __builtin_FILE()) {
  detail::compares(row, "answered", less, file);
}

}  // namespace notes
