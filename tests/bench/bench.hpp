/// \file
/// ./book bench: the forms in blocks of chapter 5, of chapter 7's cells and of
/// chapter 10's attention, against the matrix products alone, and against
/// PyTorch and Eigen where they are installed; and chapter 6's steps that wait
/// for nothing.
#pragma once
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "chapters/05-cost/problem.hpp"
#include "chapters/07-gates/in_blocks.hpp"
#include "chapters/10-attention/attention.hpp"

namespace unrolled::bench {

/// What one network and its batch measure.
struct Shape {
  Index inputs, hidden, outputs, batch, tau;
};
/// As an option has it: "64,128,64,32,100".
std::string name_of(const Shape& s);
/// A problem of that shape, the same at every call.
cost::Problem problem_of(const Shape& s);

/// A gradient, block by block, in the order of its blocks().
using Gradient = std::vector<Matrix>;
Gradient gradient_of(const ConstBlocks& blocks);

/// A contender on one problem, its memory asked for.
struct Runner {
  std::function<void()> pass;          ///< forward plus backward, timed
  std::function<Gradient()> gradient;  ///< of the last pass; may be empty
  Index stored = 0;                    ///< doubles that a form says it keeps
  std::function<Index()> blocks = {};  ///< that the last pass ran forward
  Index expected_blocks = 0;           ///< by the closed form
};
/// A way to the same gradient, or the products alone (group "floor").
struct Contender {
  std::string network;  ///< "tanh", "Jordan", "LSTM", "GRU", "attention" or
                        ///< "causal"
  std::string name;     ///< "in blocks"
  std::string group;    ///< the best of a group enters a ratio
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
/// The products of a form in blocks alone, with these matrices: W may be that
/// of several gates, one below the other.
Runner products(const cost::Problem& q, const Matrix& U, const Matrix& W,
                Index block);
/// Chapter 3's pass, chapter 5's forms, and the floor.
std::vector<Contender> own_contenders();
/// The same of an LSTM and a GRU: chapter 7's passes, both forms, the floor.
std::vector<Contender> cell_contenders();
/// The same of Jordan's network under teacher forcing; it has no floor.
std::vector<Contender> jordan_contenders();
/// The same of one head without a mask and with one, for one sequence.
std::vector<Contender> attention_contenders();
/// Its parameters on a problem, the same at every call.
attention::Parameters attention_of(const cost::Problem& q);
/// The cells' parameters on a problem, the same at every call. C(0) is h(0).
gates::lstm::Parameters lstm_of(const cost::Problem& q);
gates::gru::Parameters gru_of(const cost::Problem& q);  ///< \copydoc lstm_of()
/// The gradient that all contenders of a network must have: its chapter's.
Gradient truth_of(const std::string& network, const cost::Problem& q);
Gradient truth_of_attention(const std::string& network,
                            const cost::Problem& q);  ///< \copydoc truth_of()
/// One whose dL/dW lacks the recurrence: it must be refused.
Contender wrong_contender();

/// The error of the worst block relative to its norm; infinite when a shape
/// differs.
double gradient_error(const Gradient& got, const Gradient& expected);
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
/// milliseconds between two passes, for threads to fall asleep. Where there is
/// no pause it is the processor's time that this process had, else the wall's.
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
/// \param plan   `networks`, `timed` and `weighed` (shapes as arrays),
///               `threads`, `seconds`, `least` (rounds), `wrong`
/// \param peers  the libraries that are there
/// \return what was found, for bench.js
nlohmann::ordered_json measure(const nlohmann::ordered_json& plan,
                               const std::vector<Peer>& peers);

}  // namespace unrolled::bench
