// Note B, sections 3 to 5, formula by formula as it is printed: written out
// here once more, and judged by a run that knows no backward pass.
#include <cmath>
#include <complex>

#include "chapters/02-three-steps/chain.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;

TEST_CASE("Note B's forward formulas are the run of plain loops",
          "[3.1][3.2][3.3][3.4][3.5][B1][B2][B3][B4][B34]") {
  const Printed b(any_seed());
  const auto& [U, W, V, b_, c] = b.p;
  const States s = b.states();
  Sequence h = b.h, o = b.o, y_hat = b.o, right = b.o;
  for (Index t = 1; t <= b.tau; ++t) {
    h(t) = arma::tanh(U * b.x(t) + W * b.h(t - 1) + b_);
    o(t) = V * b.h(t) + c;
    y_hat(t) = probabilities(b.o(t));
    right(t) = b.e(t) + b.y(t);
  }
  notes::holds("B1", worse(h, s.h, b.h));
  // h(t+1) from h(t): the same line, one step on.
  notes::holds("B34", worse(h, b.h, b.h));
  notes::holds("B2", worse(o, s.o, b.o));
  notes::holds("B3", worse(y_hat, predict(b.net.output, s.o), right));
  double L = 0;
  for (Index t = 1; t <= b.tau; ++t) L += oracle::loss(only(b, t));
  const double expected = oracle::loss(loops(b));
  const double code = loss(b.net.output, s.o, b.y);
  notes::holds("B4",
               max(std::abs(L / expected - 1), std::abs(code / expected - 1)));
}

TEST_CASE("Note B's sums over t are the gradients of c, V, W and b",
          "[3.8][3.9][3.13][3.14][B5][B6][B10][B11]") {
  const Printed b(any_seed());
  ParameterGradient sum(b.p);
  for (Index t = 1; t <= b.tau; ++t) {
    sum.dc += b.e(t);
    sum.dV += b.e(t) * b.h(t).t();
    sum.dW += b.slope(t) * b.delta(t) * b.h(t - 1).t();
    sum.db += b.slope(t) * b.delta(t);
  }
  notes::holds("B5", b.error("dc", sum.dc));
  notes::holds("B6", b.error("dV", sum.dV));
  notes::holds("B10", b.error("dW", sum.dW));
  notes::holds("B11", b.error("db", sum.db));
}

TEST_CASE("Without the brackets one target is taken off the sum",
          "[3.8][B33]") {
  const Printed b(any_seed());
  // The sum of y_hat alone, less y(t) with t as it stands after the sum.
  Vector printed = -b.y(b.tau), right = 0 * printed;
  for (Index t = 1; t <= b.tau; ++t) {
    printed += b.e(t) + b.y(t);
    right += b.e(t);
  }
  notes::misprint("B33", block_error(printed, b.right("dc")),
                  b.error("dc", right));
}

TEST_CASE("V meets the loss of its own step and no other", "[3.9][B36]") {
  const Printed b(any_seed());
  for (const Index t : {1u, 3u, 6u}) {
    const oracle::Gradients of_L_t = oracle::complex_step(only(b, t));
    const Matrix own = back(of_L_t.dV_at[t - 1]);
    const Matrix printed = b.e(t) * b.h(t).t();
    double others = 0;
    for (Index s = 1; s <= b.tau; ++s)
      if (s != t)
        others = max(others, arma::abs(back(of_L_t.dV_at[s - 1])).max());
    CHECK(others == 0);
    notes::holds("B36", max(others, block_error(printed, own)));
  }
}

namespace {

// Three steps of one number each, in plain arithmetic; each step's own copies
// of Wx and Ws.
using unrolled::three_steps::Chain;
struct Copies {
  Complex Wx[4], Ws[4];
};
struct Plain {
  Complex S[4], L3;
};
Plain plain(const Chain& p, const Copies& w) {
  Plain r;
  r.S[0] = p.S0;
  for (std::size_t t = 1; t <= 3; ++t)
    r.S[t] = w.Wx[t] * p.X[t] + w.Ws[t] * r.S[t - 1] + p.b1;
  const Complex miss = p.Y[3] - (p.W0 * r.S[3] + p.b2);
  r.L3 = 0.5 * miss * miss;
  return r;
}
Copies shared(const Chain& p) {
  Copies w;
  for (std::size_t t = 1; t <= 3; ++t) w.Wx[t] = p.Wx, w.Ws[t] = p.Ws;
  return w;
}

// dL_3 and dS_k by one weight, moved in all steps up to `last`, or in one.
using Weight = Complex (Copies::*)[4];
double slope(const Chain& p, Weight weight, std::size_t first, std::size_t last,
             std::size_t k) {
  constexpr double step = 1e-100;
  Copies w = shared(p);
  for (std::size_t t = first; t <= last; ++t)
    (w.*weight)[t] += Complex(0, step);
  const Plain r = plain(p, w);
  return (k == 0 ? r.L3 : r.S[k]).imag() / step;
}

// Note B's three chains, with dS_k/dW immediate or total.
double three_chains(const Chain& p, Weight weight, bool total) {
  const Plain r = plain(p, shared(p));
  const double front = ((p.W0 * r.S[3] + p.b2) - p.Y[3]).real() * p.W0;
  double sum = 0, carry = 1;
  for (std::size_t k = 3; k >= 1; --k) {
    sum += front * carry * slope(p, weight, total ? 1 : k, k, k);
    carry *= p.Ws;
  }
  return sum;
}

Chain random_chain(std::uint64_t seed) {
  Random random(seed);
  const auto r = [&] { return random.uniform(0.5, 1.5); };
  return {
      r(), r(), r(), r(), r(), r(), {0, r(), r(), r()}, {0, -r(), -r(), -r()}};
}

double apart(double got, double expected) {
  return std::abs(got - expected) / std::abs(expected);
}

}  // namespace

TEST_CASE("Note B's three chains hold with the immediate derivative alone",
          "[2.7][2.8][2.18][2.19][B16][B17]") {
  const Chain p = random_chain(any_seed());
  const unrolled::three_steps::ChainPaths code(p);
  const double dWx = slope(p, &Copies::Wx, 1, 3, 0);
  const double dWs = slope(p, &Copies::Ws, 1, 3, 0);
  notes::only_when("B16", apart(three_chains(p, &Copies::Wx, true), dWx),
                   max(apart(three_chains(p, &Copies::Wx, false), dWx),
                       apart(code.dL3_dWx, dWx)));
  notes::only_when("B17", apart(three_chains(p, &Copies::Ws, true), dWs),
                   max(apart(three_chains(p, &Copies::Ws, false), dWs),
                       apart(code.dL3_dWs, dWs)));
}

TEST_CASE("Note B's sum of losses begins at 1, for S_0 has no target",
          "[2.5][2.6][B14]") {
  const Chain p = unrolled::three_steps::pencil_chain();
  const double L = unrolled::three_steps::forward(p).sum_of_L;
  // Were there an L_0, with the target 0: half the square of 2 * 1 + 1.
  const double O_0 = p.W0 * p.S0 + p.b2;
  CHECK(O_0 == 3);
  notes::only_when("B14", apart(L + 0.5 * O_0 * O_0, 7), apart(L, 7));
}

TEST_CASE("Note B's state with tanh is the same network, one unit wide",
          "[3.1][3.2][B20]") {
  const Chain p = random_chain(any_seed());
  const Parameters one{Matrix{p.Wx}, Matrix{p.Ws}, Matrix{p.W0}, Vector{p.b1},
                       Vector{p.b2}};
  const States s = forward(Activation::tanh, one,
                           Matrix{{p.X[1], p.X[2], p.X[3]}}, Vector{p.S0});
  double S = p.S0, error = 0;
  for (Index j = 1; j <= 3; ++j) {
    S = std::tanh(p.Wx * p.X[j] + p.Ws * S + p.b1);
    error = max(error, apart(s.h(j)(0), S));
  }
  notes::holds("B20", error);
}

TEST_CASE(
    "A convolution sees the order of a sequence's elements, a sum of "
    "separate elements does not",
    "[B30]") {
  // Weights shared along the sequence in both; a window of one and of two.
  const auto net = [](const std::vector<double>& x, double neighbour) {
    double sum = 0;
    for (std::size_t t = 1; t < x.size(); ++t)
      sum += std::max(0.0, x[t] + neighbour * x[t - 1]);
    return sum;
  };
  const std::vector<double> x{0, 1, -0.5, 2, 0.25}, y{0, 2, 0.25, 1, -0.5};
  const double apart_alone = std::abs(net(x, 0) - net(y, 0));
  const double apart_two = std::abs(net(x, 0.7) - net(y, 0.7));
  CHECK(apart_alone == 0);
  notes::only_when(
      "B30", notes::Less{{"shuffled, a window of one changes by", apart_alone},
                         {"a window of two by", apart_two}});
}
