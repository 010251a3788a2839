// The scalar chain of note B: its numbers by hand, its derivatives by numbers
// from three lines of arithmetic written out here.
#include "chapters/02-three-steps/linear_chain.hpp"

#include <complex>
#include <functional>
#include <limits>

#include "common/random.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using unrolled::Complex;
using namespace unrolled::three_steps;

namespace {

constexpr double kStep = 1e-100;

// What moves: each step's copy of a weight on its own, W0 once.
struct Moves {
  Complex Wx[4] = {}, Ws[4] = {}, W0 = 0;
};

// L_1, L_2, L_3 and S_1, S_2, S_3 in plain arithmetic; entry t is time t.
struct Plain {
  Complex S[4], L[4];
};
Plain plain(const Chain& p, const Moves& m) {
  Plain r;
  r.S[0] = p.S0;
  for (int t = 1; t <= 3; ++t) {
    const auto i = static_cast<std::size_t>(t);
    r.S[t] = (p.Wx + m.Wx[t]) * p.X[i] + (p.Ws + m.Ws[t]) * r.S[t - 1] + p.b1;
    const Complex O = (p.W0 + m.W0) * r.S[t] + p.b2;
    r.L[t] = 0.5 * (p.Y[i] - O) * (p.Y[i] - O);
  }
  return r;
}

// d/d(one thing that moves) of a number of the plain run.
double slope(const Chain& p, const std::function<void(Moves&)>& move,
             const std::function<Complex(const Plain&)>& of) {
  Moves m;
  move(m);
  return of(plain(p, m)).imag() / kStep;
}

const Complex nudge(0, kStep);

Chain random_chain(std::uint64_t seed) {
  unrolled::Random random(seed);
  const auto r = [&] { return random.normal(); };
  return {r(), r(), r(), r(), r(), r(), {0, r(), r(), r()}, {0, r(), r(), r()}};
}

Approx about(double value) {
  return Approx(value).epsilon(1e-12).margin(1e-13);
}

}  // namespace

TEST_CASE("The chain's forward pass by hand",
          "[2.1][2.2][2.3][2.4][2.5][2.6][B13][B14]") {
  const ChainStates<double> s = forward(pencil_chain());
  CHECK(s.S == OverTime<double>{1, 3, 5, 7});
  CHECK(s.O[1] == 7);
  CHECK(s.O[2] == 11);
  CHECK(s.O[3] == 15);
  CHECK(s.L[1] == 0.5);
  CHECK(s.L[2] == 2);
  CHECK(s.L[3] == 4.5);
  CHECK(s.sum_of_L == 7);
}

TEST_CASE("The chain's forward pass is that of plain arithmetic",
          "[2.1][2.2][2.3][2.4][2.5][2.6][B13][B14]") {
  const Chain p = random_chain(static_cast<std::uint64_t>(GENERATE(1, 2, 3)));
  const ChainStates<double> s = forward(p);
  const Plain r = plain(p, {});
  for (std::size_t t = 1; t <= 3; ++t) {
    CHECK(s.S[t] == about(r.S[t].real()));
    notes::holds("B13", std::abs(s.S[t] / r.S[t].real() - 1));
    CHECK(s.L[t] == about(r.L[t].real()));
  }
  CHECK(s.sum_of_L == about((r.L[1] + r.L[2] + r.L[3]).real()));
}

TEST_CASE("Every path of the chain by hand",
          "[2.11][2.12][2.13][2.14][2.15][2.16][2.17][2.18][2.19][B15][B16]"
          "[B17]") {
  const ChainPaths paths(pencil_chain());
  CHECK(paths.W0_3() == 21);
  CHECK(paths.Wx_3() == -18);
  CHECK(paths.Wx_32() == -12);
  CHECK(paths.Wx_321() == 24);
  CHECK(paths.dL3_dWx() == -6);
  CHECK(paths.Ws_3() == 30);
  CHECK(paths.Ws_32() == 36);
  CHECK(paths.Ws_321() == 24);
  CHECK(paths.dL3_dWs() == 90);
}

TEST_CASE("Every path of the chain is the derivative in one copy alone",
          "[2.11][2.12][2.13][2.14][2.15][2.16][2.17][2.20][B15][B16][B17]"
          "[A3]") {
  const Chain p =
      random_chain(static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4, 5)));
  const ChainPaths paths(p);
  const auto L3 = [](const Plain& r) { return r.L[3]; };
  const auto in_Wx = [&](int k) {
    return slope(
        p, [k](Moves& m) { m.Wx[k] = nudge; }, L3);
  };
  const auto in_Ws = [&](int k) {
    return slope(
        p, [k](Moves& m) { m.Ws[k] = nudge; }, L3);
  };
  CHECK(paths.W0_3() == about(slope(
                            p, [](Moves& m) { m.W0 = nudge; }, L3)));
  const double dW0 = slope(
      p, [](Moves& m) { m.W0 = nudge; }, L3);
  notes::holds("B15", std::abs(paths.W0_3() / dW0 - 1));
  CHECK(paths.Wx_3() == about(in_Wx(3)));
  CHECK(paths.Wx_32() == about(in_Wx(2)));
  CHECK(paths.Wx_321() == about(in_Wx(1)));
  CHECK(paths.Ws_3() == about(in_Ws(3)));
  CHECK(paths.Ws_32() == about(in_Ws(2)));
  CHECK(paths.Ws_321() == about(in_Ws(1)));
}

TEST_CASE("The chain's three paths add up to the shared derivative",
          "[2.18][2.19][2.20][B16][B17][A3]") {
  const Chain p =
      random_chain(static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4, 5)));
  const ChainPaths paths(p);
  const auto L3 = [](const Plain& r) { return r.L[3]; };
  const auto all_Wx = [](Moves& m) { m.Wx[1] = m.Wx[2] = m.Wx[3] = nudge; };
  const auto all_Ws = [](Moves& m) { m.Ws[1] = m.Ws[2] = m.Ws[3] = nudge; };
  CHECK(paths.dL3_dWx() == about(slope(p, all_Wx, L3)));
  CHECK(paths.dL3_dWs() == about(slope(p, all_Ws, L3)));
}

TEST_CASE("Immediate holds the state before fixed, total lets it move",
          "[2.7][2.8][2.9][2.10][B16][B17]") {
  const Chain p =
      random_chain(static_cast<std::uint64_t>(GENERATE(1, 2, 3, 4, 5)));
  const ChainStates<double> s = forward(p);
  for (std::size_t k = 1; k <= 3; ++k) {
    CAPTURE(k);
    const auto S_k = [k](const Plain& r) { return r.S[k]; };
    // S_{k-1} is fixed when the copy of step k alone moves.
    CHECK(immediate_Ws(s, k) ==
          about(slope(
              p, [k](Moves& m) { m.Ws[k] = nudge; }, S_k)));
    CHECK(immediate_Wx(p, k) ==
          about(slope(
              p, [k](Moves& m) { m.Wx[k] = nudge; }, S_k)));
    const auto all_Ws = [](Moves& m) { m.Ws[1] = m.Ws[2] = m.Ws[3] = nudge; };
    const auto all_Wx = [](Moves& m) { m.Wx[1] = m.Wx[2] = m.Wx[3] = nudge; };
    CHECK(total_Ws(p, s, k) == about(slope(p, all_Ws, S_k)));
    CHECK(total_Wx(p, k) == about(slope(p, all_Wx, S_k)));
  }
}

TEST_CASE("Immediate is 5, total is 15, and 29 counts paths more than once",
          "[2.7][2.9][2.19][B17]") {
  const Chain p = pencil_chain();
  const ChainStates<double> s = forward(p);
  CHECK(immediate_Ws(s, 3) == 5);
  CHECK(total_Ws(p, s, 3) == 15);
  const double right = immediate_Ws(s, 3) + p.Ws * immediate_Ws(s, 2) +
                       p.Ws * p.Ws * immediate_Ws(s, 1);
  const double wrong = total_Ws(p, s, 3) + p.Ws * total_Ws(p, s, 2) +
                       p.Ws * p.Ws * total_Ws(p, s, 1);
  CHECK(right == 15);
  CHECK(wrong == 29);
  CHECK(wrong == 5 + 2 * 6 + 3 * 4);
}

TEST_CASE("The chain with copies moves as its polynomial says", "[A3]") {
  const Chain p = pencil_chain();
  const double e1 = GENERATE(0.0, 0.5, -1.0), e2 = GENERATE(0.0, 0.25),
               e3 = GENERATE(0.0, 2.0);
  const ChainStates<double> s = forward_copies<double>(
      p, {p.Wx, p.Ws + e1}, {p.Wx, p.Ws + e2}, {p.Wx, p.Ws + e3});
  CHECK(s.S[3] == about(7 + 4 * e1 + 6 * e2 + 5 * e3 + 2 * e1 * e2 +
                        2 * e1 * e3 + 3 * e2 * e3 + e1 * e2 * e3));
}

TEST_CASE("Each copy of Wx meets the input of its own step",
          "[2.1][2.2][2.3]") {
  const Chain p = pencil_chain();
  const double e1 = GENERATE(0.0, 0.5, -1.0), e2 = GENERATE(0.0, 0.25),
               e3 = GENERATE(0.0, 2.0);
  const ChainStates<double> s = forward_copies<double>(
      p, {p.Wx + e1, p.Ws}, {p.Wx + e2, p.Ws}, {p.Wx + e3, p.Ws});
  CHECK(s.S[1] == about(3 + e1));
  CHECK(s.S[2] == about(5 + 2 * e1 - e2));
  CHECK(s.S[3] == about(7 + 4 * e1 - 2 * e2 - 3 * e3));
}

TEST_CASE("Wrong versions of the chain's derivative are far off",
          "[2.18][2.19][B16][B17]") {
  const Chain p = random_chain(static_cast<std::uint64_t>(GENERATE(1, 2, 3)));
  const ChainPaths q(p);
  const ChainStates<double> s = forward(p);
  const auto L3 = [](const Plain& r) { return r.L[3]; };
  const double truth = slope(
      p, [](Moves& m) { m.Ws[1] = m.Ws[2] = m.Ws[3] = nudge; }, L3);
  const auto off = [&](double wrong) {
    return std::abs(wrong - truth) > 1e-3 * std::abs(truth);
  };
  CHECK_FALSE(off(q.dL3_dWs()));
  CHECK(off(q.Ws_3() + q.Ws_32()));
  CHECK(off(q.Ws_3()));
  CHECK(off(q.dL3_dWs() + q.Ws_32()));
  CHECK(off(-q.dL3_dWs()));
  CHECK(off(q.E3 * q.W0 *
            (total_Ws(p, s, 3) + p.Ws * total_Ws(p, s, 2) +
             p.Ws * p.Ws * total_Ws(p, s, 1))));
  CHECK(off(q.E3 * (q.S2 + p.Ws * q.S1 + p.Ws * p.Ws * q.S0)));
  CHECK(off(q.E3 * q.W0 * (q.S3 + p.Ws * q.S2 + p.Ws * p.Ws * q.S1)));
}

TEST_CASE("A chain that is not made of numbers is refused by name") {
  Chain p = pencil_chain();
  p.Ws = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(forward(p), std::invalid_argument);
  p = pencil_chain();
  p.X[2] = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(ChainPaths(p), std::invalid_argument);
  const ChainStates<double> s = forward(pencil_chain());
  CHECK_THROWS_AS(immediate_Ws(s, 0), std::invalid_argument);
  CHECK_THROWS_AS(immediate_Wx(pencil_chain(), 4), std::invalid_argument);
  CHECK_THROWS_AS(total_Ws(pencil_chain(), s, 4), std::invalid_argument);
}

TEST_CASE("The whole loss of the page's chain has the slope 2 - 20 + 90 in Ws",
          "[2.6][A7]") {
  const Chain p = pencil_chain();
  const auto all = [](Moves& m) { m.Ws[1] = m.Ws[2] = m.Ws[3] = nudge; };
  const auto of = [&](int t) {
    return slope(p, all, [t](const Plain& r) { return r.L[t]; });
  };
  CHECK(of(1) == about(2));
  CHECK(of(2) == about(-20));
  CHECK(of(3) == about(90));
}
