// Note E: its lost equations, and where the loss comes from.
#include <cmath>

#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;

namespace {

// softmax of plain numbers.
Vector probabilities(const Vector& o) {
  return arma::exp(o) / arma::accu(arma::exp(o));
}

}  // namespace

TEST_CASE("Note E's four lost equations are the run of plain loops",
          "[3.1][3.2][3.3][3.4][E5][E7][E8][E9][E10]") {
  const Printed e(any_seed());
  const oracle::Trace trace = oracle::run(loops(e.c));
  const States s = e.c.states();
  const Sequence y_hat = predict(e.c.net.output, s.o);
  double by_a = 0, by_h = 0, by_o = 0, by_y = 0;
  Vector h(e.c.h0);
  for (Index t = 1; t <= e.tau; ++t) {
    const Vector a = e.c.p.b + e.c.p.W * h + e.c.p.U * e.c.x(t);
    h = arma::tanh(a);
    const Vector o = e.c.p.c + e.c.p.V * h;
    const auto worse = [](const Vector& note, const Vector& code,
                          const oracle::Vec& right) {
      const Vector expected = back(right);
      return max(block_error(note, expected), block_error(code, expected));
    };
    by_a = max(by_a, worse(a, s.z(t), trace.z[t - 1]));
    by_h = max(by_h, worse(h, s.h(t), trace.h[t]));
    by_o = max(by_o, worse(o, s.o(t), trace.o[t - 1]));
    by_y = max(by_y, worse(probabilities(o), y_hat(t),
                           oracle::softmax(trace.o[t - 1])));
  }
  notes::restored("E7", by_a);
  notes::restored("E8", by_h);
  notes::restored("E9", by_o);
  notes::restored("E10", by_y);
  // Each h(t) was made of x(t) and the h(t-1) in memory, from the given h(0).
  notes::holds("E5", by_h);
}

TEST_CASE("As many outputs as inputs", "[3.3][E15]") {
  for (const Index tau : {1u, 2u, 17u}) {
    const Printed e(1, tau);
    notes::holds("E15", std::abs(static_cast<double>(e.c.states().o.steps()) -
                                 static_cast<double>(tau)));
  }
}

TEST_CASE("A constant added to every score changes no probability",
          "[3.4][E11]") {
  const Printed e(any_seed());
  const Vector p{0.5, 2, 0.25};  // need not sum to 1
  const Vector o = arma::log(p), sure = p / arma::accu(p);
  for (const double constant : {-30.0, -1.0, 2.5, 30.0})
    notes::holds("E11", max(block_error(softmax(Matrix(o)), sure),
                            block_error(softmax(Matrix(o + constant)), sure)));
}

TEST_CASE("The probability of the target is one entry of y_hat", "[3.6][E20]") {
  const Matrix o = Vector{0.3, -0.8, 1.1};
  for (Index k = 0; k < 3; ++k) {
    Matrix y(3, 1, arma::fill::zeros);
    y(k) = 1;
    const double entry = -std::log(probabilities(o)(k));
    const double code = loss(Output::softmax_cross_entropy, o, y);
    notes::holds("E20", std::abs(code / entry - 1));
  }
}

TEST_CASE("The summed loss is the likelihood of the whole sequence",
          "[3.5][E12]") {
  // Three steps, three classes: all 27 sequences of outputs.
  const Case c = random_case(3, 12);
  const Sequence y_hat = predict(c.net.output, c.states().o);
  const auto joint = [&](Index i, Index j, Index k) {
    Case one = c;
    one.y.slices().zeros();
    one.y(1)(i) = one.y(2)(j) = one.y(3)(k) = 1;
    return std::exp(-oracle::loss(loops(one)));  // p = e^-L
  };
  double all = 0, error = 0;
  for (Index i = 0; i < 3; ++i)
    for (Index j = 0; j < 3; ++j) {
      double pair = 0;
      for (Index k = 0; k < 3; ++k) pair += joint(i, j, k);
      all += pair;
      // Chain rule: p(y(3) given y(1), y(2), x). The first assumption: it is
      // the same whatever y(1) and y(2) were, namely the model's y_hat(3).
      for (Index k = 0; k < 3; ++k)
        error = max(error, std::abs(joint(i, j, k) / pair / y_hat(3)(k) - 1));
    }
  error = max(error, std::abs(all - 1));  // a distribution over sequences
  // The second assumption: later inputs change nothing before them.
  Case other = c;
  other.x(3) += 1;
  const Sequence same = predict(c.net.output, other.states().o);
  error = max(
      {error, block_error(same(1), y_hat(1)), block_error(same(2), y_hat(2))});
  CHECK_THAT(same(3), !Near(y_hat(3), kFarOff));
  notes::answered("E12", error);
}
