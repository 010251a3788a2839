// Note B, and what notes C and E have in common with it, formula by formula:
// written out here once more, and judged by a run that knows no backward pass.
#include <cmath>
#include <complex>

#include "chapters/02-three-steps/chain.hpp"
#include "chapters/02-three-steps/paths.hpp"
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/other_ways.hpp"
#include "chapters/03-any-length/xor.hpp"
#include "chapters/04-clipping/jacobians.hpp"
#include "common/initialise.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"
#include "tests/oracle/layered.hpp"

using namespace notes_test;

TEST_CASE("The forward formulas of notes B, C and E are the run of plain loops",
          "[3.1][3.2][3.3][3.4][3.5][B1][B2][B3][B4][B34]"
          "[C14][C15][C16][C18][E5][E7][E8][E9][E10][E36]") {
  const Printed it(any_seed());
  const auto& [U, W, V, b, c] = it.p;
  const States s = it.states();
  Sequence z = it.z, h = it.h, o = it.o, y_hat = it.o, right = it.o, twice = h;
  double sum = 0;
  for (Index t = 1; t <= it.tau; ++t) {
    z(t) = U * it.x(t) + W * h(t - 1) + b;
    h(t) = arma::tanh(z(t));
    o(t) = V * h(t) + c;
    y_hat(t) = probabilities(o(t));
    sum -= arma::accu(it.y(t) % arma::log(y_hat(t)));
    right(t) = it.e(t) + it.y(t);
    twice(t) = arma::tanh(h(t));
  }
  const double state = worse(h, s.h, it.h), score = worse(o, s.o, it.o),
               y_hats = worse(y_hat, predict(it.net.output, s.o), right);
  const double L = oracle::loss(loops(it));
  const double losses = max(std::abs(sum / L - 1),
                            std::abs(loss(it.net.output, s.o, it.y) / L - 1));
  // As printed sigma is applied to sigma(z).
  notes::misprint("B1", block_error(twice(it.tau), it.h(it.tau)), state);
  notes::holds("B34", state);  // the same line, one step on
  notes::holds("B2", score);
  notes::holds("B3", y_hats);
  notes::holds("B4", losses);
  notes::restored("C14", state);
  notes::holds("C15", score);
  notes::restored("C16", y_hats);
  notes::holds("C18", losses);
  notes::holds("E36", losses);
  notes::restored("E7", worse(z, s.z, it.z));
  notes::restored("E8", state);
  notes::restored("E9", score);
  notes::restored("E10", y_hats);
  // Each h(t) was made of x(t) and the h(t-1) in memory, from the given h(0).
  notes::holds("E5", state);
}

TEST_CASE("The sums over t of notes B and C are the gradients",
          "[3.8][3.9][3.10][3.11][3.13][3.14][3.15][B5][B6][B10][B11]"
          "[A32][C21][C22][C23][C24][C25][C26][C27][C36]") {
  const Printed it(any_seed());
  ParameterGradient sum(it.p);
  Vector by_loss = 0 * sum.dc;
  for (Index t = 1; t <= it.tau; ++t) {
    const Vector dz = it.slope(t) * it.delta(t);
    sum.dc += it.e(t);
    sum.dV += it.e(t) * it.h(t).t();
    sum.dW += dz * it.h(t - 1).t();
    sum.dU += dz * it.x(t).t();
    sum.db += dz;
    by_loss += truth(only(it, t)).dc;
  }
  const double delta = it.error("delta", it.delta.columns());
  notes::holds("A32", max({delta, it.error("dW", sum.dW),
                           it.error("dU", sum.dU), it.error("db", sum.db)}));
  notes::holds("B5", it.error("dc", by_loss));
  notes::holds("B6", it.error("dV", sum.dV));
  notes::holds("B10", it.error("dW", sum.dW));
  notes::holds("B11", it.error("db", sum.db));
  notes::restored("C21", it.error("dc", sum.dc));
  notes::restored("C22", it.error("dV", sum.dV));
  notes::restored("C23", delta);
  notes::restored("C24", block_error(it.gradient().delta(it.tau),
                                     it.p.V.t() * it.e(it.tau)));
  notes::restored("C25", it.error("dW", sum.dW));
  notes::restored("C26", it.error("dU", sum.dU));
  notes::restored("C27", it.error("db", sum.db));
  notes::holds("C36", delta);
  // At z and not at h delta is another vector, as in note C's first half.
  const Sequence dz = it.gradient().dz;
  CHECK_THAT(dz, Near(it.true_g.dz));
  CHECK(block_error(dz(1), it.true_g.delta(1)) > kFarOff);
}

TEST_CASE("By delta one term a step, by paths a product for each pair of steps",
          "[3.14][3.31][B63]") {
  const Printed b(any_seed());
  Matrix dW = 0 * b.p.W;
  Index terms = 0;
  for (Index t = 1; t <= b.tau; ++t, ++terms)
    dW += b.slope(t) * b.delta(t) * b.h(t - 1).t();
  CHECK_THAT(dW, Near(b.right("dW")));
  const SumOverK sum = sum_over_k(b.net.hidden, b.p, b.x, b.states(), b.dLdo());
  CHECK_THAT(sum.dW, Near(b.right("dW")));
  CHECK(sum.products == b.tau * (b.tau - 1) / 2);
  notes::only_when("B63",
                   notes::Less{{"six steps, by delta: terms", double(terms)},
                               {"by paths: products", double(sum.products)}});
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
    double others = 0;
    for (Index s = 1; s <= b.tau; ++s)
      if (s != t)
        others = max(others, arma::abs(back(of_L_t.dV_at[s - 1])).max());
    CHECK(others == 0);
    notes::holds("B36", max(others, block_error(back_from(b, t).dV, own)));
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

TEST_CASE("delta has a part from its own step's loss and one from the next",
          "[3.10][3.11][B62][C49]") {
  const Printed b(any_seed());
  double least = 1e300, at_tau = 0;
  for (Index t = 1; t <= b.tau; ++t) {
    // The other losses alone, and L(t) alone.
    std::vector<double> others(b.tau, 1);
    others[t - 1] = 0;
    const Vector next = truth(weighted(b, others)).delta(t);
    const Vector own = truth(only(b, t)).delta(t);
    CHECK(block_error(own, b.p.V.t() * b.e(t)) <= kTolerance);
    CHECK(block_error(b.gradient().delta(t), own + next) <= kTolerance);
    const double share = frobenius_norm(next) / frobenius_norm(own);
    if (t == b.tau) {
      at_tau = share;
      continue;
    }
    least = std::min(least, share);
    CHECK(block_error(b.p.W.t() * b.slope(t + 1) * b.delta(t + 1), next) <=
          kTolerance);
  }
  CHECK(at_tau == 0);
  const notes::Less less{{"the next step's part over its own, at tau:", at_tau},
                         {"before it, least", least}};
  notes::only_when("B62", less);
  notes::only_when("C49", less);
}

TEST_CASE("The recursion begins at tau + 1, with nothing", "[3.10][3.11][B7]") {
  const Printed b(any_seed());
  // One step from there to each t, and step by step.
  Sequence at_once = b.delta, by_steps = b.delta;
  Vector carried(4);
  for (Index t = b.tau; t >= 1; --t) {
    at_once(t) = b.p.V.t() * b.e(t);
    by_steps(t) = at_once(t) + carried;
    carried = b.p.W.t() * b.slope(t) * by_steps(t);
  }
  notes::only_when("B7",
                   block_error(at_once.columns(), b.true_g.delta.columns()),
                   b.error("delta", by_steps.columns()));
}

TEST_CASE("The sum over k and the scan have no chain of steps",
          "[3.28][3.29][3.40][3.41][B55]") {
  const Printed b(any_seed());
  const SumOverK sum = sum_over_k(b.net.hidden, b.p, b.x, b.states(), b.dLdo());
  const Scan scan = delta_by_scan(b.net.hidden, b.p, b.states(), b.dLdo());
  CHECK_THAT(sum.dW, Near(b.true_g.dW));
  CHECK_THAT(sum.dU, Near(b.true_g.dU));
  CHECK_THAT(sum.db, Near(b.true_g.db));
  CHECK_THAT(scan.delta, Near(b.true_g.delta));
  notes::only_when(
      "B55", notes::Less{{"rounds that wait for each other, neighbours joined:",
                          double(scan.rounds)},
                         {"steps of the recursion:", double(b.tau)}});
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

TEST_CASE("A window is a memory, and depends on the order of the elements",
          "[1.2][1.11][A31][B30][B37]") {
  Random r(3);
  const auto network = [&](Index window) {
    return backprop::Network<double>{
        {r.normal_matrix(3, window), r.normal_matrix(3, 1), Activation::tanh},
        {r.normal_matrix(2, 3), r.normal_matrix(2, 1), Activation::identity}};
  };
  const Matrix bits{{0, 1, 1, 0, 1}}, moved{{0, 0, 1, 0, 1}};
  // What is said after the third bit, when the second one is another.
  const auto change = [&](Index window) {
    const backprop::Network<double> net = network(window);
    return std::abs(window_says(net, moved, window)(2) /
                        window_says(net, bits, window)(2) -
                    1);
  };
  const double one = change(1), two = change(2);
  CHECK(one == 0);
  const notes::Less less{{"change with the bit before, a window of one:", one},
                         {"a window of two:", two}};
  notes::only_when("A31", less);
  notes::only_when("B37", less);
  // And its samples may be exchanged.
  const backprop::Network<double> net = network(2);
  const Matrix x = r.normal_matrix(2, 5), y = r.uniform_matrix(2, 5, 0, 1);
  const auto gradient = [&](const Matrix& inputs, const Matrix& targets) {
    return backprop::backward(net, backprop::forward(net, inputs),
                              backprop::Loss::squared_error, targets);
  };
  oracle::Layered plain;
  for (const auto& layer : net) {
    plain.W.push_back(oracle::loops(layer.W));
    plain.b.push_back(oracle::loops(Vector(layer.b)));
    plain.activation.push_back(name_of(layer.activation));
  }
  backprop::Gradient g = gradient(x, y), right = g,
                     other = gradient(arma::fliplr(x), arma::fliplr(y));
  for (std::size_t l = 1; l <= 2; ++l) right.dW[l].zeros(), right.db[l].zeros();
  for (Index i = 0; i < 5; ++i) {
    plain.x = oracle::loops(Vector(x.col(i)));
    plain.y = oracle::loops(Vector(y.col(i)));
    const oracle::LayeredGradients sample = oracle::complex_step(plain);
    for (std::size_t l = 1; l <= 2; ++l) {
      right.dW[l] += oracle::back(sample.dW[l - 1]);
      right.db[l] += oracle::back(sample.db[l - 1]);
    }
  }
  notes::only_when("B30", two,
                   max(worst_block(g.blocks(), right.blocks()).error,
                       worst_block(other.blocks(), right.blocks()).error));
}

TEST_CASE("Nine years are a sample that forecasts the next", "[3.45][B38]") {
  const Series s = sunspots();
  const Matrix series = s.scaled();
  const auto error = [&](Index years) {
    return relative_error(series, autoregression(series, s.train, years), 9,
                          s.train - 1, 1);
  };
  notes::only_when("B38",
                   notes::Less{{"error from samples of nine years", error(9)},
                               {"of one year", error(1)}});
}

TEST_CASE("What fits the learnt years better can fit the others worse",
          "[3.45][3.46][A33]") {
  const Series s = sunspots();
  const Matrix series = s.scaled();
  const auto error = [&](Index years, Index from, Index to) {
    return relative_error(series, autoregression(series, s.train, years), from,
                          to, 1);
  };
  const Span& next = s.test.front();
  CHECK(error(90, 90, s.train - 1) < error(9, 90, s.train - 1));
  notes::only_when(
      "A33", notes::Less{{"error of the next years from nine before them",
                          error(9, next.from, next.to)},
                         {"from ninety, which fit the learnt years better",
                          error(90, next.from, next.to)}});
}

TEST_CASE("A run that is begun again goes on as if it had never stopped",
          "[3.1][3.3][B45][C41][C47][D45]") {
  const Printed b(any_seed());
  const States s = b.states();
  const Case other = random_case(b.tau, 99);
  double state = 0, output = 0;
  for (Index t = 1; t <= b.tau; ++t) {
    // Another past, and h(t-1) put in its place.
    const Sequence x = b.x(t);
    const States again = forward(b.net.hidden, b.p, x, b.h(t - 1));
    state = max({state, block_error(again.h(1), s.h(t)),
                 block_error(again.h(1), b.h(t))});
    const Vector before = b.h(t - 1) + 1;
    CHECK(block_error(forward(b.net.hidden, b.p, x, before).h(1), b.h(t)) >
          kFarOff);
    output = max(
        {output, block_error(again.o(1), b.o(t)), block_error(s.o(t), b.o(t))});
    // The same h(t) under another U and another x(t); then another h(t).
    Parameters p = b.p;
    p.U = other.p.U;
    p.b = b.z(t) - p.U * other.x(t) - p.W * b.h(t - 1);
    const auto says = [&] {
      return Vector(
          forward(b.net.hidden, p, Sequence(other.x(t)), b.h(t - 1)).o(1));
    };
    output = max(output, block_error(says(), b.o(t)));
    p.b += 1;
    CHECK(block_error(says(), b.o(t)) > kFarOff);
  }
  notes::holds("C47", state);
  notes::holds("D45", state);
  notes::holds("B45", max(state, output));
  notes::holds("C41", output);
}

TEST_CASE("The layers' gradients are the copies', and none is their sum",
          "[3.32][3.33][B39][C42]") {
  const Case c = random_case(4, 15);
  const auto layers = unrolled_to(Activation::tanh, c.p, c.x, 4);
  const backprop::Gradient g =
      backprop::backward(layers, backprop::forward(layers, c.h0),
                         backprop::Loss::softmax_cross_entropy, c.y(4));
  const Matrix shared = truth(only(c, 4)).dW;
  Matrix sum = 0 * shared;
  double off = 1e300;
  for (Index l = 1; l <= 4; ++l) {
    sum += g.dW[l];
    off = std::min(off, block_error(g.dW[l], shared));
  }
  CHECK(block_error(g.dW[1], g.dW[2]) > kFarOff);
  const double error =
      max(block_error(sum, shared), block_error(back_from(c, 4).dW, shared));
  notes::holds("B39", error);
  notes::only_when("C42", off, error);
}

TEST_CASE("A state recurs through what it meets, shared or not",
          "[2.28][3.1][B40][C35]") {
  const Case c = random_case(3, 5);
  Case moved = c;
  moved.x(1) += 1;
  const auto change = [&](const std::vector<Parameters>& copy) {
    const auto h3 = [&](const Case& it) {
      return three_steps::forward_copies(it.net, copy[0], copy[1], copy[2],
                                         it.x, it.y, Vector(it.h0))
          .h(3);
    };
    return frobenius_norm(h3(moved) - h3(c));
  };
  std::vector<Parameters> shared(3, c.p), copies(3, c.p);
  Random r(6);
  for (Index t = 0; t < 3; ++t) {
    shared[t].W.zeros();
    copies[t].W = r.normal_matrix(4, 4, 0.4);
  }
  const notes::Less less{
      {"change of h(3) with x(1): one shared W, of zeros", change(shared)},
      {"three copies that share nothing", change(copies)}};
  CHECK(less.smaller.value == 0);
  notes::misprint("C35", less);
  notes::misprint("B40", less);
}

TEST_CASE("Without the product nothing fades, and nothing grows",
          "[4.4][4.6][B41]") {
  const Index tau = 60;
  double with = 0, without = 1e300;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Case c = random_case(tau, seed);
    const States s = c.states();
    const Vector dLdo{1, 0, 0}, back = c.p.V.t() * dLdo;
    const Sequence parts =
        clipping::parts_by_lag(Activation::tanh, c.p, c.x, s, dLdo);
    // The part of step 1 over that of step tau, as it is and with the product
    // left out.
    with = max(with, frobenius_norm(parts(tau - 1)) / frobenius_norm(parts(0)));
    const auto bare = [&](Index t) {
      const Vector dz = derivative(Activation::tanh, s.z(t)) % back;
      return frobenius_norm(dz * s.h(t - 1).t());
    };
    CHECK(frobenius_norm(parts(0)) == Approx(bare(tau)));
    without = std::min(without, bare(1) / bare(tau));
    // Without saturation and with a large W it grows; the states left out.
    Case large = c;
    large.net.hidden = Activation::identity;
    Random random(seed);
    large.p.W = 1.2 * orthogonal(random, 4);
    const States far = large.states();
    const Sequence grown = clipping::parts_by_lag(Activation::identity, large.p,
                                                  large.x, far, dLdo);
    CHECK(frobenius_norm(grown(tau - 1)) / frobenius_norm(far.h(0)) >
          1000 * frobenius_norm(grown(0)) / frobenius_norm(far.h(tau - 1)));
    CHECK(frobenius_norm(grown(0)) / frobenius_norm(far.h(tau - 1)) ==
          Approx(frobenius_norm(back)));
  }
  CHECK(with < 1e-4);
  notes::holds("B41", notes::Less{{"the first step's part over the last one's, "
                                   "most of ten",
                                   with},
                                  {"without the product, least", without}});
}

TEST_CASE("tanh is what note B says it is", "[1.16][B42]") {
  double worst = 0;
  for (double z = -6; z <= 6; z += 0.125) {
    const double up = std::exp(z), down = std::exp(-z);
    worst = max(worst, std::abs(activate(Activation::tanh, Matrix{z})(0) -
                                (up - down) / (up + down)));
  }
  notes::holds("B42", worst);
}

TEST_CASE("A unit at rest has a slope of 1 at every step, a driven one at none",
          "[4.1][B56]") {
  Case c = random_case(100, 22);
  c.h0.zeros();
  const auto slopes_of_1 = [&](double input, double bias) {
    Parameters p = c.p;
    p.U *= input, p.b *= bias;
    const States s = forward(Activation::tanh, p, c.x, c.h0);
    double found = 0;
    for (Index t = 1; t <= 100; ++t)
      for (const double slope : derivative(Activation::tanh, s.z(t)))
        found += slope == 1;
    return found;
  };
  notes::only_when(
      "B56",
      notes::Less{
          {"slopes of 1 among 400, inputs or a bias:",
           max({slopes_of_1(1, 1), slopes_of_1(1, 0), slopes_of_1(0, 1)})},
          {"at rest:", slopes_of_1(0, 0)}});
}
