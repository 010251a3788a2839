// The scalar chain of note B: its numbers by hand, its derivatives from the
// oracle, to which it is a network of one linear unit.
#include "chapters/02-three-steps/chain.hpp"

#include "tests/02-three-steps/example.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"

using namespace three_steps_test;

namespace {

Chain any_chain() {
  Random random(GENERATE(1u, 2u, 3u, 4u, 5u));
  const auto r = [&] { return random.normal(); };
  return {r(), r(), r(), r(), r(), r(), {0, r(), r(), r()}, {0, r(), r(), r()}};
}

oracle::Recurrent loops(const Chain& p) {
  oracle::Recurrent net;
  net.U = {{p.Wx}}, net.W = {{p.Ws}}, net.V = {{p.W0}};
  net.b = {p.b1}, net.c = {p.b2}, net.h0 = {p.S0};
  net.x = {{p.X[1]}, {p.X[2]}, {p.X[3]}};
  net.y = {{p.Y[1]}, {p.Y[2]}, {p.Y[3]}};
  net.hidden = "identity";
  net.output = "linear_squared_error";
  return net;
}

// The derivatives of L_t; those of S_k.
Truth truth_of_L(const Chain& p, std::size_t t) {
  oracle::Recurrent net = loops(p);
  net.weights = {0, 0, 0};
  net.weights[t - 1] = 1;
  return Truth(net);
}
Truth truth_of_S(const Chain& p, std::size_t k) {
  oracle::Recurrent net = loops(p);
  net.V = {{1}}, net.c = {0};
  net.loss_of_step = [k](const oracle::Vec& o, std::size_t t) {
    return t == k ? o[0] : 0;
  };
  return Truth(net);
}

Approx about(double value) {
  return Approx(value).epsilon(kTolerance).margin(1e-13);
}
Approx about(const Matrix& number) {
  return about(number(0));
}

// What S_3's slope in Ws would be with this derivative at the end of each path.
double with_ends(const Chain& p, const std::function<double(std::size_t)>& d) {
  return d(3) + p.Ws * d(2) + p.Ws * p.Ws * d(1);
}

}  // namespace

TEST_CASE("The chain's forward pass by hand",
          "[2.1][2.2][2.3][2.4][2.5][2.6][B13][B14]") {
  const ChainStates s = forward(pencil_chain());
  CHECK(s.S == OverTime{1, 3, 5, 7});
  CHECK(s.O == OverTime{0, 7, 11, 15});
  CHECK(s.L == OverTime{0, 0.5, 2, 4.5});
  CHECK(s.sum_of_L == 7);
}

TEST_CASE("The chain's forward pass is that of plain arithmetic",
          "[2.1][2.2][2.3][2.4][2.5][2.6][B13][B14]") {
  const Chain p = any_chain();
  const ChainStates s = forward(p);
  const oracle::Trace plain = oracle::run(loops(p));
  for (std::size_t t = 1; t <= 3; ++t) {
    const double S = plain.h[t][0].real(), O = plain.o[t - 1][0].real();
    notes::holds("B13", std::abs(s.S[t] / S - 1));
    CHECK(s.L[t] == about((p.Y[t] - O) * (p.Y[t] - O) / 2));
  }
  CHECK(s.sum_of_L == about(plain.loss.real()));
}

TEST_CASE("Every path of the chain by hand",
          "[2.11][2.12][2.13][2.14][2.15][2.16][2.17][2.18][2.19][B15][B16]"
          "[B17]") {
  const ChainPaths q(pencil_chain());
  CHECK(q.W0_3 == 21);
  CHECK(OverTime{q.Wx_3, q.Wx_32, q.Wx_321, q.dL3_dWx} ==
        OverTime{-18, -12, 24, -6});
  CHECK(OverTime{q.Ws_3, q.Ws_32, q.Ws_321, q.dL3_dWs} ==
        OverTime{30, 36, 24, 90});
}

TEST_CASE("Every path is the derivative in one copy alone, their sum in all",
          "[2.11][2.12][2.13][2.14][2.15][2.16][2.17][2.18][2.19][2.20][B15]"
          "[B16][B17][A3]") {
  const Chain p = any_chain();
  const ChainPaths q(p);
  const Truth truth = truth_of_L(p, 3);
  notes::holds("B15", std::abs(q.W0_3 / arma::as_scalar(truth.dV) - 1));
  const double Wx[] = {q.dL3_dWx, q.Wx_321, q.Wx_32, q.Wx_3};
  const double Ws[] = {q.dL3_dWs, q.Ws_321, q.Ws_32, q.Ws_3};
  CHECK(Wx[0] == about(truth.dU));
  CHECK(Ws[0] == about(truth.dW));
  for (std::size_t k = 1; k <= 3; ++k) {
    CAPTURE(k);
    CHECK(Wx[k] == about(truth.dU_copy[k]));
    CHECK(Ws[k] == about(truth.dW_copy[k]));
  }
}

TEST_CASE("Immediate holds the state before fixed, total lets it move",
          "[2.7][2.8][2.9][2.10][B16][B17]") {
  const Chain p = any_chain();
  const ChainStates s = forward(p);
  const std::size_t k = GENERATE(1u, 2u, 3u);
  // S_{k-1} is fixed when the copy of step k alone moves.
  const Truth truth = truth_of_S(p, k);
  CHECK(immediate_Ws(s, k) == about(truth.dW_copy[k]));
  CHECK(immediate_Wx(p, k) == about(truth.dU_copy[k]));
  CHECK(total_Ws(p, s, k) == about(truth.dW));
  CHECK(total_Wx(p, k) == about(truth.dU));
}

TEST_CASE("Immediate is 5, total is 15, and 29 counts paths more than once",
          "[2.7][2.9][2.19][B17]") {
  const Chain p = pencil_chain();
  const ChainStates s = forward(p);
  CHECK(immediate_Ws(s, 3) == 5);
  CHECK(total_Ws(p, s, 3) == 15);
  CHECK(with_ends(p, [&](auto k) { return immediate_Ws(s, k); }) == 15);
  CHECK(with_ends(p, [&](auto k) { return total_Ws(p, s, k); }) ==
        5 + 2 * 6 + 3 * 4);
}

TEST_CASE("The chain with copies moves as its polynomial says",
          "[2.1][2.2][2.3][A3]") {
  const Chain p = pencil_chain();
  const double e1 = GENERATE(0.0, 0.5, -1.0), e2 = GENERATE(0.0, 0.25),
               e3 = GENERATE(0.0, 2.0);
  const auto S = [&](double in_Wx, double in_Ws) {
    const auto copy = [&](double e) {
      return Copy{p.Wx + in_Wx * e, p.Ws + in_Ws * e};
    };
    return forward_copies(p, copy(e1), copy(e2), copy(e3)).S;
  };
  CHECK(S(0, 1)[3] == about(7 + 4 * e1 + 6 * e2 + 5 * e3 + 2 * e1 * e2 +
                            2 * e1 * e3 + 3 * e2 * e3 + e1 * e2 * e3));
  CHECK(S(1, 0)[1] == about(3 + e1));
  CHECK(S(1, 0)[2] == about(5 + 2 * e1 - e2));
  CHECK(S(1, 0)[3] == about(7 + 4 * e1 - 2 * e2 - 3 * e3));
}

TEST_CASE("Wrong versions of the chain's derivative are far off",
          "[2.18][2.19][B16][B17]") {
  const Chain p = any_chain();
  const ChainPaths q(p);
  const ChainStates s = forward(p);
  const Matrix truth = truth_of_L(p, 3).dW;
  const auto error = [&](double dWs) {
    return block_error(Matrix{dWs}, truth);
  };
  CHECK(error(q.dL3_dWs) <= kTolerance);
  const double total = with_ends(p, [&](auto k) { return total_Ws(p, s, k); });
  const double next = with_ends(p, [&](auto k) { return s.S[k]; });
  for (const double wrong :
       {q.Ws_3 + q.Ws_32, q.Ws_3, q.dL3_dWs + q.Ws_32, -q.dL3_dWs,
        q.E3 * p.W0 * total, q.dL3_dWs / p.W0, q.E3 * p.W0 * next})
    CHECK(error(wrong) > 1e-3);
}

TEST_CASE("A chain that is not made of numbers is refused by name") {
  Chain p = pencil_chain();
  const ChainStates s = forward(p);
  CHECK(refusal([&] { immediate_Ws(s, 0); }) ==
        "k: expected a step 1 .. 3, got 0");
  CHECK(refusal([&] { immediate_Wx(p, 4); }) ==
        "k: expected a step 1 .. 3, got 4");
  CHECK(refusal([&] { total_Ws(p, s, 4); }) ==
        "k: expected a step 1 .. 3, got 4");
  for (Index t = 1; t <= 3; ++t) {
    Chain x = p, y = p;
    x.X[t] = y.Y[t] = infinity;
    CHECK(contains(refusal([&] { ChainPaths{x}; }), "X: expected finite"));
    CHECK(contains(refusal([&] { ChainPaths{y}; }), "Y: expected finite"));
  }
  p.Ws = not_a_number;
  CHECK(contains(refusal([&] { forward(p); }), "Wx Ws W0 b1 b2 S0: expected"));
}

TEST_CASE("The whole loss of the page's chain has the slope 2 - 20 + 90 in Ws",
          "[2.6][A7]") {
  const double by_hand[] = {0, 2, -20, 90};
  for (std::size_t t = 1; t <= 3; ++t)
    CHECK(about(by_hand[t]) ==
          arma::as_scalar(truth_of_L(pencil_chain(), t).dW));
}
