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
Matrix ThreeSteps::dL1_dV_1() const {
  return e1 * h(1).t();  // (2.37)
}
Matrix ThreeSteps::dL2_dV_2() const {
  return e2 * h(2).t();  // (2.38)
}
Matrix ThreeSteps::dL3_dV_3() const {
  return e3 * h(3).t();  // (2.39)
}
// [V]

// [W1]
// Green: L_1 meets W in step 1.
Matrix ThreeSteps::dL1_dW_1() const {
  return D1 * V.t() * e1 * h(0).t();  // (2.40)
}
// [W1]

// [W2]
// Green: L_2 meets W in step 2.
Matrix ThreeSteps::dL2_dW_2() const {
  return D2 * V.t() * e2 * h(1).t();  // (2.41)
}
// Purple: L_2 goes one step back and meets W in step 1.
Matrix ThreeSteps::dL2_dW_21() const {
  return D1 * W.t() * D2 * V.t() * e2 * h(0).t();  // (2.42)
}
// [W2]

// [W3]
// Green: L_3 meets W in step 3.
Matrix ThreeSteps::dL3_dW_3() const {
  return D3 * V.t() * e3 * h(2).t();  // (2.43)
}
// Purple: L_3 goes one step back and meets W in step 2.
Matrix ThreeSteps::dL3_dW_32() const {
  return D2 * W.t() * D3 * V.t() * e3 * h(1).t();  // (2.44)
}
// Orange: L_3 goes two steps back and meets W in step 1.
Matrix ThreeSteps::dL3_dW_321() const {
  return D1 * W.t() * D2 * W.t() * D3 * V.t() * e3 * h(0).t();  // (2.45)
}
// [W3]

// [U1]
// Green: L_1 meets U in step 1.
Matrix ThreeSteps::dL1_dU_1() const {
  return D1 * V.t() * e1 * x(1).t();  // (2.46)
}
// [U1]

// [U2]
// Green: L_2 meets U in step 2.
Matrix ThreeSteps::dL2_dU_2() const {
  return D2 * V.t() * e2 * x(2).t();  // (2.47)
}
// Purple: L_2 goes one step back and meets U in step 1.
Matrix ThreeSteps::dL2_dU_21() const {
  return D1 * W.t() * D2 * V.t() * e2 * x(1).t();  // (2.48)
}
// [U2]

// [U3]
// Green: L_3 meets U in step 3.
Matrix ThreeSteps::dL3_dU_3() const {
  return D3 * V.t() * e3 * x(3).t();  // (2.49)
}
// Purple: L_3 goes one step back and meets U in step 2.
Matrix ThreeSteps::dL3_dU_32() const {
  return D2 * W.t() * D3 * V.t() * e3 * x(2).t();  // (2.50)
}
// Orange: L_3 goes two steps back and meets U in step 1.
Matrix ThreeSteps::dL3_dU_321() const {
  return D1 * W.t() * D2 * W.t() * D3 * V.t() * e3 * x(1).t();  // (2.51)
}
// [U3]

// [sums]
Matrix ThreeSteps::dV() const {
  return dL1_dV_1() + dL2_dV_2() + dL3_dV_3();  // (2.52)
}
Matrix ThreeSteps::dW() const {
  const Matrix of_L1 = dL1_dW_1();
  const Matrix of_L2 = dL2_dW_2() + dL2_dW_21();
  const Matrix of_L3 = dL3_dW_3() + dL3_dW_32() + dL3_dW_321();
  return of_L1 + of_L2 + of_L3;  // (2.53)
}
Matrix ThreeSteps::dU() const {
  const Matrix of_L1 = dL1_dU_1();
  const Matrix of_L2 = dL2_dU_2() + dL2_dU_21();
  const Matrix of_L3 = dL3_dU_3() + dL3_dU_32() + dL3_dU_321();
  return of_L1 + of_L2 + of_L3;  // (2.54)
}
// [sums]

// [copies of W]
Matrix ThreeSteps::dW_copy1() const {
  return dL1_dW_1() + dL2_dW_21() + dL3_dW_321();  // (2.70)
}
Matrix ThreeSteps::dW_copy2() const {
  return dL2_dW_2() + dL3_dW_32();  // (2.71)
}
Matrix ThreeSteps::dW_copy3() const {
  return dL3_dW_3();  // (2.72)
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

std::vector<Path> ThreeSteps::paths_of_V() const {
  return {{1, {1}, dL1_dV_1()}, {2, {2}, dL2_dV_2()}, {3, {3}, dL3_dV_3()}};
}

std::vector<Path> ThreeSteps::paths_of_W() const {
  return {{1, {1}, dL1_dW_1()},     {2, {2}, dL2_dW_2()},
          {2, {2, 1}, dL2_dW_21()}, {3, {3}, dL3_dW_3()},
          {3, {3, 2}, dL3_dW_32()}, {3, {3, 2, 1}, dL3_dW_321()}};
}

std::vector<Path> ThreeSteps::paths_of_U() const {
  return {{1, {1}, dL1_dU_1()},     {2, {2}, dL2_dU_2()},
          {2, {2, 1}, dL2_dU_21()}, {3, {3}, dL3_dU_3()},
          {3, {3, 2}, dL3_dU_32()}, {3, {3, 2, 1}, dL3_dU_321()}};
}

// b stands alone in z(k): its paths are the walks without a row at their end.
std::vector<Path> ThreeSteps::paths_of_b() const {
  return {{1, {1}, D1 * V.t() * e1},
          {2, {2}, D2 * V.t() * e2},
          {2, {2, 1}, D1 * W.t() * D2 * V.t() * e2},
          {3, {3}, D3 * V.t() * e3},
          {3, {3, 2}, D2 * W.t() * D3 * V.t() * e3},
          {3, {3, 2, 1}, D1 * W.t() * D2 * W.t() * D3 * V.t() * e3}};
}

}  // namespace unrolled::three_steps
