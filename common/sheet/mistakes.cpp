// The typical mistakes in a recurrent backward pass.
#include "common/sheet/recurrent.hpp"

namespace unrolled {
namespace {

/// A backward pass in which one thing can be wrong.
struct Slips {
  bool no_recurrence = false;       // delta(t) = V^T e(t)
  bool one_step_back = false;       // the recurrence goes no further than t+1
  bool last_loss_only = false;      // e(t) = 0 before the last step
  bool not_transposed = false;      // W for W^T
  bool slope_of_same_step = false;  // sigma' at h(t) for h(t+1)
  bool exchanged = false;           // diag W^T for W^T diag
  bool no_slope_back = false;       // no sigma' in the recurrence
  bool no_slope = false;            // no sigma' in dz
  bool h_of_same_step = false;      // h(t) for h(t-1) in dW, the reverse in dV
  bool no_h0 = false;               // 0 for h(0)
  Index first = 1, last = 0;        // the terms that are summed; 0: all
};

struct WrongBlocks {
  Matrix dU, dW, dV, db, dc, dh0, dx;
};

WrongBlocks backward_with(const Slips& slip, const RecurrentExample& example,
                          Matrix h, Matrix e) {
  const Matrix &U = example.U, &W = example.W, &V = example.V;
  const Index tau = e.n_cols;
  const Matrix slopes = derivative_from_value(example.hidden, h);
  if (slip.no_h0) h.col(0).zeros();
  if (slip.last_loss_only && tau > 1) e.head_cols(tau - 1).zeros();
  const Matrix back = slip.not_transposed ? W : Matrix(W.t());
  const Matrix at_once = V.t() * e;
  Matrix delta = at_once;
  for (Index t = tau - 1; t >= 1 && !slip.no_recurrence; --t) {
    const Vector later = slip.one_step_back ? at_once.col(t) : delta.col(t);
    const Vector slope = slopes.col(slip.slope_of_same_step ? t : t + 1);
    Vector through = back * (slope % later);
    if (slip.exchanged) through = slope % (back * later);
    if (slip.no_slope_back) through = back * later;
    delta.col(t - 1) += through;
  }
  Matrix dz = delta;
  if (!slip.no_slope) dz %= slopes.tail_cols(tau);
  const Index from = slip.first - 1, to = (slip.last ? slip.last : tau) - 1;
  const auto part = [&](const Matrix& m) { return Matrix(m.cols(from, to)); };
  const Matrix before = h.head_cols(tau), after = h.tail_cols(tau);
  const bool same = slip.h_of_same_step;
  return {part(dz) * part(example.x).t(),
          part(dz) * part(same ? after : before).t(),
          part(e) * part(same ? before : after).t(),
          arma::sum(part(dz), 1),
          arma::sum(part(e), 1),
          back * dz.col(0),
          U.t() * dz};
}

void add(std::vector<Mistake>& mistakes, const std::string& says,
         const WrongBlocks& w) {
  mistakes.push_back({"Your {} is the true one " + says + ".",
                      {{"dU", {w.dU}},
                       {"dW", {w.dW}},
                       {"dV", {w.dV}},
                       {"db", {w.db}},
                       {"dc", {w.dc}},
                       {"dh0", {w.dh0}},
                       {"dx", {w.dx}}}});
}

}  // namespace

std::vector<Mistake> recurrent_mistakes(const RecurrentExample& example,
                                        const Matrix& h, const Matrix& dLdo) {
  const Index tau = dLdo.n_cols;
  std::vector<Mistake> mistakes;
  const auto add_slip = [&](const std::string& hint, const Slips& slip) {
    add(mistakes, hint, backward_with(slip, example, h, dLdo));
  };
  add_slip("without the recurrent term", {.no_recurrence = true});
  add_slip("with the recurrence cut after one step", {.one_step_back = true});
  add_slip("of the last step's loss alone", {.last_loss_only = true});
  add_slip("with W in place of W^T", {.not_transposed = true});
  add_slip("with sigma' at step t in place of t+1 in delta's recursion",
           {.slope_of_same_step = true});
  add_slip("with sigma' and W^T exchanged in delta's recursion",
           {.exchanged = true});
  add_slip("without sigma' in delta's recursion", {.no_slope_back = true});
  add_slip("without sigma'", {.no_slope = true});
  add_slip("without any sigma'", {.no_slope_back = true, .no_slope = true});
  add_slip("with h of the wrong step", {.h_of_same_step = true});
  add_slip("with 0 in place of h(0)", {.no_h0 = true});
  add_slip("with the last step's term alone", {.first = tau, .last = tau});
  add_slip("with the first step's term alone", {.first = 1, .last = 1});
  if (tau > 1)
    add_slip("without the first step's term", {.first = 2, .last = tau});

  const WrongBlocks truth = backward_with({}, example, h, dLdo);
  const double n = static_cast<double>(tau);
  add(mistakes, "divided by the number of steps",
      {truth.dU / n, truth.dW / n, truth.dV / n, truth.db / n, truth.dc / n,
       truth.dh0 / n, truth.dx / n});
  if (example.output == Output::sigmoid_cross_entropy) {
    const Matrix y_hat = dLdo + example.y;
    add(mistakes, "with sigma'(o) multiplied to y_hat - y",
        backward_with({}, example, h, dLdo % y_hat % (1.0 - y_hat)));
  }
  return mistakes;
}

}  // namespace unrolled
