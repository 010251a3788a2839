/// \file
/// What the check of an exercise is made of: tests, each with the true values,
/// found without the reader's code, and what an answer gives in their place.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "common/matrix.hpp"

/// What the checks of the exercises share.
namespace unrolled::exercises {

using Matrices = std::vector<Matrix>;

/// A true value.
struct Value {
  std::string name;         ///< "dW", in {} of what a mistake says
  Matrix truth;             ///< any shape; a number is 1 x 1
  double tolerance = 1e-9;  ///< of the error relative to the truth's norm
  std::string way = {};     ///< how to find a number by hand, shown for it
};

/// One test: the true values, and how an answer's are had, in their order.
template <class Answer>
struct TestOf {
  TestOf(std::string name_, std::vector<Value> truth_,
         std::function<Matrices(const Answer&)> came_)
      : name(std::move(name_)),
        truth(std::move(truth_)),
        came(std::move(came_)) {}

  std::string name;
  std::vector<Value> truth;
  std::function<Matrices(const Answer&)> came;
  std::function<void()> once_right;                ///< prints, if all is right
  std::function<std::string(const Answer&)> note;  ///< said of a wrong answer
};

/// A test of one number that the reader worked out or predicted. A message
/// gives a way to it in place of the number.
template <class Answer>
TestOf<Answer> by_hand(const std::string& name, const std::string& what,
                       double (*Answer::*number)(), double truth,
                       const std::string& way, double tolerance = 1e-4) {
  return {name,
          {{what, Matrix{truth}, tolerance, way}},
          [number](const Answer& answer) {
            return Matrices{Matrix{(answer.*number)()}};
          }};
}

/// An answer: the reader's, the solution, the stub, or a mistake's.
template <class Answer>
struct Variant {
  std::string id, says;
  Answer answer;
};

/// A test of any answer, by its number among the variants.
struct Trial {
  std::string name;
  std::vector<Value> truth;
  std::function<Matrices(std::size_t who)> came;
  std::function<void()> once_right;
  std::function<std::string(std::size_t who)> note;
};

/// Judges the reader's answer, number 0, or with --prove all others, and
/// writes what the runner reads. Numbers 1 and 2 are solution and stub.
/// \return the exit code: 0 when it was judged
int judge(int argc, char** argv, const std::vector<Trial>& trials,
          const std::vector<std::pair<std::string, std::string>>& id_and_says);

/// Writes that a function of the task is missing.
int lacks(char** argv, const std::string& function);

/// What main() of a check does.
template <class Answer>
int run(int argc, char** argv, const std::vector<TestOf<Answer>>& tests,
        const std::vector<Variant<Answer>>& variants,
        const std::vector<std::string>& functions) {
  if (argc == 2) {  // the reader's: every function must be there
    const auto* here = reinterpret_cast<void* const*>(&variants[0].answer);
    for (std::size_t i = 0; i < functions.size(); ++i)
      if (here[i] == nullptr) return lacks(argv, functions[i]);
  }
  std::vector<Trial> trials;
  std::vector<std::pair<std::string, std::string>> names;
  for (const TestOf<Answer>& test : tests)
    trials.push_back({test.name, test.truth,
                      [&variants, came = test.came](std::size_t who) {
                        return came(variants[who].answer);
                      },
                      test.once_right,
                      [&variants, note = test.note](std::size_t who) {
                        return note ? note(variants[who].answer) : "";
                      }});
  for (const Variant<Answer>& v : variants) names.emplace_back(v.id, v.says);
  return judge(argc, argv, trials, names);
}

}  // namespace unrolled::exercises
