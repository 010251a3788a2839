/// \file
/// Backpropagation through time on a sheet: what "book work 3" writes, and
/// what later chapters go on from.
///
/// Dimensions as in rnn.hpp, one sequence.
#pragma once
#include "chapters/03-any-length/bptt.hpp"
#include "common/worked.hpp"

namespace unrolled::bptt {

/// A worked example with all its results.
struct Worked {
  RecurrentExample e;  ///< the reader's numbers
  Parameters<> p;      ///< its parameters
  States<> s;          ///< z, h, o
  Matrix y_hat;        ///< predictions, K x tau
  Vector L;            ///< loss of each step, tau
  Matrix dLdo;         ///< y_hat - y, K x tau
  Gradient g;          ///< dL by everything
};

/// The loss of the whole sequence.
/// \param e  the numbers
/// \param p  parameters, which need not be the example's
/// \return the sum over all steps
inline double loss_with(const RecurrentExample& e, const Parameters<>& p) {
  return loss(e.output, forward(e.hidden, p, e.x, e.h0).o, e.y);
}

/// Writes the forward pass.
/// \param w      e and p; s, y_hat and L are put in
/// \param sheet  to write on
/// \throws std::overflow_error that names the step
inline void write_forward(Worked& w, Sheet& sheet) {
  const Index tau = w.e.x.n_cols;
  w.s = forward(w.e.hidden, w.p, w.e.x, w.e.h0);
  w.y_hat = predict(w.e.output, w.s.o);
  w.L.set_size(tau);
  sheet.section("Forward", "the forward pass");
  for (Index t = 1; t <= tau; ++t) {
    const Matrix o = w.s.o.col(t - 1);
    w.L(t - 1) = loss(w.e.output, o, w.e.y.col(t - 1));
    sheet.step(t);
    sheet.line("z(t)", "U x(t) + W h(t-1) + b", w.s.z.col(t - 1), "3.1");
    sheet.line("h(t)", activation_formula(w.e.hidden, "z(t)"), w.s.h.col(t),
               "3.2");
    sheet.line("o(t)", "V h(t) + c", o, "3.3");
    sheet.line("y_hat(t)", output_formula(w.e.output), w.y_hat.col(t - 1),
               "3.4");
    sheet.line("L(t)", loss_formula(w.e.output), w.L(t - 1), "3.6");
  }
  sheet.section("Loss", "the sum of the losses");
  sheet.total("L", "sum over t of L(t)", w.L, arma::accu(w.L), "3.5");
  sheet.json("h", json_sequence(w.s.h.tail_cols(tau)));
  sheet.json("o", json_sequence(w.s.o));
  sheet.json("y_hat", json_sequence(w.y_hat));
  sheet.json("loss_t", json_vector(w.L));
  sheet.json("loss", {arma::accu(w.L)});
}

/// The columns of a matrix, one block each.
/// \param m  any
/// \return its columns
inline std::vector<Matrix> columns(const Matrix& m) {
  std::vector<Matrix> blocks;
  for (Index j = 0; j < m.n_cols; ++j) blocks.push_back(m.col(j));
  return blocks;
}

/// Writes the sums over the steps: dL by the parameters.
/// \param w      everything
/// \param sheet  to write on
inline void write_sums(const Worked& w, Sheet& sheet) {
  const Gradient& g = w.g;
  const Index tau = w.e.x.n_cols;
  const auto dz = [&](Index t) { return Vector(g.dz.col(t - 1)); };
  const auto dLdo = [&](Index t) { return Vector(w.dLdo.col(t - 1)); };
  const auto h = [&](Index t) { return Vector(w.s.h.col(t)); };
  const auto x = [&](Index t) { return Vector(w.e.x.col(t - 1)); };
  sheet.section("The shared parameters: sums over the steps",
                "the sum over the steps");
  sheet.sum(
      "dU", "dz(t) x(t)^T", tau,
      [&](Index t) -> Matrix { return dz(t) * x(t).t(); }, g.dU, "3.15");
  sheet.sum(
      "dW", "dz(t) h(t-1)^T", tau,
      [&](Index t) -> Matrix { return dz(t) * h(t - 1).t(); }, g.dW, "3.14");
  sheet.sum(
      "dV", "do(t) h(t)^T", tau,
      [&](Index t) -> Matrix { return dLdo(t) * h(t).t(); }, g.dV, "3.9");
  sheet.total("db", "sum over t of dz(t)", columns(g.dz), g.db, "3.13");
  sheet.total("dc", "sum over t of do(t)", columns(w.dLdo), g.dc, "3.8");
}

/// Writes the backward pass.
/// \param w      forward pass; dLdo and g are put in
/// \param sheet  to write on
/// \throws std::overflow_error that names the step
inline void write_backward(Worked& w, Sheet& sheet) {
  const Index tau = w.e.x.n_cols;
  w.dLdo = output_delta(w.y_hat, w.e.y);
  sheet.section("Backward", "the backward pass");
  sheet.remark("  delta(t) is dh(t); (.) and ^2 act entry by entry");
  for (Index t = 1; t <= tau; ++t) {
    sheet.at(t);
    sheet.line("do(t)", "y_hat(t) - y(t)", w.dLdo.col(t - 1), "3.7");
  }
  w.g = backward(w.e.hidden, w.p, w.e.x, w.s, w.dLdo);
  const std::string slope = slope_formula(w.e.hidden, "h(t)");
  for (Index t = tau; t >= 1; --t) {
    sheet.step(t);
    if (t == tau)
      sheet.line("delta(t)", "V^T do(t)", w.g.delta.col(t - 1), "3.10");
    else
      sheet.line("delta(t)", "V^T do(t) + W^T dz(t+1)", w.g.delta.col(t - 1),
                 "3.11");
    sheet.line("dz(t)", slope + " (.) delta(t)", w.g.dz.col(t - 1), "3.12");
  }
  write_sums(w, sheet);
  sheet.section("The inputs and the first state", "the backward pass");
  for (Index t = 1; t <= tau; ++t) {
    sheet.at(t);
    sheet.line("dx(t)", "U^T dz(t)", w.g.dx.col(t - 1), "3.16");
  }
  sheet.at(1);
  sheet.line("dh(0)", "W^T dz(1)", w.g.dh0, "3.17");
}

/// A gradient as the sheets of all chapters take it.
/// \param g  from backward()
/// \return the same numbers
inline RecurrentGradient gradient_of(const Gradient& g) {
  return {g.dU, g.dW, g.dV, g.db, g.dc, g.dh0, g.dx, g.delta};
}

/// Writes forward and backward pass and their results.
/// \param input  read with recurrent_keys()
/// \param sheet  to write on
/// \return everything
inline Worked write_bptt(const Input& input, Sheet& sheet) {
  const RecurrentExample e = recurrent_example(input);
  Worked w{e, {e.U, e.W, e.V, e.b, e.c}, {}, {}, {}, {}, {}};
  write_given(sheet, e);
  write_forward(w, sheet);
  write_backward(w, sheet);
  json_gradient(sheet, gradient_of(w.g));
  return w;
}

/// The network after a step of gradient descent, and its loss.
/// \param w      everything
/// \param g      the gradient that is followed
/// \param sheet  to write on, with the rate
/// \param formula   the step of a parameter, * for its name: "* - eta d*"
/// \param equation  its number
inline void write_update(const Worked& w, const ParameterGradient& g,
                         Sheet& sheet, const std::string& formula,
                         const std::string& equation) {
  if (!sheet.rate()) return;
  Parameters<> p = w.p;
  update(p, g, *sheet.rate());
  RecurrentExample after = w.e;
  after.U = p.U, after.W = p.W, after.V = p.V, after.b = p.b, after.c = p.c;
  write_step(sheet, after, formula, equation,
             [&] { return loss_with(w.e, p); });
}

}  // namespace unrolled::bptt
