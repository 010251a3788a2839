// A chain, all masks of it: closed forms against enumeration.
#include "tests/08-dropout/support.hpp"

using namespace dropout_test;

TEST_CASE("New masks at each step leave the mean and blow up the variance",
          "[8.24][8.25][8.26]") {
  const double p = GENERATE(0.5, 0.8, 0.95);
  const Index T = GENERATE(1u, 2u, 5u, 10u);
  const Moments all = over_all_masks(T, p, carried),
                closed = of_new_masks(p, T);
  CHECK(all.mean == Approx(1).epsilon(1e-12));
  CHECK(closed.mean == 1);
  CHECK(closed.variance == Approx(all.variance).epsilon(1e-11));
}

TEST_CASE("One mask for all steps moves the mean, too", "[8.24][8.27][8.28]") {
  const double p = GENERATE(0.5, 0.8, 0.95);
  const Index T = GENERATE(1u, 2u, 5u, 10u);
  const Moments all = over_all_masks(1, p, [T](const Vector& m) {
    return carried(Vector(T, arma::fill::value(m(0))));
  });
  const Moments closed = of_one_mask(p, T);
  CHECK(closed.mean == Approx(all.mean).epsilon(1e-12));
  CHECK(closed.variance == Approx(all.variance).epsilon(1e-11));
}

TEST_CASE("By pencil: ten steps, half of them kept", "[8.24][8.26][8.27]") {
  CHECK(of_new_masks(0.5, 10).variance == 1023);
  CHECK(of_one_mask(0.5, 10).mean == 512);
  CHECK(carried({2, 2, 2}) == 8);
  CHECK(carried({2, 0, 2}) == 0);
}

TEST_CASE("A mask on what is written never meets another",
          "[8.29][8.30][8.31]") {
  const double p = GENERATE(0.5, 0.8, 0.95);
  const double f = GENERATE(0.0, 0.9, 1.0);
  Random random(1);
  const Vector a = random.normal_matrix(9, 1);
  const Moments all =
      over_all_masks(9, p, [&](const Vector& m) { return written(f, a, m); });
  const Moments closed = of_what_is_written(p, f, a);
  CHECK(closed.mean == Approx(all.mean).epsilon(1e-12));
  CHECK(closed.mean == Approx(written(f, a, Vector(9, arma::fill::ones))));
  CHECK(closed.variance == Approx(all.variance).epsilon(1e-11));
}

TEST_CASE("The chain is a recurrence under masks on what is carried",
          "[8.24][8.7][8.11]") {
  bptt::Parameters p{Matrix(1, 1), Matrix{1.0}, Matrix{1.0}, Vector(1),
                     Vector(1)};
  p.U.zeros(), p.b.zeros(), p.c.zeros();
  Random random(2);
  const Index T = 6;
  const Sequence x(1, 1, 1, T);
  Masks m = draw(Place::nowhere, 1, 1, 1, 1, T, random);
  m.h = Cube(random.uniform_matrix(1, T, 0.5, 2).memptr(), 1, 1, T);
  const bptt::States s = forward(Activation::identity, p, x, Matrix{1.0}, m);
  const Vector factors = m.h.columns().t();
  CHECK(s.h(T)(0) == Approx(carried(factors)));
  // On the way back it is the same product.
  Sequence last(1, 1, 1, T);
  last(T) = 1;
  CHECK(backward(Activation::identity, p, x, s, last, m).dh0(0) ==
        Approx(carried(factors)));
}
