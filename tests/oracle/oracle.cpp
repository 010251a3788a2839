// The oracles are right: by hand where the numbers come out rational, by
// differences, by a second forward pass in doubles; and a wrong forward pass
// does not get past them.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/oracle/armadillo.hpp"
#include "tests/oracle/layered.hpp"
#include "tests/oracle/number.hpp"
#include "tests/oracle/recurrent.hpp"

namespace {

using namespace oracle;

const double log2_ = std::numbers::ln2, log3 = std::log(3.0);

// Up to rounding.
Approx about(double value) {
  return Approx(value).epsilon(1e-13).margin(1e-14);
}

void check_equal(double found, double expected) {
  CHECK(found == about(expected));
}
template <class T>
void check_equal(const std::vector<T>& found, const std::vector<T>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CAPTURE(i);
    check_equal(found[i], expected[i]);
  }
}
void check_equal(const arma::mat& found, const arma::mat& expected) {
  REQUIRE(arma::size(found) == arma::size(expected));
  for (arma::uword i = 0; i < found.n_elem; ++i)
    check_equal(found(i), expected(i));
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  Vec vec(std::size_t size) {
    Vec v(size);
    for (Number& n : v) n = std::normal_distribution<>(0, 0.5)(engine_);
    return v;
  }
  Mat mat(std::size_t rows, std::size_t columns) {
    Mat m(rows);
    for (Vec& row : m) row = vec(columns);
    return m;
  }

 private:
  std::mt19937 engine_;
};

// N = 2, H = 3, K = 4; no two sizes alike, no matrix symmetric.
Recurrent random_net(const std::string& hidden, const std::string& output,
                     std::size_t tau = 5, unsigned seed = 1) {
  Dice dice(seed);
  Recurrent net;
  net.U = dice.mat(3, 2);
  net.W = dice.mat(3, 3);
  net.V = dice.mat(4, 3);
  net.b = dice.vec(3);
  net.c = dice.vec(4);
  net.h0 = dice.vec(3);
  net.hidden = hidden;
  net.output = output;
  for (std::size_t t = 0; t < tau; ++t) {
    net.x.push_back(dice.vec(2));
    net.y.push_back(one_hot(4, (3 * t + 1) % 4));
  }
  return net;
}

// With squared error, and no biases.
Recurrent small_net(const std::string& hidden, const Mat& U, const Mat& W,
                    const Mat& V, const Vec& h0, const std::vector<Vec>& x,
                    const std::vector<Vec>& y) {
  Recurrent net;
  net.U = U, net.W = W, net.V = V;
  net.b.resize(W.size()), net.c.resize(V.size());
  net.h0 = h0, net.x = x, net.y = y;
  net.hidden = hidden, net.output = "linear_squared_error";
  return net;
}

Layered random_layers(const std::string& hidden, const std::string& last,
                      const std::string& loss) {
  Dice dice(2);
  Layered net;
  net.W = {dice.mat(3, 2), dice.mat(5, 3), dice.mat(4, 5)};
  net.b = {dice.vec(3), dice.vec(5), dice.vec(4)};
  net.activation = {hidden, hidden, last};
  net.x = dice.vec(2);
  net.y = one_hot(4, 2);
  net.loss = loss;
  return net;
}

// The largest distance between a gradient and central differences, relative
// to 1 or to the derivative where that is larger.
template <class F>
double worst(const F& f, Number& entry, double gradient) {
  const double d = difference(f, entry);
  return std::abs(d - gradient) / std::max(1.0, std::abs(d));
}
template <class F, class T, class R>
double worst(const F& f, std::vector<T>& entries, const std::vector<R>& by) {
  REQUIRE(entries.size() == by.size());
  double result = 0;
  for (std::size_t i = 0; i < by.size(); ++i)
    result = std::max(result, worst(f, entries[i], by[i]));
  return result;
}
// Of all the numbers of a network.
template <class F>
double worst(const F& f, Recurrent& net, const Gradients& g) {
  return std::max({worst(f, net.U, g.dU), worst(f, net.W, g.dW),
                   worst(f, net.V, g.dV), worst(f, net.b, g.db),
                   worst(f, net.c, g.dc), worst(f, net.h0, g.dh0),
                   worst(f, net.x, g.dx)});
}

}  // namespace

// -- Numbers -----------------------------------------------------------------

TEST_CASE(
    "The complex step finds the derivatives of the elementary functions") {
  // Rational where the argument is a logarithm: sigmoid(log 3) = 3/4,
  // tanh(log 2) = (2 - 1/2)/(2 + 1/2) = 3/5, tanh(log 3) = 4/5.
  const auto slope = [](auto f, double at) {
    Number z = at;
    return derivative([&] { return f(z); }, z);
  };
  const auto tanh = [](Number z) { return activate("tanh", {z})[0]; };
  const auto relu = [](Number z) { return activate("relu", {z})[0]; };
  CHECK(sigmoid(log3).real() == about(3.0 / 4));
  CHECK(sigmoid(-log3).real() == about(1.0 / 4));
  CHECK(slope(sigmoid, log3) == about(3.0 / 16));
  CHECK(slope(sigmoid, -log3) == about(3.0 / 16));
  CHECK(tanh(log2_).real() == about(3.0 / 5));
  CHECK(slope(tanh, log2_) == about(16.0 / 25));
  CHECK(slope(tanh, -log3) == about(9.0 / 25));
  CHECK(slope(tanh, 0) == 1);
  CHECK(slope(relu, 2) == 1);
  CHECK(slope(relu, 0) == 0);
  CHECK(slope(relu, -2) == 0);
  CHECK(log_sigmoid(log3).real() == about(std::log(0.75)));
  CHECK(slope(log_sigmoid, log3) == about(1.0 / 4));
  CHECK(slope(log_sigmoid, -log3) == about(3.0 / 4));
  CHECK(slope(oracle::log1p, 0.25) == about(0.8));
  CHECK(oracle::log1p(1e-30).real() == Approx(1e-30).epsilon(1e-13));
  CHECK(slope([](Number z) { return z * z * z; }, 2) == about(12));
}

TEST_CASE("Far out, activations and their slopes keep their digits") {
  for (const double z : {5.0, 20.0, 40.0, 100.0}) {
    CAPTURE(z);
    Number n = z;
    const double tanh_slope =
        derivative([&] { return activate("tanh", {n})[0]; }, n);
    CHECK(tanh_slope == Approx(std::pow(std::cosh(z), -2)).epsilon(1e-12));
    const double e = std::exp(-z);
    for (const double sign : {1.0, -1.0}) {
      n = sign * z;
      const double slope = derivative([&] { return sigmoid(n); }, n);
      CHECK(slope == Approx(e / (1 + e) / (1 + e)).epsilon(1e-12));
    }
    CHECK(log_sigmoid(z).real() == Approx(-std::log1p(e)).epsilon(1e-12));
    CHECK(log_sigmoid(-z).real() == Approx(-z - std::log1p(e)));
  }
}

TEST_CASE("Softmax of logarithms is rational, and so are its gradients") {
  // o = log 1, log 2, log 3: p = 1/6, 2/6, 3/6.
  Vec o = {0.0, log2_, log3};
  check_equal(real(softmax(o)), {1.0 / 6, 2.0 / 6, 3.0 / 6});

  // -log p_2 = log 2; its gradient p - y.
  Vec y = one_hot(3, 2);
  const auto cross_entropy = [&] { return softmax_cross_entropy(o, y); };
  CHECK(cross_entropy().real() == about(std::numbers::ln2));
  check_equal(gradient(cross_entropy, o), {1.0 / 6, 1.0 / 3, -1.0 / 2});

  // y that does not sum to 1: p sum(y) - y. Here sum(y) = 3.
  y = {2.0, 0.0, 1.0};
  check_equal(gradient(cross_entropy, o), {1.0 / 2 - 2, 2.0 / 2, 3.0 / 2 - 1});

  // Yes or no for each class, y = (0, 0, 1): the loss is
  // -log(5/6) - log(4/6) - log(3/6) = log(216/60) = log(18/5).
  // By p_k: g = (1/(1 - p_0), 1/(1 - p_1), -1/p_2) = (6/5, 3/2, -2).
  // By o_k: p_k (g_k - sum_j p_j g_j), sum = 1/5 + 1/2 - 1 = -3/10:
  // 1/6 * 3/2 = 1/4, 1/3 * 9/5 = 3/5, 1/2 * (-17/10) = -17/20.
  y = one_hot(3, 2);
  const auto yes_or_no = [&] { return softmax_binary_cross_entropy(o, y); };
  CHECK(yes_or_no().real() == about(std::log(18.0 / 5)));
  check_equal(gradient(yes_or_no, o), {1.0 / 4, 3.0 / 5, -17.0 / 20});

  // A wrong class with most of the mass: o = log 1, log 2, log 9, p = 1/12,
  // 2/12, 9/12, y = (1, 0, 0): -log(1/12) - log(10/12) - log(3/12) =
  // log(288/5); g = (-12, 6/5, 4), sum = -1 + 1/5 + 3 = 11/5:
  // 1/12 * (-71/5), 1/6 * (-1), 3/4 * 9/5.
  o[2] = std::log(9.0);
  y = one_hot(3, 0);
  CHECK(yes_or_no().real() == about(std::log(288.0 / 5)));
  check_equal(gradient(yes_or_no, o), {-71.0 / 60, -1.0 / 6, 27.0 / 20});
  o[2] = std::log(3.0);
  y = one_hot(3, 2);

  // Sigmoid of each: 1/2, 2/3, 3/4; the loss is
  // -log(1/2) - log(1/3) - log(3/4) = log 8; its gradient s - y.
  const auto sigmoids = [&] { return sigmoid_cross_entropy(o, y); };
  CHECK(sigmoids().real() == about(std::log(8.0)));
  check_equal(gradient(sigmoids, o), {1.0 / 2, 2.0 / 3, -1.0 / 4});

  const auto squares = [&] { return squared_error(o, y); };
  o = {1.0, 2.0, 4.0};  // errors 1, 2, 3
  CHECK(squares().real() == 7);
  check_equal(gradient(squares, o), {1, 2, 3});
}

TEST_CASE("Softmax does not change when all outputs move together") {
  const Vec o = {0.5, -1.25, 2.0};
  Vec moved = o;
  for (const double shift : {-700.0, -3.0, 1.0, 650.0}) {
    for (std::size_t k = 0; k < 3; ++k) moved[k] = o[k] + shift;
    check_equal(real(softmax(moved)), real(softmax(o)));
  }
  // Hence the gradient sums to 0 where y sums to 1.
  moved = o;
  const RealVec d = gradient(
      [&] { return softmax_cross_entropy(moved, one_hot(3, 1)); }, moved);
  CHECK(std::abs(arma::accu(back(d))) < 1e-15);
}

TEST_CASE("Outputs as large as 700 neither overflow nor lose their gradient") {
  Vec o = {700.0, -700.0};
  Vec y = {0.0, 1.0};
  const auto softmaxed = [&] { return softmax_cross_entropy(o, y); };
  const auto sigmoids = [&] { return sigmoid_cross_entropy(o, y); };
  const auto yes_or_no = [&] { return softmax_binary_cross_entropy(o, y); };
  CHECK(softmaxed().real() == 1400);
  CHECK(sigmoids().real() == 1400);
  CHECK(yes_or_no().real() == 2800);
  check_equal(gradient(softmaxed, o), {1, -1});
  check_equal(gradient(sigmoids, o), {1, -1});
  check_equal(gradient(yes_or_no, o), {2, -2});
  y = {1.0, 0.0};
  CHECK(softmaxed().real() == 0);
  CHECK(sigmoids().real() == Approx(2 * std::exp(-700.0)));
  check_equal(gradient(softmaxed, o), {0, 0});
  check_equal(gradient(sigmoids, o), {0, 0});
  check_equal(gradient(yes_or_no, o), {0, 0});
}

// -- Recurrent networks ------------------------------------------------------

TEST_CASE("One linear unit, two steps, by hand") {
  // h(1) = 3*1 + 2*4 + 1 = 12, h(2) = 3*2 + 2*12 + 1 = 31;
  // o = 5h - 2 = 58, 153; y = 57, 150: errors e = 1, 3, L = 1/2 + 9/2 = 5.
  // dL/dh(2) = 5*3 = 15, dL/dh(1) = 5*1 + 2*15 = 35, dL/dh(0) = 2*35 = 70.
  // dU = 35*1 + 15*2 = 65, dW = 35*4 + 15*12 = 320, db = 50,
  // dV = 1*12 + 3*31 = 105, dc = 4, dx = 3*35, 3*15.
  Recurrent net = small_net("identity", {{3.0}}, {{2.0}}, {{5.0}}, {4.0},
                            {{1.0}, {2.0}}, {{57.0}, {150.0}});
  net.b = {1.0};
  net.c = {-2.0};
  const Trace trace = run(net);
  CHECK(trace.h == std::vector<Vec>{{4.0}, {12.0}, {31.0}});
  CHECK(trace.o == std::vector<Vec>{{58.0}, {153.0}});
  CHECK(loss(net) == 5);
  const Gradients g = complex_step(net);
  check_equal(g.dU, {{65}});
  check_equal(g.dW, {{320}});
  check_equal(g.dV, {{105}});
  check_equal(g.db, {50});
  check_equal(g.dc, {4});
  check_equal(g.dh0, {70});
  check_equal(g.dx, {{105}, {45}});
  check_equal(g.dh, {{70}, {35}, {15}});
  check_equal(g.dz, {{35}, {15}});
  check_equal(g.do_, {{1}, {3}});
  check_equal(g.dU_at.at(0), {{35}});
  check_equal(g.dU_at.at(1), {{30}});
  check_equal(g.dW_at.at(0), {{140}});
  check_equal(g.dW_at.at(1), {{180}});
  check_equal(g.dV_at.at(0), {{12}});
  check_equal(g.dV_at.at(1), {{93}});
  check_equal(jacobian(net, 2, 0), {{4}});

  // Weighted 10 and 1: 5 + 9/2; e = 10, 3, dL/dh(1) = 50 + 30 = 80.
  net.weights = {10, 1};
  CHECK(loss(net) == 9.5);
  check_equal(complex_step(net).dh, {{160}, {80}, {15}});
  // The last step alone: dL/dh(1) = 30.
  net.weights = {0, 1};
  CHECK(loss(net) == 4.5);
  check_equal(complex_step(net).dh, {{60}, {30}, {15}});
}

TEST_CASE("One tanh unit, two steps, by hand") {
  // z(1) = log 2, h(1) = 3/5, slope 16/25; z(2) = log 3, h(2) = 4/5, 9/25.
  // W = 1/2, h(0) = 1, so x(1) = log 2 - 1/2, x(2) = log 3 - 3/10.
  // o = 2h = 6/5, 8/5; y = 1/5, 3/5: errors 1, 1, L = 1.
  // dh(2) = 2, dz(2) = 18/25, dh(1) = 2 + 9/25 = 59/25,
  // dz(1) = 59/25 * 16/25 = 944/625, dh(0) = 472/625.
  const double x1 = log2_ - 0.5, x2 = log3 - 0.3;
  const Recurrent net = small_net("tanh", {{1.0}}, {{0.5}}, {{2.0}}, {1.0},
                                  {{x1}, {x2}}, {{0.2}, {0.6}});
  CHECK(loss(net) == about(1));
  const Gradients g = complex_step(net);
  const double dz1 = 944.0 / 625;
  const double dz2 = 18.0 / 25;
  check_equal(g.dh, {{472.0 / 625}, {59.0 / 25}, {2}});
  check_equal(g.dz, {{dz1}, {dz2}});
  check_equal(g.do_, {{1}, {1}});
  check_equal(g.dh0, {472.0 / 625});
  check_equal(g.dx, {{dz1}, {dz2}});
  check_equal(g.db, {1394.0 / 625});
  check_equal(g.dc, {2});
  check_equal(g.dV, {{7.0 / 5}});
  check_equal(g.dW, {{dz1 * 1 + dz2 * 3 / 5}});  // = 1214/625
  check_equal(g.dW, {{1214.0 / 625}});
  check_equal(g.dU, {{dz1 * x1 + dz2 * x2}});
  check_equal(jacobian(net, 1, 0), {{8.0 / 25}});
  check_equal(jacobian(net, 2, 1), {{9.0 / 50}});
  check_equal(jacobian(net, 2, 0), {{36.0 / 625}});
}

TEST_CASE("Two linear units: rows are rows") {
  // h(1) = W h(0) + U x(1) = (-1 + 2, -1 + 0) = (1, -1),
  // h(2) = W h(1) = (-1, -1), o(2) = V h(2) = -1.
  // With the last step alone and y = 0: L = 1/2, e = -1, hence
  // dh(2) = V' e = (0, -1), dh(1) = W' dh(2) = (-3, -4),
  // dh(0) = W' dh(1) = (-1*3 - 3*4, -2*3 - 4*4) = (-15, -22),
  // dx(1) = U' dh(1) = -3, dx(2) = U' dh(2) = 0, dV = e h(2)' = (1, 1),
  // dW = dh(1) h(0)' + dh(2) h(1)' = (-3 3; -4 4) + (0 0; -1 1),
  // dU = dh(1) x(1)' = (-6, -8), dh(2)/dh(0) = W^2 = (7 10; 15 22).
  Recurrent net =
      small_net("identity", {{1.0}, {0.0}}, {{1.0, 2.0}, {3.0, 4.0}},
                {{0.0, 1.0}}, {1.0, -1.0}, {{2.0}, {0.0}}, {{0.0}, {0.0}});
  net.weights = {0, 1};
  CHECK(run(net).o[1][0] == -1.0);
  CHECK(loss(net) == 0.5);
  const Gradients g = complex_step(net);
  check_equal(g.dh.at(2), {0, -1});
  check_equal(g.dh.at(1), {-3, -4});
  check_equal(g.dh.at(0), {-15, -22});
  check_equal(g.dx, {{-3}, {0}});
  check_equal(g.dW, {{-3, 3}, {-5, 5}});
  check_equal(g.dW_at.at(0), {{-3, 3}, {-4, 4}});
  check_equal(g.dW_at.at(1), {{0, 0}, {-1, 1}});
  check_equal(g.dU, {{-6}, {-8}});
  check_equal(g.dV, {{1, 1}});
  check_equal(jacobian(net, 1, 0), {{1, 2}, {3, 4}});
  check_equal(jacobian(net, 2, 0), {{7, 10}, {15, 22}});
  check_equal(jacobian(net, 2, 2), {{1, 0}, {0, 1}});
}

TEST_CASE("The gradients agree with central differences") {
  const auto hidden =
      GENERATE(as<std::string>{}, "tanh", "relu", "sigmoid", "identity");
  const auto output = GENERATE(as<std::string>{}, "softmax_cross_entropy",
                               "sigmoid_cross_entropy", "linear_squared_error",
                               "softmax_binary_cross_entropy");
  CAPTURE(hidden, output);
  Recurrent net = random_net(hidden, output);
  if (GENERATE(false, true)) net.weights = {1, 0, 0.5, 2, 0.25};
  const Gradients g = complex_step(net);
  CHECK(worst([&net] { return run(net).loss; }, net, g) < 1e-8);
}

TEST_CASE("The total derivative by h(t) is that of a run begun at h(t)") {
  // h(t) also speaks in o(t), so the rest begins with the loss at t itself.
  const auto output = GENERATE(as<std::string>{}, "softmax_cross_entropy",
                               "sigmoid_cross_entropy");
  const Recurrent net = random_net("tanh", output);
  const Gradients g = complex_step(net);
  const Trace trace = run(net);
  for (std::size_t t = 1; t <= net.x.size(); ++t) {
    CAPTURE(t);
    Recurrent rest = net;
    const auto from = static_cast<std::ptrdiff_t>(t);
    rest.h0 = trace.h[t];
    rest.x.assign(net.x.begin() + from, net.x.end());
    rest.y.assign(net.y.begin() + from, net.y.end());
    const auto total = [&] {
      return run(rest).loss +
             loss_at(net, add(multiply(net.V, rest.h0), net.c), t);
    };
    CHECK(worst(total, rest.h0, g.dh[t]) < 1e-8);
    // dz(t) = s'(z(t)) dh(t), s' = 1 - h^2.
    const arma::vec h = back(trace.h[t]);
    check_equal(back(g.dz[t - 1]), (1 - h % h) % back(g.dh[t]));
  }
  // b and c act at every step: their gradients are sums.
  check_equal(back(g.db), arma::sum(columns(g.dz), 1));
  check_equal(back(g.dc), arma::sum(columns(g.do_), 1));
  check_equal(g.dh0, g.dh[0]);
}

TEST_CASE("Softmax and sigmoid with cross-entropy leave p - y at the output") {
  const auto output = GENERATE(as<std::string>{}, "softmax_cross_entropy",
                               "sigmoid_cross_entropy");
  const Recurrent net = random_net("relu", output);
  const Trace trace = run(net);
  const Gradients g = complex_step(net);
  for (std::size_t t = 0; t < net.x.size(); ++t) {
    const Vec p = activate(
        output == "softmax_cross_entropy" ? "softmax" : "sigmoid", trace.o[t]);
    check_equal(back(g.do_[t]), back(p) - back(net.y[t]));
  }
}

TEST_CASE("The gradients of the copies sum to the shared gradient") {
  Recurrent net = random_net("tanh", "softmax_cross_entropy");
  const Gradients shared = complex_step(net);
  const auto sum = [](const std::vector<RealMat>& each) {
    arma::mat result = 0 * back(each.at(0));
    for (const RealMat& m : each) result += back(m);
    return result;
  };
  check_equal(sum(shared.dU_at), back(shared.dU));
  check_equal(sum(shared.dW_at), back(shared.dW));
  check_equal(sum(shared.dV_at), back(shared.dV));

  // Copies that are given are used, and alike if they are alike.
  net.W_at.assign(5, net.W);
  net.U_at.assign(5, net.U);
  net.V_at.assign(5, net.V);
  net.U.clear();
  net.W.clear();
  net.V.clear();
  const Gradients copies = complex_step(net);
  check_equal(copies.dU, shared.dU);
  check_equal(copies.dW, shared.dW);
  check_equal(copies.dV, shared.dV);
  check_equal(copies.dh, shared.dh);

  // Each copy acts at its own step only: W_at[2] is W at step 3.
  const Trace before = run(net);
  net.W_at[2][0][1] += 0.5;
  const Trace after = run(net);
  CHECK(after.h[2] == before.h[2]);
  CHECK((after.z[2][0] - before.z[2][0]).real() ==
        about(0.5 * before.h[2][1].real()));
  CHECK(after.z[2][1] == before.z[2][1]);
  const Gradients unlike = complex_step(net);
  check_equal(sum(unlike.dW_at), back(unlike.dW));
  const auto total = [&net] { return run(net).loss; };
  for (std::size_t t = 0; t < 5; ++t) {
    CHECK(worst(total, net.U_at[t], unlike.dU_at[t]) < 1e-8);
    CHECK(worst(total, net.W_at[t], unlike.dW_at[t]) < 1e-8);
    CHECK(worst(total, net.V_at[t], unlike.dV_at[t]) < 1e-8);
  }
}

TEST_CASE("The gradient is linear in the weights of the steps") {
  Recurrent net = random_net("tanh", "softmax_cross_entropy", 3);
  const RealVec weights = {2, 0.25, -1};
  arma::mat sum(3, 3, arma::fill::zeros);
  for (std::size_t t = 0; t < 3; ++t) {
    net.weights.assign(3, 0);
    net.weights[t] = 1;
    sum += weights[t] * back(complex_step(net).dW);
  }
  net.weights = weights;
  check_equal(back(complex_step(net).dW), sum);
  // What comes after the last step of any weight has no gradient.
  net.weights = {0, 1, 0};
  const Gradients g = complex_step(net);
  check_equal(g.dh[3], {0, 0, 0});
  check_equal(g.dx[2], {0, 0});
}

TEST_CASE("A single step is a feed-forward network") {
  const Recurrent net = random_net("sigmoid", "softmax_cross_entropy", 1);
  Layered layers;
  layers.W = {net.U, net.V};
  layers.b = {add(multiply(net.W, net.h0), net.b), net.c};
  layers.activation = {"sigmoid", "identity"};
  layers.x = net.x[0];
  layers.y = net.y[0];
  layers.loss = "softmax_cross_entropy";
  CHECK(loss(net) == about(loss(layers)));
  const Gradients g = complex_step(net);
  const LayeredGradients l = complex_step(layers);
  check_equal(g.dU, l.dW[0]);
  check_equal(g.dV, l.dW[1]);
  check_equal(g.dz[0], l.delta[0]);
  check_equal(g.do_[0], l.delta[1]);
  check_equal(g.dh[1], l.da[1]);
  check_equal(g.dx[0], l.da[0]);
  // W meets h(0) alone: dW = dz(1) h(0)'.
  check_equal(back(g.dW), back(g.dz[0]) * back(net.h0).t());
}

TEST_CASE("No step at all: no loss, no gradient") {
  const Recurrent net = random_net("tanh", "softmax_cross_entropy", 0);
  CHECK(loss(net) == 0);
  const Gradients g = complex_step(net);
  check_equal(g.dW, RealMat(3, RealVec(3)));
  check_equal(g.dh, {{0, 0, 0}});
  check_equal(jacobian(net, 0, 0), {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
}

TEST_CASE("The loss of a step can be any") {
  Recurrent net = random_net("tanh", "softmax_binary_cross_entropy");
  net.weights = {1, 2, 0, 1, 3};
  Recurrent hooked = net;
  hooked.y.clear();
  hooked.loss_of_step = [&net](const Vec& o, std::size_t t) {
    return softmax_binary_cross_entropy(o, net.y.at(t - 1));
  };
  CHECK(loss(hooked) == loss(net));
  check_equal(complex_step(hooked).dW, complex_step(net).dW);
}

TEST_CASE("Jacobians chain, and carry the gradient") {
  Recurrent net =
      random_net(GENERATE(as<std::string>{}, "tanh", "relu", "sigmoid"),
                 "softmax_cross_entropy");
  check_equal(back(jacobian(net, 4, 1)),
              back(jacobian(net, 4, 2)) * back(jacobian(net, 2, 1)));
  // With a loss at the last step only, dh(1) = (dh(5)/dh(1))' dh(5).
  net.weights = {0, 0, 0, 0, 1};
  const Gradients g = complex_step(net);
  check_equal(back(g.dh[1]), back(jacobian(net, 5, 1)).t() * back(g.dh[5]));
}

TEST_CASE("A gradient that vanishes keeps its digits") {
  // h(t) = w h(t-1), w = 1/1000: dh(50)/dh(0) = 1e-150.
  const std::vector<Vec> zeros(50, {0.0});
  const Recurrent net =
      small_net("identity", {{0.0}}, {{0.001}}, {{1.0}}, {1.0}, zeros, zeros);
  CHECK(jacobian(net, 50, 0)[0][0] == Approx(1e-150).epsilon(1e-12));
}

TEST_CASE("What does not fit is refused") {
  const Recurrent good = random_net("tanh", "softmax_cross_entropy");
  const std::vector<void (*)(Recurrent&)> changes{
      [](Recurrent& net) { net.hidden = "tan"; },
      [](Recurrent& net) { net.output = "softmax"; },
      [](Recurrent& net) { net.weights = {1}; },
      [](Recurrent& net) { net.W_at = {net.W}; },
      [](Recurrent& net) { net.W[1].pop_back(); },
      [](Recurrent& net) { net.y.pop_back(); },
      [](Recurrent& net) { net.c.pop_back(); }};
  for (const auto& change : changes) {
    Recurrent net = good;
    change(net);
    CHECK_THROWS_AS(run(net), std::invalid_argument);
  }
  CHECK_THROWS_AS(jacobian(good, 1, 2), std::invalid_argument);
}

// -- A second forward pass, right or wrong -----------------------------------

namespace {

const std::vector<std::string> kMistakes = {
    "forgets h(0)", "W transposed",      "no b after step 1",
    "no c",         "input of step t-1", "output from h(t-1)",
    "no last step", "mean over steps",   "W h before the activation",
    "softmax of p", "W outside tanh"};

// tanh and softmax in doubles, written without the oracle, straight from the
// equations; with a mistake, if one is named.
double second_loss(const Recurrent& net, const std::string& mistake) {
  const auto is = [&](const char* name) { return mistake == name; };
  const arma::mat U = back(net.U), V = back(net.V), x = columns(net.x);
  const arma::mat W =
      is("W transposed") ? arma::mat(back(net.W).t()) : back(net.W);
  arma::vec h = back(net.h0);
  if (is("forgets h(0)")) h.zeros();
  arma::vec last_z = h;
  double loss = 0;
  for (std::size_t t = 0; t < net.x.size(); ++t) {
    if (is("no last step") && t + 1 == net.x.size()) break;
    arma::vec z = U * x.col(is("input of step t-1") && t > 0 ? t - 1 : t);
    if (!is("no b after step 1") || t == 0) z += back(net.b);
    const arma::vec from = W * (is("W h before the activation") ? last_z : h);
    if (!is("W outside tanh")) z += from;
    arma::vec next = arma::tanh(z);
    if (is("W outside tanh")) next += from;
    arma::vec o = V * (is("output from h(t-1)") ? h : next);
    if (!is("no c")) o += back(net.c);
    arma::vec p = arma::exp(o) / arma::accu(arma::exp(o));
    if (is("softmax of p")) p = arma::exp(p) / arma::accu(arma::exp(p));
    loss -= arma::dot(back(net.y[t]), arma::log(p));
    h = next;
    last_z = z;
  }
  return is("mean over steps") ? loss / static_cast<double>(net.x.size())
                               : loss;
}

// How far the differences of the second forward pass are from the oracle's
// gradients, at worst.
double disagreement(Recurrent net, const std::string& mistake) {
  const Gradients g = complex_step(net);
  return worst([&] { return second_loss(net, mistake); }, net, g);
}

}  // namespace

TEST_CASE("A second forward pass agrees, a wrong one does not") {
  const unsigned seed = GENERATE(1U, 2U, 3U, 4U);
  const Recurrent net = random_net("tanh", "softmax_cross_entropy", 5, seed);
  CHECK(second_loss(net, "") == about(loss(net)));
  CHECK(disagreement(net, "") < 1e-8);
  for (const std::string& mistake : kMistakes) {
    CAPTURE(mistake, seed);
    CHECK(std::abs(second_loss(net, mistake) - loss(net)) > 1e-3);
    CHECK(disagreement(net, mistake) > 1e-3);
  }
}

// -- Feed-forward networks ---------------------------------------------------

TEST_CASE("Two linear layers, by hand") {
  // z^1 = (1 2; 3 4)(1, -1) + (2, 1) = (1, 0); z^2 = (2 -1) z^1 + 1 = 3;
  // y = 1: e = 2, J = 2. delta^2 = 2, delta^1 = (4, -2),
  // dW^2 = 2 (1 0), dW^1 = (4, -2)(1 -1), dx = (4 - 6, 8 - 8).
  Layered net;
  net.W = {{{1.0, 2.0}, {3.0, 4.0}}, {{2.0, -1.0}}};
  net.b = {{2.0, 1.0}, {1.0}};
  net.activation = {"identity", "identity"};
  net.x = {1.0, -1.0};
  net.y = {1.0};
  CHECK(loss(net) == 2);
  const LayeredGradients g = complex_step(net);
  check_equal(g.delta, {{4, -2}, {2}});
  check_equal(g.db, {{4, -2}, {2}});
  check_equal(g.dW.at(0), {{4, -4}, {-2, 2}});
  check_equal(g.dW.at(1), {{2, 0}});
  check_equal(g.da, {{-2, 0}, {4, -2}, {2}});
}

TEST_CASE("A tanh and a sigmoid layer of one unit, by hand") {
  // a^1 = tanh(log 2) = 3/5, slope 16/25; z^2 = 5/3 * 3/5 * log 3 = log 3,
  // a^2 = sigmoid(log 3) = 3/4, slope 3/16; y = 1/4: e = 1/2, J = 1/8.
  // With w = 5/3 log 3: delta^2 = 3/32, delta^1 = 3/32 * w * 16/25 = w * 3/50
  // = log 3 / 10; dW^2 = 3/32 * 3/5 = 9/160, dW^1 = delta^1 x, x = log 2.
  Layered net;
  const double w = log3 * 5 / 3;
  net.W = {{{1.0}}, {{w}}};
  net.b = {{0.0}, {0.0}};
  net.activation = {"tanh", "sigmoid"};
  net.x = {log2_};
  net.y = {0.25};
  CHECK(loss(net) == about(1.0 / 8));
  const LayeredGradients g = complex_step(net);
  check_equal(g.delta, {{log3 / 10}, {3.0 / 32}});
  check_equal(g.db, g.delta);
  check_equal(g.dW.at(0), {{log3 / 10 * log2_}});
  check_equal(g.dW.at(1), {{9.0 / 160}});
  check_equal(g.da.at(2), {0.5});
}

TEST_CASE("The layers' gradients agree with central differences") {
  const auto hidden = GENERATE(as<std::string>{}, "tanh", "relu", "sigmoid");
  const auto last =
      GENERATE(as<std::string>{}, "identity", "sigmoid", "softmax");
  const auto loss = GENERATE(as<std::string>{}, "squared_error",
                             "softmax_cross_entropy", "sigmoid_cross_entropy");
  CAPTURE(hidden, last, loss);
  Layered net = random_layers(hidden, last, loss);
  const LayeredGradients g = complex_step(net);
  const auto total = [&net] { return run(net).loss; };
  for (std::size_t l = 0; l < 3; ++l) {
    CHECK(worst(total, net.W[l], g.dW[l]) < 1e-8);
    CHECK(worst(total, net.b[l], g.db[l]) < 1e-8);
  }
  CHECK(worst(total, net.x, g.da[0]) < 1e-8);
  // A bias is added to z and nowhere else.
  check_equal(g.delta, g.db);
}

TEST_CASE("The weights' gradient is delta times what came in") {
  const Layered net = random_layers("tanh", "softmax", "softmax_cross_entropy");
  const LayeredTrace trace = run(net);
  const LayeredGradients g = complex_step(net);
  for (std::size_t l = 0; l < 3; ++l)
    check_equal(back(g.dW[l]), back(g.delta[l]) * back(trace.a[l]).t());
  check_equal(back(g.delta[2]), back(trace.a[3]) - back(net.y));
  // A wrong layer order, a transposed or a forgotten term would show.
  Layered wrong = net;
  wrong.activation[1] = "sigmoid";
  CHECK(std::abs(loss(wrong) - loss(net)) > 1e-3);
}

TEST_CASE("The loss of the output can be any") {
  const Layered net = random_layers("tanh", "softmax", "softmax_cross_entropy");
  Layered hooked = net;
  hooked.y.clear();
  hooked.loss_of_output = [](const Vec&, const Vec& a) {
    return -std::log(a[2]);  // y is one-hot
  };
  CHECK(loss(hooked) == about(loss(net)));
  check_equal(complex_step(hooked).delta, complex_step(net).delta);
}

TEST_CASE("Layers that do not fit are refused") {
  const Layered good = random_layers("tanh", "identity", "squared_error");
  const std::vector<void (*)(Layered&)> changes{
      [](Layered& net) { net.loss = "none"; },
      [](Layered& net) { net.activation.pop_back(); },
      [](Layered& net) { net.x.pop_back(); },
      [](Layered& net) { net.y.pop_back(); }};
  for (const auto& change : changes) {
    Layered net = good;
    change(net);
    CHECK_THROWS_AS(run(net), std::invalid_argument);
  }
}
