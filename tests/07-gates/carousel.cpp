// Along the memory: products of forget gates.
#include "chapters/07-gates/memory.hpp"
#include "tests/07-gates/support.hpp"

using namespace gates_test;

TEST_CASE("Along the memory the factors are the forget gates", "[7.40][7.13]") {
  // With W. = 0 nothing goes round by h: the total derivative is that along C.
  Lstm c(Output::linear_squared_error, 6, 20);
  for (Gate* g : {&c.p.f, &c.p.i, &c.p.q, &c.p.a}) g->W.zeros();
  const lstm::States s = c.states();
  const Index k = GENERATE(0u, 1u, 4u), t = 5;
  Matrix product = arma::ones(3, 1);
  for (Index at = k + 1; at <= t; ++at) product %= s.f(at);
  CHECK_THAT(oracle::back(jacobian(loops(c), "C", t, "C", k)),
             Near(arma::diagmat(Vector(product))));
}

TEST_CASE("A forget gate of 1 hands a memory on as it is", "[7.40][B25]") {
  Lstm c(Output::linear_squared_error, 40, 21);
  for (Gate* g : {&c.p.f, &c.p.i, &c.p.q, &c.p.a}) g->W.zeros();
  c.p.f.U.zeros();
  c.p.f.b.fill(40);
  const Matrix whole(3, 3, arma::fill::eye);
  CHECK_THAT(oracle::back(jacobian(loops(c), "C", 40, "C", 0)),
             Near(whole, 1e-15));
}

TEST_CASE("Half of a memory is left after the half-life", "[7.41][D17]") {
  const auto with_bias = [](double b) {
    return half_life(std::log(sigma(Matrix{b})(0)));
  };
  CHECK(with_bias(0) == Approx(1).epsilon(1e-15));
  CHECK(with_bias(1) == Approx(2.2).margin(0.05));
  CHECK(with_bias(5) == Approx(103).margin(0.5));
  // By running: with the bias 5 it is first below half of itself one step on.
  Lstm c(Output::linear_squared_error, 104, 22);
  for (Gate* g : {&c.p.f, &c.p.i, &c.p.q, &c.p.a}) g->W.zeros();
  c.p.f.U.zeros();
  c.p.f.b.fill(5);
  c.p.a = Gate(2, 3);  // nothing is written
  const Sequence C = c.states().C;
  CHECK(C(103)(0) / C(0)(0) > 0.5);
  CHECK(C(104)(0) / C(0)(0) < 0.5);
}

TEST_CASE("A memory's slope is the sum of its ways back", "[7.42]") {
  const Lstm c(any_output(), any_tau(), 23);
  const lstm::States s = c.states();
  const lstm::Gradient g = c.run().by;
  const Matrix all = truth(loops(c), "dC");
  const Index last = c.x.last();
  for (const Index t : {Index{1}, (last + 1) / 2, last}) {
    const Sequence ways = ways_to_memory(s, g, t);
    REQUIRE(ways.first() == t);
    REQUIRE(ways.last() == last);
    CHECK_THAT(Matrix(arma::sum(ways.slices(), 2)), Near(all.col(t - 1)));
  }
  CHECK_THROWS_AS(ways_to_memory(s, g, last + 1), std::out_of_range);
}

TEST_CASE("Where no gate sees a state one way to a memory is left", "[7.42]") {
  Lstm c(Output::linear_squared_error, 9, 24, {2, 4, 4});
  for (Gate* g : {&c.p.f, &c.p.i, &c.p.q, &c.p.a}) g->W.zeros();
  c.p.V.eye();
  c.x = Cube(2, 4, 9, arma::fill::ones);
  c.h0 = arma::repmat(c.h0, 1, 4);
  c.C0 = arma::repmat(c.C0, 1, 4);
  const lstm::States s = c.states();
  const lstm::Gradient g = lstm::backward(c.p, c.x, s, all_last_states(4, 9));
  const Vector norms = norms_by_lag(g.dC);
  for (Index t = 1; t <= 9; ++t) {
    const Sequence ways = ways_to_memory(s, g, t);
    CHECK_THAT(ways(9), Near(g.dC(t), 1e-14));
    CHECK(norms(9 - t) == Approx(arma::norm(ways(9), 2)));
  }
}
