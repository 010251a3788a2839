// A sequence is read by its time, and by no other.
#include "common/sequence.hpp"

#include "tests/near.hpp"

using namespace unrolled;

TEST_CASE("A column of a matrix is a time, from 1 or from where one says") {
  const Matrix m{{1, 2, 3}, {4, 5, 6}};
  const Sequence x(m), h(m, 0);
  CHECK_THAT(x(1), Near(Vector{1, 4}));
  CHECK_THAT(x(3), Near(Vector{3, 6}));
  CHECK_THAT(h(0), Near(Vector{1, 4}));
  CHECK_THAT(h(2), Near(Vector{3, 6}));
  CHECK(x.last() == 3);
  CHECK(h.last() == 2);
  CHECK_THAT(h.columns(), Near(m));
}

TEST_CASE("A slice of a cube is a time, and its columns are sequences") {
  Cube slices(2, 3, 4);
  for (Index i = 0; i < slices.n_elem; ++i) slices(i) = static_cast<double>(i);
  const Sequence x(slices);
  CHECK(x.n() == 3);
  CHECK(x(4)(1, 2) == 23);
  CHECK_THAT(x.columns(2), Near(Matrix{{4, 10, 16, 22}, {5, 11, 17, 23}}));
}

TEST_CASE("A time that is not there throws, to read and to write") {
  const auto told = [](const auto& act) {
    return refusal<std::out_of_range>(act);
  };
  Sequence h(2, 1, 0, 3);
  const Sequence x(Matrix(2, 3, arma::fill::ones)), none;
  CHECK(told([&] { h(4) = h(0); }) == "time 4: expected 0 .. 3");
  CHECK(told([&] { (void)x(0); }) == "time 0: expected 1 .. 3");
  CHECK(told([&] { (void)x(Index{} - 1); }) != "accepted");
  CHECK(told([&] { (void)none(1); }) != "accepted");
  CHECK(told([&] { h(3) = x(3); }) == "accepted");
}

TEST_CASE("A sequence of another shape or at other times is refused by name") {
  const Sequence x(Matrix(2, 3, arma::fill::ones));
  const auto told = [&](Index rows, Index n, Index first, Index last) {
    return refusal([&] { require_sequence("x", x, rows, n, first, last); });
  };
  CHECK(told(2, 1, 1, 3) == "accepted");
  CHECK(told(3, 1, 1, 3) ==
        "x: expected 3 x 1 at times 1 .. 3, got 2 x 1 at times 1 .. 3");
  CHECK(told(2, 2, 1, 3) != "accepted");
  CHECK(told(2, 1, 0, 2) != "accepted");
  CHECK(told(2, 1, 1, 4) != "accepted");
  Sequence bad = x;
  bad(2)(1, 0) = not_a_number;
  CHECK(refusal([&] { require_sequence("x", bad, 2, 1, 1, 3); }) ==
        "x: expected finite numbers, got one that is not at time 2");
}
