/// \file
/// Who runs in the bench: a way to the same gradient, or the products alone.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chapters/05-cost/problem.hpp"

namespace unrolled::bench {

/// What one network and its batch measure.
struct Shape {
  Index inputs, hidden, outputs, batch, tau;
  bool operator==(const Shape&) const = default;
};

/// \param s  a shape
/// \return "64,128,64,32,100"
std::string name_of(const Shape& s);

/// \param s  a shape
/// \return a problem of that shape, the same at every call
cost::Problem problem_of(const Shape& s);

/// A contender on one problem, its memory asked for.
struct Runner {
  std::function<void()> pass;                ///< forward plus backward, timed
  std::function<cost::Gradient()> gradient;  ///< of the last pass; may be empty
  Index stored = 0;                    ///< doubles that a form says it keeps
  std::function<Index()> blocks = {};  ///< that the last pass ran forward
  Index expected_blocks = 0;           ///< by the closed form
};

/// A contender.
struct Contender {
  std::string name;   ///< "in blocks"
  std::string group;  ///< the best of a group enters a ratio: "floor"
  std::function<Runner(const cost::Problem&)> on;
};

/// A library to compare with, when it is installed.
struct Peer {
  std::string name;     ///< "PyTorch"
  std::string version;  ///< "1.13.1"
  std::vector<Contender> ways;
  std::function<void(int)> set_threads;  ///< may be empty
};

/// \param q  a problem, which must outlive the result
/// \return this chapter's form with all states kept
Runner in_blocks(const cost::Problem& q);

/// \return chapter 3's pass, this chapter's forms, and the floor
std::vector<Contender> own_contenders();

/// \return a contender whose dL/dW lacks the recurrence: it must be refused
Contender wrong_contender();

}  // namespace unrolled::bench
