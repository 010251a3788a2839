// Note E: its lost equations, and where the loss comes from.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;

TEST_CASE("Note E's four lost equations are the run of plain loops",
          "[3.1][3.2][3.3][3.4][E5][E7][E8][E9][E10]") {
  const Printed e(any_seed());
  const auto& [U, W, V, b, c] = e.p;
  const States s = e.states();
  Sequence a = e.z, h = e.h, o = e.o, y_hat = e.o, right = e.o;
  for (Index t = 1; t <= e.tau; ++t) {
    a(t) = b + W * h(t - 1) + U * e.x(t);
    h(t) = arma::tanh(a(t));
    o(t) = c + V * h(t);
    y_hat(t) = probabilities(o(t));
    right(t) = e.e(t) + e.y(t);
  }
  notes::restored("E7", worse(a, s.z, e.z));
  notes::restored("E8", worse(h, s.h, e.h));
  notes::restored("E9", worse(o, s.o, e.o));
  notes::restored("E10", worse(y_hat, predict(e.net.output, s.o), right));
  // Each h(t) was made of x(t) and the h(t-1) in memory, from the given h(0).
  notes::holds("E5", worse(h, s.h, e.h));
}

TEST_CASE("As many outputs as inputs", "[3.3][E15]") {
  for (const Index tau : {1u, 2u, 17u}) {
    const Printed e(1, tau);
    notes::holds("E15", std::abs(static_cast<double>(e.states().o.steps()) -
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
  for (const Index t : {1u, 2u})
    error = max(error, block_error(same(t), y_hat(t)));
  CHECK(block_error(same(3), y_hat(3)) > kFarOff);
  notes::answered("E12", error);
}
