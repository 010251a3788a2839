// Along the memory: products of forget gates.
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
  const auto half_life = [](double b) {
    return std::log(2.0) / -std::log(sigma(Matrix{b})(0));
  };
  CHECK(half_life(0) == Approx(1).epsilon(1e-15));
  CHECK(half_life(1) == Approx(2.2).margin(0.05));
  CHECK(half_life(5) == Approx(103).margin(0.5));
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
