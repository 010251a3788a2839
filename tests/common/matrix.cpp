// Shapes are demanded by name, and the Frobenius norm is exact at every scale.
#include "common/matrix.hpp"

#include <functional>
#include <limits>

#include "tests/catch.hpp"
#include "tests/near.hpp"

using namespace unrolled;

TEST_CASE("A shape is told as rows by columns") {
  CHECK(shape(Matrix(3, 2)) == "3 x 2");
  CHECK(shape(Matrix()) == "0 x 0");
  CHECK(shape(ComplexMatrix(1, 4)) == "1 x 4");
}

TEST_CASE("A wrong shape is refused by name, with both shapes") {
  CHECK(refusal([] { require_shape("W", Matrix(3, 2), 3, 2); }) == "accepted");
  CHECK(refusal([] { require_shape("W", Matrix(3, 2), 2, 3); }) ==
        "W: expected 2 x 3, got 3 x 2");
  CHECK(refusal([] { require_shape("W", Matrix(3, 2), 3, 1); }) ==
        "W: expected 3 x 1, got 3 x 2");
  CHECK(refusal([] { require_shape("b", ComplexMatrix(3, 2), 1, 2); }) ==
        "b: expected 1 x 2, got 3 x 2");
}

TEST_CASE("An empty matrix is refused by name") {
  CHECK(refusal([] { require_not_empty("x", Matrix(1, 1)); }) == "accepted");
  CHECK(refusal([] { require_not_empty("x", Matrix(3, 0)); }) ==
        "x: expected at least one number, got 3 x 0");
  CHECK(refusal([] { require_not_empty("x", Matrix(0, 3)); }) ==
        "x: expected at least one number, got 0 x 3");
}

TEST_CASE("The first entry that is not finite is named with its place") {
  CHECK(refusal([] {
          require_finite("x", Matrix{{1, 2}, {3, 4}});
        }) == "accepted");
  CHECK(refusal([] { require_finite("x", Matrix()); }) == "accepted");
  for (const double bad : {not_a_number, infinity, -infinity})
    CHECK(refusal([&] {
            require_finite("x", Matrix{{1, 2}, {bad, bad}});
          }) ==
          "x: expected finite numbers, got one that is not in row 2, column 1");
  ComplexMatrix z(2, 2, arma::fill::zeros);
  z(0, 1) = Complex(0, not_a_number);
  CHECK(refusal([&] { require_finite("z", z); }) ==
        "z: expected finite numbers, got one that is not in row 1, column 2");
}

TEST_CASE("A real matrix becomes complex without an imaginary part") {
  const Matrix m{{1, 2}, {3, 4}};
  const ComplexMatrix z = as<Complex>(m);
  CHECK(arma::approx_equal(arma::real(z), m, "absdiff", 0.0));
  CHECK(arma::accu(arma::abs(arma::imag(z))) == 0);
  CHECK(arma::approx_equal(as<double>(m), m, "absdiff", 0.0));
}

TEST_CASE("The Frobenius norm is the root of the sum of all squares") {
  CHECK(frobenius_norm(Matrix{{3, 0}, {0, -4}}) == 5);
  CHECK(frobenius_norm(Matrix{{1, 2}, {2, 4}}) == 5);
  CHECK(frobenius_norm(Matrix(3, 2)) == 0);
  CHECK(frobenius_norm(Matrix()) == 0);
  CHECK(frobenius_norm(Matrix{-7.0}) == 7);
}

TEST_CASE("The Frobenius norm is not the largest singular value") {
  const Matrix identity(3, 3, arma::fill::eye);
  CHECK(frobenius_norm(identity) == Approx(std::sqrt(3.0)).epsilon(1e-15));
  CHECK(arma::norm(identity) == Approx(1).epsilon(1e-15));
}

TEST_CASE("No square overflows or vanishes on the way to the norm") {
  for (const double scale : {1e-300, 1e-160, 1e160, 1e300}) {
    CHECK(frobenius_norm(scale * Matrix{{3, 4}}) ==
          Approx(5 * scale).epsilon(1e-15));
    CHECK(frobenius_norm(scale * Matrix{{3, 4}}) > 0);
  }
}

TEST_CASE("The norm of infinite entries is infinite, that of NaN is NaN") {
  CHECK(frobenius_norm(Matrix{{1, -infinity}}) == infinity);
  for (const Matrix& m :
       {Matrix{not_a_number}, Matrix{{not_a_number, 0}},
        Matrix{{0, not_a_number}}, Matrix{{not_a_number, 5}},
        Matrix{{5, not_a_number}}, Matrix{{infinity, not_a_number}}})
    CHECK(std::isnan(frobenius_norm(m)));
}

TEST_CASE("The median of each column, finite or not") {
  const double inf = arma::datum::inf;
  CHECK_THAT(medians({{3, 1}, {1, 4}, {2, 7}}), Near(Matrix{{2, 4}}));
  CHECK(medians({{1, inf}, {inf, 5}, {4, inf}, {2, inf}})(0) == 3);
  CHECK(medians({{1, inf}, {inf, 5}, {4, inf}, {2, inf}})(1) == inf);
}
