/// \file
/// Three steps of a recurrent network, every path of every derivative written
/// out: one function a path.
///
/// Dimensions: d inputs, n hidden units, K outputs, three steps.
///   U n x d, W n x n, V K x n, b n, c K, h0 n: the weights, h(0)
///   x d x 3, y K x 3: column t-1 is time t
///   x1 .. x3 d, z1 .. z3 n, h0 .. h3 n, o1 .. o3 K: one vector a step
///   D1 .. D3 n x n, e1 .. e3 K
/// A path of L_t starts at the loss of step t, goes back from step to step and
/// leaves the chain at step k, where it meets the weight. Its colour says how
/// far it went: green stays in its step (k = t), purple goes one step back,
/// orange two.
#pragma once
#include <vector>

#include "common/activation.hpp"
#include "common/figure.hpp"
#include "common/loss.hpp"
#include "common/matrix.hpp"

/// Chapter 2: three steps written out.
namespace unrolled::three_steps {

/// What the hidden units and the output do.
struct Kind {
  Activation hidden = Activation::tanh;           ///< sigma of h = sigma(z)
  Output output = Output::softmax_cross_entropy;  ///< a matched pair
};

/// The weights that one step uses: its own copy of them.
/// \tparam T  double, or Complex for a complex step
template <class T>
struct Weights {
  arma::Mat<T> U;  ///< n x d
  arma::Mat<T> W;  ///< n x n
  arma::Mat<T> V;  ///< K x n
  arma::Col<T> b;  ///< n
  arma::Col<T> c;  ///< K
};

/// What one step computes.
/// \tparam T  double, or Complex for a complex step
template <class T>
struct Step {
  arma::Col<T> z;      ///< n, pre-activation
  arma::Col<T> h;      ///< n, hidden state
  arma::Col<T> o;      ///< K, output's input
  arma::Col<T> y_hat;  ///< K, prediction
  T L;                 ///< this step's loss
};

/// Takes one step.
/// \param kind      hidden activation and output pair
/// \param weights   this step's copy
/// \param x         input, d
/// \param h_before  state of the step before, n
/// \param y         target, K
/// \return all that the step computes
// [step]
template <class T>
Step<T> take_step(const Kind& kind, const Weights<T>& weights,
                  const arma::Col<T>& x, const arma::Col<T>& h_before,
                  const Vector& y) {
  const auto& [U, W, V, b, c] = weights;
  Step<T> s;
  s.z = U * x + W * h_before + b;          // (2.26)
  s.h = activate<T>(kind.hidden, s.z);     // (2.27)
  s.o = V * s.h + c;                       // (2.28)
  s.y_hat = predict<T>(kind.output, s.o);  // (2.29)
  s.L = loss<T>(kind.output, s.o, y);      // (2.30)
  return s;
}
// [step]

/// The forward pass of three steps.
/// \tparam T  double, or Complex for a complex step
template <class T>
struct Run {
  Step<T> one;    ///< t = 1
  Step<T> two;    ///< t = 2
  Step<T> three;  ///< t = 3
  T L;            ///< L_1 + L_2 + L_3
};

/// Demands finite numbers, and that the weights fit state, input and target.
/// \param weights  to look at
/// \param h0       n
/// \param x        d x 3
/// \param y        K x 3
/// \throws std::invalid_argument that names what is empty, of another shape or
///         not finite
template <class T>
void require_fit(const Weights<T>& weights, const arma::Col<T>& h0,
                 const arma::Mat<T>& x, const Matrix& y) {
  require_not_empty<T>("h0", h0);
  require_not_empty("x", x);
  require_not_empty("y", y);
  const Index n = h0.n_elem, d = x.n_rows, K = y.n_rows;
  require_shape("x", x, d, 3);
  require_shape("y", y, K, 3);
  require_shape("U", weights.U, n, d);
  require_shape("W", weights.W, n, n);
  require_shape("V", weights.V, K, n);
  require_shape<T>("b", weights.b, n, 1);
  require_shape<T>("c", weights.c, K, 1);
  require_finite<T>("h0", h0);
  require_finite("x", x);
  require_finite("y", y);
  require_finite("U", weights.U);
  require_finite("W", weights.W);
  require_finite("V", weights.V);
  require_finite<T>("b", weights.b);
  require_finite<T>("c", weights.c);
}

/// Three steps, each with its own copy of the weights.
/// \param kind  hidden activation and output pair
/// \param w1    the copy of step 1
/// \param w2    the copy of step 2
/// \param w3    the copy of step 3
/// \param h0    state before step 1, n
/// \param x     inputs, d x 3
/// \param y     targets, K x 3
/// \return everything the three steps compute
/// \throws std::invalid_argument when a shape does not fit
// [copies]
template <class T>
Run<T> forward_copies(const Kind& kind, const Weights<T>& w1,
                      const Weights<T>& w2, const Weights<T>& w3,
                      const arma::Col<T>& h0, const arma::Mat<T>& x,
                      const Matrix& y) {
  for (const Weights<T>* w : {&w1, &w2, &w3}) require_fit(*w, h0, x, y);
  Run<T> run;
  run.one = take_step<T>(kind, w1, x.col(0), h0, y.col(0));
  run.two = take_step<T>(kind, w2, x.col(1), run.one.h, y.col(1));
  run.three = take_step<T>(kind, w3, x.col(2), run.two.h, y.col(2));
  run.L = run.one.L + run.two.L + run.three.L;  // (2.31)
  return run;
}
// [copies]

/// Three steps that share one copy of the weights: the recurrent network.
/// \param kind     hidden activation and output pair
/// \param weights  shared by all steps
/// \param h0       state before step 1, n
/// \param x        inputs, d x 3
/// \param y        targets, K x 3
/// \return everything the three steps compute
/// \throws std::invalid_argument when a shape does not fit
template <class T>
Run<T> forward(const Kind& kind, const Weights<T>& weights,
               const arma::Col<T>& h0, const arma::Mat<T>& x, const Matrix& y) {
  return forward_copies<T>(kind, weights, weights, weights, h0, x, y);
}

/// One path, for lists.
struct Path {
  Index loss;                  ///< t: where it starts
  std::vector<Index> through;  ///< the steps it visits: t, ..., k
  Matrix gradient;             ///< what it adds to the derivative

  /// \return green, purple or orange: none, one or two steps back
  Colour colour() const {
    const Colour by_steps_back[] = {Colour::green, Colour::purple,
                                    Colour::orange};
    return by_steps_back[through.size() - 1];
  }
};

/// Every derivative of L with respect to what the network is made of.
struct Gradients {
  Matrix dU;     ///< n x d
  Matrix dW;     ///< n x n
  Matrix dV;     ///< K x n
  Vector db;     ///< n
  Vector dc;     ///< K
  Vector dh0;    ///< n
  Matrix dx;     ///< d x 3, column t-1 is dL/dx(t)
  Matrix delta;  ///< n x 3, column t-1 is delta(t) = dL/dh(t)
};

/// The factors that every path is made of, and the paths. The functions' names
/// say loss, parameter and steps: dL3_dW_321 is L_3's path to W through the
/// steps 3, 2, 1.
struct ThreeSteps {
  Matrix U, W, V;         ///< shared by the three steps
  Vector x1, x2, x3;      ///< inputs
  Vector h0, h1, h2, h3;  ///< states
  Matrix D1, D2, D3;      ///< dh(t)/dz(t), diagonal
  Vector e1, e2, e3;      ///< dL_t/do(t)
  Run<double> run;        ///< the forward pass they come from

  /// Runs forward and collects the factors.
  /// \param kind     hidden activation and output pair
  /// \param weights  shared by all steps
  /// \param h0       state before step 1, n
  /// \param x        inputs, d x 3
  /// \param y        targets, K x 3
  /// \throws std::invalid_argument when a shape does not fit
  ThreeSteps(const Kind& kind, const Weights<double>& weights, const Vector& h0,
             const Matrix& x, const Matrix& y);

  /// V, L_1, green: 1. \return K x n
  Matrix dL1_dV_1() const;
  /// V, L_2, green: 2. \return K x n
  Matrix dL2_dV_2() const;
  /// V, L_3, green: 3. \return K x n
  Matrix dL3_dV_3() const;

  /// W, L_1, green: 1. \return n x n
  Matrix dL1_dW_1() const;
  /// W, L_2, green: 2. \return n x n
  Matrix dL2_dW_2() const;
  /// W, L_2, purple: 2, 1. \return n x n
  Matrix dL2_dW_21() const;
  /// W, L_3, green: 3. \return n x n
  Matrix dL3_dW_3() const;
  /// W, L_3, purple: 3, 2. \return n x n
  Matrix dL3_dW_32() const;
  /// W, L_3, orange: 3, 2, 1. \return n x n
  Matrix dL3_dW_321() const;

  /// U, L_1, green: 1. \return n x d
  Matrix dL1_dU_1() const;
  /// U, L_2, green: 2. \return n x d
  Matrix dL2_dU_2() const;
  /// U, L_2, purple: 2, 1. \return n x d
  Matrix dL2_dU_21() const;
  /// U, L_3, green: 3. \return n x d
  Matrix dL3_dU_3() const;
  /// U, L_3, purple: 3, 2. \return n x d
  Matrix dL3_dU_32() const;
  /// U, L_3, orange: 3, 2, 1. \return n x d
  Matrix dL3_dU_321() const;

  /// b, L_1, green: 1. \return n
  Vector dL1_db_1() const;
  /// b, L_2, green: 2. \return n
  Vector dL2_db_2() const;
  /// b, L_2, purple: 2, 1. \return n
  Vector dL2_db_21() const;
  /// b, L_3, green: 3. \return n
  Vector dL3_db_3() const;
  /// b, L_3, purple: 3, 2. \return n
  Vector dL3_db_32() const;
  /// b, L_3, orange: 3, 2, 1. \return n
  Vector dL3_db_321() const;

  /// The sum of V's three paths. \return K x n
  Matrix dV() const;
  /// The sum of W's six paths. \return n x n
  Matrix dW() const;
  /// The sum of U's six paths. \return n x d
  Matrix dU() const;
  /// The sum of b's six paths. \return n
  Vector db() const;
  /// c meets each loss at once. \return K
  Vector dc() const;
  /// dL/dh(3). \return n
  Vector delta3() const;
  /// dL/dh(2). \return n
  Vector delta2() const;
  /// dL/dh(1). \return n
  Vector delta1() const;
  /// dL/dh(0). \return n
  Vector dh0() const;
  /// dL/dx(1). \return d
  Vector dx1() const;
  /// dL/dx(2). \return d
  Vector dx2() const;
  /// dL/dx(3). \return d
  Vector dx3() const;

  /// dL/dW^(1): the paths that end in step 1. \return n x n
  Matrix dW_copy1() const;
  /// dL/dW^(2): the paths that end in step 2. \return n x n
  Matrix dW_copy2() const;
  /// dL/dW^(3): the path that ends in step 3. \return n x n
  Matrix dW_copy3() const;

  /// V's three paths. \return one a loss, t ascending
  std::vector<Path> paths_of_V() const;
  /// W's six paths. \return t ascending, k from t down to 1
  std::vector<Path> paths_of_W() const;
  /// U's six paths. \return t ascending, k from t down to 1
  std::vector<Path> paths_of_U() const;
  /// All derivatives at once. \return each the sum of its paths
  Gradients gradients() const;
};

// [factors]
inline ThreeSteps::ThreeSteps(const Kind& kind, const Weights<double>& weights,
                              const Vector& h0_, const Matrix& x,
                              const Matrix& y)
    : U(weights.U), W(weights.W), V(weights.V), h0(h0_) {
  run = forward<double>(kind, weights, h0, x, y);
  x1 = x.col(0), x2 = x.col(1), x3 = x.col(2);
  h1 = run.one.h, h2 = run.two.h, h3 = run.three.h;
  D1 = arma::diagmat(derivative(kind.hidden, run.one.z));    // (2.32)
  D2 = arma::diagmat(derivative(kind.hidden, run.two.z));    // (2.32)
  D3 = arma::diagmat(derivative(kind.hidden, run.three.z));  // (2.32)
  e1 = output_delta(run.one.y_hat, y.col(0));                // (2.33)
  e2 = output_delta(run.two.y_hat, y.col(1));                // (2.33)
  e3 = output_delta(run.three.y_hat, y.col(2));              // (2.33)
}
// [factors]

// [V]
// Green: each loss meets V in its own step, and nowhere else.
inline Matrix ThreeSteps::dL1_dV_1() const {
  return e1 * h1.t();  // (2.37)
}
inline Matrix ThreeSteps::dL2_dV_2() const {
  return e2 * h2.t();  // (2.38)
}
inline Matrix ThreeSteps::dL3_dV_3() const {
  return e3 * h3.t();  // (2.39)
}
// [V]

// [W1]
// Green: L_1 meets W in step 1.
inline Matrix ThreeSteps::dL1_dW_1() const {
  return D1 * V.t() * e1 * h0.t();  // (2.40)
}
// [W1]

// [W2]
// Green: L_2 meets W in step 2.
inline Matrix ThreeSteps::dL2_dW_2() const {
  return D2 * V.t() * e2 * h1.t();  // (2.41)
}
// Purple: L_2 goes one step back and meets W in step 1.
inline Matrix ThreeSteps::dL2_dW_21() const {
  return D1 * W.t() * D2 * V.t() * e2 * h0.t();  // (2.42)
}
// [W2]

// [W3]
// Green: L_3 meets W in step 3.
inline Matrix ThreeSteps::dL3_dW_3() const {
  return D3 * V.t() * e3 * h2.t();  // (2.43)
}
// Purple: L_3 goes one step back and meets W in step 2.
inline Matrix ThreeSteps::dL3_dW_32() const {
  return D2 * W.t() * D3 * V.t() * e3 * h1.t();  // (2.44)
}
// Orange: L_3 goes two steps back and meets W in step 1.
inline Matrix ThreeSteps::dL3_dW_321() const {
  return D1 * W.t() * D2 * W.t() * D3 * V.t() * e3 * h0.t();  // (2.45)
}
// [W3]

// [U1]
// Green: L_1 meets U in step 1.
inline Matrix ThreeSteps::dL1_dU_1() const {
  return D1 * V.t() * e1 * x1.t();  // (2.46)
}
// [U1]

// [U2]
// Green: L_2 meets U in step 2.
inline Matrix ThreeSteps::dL2_dU_2() const {
  return D2 * V.t() * e2 * x2.t();  // (2.47)
}
// Purple: L_2 goes one step back and meets U in step 1.
inline Matrix ThreeSteps::dL2_dU_21() const {
  return D1 * W.t() * D2 * V.t() * e2 * x1.t();  // (2.48)
}
// [U2]

// [U3]
// Green: L_3 meets U in step 3.
inline Matrix ThreeSteps::dL3_dU_3() const {
  return D3 * V.t() * e3 * x3.t();  // (2.49)
}
// Purple: L_3 goes one step back and meets U in step 2.
inline Matrix ThreeSteps::dL3_dU_32() const {
  return D2 * W.t() * D3 * V.t() * e3 * x2.t();  // (2.50)
}
// Orange: L_3 goes two steps back and meets U in step 1.
inline Matrix ThreeSteps::dL3_dU_321() const {
  return D1 * W.t() * D2 * W.t() * D3 * V.t() * e3 * x1.t();  // (2.51)
}
// [U3]

// [sums]
inline Matrix ThreeSteps::dV() const {
  return dL1_dV_1() + dL2_dV_2() + dL3_dV_3();  // (2.52)
}
inline Matrix ThreeSteps::dW() const {
  const Matrix of_L1 = dL1_dW_1();
  const Matrix of_L2 = dL2_dW_2() + dL2_dW_21();
  const Matrix of_L3 = dL3_dW_3() + dL3_dW_32() + dL3_dW_321();
  return of_L1 + of_L2 + of_L3;  // (2.53)
}
inline Matrix ThreeSteps::dU() const {
  const Matrix of_L1 = dL1_dU_1();
  const Matrix of_L2 = dL2_dU_2() + dL2_dU_21();
  const Matrix of_L3 = dL3_dU_3() + dL3_dU_32() + dL3_dU_321();
  return of_L1 + of_L2 + of_L3;  // (2.54)
}
// [sums]

// [b]
// Green.
inline Vector ThreeSteps::dL1_db_1() const {
  return D1 * V.t() * e1;  // (2.55)
}
// Green.
inline Vector ThreeSteps::dL2_db_2() const {
  return D2 * V.t() * e2;  // (2.56)
}
// Purple.
inline Vector ThreeSteps::dL2_db_21() const {
  return D1 * W.t() * D2 * V.t() * e2;  // (2.57)
}
// Green.
inline Vector ThreeSteps::dL3_db_3() const {
  return D3 * V.t() * e3;  // (2.58)
}
// Purple.
inline Vector ThreeSteps::dL3_db_32() const {
  return D2 * W.t() * D3 * V.t() * e3;  // (2.59)
}
// Orange.
inline Vector ThreeSteps::dL3_db_321() const {
  return D1 * W.t() * D2 * W.t() * D3 * V.t() * e3;  // (2.60)
}
// [b]

// [biases]
inline Vector ThreeSteps::db() const {
  const Vector of_L1 = dL1_db_1();
  const Vector of_L2 = dL2_db_2() + dL2_db_21();
  const Vector of_L3 = dL3_db_3() + dL3_db_32() + dL3_db_321();
  return of_L1 + of_L2 + of_L3;  // (2.61)
}
inline Vector ThreeSteps::dc() const {
  return e1 + e2 + e3;  // (2.62)
}
// [biases]

// [delta]
inline Vector ThreeSteps::delta3() const {
  return V.t() * e3;  // (2.63)
}
inline Vector ThreeSteps::delta2() const {
  return V.t() * e2 + W.t() * D3 * V.t() * e3;  // (2.64)
}
inline Vector ThreeSteps::delta1() const {
  const Vector of_L2 = W.t() * D2 * V.t() * e2;
  const Vector of_L3 = W.t() * D2 * W.t() * D3 * V.t() * e3;
  return V.t() * e1 + of_L2 + of_L3;  // (2.65)
}
// [delta]

// [inputs]
// Every walk that has come to z(1) has h(0) and x(1) one factor further on.
inline Vector ThreeSteps::dh0() const {
  return W.t() * (dL1_db_1() + dL2_db_21() + dL3_db_321());  // (2.66)
}
inline Vector ThreeSteps::dx1() const {
  return U.t() * (dL1_db_1() + dL2_db_21() + dL3_db_321());  // (2.67)
}
inline Vector ThreeSteps::dx2() const {
  return U.t() * (dL2_db_2() + dL3_db_32());  // (2.68)
}
inline Vector ThreeSteps::dx3() const {
  return U.t() * dL3_db_3();  // (2.69)
}
// [inputs]

// [copies of W]
inline Matrix ThreeSteps::dW_copy1() const {
  return dL1_dW_1() + dL2_dW_21() + dL3_dW_321();  // (2.70)
}
inline Matrix ThreeSteps::dW_copy2() const {
  return dL2_dW_2() + dL3_dW_32();  // (2.71)
}
inline Matrix ThreeSteps::dW_copy3() const {
  return dL3_dW_3();  // (2.72)
}
// [copies of W]

inline std::vector<Path> ThreeSteps::paths_of_V() const {
  return {{1, {1}, dL1_dV_1()}, {2, {2}, dL2_dV_2()}, {3, {3}, dL3_dV_3()}};
}

inline std::vector<Path> ThreeSteps::paths_of_W() const {
  return {{1, {1}, dL1_dW_1()},     {2, {2}, dL2_dW_2()},
          {2, {2, 1}, dL2_dW_21()}, {3, {3}, dL3_dW_3()},
          {3, {3, 2}, dL3_dW_32()}, {3, {3, 2, 1}, dL3_dW_321()}};
}

inline std::vector<Path> ThreeSteps::paths_of_U() const {
  return {{1, {1}, dL1_dU_1()},     {2, {2}, dL2_dU_2()},
          {2, {2, 1}, dL2_dU_21()}, {3, {3}, dL3_dU_3()},
          {3, {3, 2}, dL3_dU_32()}, {3, {3, 2, 1}, dL3_dU_321()}};
}

inline Gradients ThreeSteps::gradients() const {
  Gradients g{dU(), dW(), dV(), db(), dc(), dh0(), {}, {}};
  g.dx = arma::join_rows(dx1(), dx2(), dx3());
  g.delta = arma::join_rows(delta1(), delta2(), delta3());
  return g;
}

}  // namespace unrolled::three_steps
