/// \file
/// What the check of an exercise is made of: tests, each with the true values,
/// found without the reader's code, and what an answer gives in their place.
/// It writes all of them down; judge.js judges.
#pragma once
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "common/matrix.hpp"

/// What the checks of the exercises share.
namespace unrolled::exercises {

/// A true value.
struct Value {
  std::string name;         ///< "dW", in {} of what a mistake says
  Matrix truth;             ///< any shape; a number is 1 x 1
  double tolerance = 1e-9;  ///< of the error relative to the truth's norm
  std::string way = {};     ///< how to find a number by hand, shown for it
};

/// What came for each true value; where there is one, it alone will do.
struct Matrices : std::vector<Matrix> {
  using std::vector<Matrix>::vector;
  Matrices(const Matrix& one) : std::vector<Matrix>(1, one) {}
  Matrices(double one) : std::vector<Matrix>(1, Matrix{one}) {}
};

/// One test: the true values, and how an answer's are had, in their order.
template <class Answer>
struct TestOf {
  std::string name;
  std::vector<Value> truth;
  std::function<Matrices(const Answer&)> came;
  std::function<std::string(const Answer&)> note = {};  ///< if it is wrong
  std::string once_right = {};                          ///< if all is right
};

/// A test of one number that the reader worked out or predicted. A message
/// gives a way to it in place of the number.
template <class Answer>
TestOf<Answer> by_hand(const std::string& name, const std::string& what,
                       double (*Answer::*number)(), double truth,
                       const std::string& way, double tolerance = 1e-4,
                       const std::string& once_right = {}) {
  return {name,
          {{what, Matrix{truth}, tolerance, way}},
          [number](const Answer& answer) { return (answer.*number)(); },
          {},
          once_right};
}

/// What printf would print.
template <class... Values>
std::string line(const char* format, Values... values) {
  char text[200];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

/// What is written down, a word and what it is about on each line, at once:
/// what ends the program ends the report there.
class Report {
 public:
  explicit Report(const char* file) : out_(file, std::ios::app) {}
  /// Several lines of text become as many of the report.
  void operator()(const std::string& word, const std::string& text = "") {
    std::istringstream lines(text.empty() ? "\n" : text);
    for (std::string part; std::getline(lines, part);)
      out_ << word << ' ' << part << '\n';
    out_.flush();
  }
  /// Rows, columns, and the entries, column by column.
  void matrix(const std::string& word, const Matrix& m) {
    std::string text = line("%d %d", int(m.n_rows), int(m.n_cols));
    for (const double entry : m) text += line(" %.17g", entry);
    (*this)(word, text);
  }

 private:
  std::ofstream out_;
};

/// From now on a signal leaves in the report which calls led to it.
void watch(const char* file);
/// Leaves there which calls led to the exception that was thrown last.
void where_thrown();

/// What main() of a check does: writes to a file what the reader's answer
/// gives, which is the first, and then the others; with --prove, the others
/// alone.
template <class Answer>
int run(int argc, char** argv, const std::vector<TestOf<Answer>>& tests,
        const std::vector<std::pair<std::string, Answer>>& answers,
        const std::vector<std::string>& functions) {
  Report report(argv[1]);
  watch(argv[1]);
  const std::size_t first = argc > 2 ? 1 : 0;
  const auto* here = reinterpret_cast<void* const*>(&answers[0].second);
  for (std::size_t i = 0; first == 0 && i < functions.size(); ++i)
    if (here[i] == nullptr) return report("lacks", functions[i]), 0;
  for (const TestOf<Answer>& test : tests) {
    report("test", test.name);
    for (const Value& value : test.truth) {
      report("value", value.name);
      report("tolerance", line("%g", value.tolerance));
      report("way", value.way);
      report.matrix("truth", value.truth);
    }
    if (!test.once_right.empty()) report("right", test.once_right);
  }
  for (std::size_t i = first; i < answers.size(); ++i) {
    const Answer& answer = answers[i].second;
    report("answer", answers[i].first);
    for (const TestOf<Answer>& test : tests) {
      report("begins", test.name);
      try {
        for (const Matrix& came : test.came(answer))
          report.matrix("came", came);
        if (test.note) report("note", test.note(answer));
      } catch (const std::exception& error) {
        report("threw", *error.what() ? error.what() : "an exception");
        where_thrown();
      } catch (...) {
        report("threw", "something that is no std::exception");
        where_thrown();
      }
    }
    report("ran");
  }
  report("end");
  return 0;
}

}  // namespace unrolled::exercises
