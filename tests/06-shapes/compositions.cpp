// What is put together from chapter 3's passes, and the way forward in time.
#include "chapters/01-backpropagation/network.hpp"
#include "tests/06-shapes/support.hpp"

using namespace shapes_test;

namespace {

using oracle::Number;
using oracle::Vec;

// The scores of a network in plain loops, and its last state.
struct Ran {
  std::vector<Vec> h, o;
};
Ran ran(const oracle::Recurrent& net, const std::vector<Vec>& x,
        const Vec& h0) {
  Ran all;
  Vec h = h0;
  for (const Vec& in : x) {
    using namespace oracle;
    h = activate(net.hidden,
                 add(add(multiply(net.U, in), multiply(net.W, h)), net.b));
    all.h.push_back(h);
    all.o.push_back(add(multiply(net.V, h), net.c));
  }
  return all;
}
Number loss_of(const oracle::Recurrent& net, const std::vector<Vec>& o) {
  Number sum = 0;
  for (std::size_t t = 1; t <= o.size(); ++t)
    sum += oracle::loss_at(net, o[t - 1], t);
  return sum;
}

// The five blocks of a network, and h(0), by complex step of a loss.
void check_part(const Gradient& g, oracle::Recurrent& net,
                const std::function<Number()>& L, bool top) {
  using oracle::gradient;
  CHECK_THAT(g.dU, Near(back(gradient(L, net.U))));
  CHECK_THAT(g.dW, Near(back(gradient(L, net.W))));
  CHECK_THAT(column(g.db), Near(back(gradient(L, net.b))));
  CHECK_THAT(g.dh0, Near(back(gradient(L, net.h0))));
  if (!top) return;
  CHECK_THAT(g.dV, Near(back(gradient(L, net.V))));
  CHECK_THAT(column(g.dc), Near(back(gradient(L, net.c))));
}
void check_input(const Sequence& dx, std::vector<Vec>& x,
                 const std::function<Number()>& L) {
  std::vector<oracle::RealVec> truth;
  for (Vec& in : x) truth.push_back(oracle::gradient(L, in));
  CHECK_THAT(dx, Near(sequence(truth)));
}

Network any_net() {
  return {any_hidden(), any_output()};
}
Index any_tau() {
  return GENERATE(1u, 2u, 3u, 10u);
}

}  // namespace

TEST_CASE("One output at the end: the last loss alone sends something back",
          "[6.1][6.2][E4][A25]") {
  const Case c = any_case(40);
  const Index tau = c.x.last();
  INFO(any_length_test::named(c));
  oracle::Recurrent net = loops(c);
  net.weights.assign(tau, 0);
  net.weights.back() = 1;
  const bptt::LossAndGradient it =
      loss_and_gradient(c.net, c.p, c.x, c.y(tau), c.h0);
  CHECK(it.loss == Approx(oracle::loss(net)).epsilon(kTolerance));
  any_length_test::check_same(it.by, any_length_test::truth(net));
  for (Index t = 1; t < tau; ++t)
    CHECK_THAT(it.by.delta(t), Near(c.p.W.t() * it.by.dz(t + 1), 1e-15));
  CHECK(refusal([&] {
          loss_and_gradient(c.net, c.p, c.x, Matrix(2, 1), c.h0);
        }) == "y: expected 3 x 1, got 2 x 1");
}

TEST_CASE("Columns are read in parts, the uppermost first", "[6.1]") {
  const Matrix two{{1, 7}, {2, 8}, {3, 9}, {4, 10}, {5, 11}, {6, 12}};
  const Sequence x = in_steps(two, 3);
  CHECK_THAT(x(1), Near(two.rows(0, 1), 0));
  CHECK_THAT(x(3), Near(two.rows(4, 5), 0));
  CHECK_THAT(in_steps(two, 1)(1), Near(two, 0));
  CHECK(x.last() == 3);
  CHECK(refusal([&] { in_steps(two, 4); }) ==
        "tau: expected a divisor of 6, got 4");
  CHECK(refusal([&] { in_steps(two, 0); }) ==
        "tau: expected a divisor of 6, got 0");
}

TEST_CASE("One step from h(0) = 0 is chapter 1's network", "[6.1]") {
  Case c = example_of({}, 1, 48);
  c.h0.zeros();
  const backprop::Network<double> layers{{c.p.U, c.p.b, Activation::tanh},
                                         {c.p.V, c.p.c, Activation::identity}};
  const auto pass = backprop::forward(layers, c.x(1));
  const backprop::Gradient g = backprop::backward(
      layers, pass, backprop::Loss::softmax_cross_entropy, c.y(1));
  const bptt::LossAndGradient it =
      loss_and_gradient(c.net, c.p, c.x, c.y(1), c.h0);
  CHECK_THAT(it.by.dU, Near(g.dW[1]));
  CHECK_THAT(it.by.dV, Near(g.dW[2]));
  CHECK_THAT(column(it.by.db), Near(column(g.db[1])));
}

TEST_CASE("Stacked: dx of the layer above takes the place of V^T dL/do",
          "[6.33][6.34]") {
  const Network kind = any_net();
  const Index tau = any_tau();
  const Case low = example_of(kind, tau, 41, 2, 4, 3),
             middle = example_of(kind, tau, 42, 4, 5, 3),
             top = example_of(kind, tau, 43, 5, 3, 3);
  const Layers it =
      stacked(kind,
              {states_alone(low.p.U, low.p.W, low.p.b),
               states_alone(middle.p.U, middle.p.W, middle.p.b), top.p},
              low.x, top.y, {low.h0, middle.h0, top.h0});
  oracle::Recurrent a = loops(low), b = loops(middle), c = loops(top);
  const auto L = [&] {
    const Ran first = ran(a, a.x, a.h0), second = ran(b, first.h, b.h0);
    return loss_of(c, ran(c, second.h, c.h0).o);
  };
  INFO(any_length_test::named(low));
  CHECK(it.loss == Approx(L().real()).epsilon(kTolerance));
  check_part(it.by[0], a, L, false);
  check_part(it.by[1], b, L, false);
  check_part(it.by[2], c, L, true);
  check_input(it.dx, a.x, L);
}

TEST_CASE("Both ways: a reversed copy and a sum", "[6.35][6.36]") {
  const Network kind = any_net();
  const Index tau = any_tau();
  const Case there = example_of(kind, tau, 44),
             backwards = example_of(kind, tau, 45);
  const Layers it = two_way(kind, {there.p, backwards.p}, there.x, there.y,
                            {there.h0, backwards.h0});
  oracle::Recurrent a = loops(there), b = loops(backwards);
  const auto L = [&] {
    const Ran forth = ran(a, a.x, a.h0),
              back_again = ran(b, {a.x.rbegin(), a.x.rend()}, b.h0);
    std::vector<Vec> o;
    for (std::size_t t = 0; t < tau; ++t)
      o.push_back(oracle::add(forth.o[t], back_again.o[tau - 1 - t]));
    return loss_of(a, o);
  };
  INFO(any_length_test::named(there));
  CHECK(it.loss == Approx(L().real()).epsilon(kTolerance));
  check_part(it.by[0], a, L, true);
  check_part(it.by[1], b, L, true);
  check_input(it.dx, a.x, L);
}

TEST_CASE("Read, then write: the state is handed on, and its slope back",
          "[6.37][6.38][B28][D22][D29]") {
  const Network kind = any_net();
  const Index tau = any_tau();
  const Case reads = example_of(kind, tau, 46),
             writes = example_of(kind, 4, 47);
  const Layers it = read_then_write(
      kind, {states_alone(reads.p.U, reads.p.W, reads.p.b), writes.p},
      {reads.x, writes.x}, writes.y, reads.h0);
  oracle::Recurrent a = loops(reads), b = loops(writes);
  const auto L = [&] {
    return loss_of(b, ran(b, b.x, ran(a, a.x, a.h0).h.back()).o);
  };
  INFO(any_length_test::named(reads));
  CHECK(it.loss == Approx(L().real()).epsilon(kTolerance));
  check_part(it.by[0], a, L, false);
  CHECK_THAT(it.by[1].dV, Near(back(oracle::gradient(L, b.V))));
  CHECK_THAT(it.by[1].dW, Near(back(oracle::gradient(L, b.W))));
  CHECK_THAT(it.by[1].dU, Near(back(oracle::gradient(L, b.U))));
  check_input(it.dx, a.x, L);
}

TEST_CASE("A sequence is reversed by its times", "[6.35]") {
  const Sequence q(Matrix{{1, 2, 3}}), r = reversed(q);
  CHECK((r(1)(0) == 3 && r(2)(0) == 2 && r(3)(0) == 1));
  CHECK_THAT(reversed(r), Near(q, 0));
}

TEST_CASE("Real-time recurrent learning finds the gradient of BPTT, forward",
          "[6.30][6.31][6.32][E16]") {
  const Case c = any_case(48);
  INFO(any_length_test::named(c));
  const RealTime g = real_time(c.net, c.p, c.x, c.y, c.h0);
  const bptt::LossAndGradient whole = c.run();
  CHECK(g.loss == Approx(whole.loss).epsilon(kTolerance));
  check_blocks(g.blocks(), whole.by.blocks());
  CHECK_THAT(g.dh0, Near(whole.by.dh0));
}

TEST_CASE("S(t) is how the state depends on every parameter", "[6.30][6.31]") {
  const Case c = example_of({}, 3, 50);
  const bptt::States s = c.states();
  Matrix S(4, 4 * 7 + 4, arma::fill::zeros);
  S.tail_cols(4).eye();
  for (Index t = 1; t <= 3; ++t)
    S = next_sensitivity(c.net.hidden, c.p.W, S, c.x(t), s.h(t - 1), s.h(t));
  oracle::Recurrent net = loops(c);
  for (Index i = 0; i < 4; ++i) {
    const auto state = [&] { return oracle::run(net).h[3][i]; };
    const Matrix by =
        arma::join_rows(back(oracle::gradient(state, net.U)),
                        back(oracle::gradient(state, net.W)),
                        column(back(oracle::gradient(state, net.b))),
                        column(back(oracle::gradient(state, net.h0))));
    CHECK_THAT(Matrix(S.row(i)), Near(Matrix(arma::vectorise(by).t())));
  }
}

TEST_CASE("What RTRL costs is counted: H to the fourth, and no tau in memory",
          "[6.39]") {
  for (const Index H : {1u, 2u, 5u})
    for (const Index tau : {1u, 6u}) {
      const Case c = example_of({}, tau, 51, 2, H, 3);
      const RealTime g = real_time(c.net, c.p, c.x, c.y, c.h0);
      // In plain loops: W S, each row times a slope, and S^T times a vector.
      Index products = 0;
      const Index Q = H * (2 + H + 1) + H;
      for (Index t = 0; t < tau; ++t)
        for (Index q = 0; q < Q; ++q)
          for (Index i = 0; i < H; ++i) products += H + 1 + 1;
      CHECK(g.multiplications == static_cast<double>(products));
      CHECK(g.kept == H * Q + H);
    }
  const Case c = example_of({}, 2, 52);
  CHECK(refusal([&] {
          real_time(c.net, c.p, Sequence(2, 2, 1, 2), c.y,
                    arma::join_rows(c.h0, c.h0));
        }) == "x: expected one sequence, got 2");
}

TEST_CASE("Networks put together refuse what does not fit", "[6.33][6.37]") {
  const Case c = example_of({}, 3, 53);
  CHECK(refusal([&] { stacked(c.net, {}, c.x, c.y, {}); }) ==
        "p: expected at least one layer, got none");
  CHECK(refusal([&] { stacked(c.net, {c.p}, c.x, c.y, {}); }) ==
        "h0: expected 1, got 0");
  CHECK(refusal([&] {
          two_way(c.net, {c.p}, c.x, c.y, {c.h0, c.h0});
        }) == "p: expected 2, got 1");
  CHECK(refusal([&] {
          read_then_write(c.net, {c.p, c.p}, {c.x}, c.y, c.h0);
        }) == "x: expected 2, got 1");
}
