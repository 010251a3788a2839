/// \file
/// ./book bench: chapter 5's form in blocks against the matrix products alone,
/// and against PyTorch and Eigen where they are installed.
#pragma once
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "chapters/05-cost/problem.hpp"

namespace unrolled::bench {

/// What one network and its batch measure.
struct Shape {
  Index inputs, hidden, outputs, batch, tau;
};
/// As an option has it: "64,128,64,32,100".
std::string name_of(const Shape& s);
/// A problem of that shape, the same at every call.
cost::Problem problem_of(const Shape& s);

/// A contender on one problem, its memory asked for.
struct Runner {
  std::function<void()> pass;                ///< forward plus backward, timed
  std::function<cost::Gradient()> gradient;  ///< of the last pass; may be empty
  Index stored = 0;                    ///< doubles that a form says it keeps
  std::function<Index()> blocks = {};  ///< that the last pass ran forward
  Index expected_blocks = 0;           ///< by the closed form
};
/// A way to the same gradient, or the products alone (group "floor").
struct Contender {
  std::string name;   ///< "in blocks"
  std::string group;  ///< the best of a group enters a ratio
  std::function<Runner(const cost::Problem&)> on;
};
/// A library to compare with, when it is installed.
struct Peer {
  std::string name;     ///< "PyTorch"
  std::string version;  ///< "1.13.1"
  std::vector<Contender> ways;
  std::function<void(int)> set_threads;  ///< may be empty
};
Peer eigen();    ///< a plain version, compiled in when Eigen is installed
Peer pytorch();  ///< its C++ library, likewise

/// This chapter's form with all states kept. The problem must outlive it.
Runner in_blocks(const cost::Problem& q);
/// Chapter 3's pass, this chapter's forms, and the floor.
std::vector<Contender> own_contenders();
/// One whose dL/dW lacks the recurrence: it must be refused.
Contender wrong_contender();

/// The error of the worst block relative to its norm; infinite when a shape
/// differs.
double gradient_error(const cost::Gradient& got,
                      const cost::Gradient& expected);
/// Whether the two are the same gradient, but for the order of sums. NaN is
/// not.
bool agrees(double error);

/// Milliseconds of one pass: the median and the quartiles of all rounds.
struct Times {
  double median = 0, low = 0, high = 0;
  std::size_t rounds = 0;
};
/// Times several passes in turn: each round runs each of them once (a short
/// one as often as fills a millisecond, and once before, untimed), in an order
/// drawn anew, so that what else the machine does falls on all alike. At least
/// `least` rounds (three where a round takes more than 3 seconds); `pause`
/// milliseconds between two passes, for threads to fall asleep.
std::vector<Times> in_turn(const std::vector<std::function<void()>>& passes,
                           double seconds, std::size_t least, int pause);

/// Most bytes that the contender takes beyond the problem's own numbers and
/// the BLAS's buffers: the peak of a child process, which calls `quiet` first.
/// \throws std::runtime_error when the child fails
double peak_bytes(const Contender& contender, const Shape& shape,
                  const std::function<void()>& quiet);

void set_blas_threads(int threads);  ///< where the BLAS is OpenBLAS
std::string blas_name();             ///< name and version, as far as it tells

/// Checks gradients first, then measures.
/// \param plan   `timed` and `weighed` (shapes as arrays), `threads`,
/// `seconds`,
///               `least` (rounds), `wrong`
/// \param peers  the libraries that are there
/// \return what was found, for bench.js
nlohmann::ordered_json measure(const nlohmann::ordered_json& plan,
                               const std::vector<Peer>& peers);

}  // namespace unrolled::bench
