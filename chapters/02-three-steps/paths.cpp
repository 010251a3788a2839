#include "chapters/02-three-steps/paths.hpp"

namespace unrolled::three_steps {
namespace {

void require_fit(const Parameters& p, const Sequence& x, const Sequence& y,
                 const Vector& h0) {
  require_parameters(p);
  require_sequence("x", x, p.U.n_cols, 1, 1, 3);
  require_sequence("y", y, p.V.n_rows, 1, 1, 3);
  require_shape<double>("h0", h0, p.W.n_rows, 1);
  require_finite<double>("h0", h0);
}

}  // namespace

// [forward]
Run forward_copies(const Network& net, const Parameters& one,
                   const Parameters& two, const Parameters& three,
                   const Sequence& x, const Sequence& y, const Vector& h0) {
  for (const Parameters* p : {&one, &two, &three}) require_fit(*p, x, y, h0);
  const Index H = h0.n_elem, K = y.rows();
  Run run{{H, 1, 1, 3}, {H, 1, 0, 3}, {K, 1, 1, 3}, {K, 1, 1, 3}, {}, 0};
  Sequence &z = run.z, &h = run.h, &o = run.o, &y_hat = run.y_hat;
  std::array<double, 4>& L_t = run.L_t;

  h(0) = h0;
  const auto take_step = [&](Index t, const Parameters& copy) {
    const auto& [U, W, V, b, c] = copy;
    z(t) = U * x(t) + W * h(t - 1) + b;     // (2.26)
    h(t) = activate(net.hidden, z(t));      // (2.27)
    o(t) = V * h(t) + c;                    // (2.28)
    y_hat(t) = predict(net.output, o(t));   // (2.29)
    L_t[t] = loss(net.output, o(t), y(t));  // (2.30)
  };
  take_step(1, one);
  take_step(2, two);
  take_step(3, three);
  run.L = L_t[1] + L_t[2] + L_t[3];  // (2.31)
  return run;
}

Run forward(const Network& net, const Parameters& p, const Sequence& x,
            const Sequence& y, const Vector& h0) {
  return forward_copies(net, p, p, p, x, y, h0);
}
// [forward]

// [factors]
ThreeSteps::ThreeSteps(const Network& net, const Parameters& p,
                       const Sequence& inputs, const Sequence& y,
                       const Vector& h0)
    : Run(forward(net, p, inputs, y, h0)), U(p.U), W(p.W), V(p.V), x(inputs) {
  const auto D = [&](Index t) -> Matrix {
    return arma::diagmat(derivative(net.hidden, z(t)));  // (2.32)
  };
  const auto e = [&](Index t) -> Vector {
    return output_delta(y_hat(t), y(t));  // (2.33)
  };
  D1 = D(1), D2 = D(2), D3 = D(3);
  e1 = e(1), e2 = e(2), e3 = e(3);
}
// [factors]

// [V]
// Green: each loss meets V in its own step, and nowhere else.
Paths ThreeSteps::paths_to_V() const {
  Paths path(4, 4);
  path(1, 1) = e1 * h(1).t();  // (2.37)
  path(2, 2) = e2 * h(2).t();  // (2.38)
  path(3, 3) = e3 * h(3).t();  // (2.39)
  return path;
}
// [V]

// [W]
Paths ThreeSteps::paths_to_W() const {
  Paths path(4, 4);
  path(1, 1) = D1 * V.t() * e1 * h(0).t();                            // (2.40)
  path(2, 2) = D2 * V.t() * e2 * h(1).t();                            // (2.41)
  path(2, 1) = D1 * W.t() * D2 * V.t() * e2 * h(0).t();               // (2.42)
  path(3, 3) = D3 * V.t() * e3 * h(2).t();                            // (2.43)
  path(3, 2) = D2 * W.t() * D3 * V.t() * e3 * h(1).t();               // (2.44)
  path(3, 1) = D1 * W.t() * D2 * W.t() * D3 * V.t() * e3 * h(0).t();  // (2.45)
  return path;
}
// [W]

// [U]
Paths ThreeSteps::paths_to_U() const {
  Paths path(4, 4);
  path(1, 1) = D1 * V.t() * e1 * x(1).t();                            // (2.46)
  path(2, 2) = D2 * V.t() * e2 * x(2).t();                            // (2.47)
  path(2, 1) = D1 * W.t() * D2 * V.t() * e2 * x(1).t();               // (2.48)
  path(3, 3) = D3 * V.t() * e3 * x(3).t();                            // (2.49)
  path(3, 2) = D2 * W.t() * D3 * V.t() * e3 * x(2).t();               // (2.50)
  path(3, 1) = D1 * W.t() * D2 * W.t() * D3 * V.t() * e3 * x(1).t();  // (2.51)
  return path;
}
// [U]

// b stands alone in z(k): its paths are the walks without a row at their end.
Paths ThreeSteps::paths_to_b() const {
  Paths path(4, 4);
  path(1, 1) = D1 * V.t() * e1;
  path(2, 2) = D2 * V.t() * e2;
  path(2, 1) = D1 * W.t() * D2 * V.t() * e2;
  path(3, 3) = D3 * V.t() * e3;
  path(3, 2) = D2 * W.t() * D3 * V.t() * e3;
  path(3, 1) = D1 * W.t() * D2 * W.t() * D3 * V.t() * e3;
  return path;
}

// [sums]
Matrix ThreeSteps::dV() const {
  const Paths v = paths_to_V();
  return v(1, 1) + v(2, 2) + v(3, 3);  // (2.52)
}
Matrix ThreeSteps::dW() const {
  const Paths w = paths_to_W();
  return w(1, 1) + w(2, 2) + w(2, 1) + w(3, 3) + w(3, 2) + w(3, 1);  // (2.53)
}
Matrix ThreeSteps::dU() const {
  const Paths u = paths_to_U();
  return u(1, 1) + u(2, 2) + u(2, 1) + u(3, 3) + u(3, 2) + u(3, 1);  // (2.54)
}
// [sums]

// [copies of W]
arma::field<Matrix> ThreeSteps::dW_copies() const {
  const Paths w = paths_to_W();
  arma::field<Matrix> copy(4);
  copy(1) = w(1, 1) + w(2, 1) + w(3, 1);  // (2.70)
  copy(2) = w(2, 2) + w(3, 2);            // (2.71)
  copy(3) = w(3, 3);                      // (2.72)
  return copy;
}
// [copies of W]

// [rest]
// All that comes back to h(t), from whichever loss, goes on together.
Gradient ThreeSteps::gradient() const {
  const Vector delta3 = V.t() * e3;
  const Vector delta2 = V.t() * e2 + W.t() * D3 * delta3;
  const Vector delta1 = V.t() * e1 + W.t() * D2 * delta2;
  const Vector dz1 = D1 * delta1, dz2 = D2 * delta2, dz3 = D3 * delta3;

  Gradient g;
  g.dU = dU(), g.dW = dW(), g.dV = dV();
  g.db = dz1 + dz2 + dz3;
  g.dc = e1 + e2 + e3;
  g.dh0 = W.t() * dz1;
  g.dx = Matrix(U.t() * arma::join_rows(dz1, dz2, dz3));
  g.delta = Matrix(arma::join_rows(delta1, delta2, delta3));
  return g;
}
// [rest]

}  // namespace unrolled::three_steps
