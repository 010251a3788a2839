#include "chapters/02-three-steps/chain.hpp"

#include "common/matrix.hpp"

namespace unrolled::three_steps {
namespace {

void require_step(std::size_t k) {
  if (k < 1 || k > 3)
    throw std::invalid_argument("k: expected a step 1 .. 3, got " +
                                std::to_string(k));
}

}  // namespace

Chain pencil_chain() {
  return {1,
          2,
          2,  // Wx, Ws, W0
          0,
          1,
          1,  // b1, b2, S0
          {0, 1, -1, -3},
          {0, 6, 13, 12}};
}

// [forward]
ChainStates forward_copies(const Chain& p, const Copy& one, const Copy& two,
                           const Copy& three) {
  const OverTime &X = p.X, &Y = p.Y;
  OverTime S{p.S0}, O{}, L{};
  S[1] = one.Wx * X[1] + one.Ws * S[0] + p.b1;      // (2.1)
  S[2] = two.Wx * X[2] + two.Ws * S[1] + p.b1;      // (2.2)
  S[3] = three.Wx * X[3] + three.Ws * S[2] + p.b1;  // (2.3)
  for (std::size_t t = 1; t <= 3; ++t) {
    O[t] = p.W0 * S[t] + p.b2;                   // (2.4)
    L[t] = 0.5 * (Y[t] - O[t]) * (Y[t] - O[t]);  // (2.5)
  }
  return {S, O, L, L[1] + L[2] + L[3]};  // (2.6)
}
// [forward]

ChainStates forward(const Chain& p) {
  require_finite("Wx Ws W0 b1 b2 S0",
                 Matrix{p.Wx, p.Ws, p.W0, p.b1, p.b2, p.S0});
  require_finite("X", Matrix{p.X[1], p.X[2], p.X[3]});
  require_finite("Y", Matrix{p.Y[1], p.Y[2], p.Y[3]});
  const Copy shared{p.Wx, p.Ws};
  return forward_copies(p, shared, shared, shared);
}

// [immediate_Ws]
double immediate_Ws(const ChainStates& s, std::size_t k) {
  require_step(k);
  return s.S[k - 1];  // (2.7)
}
// [immediate_Ws]

// [immediate_Wx]
double immediate_Wx(const Chain& p, std::size_t k) {
  require_step(k);
  return p.X[k];  // (2.8)
}
// [immediate_Wx]

// [total_Ws]
double total_Ws(const Chain& p, const ChainStates& s, std::size_t k) {
  if (k == 0) return 0;
  return immediate_Ws(s, k) + p.Ws * total_Ws(p, s, k - 1);  // (2.9)
}
// [total_Ws]

// [total_Wx]
double total_Wx(const Chain& p, std::size_t k) {
  if (k == 0) return 0;
  return immediate_Wx(p, k) + p.Ws * total_Wx(p, k - 1);  // (2.10)
}
// [total_Wx]

ChainPaths::ChainPaths(const Chain& p) {
  const ChainStates s = forward(p);
  const OverTime &S = s.S, &X = p.X;
  const double W0 = p.W0, Ws = p.Ws;
  E3 = s.O[3] - p.Y[3];
  // [W0]
  W0_3 = E3 * S[3];  // (2.11)
  // [W0]

  // [Wx]
  Wx_3 = E3 * W0 * X[3];              // (2.12)
  Wx_32 = E3 * W0 * Ws * X[2];        // (2.13)
  Wx_321 = E3 * W0 * Ws * Ws * X[1];  // (2.14)
  dL3_dWx = Wx_3 + Wx_32 + Wx_321;    // (2.18)
  // [Wx]

  // [Ws]
  Ws_3 = E3 * W0 * S[2];              // (2.15)
  Ws_32 = E3 * W0 * Ws * S[1];        // (2.16)
  Ws_321 = E3 * W0 * Ws * Ws * S[0];  // (2.17)
  dL3_dWs = Ws_3 + Ws_32 + Ws_321;    // (2.19)
  // [Ws]
}

}  // namespace unrolled::three_steps
