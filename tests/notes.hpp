// What a test found out about a row of the notes (tests/notes/inventory.csv).
//
// Each verdict demands what it says, then leaves a record in the folder that
// the environment names as UNROLLED_NOTES; without it there is no record. The
// page "The notes, checked" is made of the records. A call stands in a test
// that has the row's id among its tags:
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
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iomanip>
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

class Verdict {
 public:
  constexpr explicit Verdict(const char* words) : words_(words) {}

  void operator()(const std::string& row, const Less& less,
                  const char* file = __builtin_FILE()) const {
    INFO("row " << row << " of the notes: " << words_ << ": "
                << less.smaller.what << " below " << less.larger.what);
    REQUIRE(less.smaller.value < less.larger.value);
    record(row, less.smaller.value - less.larger.value,
           ",," + number(less.smaller) + "," + number(less.larger), file);
  }

 protected:
  void agrees(const std::string& row, double nearness, double error,
              double tolerance, const std::string& off,
              const char* file) const {
    INFO("row " << row << " of the notes: " << words_);
    REQUIRE(error <= tolerance);
    record(row, nearness, near_detail::digits(error) + "," + off + ",,,,",
           file);
  }

 private:
  static std::string number(const Number& n) {
    std::ostringstream cells;
    cells << near_detail::digits(n.value) << ","
          << std::quoted(n.what, '"', '"');
    return cells.str();
  }
  // Keeps the worst record of each row and test, the one that is nearest to
  // failing: a row of tests/notes/found.csv, and the file behind it.
  void record(const std::string& row, double nearness, const std::string& found,
              const char* file) const {
    const char* folder = std::getenv("UNROLLED_NOTES");
    if (folder == nullptr || *folder == '\0') return;
    const std::string all = file, path = all.substr(all.rfind("tests/"));
    const std::string test = Catch::getResultCapture().getCurrentTestName(),
                      name =
                          row + "-" +
                          std::to_string(std::hash<std::string>{}(path + test));
    static std::map<std::string, double> worst;
    const auto [known, first] = worst.try_emplace(name, nearness);
    if (!first && nearness <= known->second) return;
    known->second = nearness;
    unrolled::write_file(
        std::string(folder) + "/" + name + ".csv",
        "row,verdict,error,off,smaller,what,larger,than,file\n" + row + "," +
            words_ + "," + found + "," + path + "\n");
  }

  const char* words_;
};

struct Right : Verdict {
  using Verdict::operator(), Verdict::Verdict;
  void operator()(const std::string& row, double error,
                  double tolerance = kTolerance,
                  const char* file = __builtin_FILE()) const {
    agrees(row, error, error, tolerance, "", file);
  }
};

struct Off : Verdict {
  using Verdict::operator(), Verdict::Verdict;
  void operator()(const std::string& row, double off, double error,
                  double tolerance = kTolerance,
                  const char* file = __builtin_FILE()) const {
    INFO("row " << row << " of the notes is off");
    REQUIRE(off >= kFarOff);
    agrees(row, -off, error, tolerance, near_detail::digits(off), file);
  }
};

inline constexpr Right holds("holds");        // right as printed
inline constexpr Right restored("restored");  // what was lost is this
inline constexpr Right answered("answered");  // what an answer rests on is true
inline constexpr Off misprint("misprint");    // printed: off; corrected: right
inline constexpr Off only_when("only when");  // off without the condition

}  // namespace notes
