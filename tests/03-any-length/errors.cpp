// What is refused, and what the message says.
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/lengths.hpp"
#include "chapters/03-any-length/other_ways.hpp"
#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

namespace {

const Matrix three_by_two(3, 2, arma::fill::zeros);

// What the whole run says of a good case that was spoilt.
template <class F>
std::string spoilt(const F& spoil) {
  Case c = random_case(3, 50);
  spoil(c);
  return refusal([&] { c.run(); });
}
// What a way back says of another x, h or dL/do.
template <class F>
std::string spoilt_way_back(const F& spoil) {
  const Case c = random_case(3, 50);
  Sequence x = c.x, dLdo = c.dLdo();
  States s = c.states();
  spoil(x, s, dLdo);
  const std::string said =
      refusal([&] { backward(c.net.hidden, c.p, x, s, dLdo); });
  CHECK(said == refusal([&] { sum_over_k(c.net.hidden, c.p, x, s, dLdo); }));
  return said;
}

}  // namespace

TEST_CASE("A good case is not refused") {
  CHECK(spoilt([](Case&) {}) == "accepted");
  CHECK(spoilt_way_back([](Sequence&, States&, Sequence&) {}) == "accepted");
}

TEST_CASE("Parameters that do not fit are named with both shapes") {
  CHECK(spoilt([](Case& c) { c.p.W = Matrix(4, 3, arma::fill::zeros); }) ==
        "W: expected 4 x 4, got 4 x 3");
  CHECK(spoilt([](Case& c) { c.p.U = three_by_two; }) ==
        "U: expected 4 x 2, got 3 x 2");
  CHECK(spoilt([](Case& c) { c.p.V = Matrix(3, 5, arma::fill::zeros); }) ==
        "V: expected 3 x 4, got 3 x 5");
  CHECK(spoilt([](Case& c) {
          c.p.b = Vector{1, 2, 3};
        }) == "b: expected 4 x 1, got 3 x 1");
  CHECK(spoilt([](Case& c) {
          c.p.c = Vector{1, 2, 3, 4};
        }) == "c: expected 3 x 1, got 4 x 1");
  CHECK(spoilt([](Case& c) { c.p.U.reset(); }) ==
        "U: expected at least one number, got 0 x 0");
}

TEST_CASE("Inputs, states and targets that do not fit are named") {
  CHECK(spoilt([](Case& c) { c.x = Matrix(3, 3, arma::fill::zeros); }) ==
        "x: expected 2 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 3");
  CHECK(spoilt([](Case& c) { c.x = Sequence(); }) ==
        "x: expected at least one time step, got none");
  CHECK(spoilt([](Case& c) {
          c.h0 = Vector{1, 2, 3, 4, 5};
        }) == "h0: expected 4 x 1, got 5 x 1");
  CHECK(spoilt([](Case& c) { c.y = three_by_two; }) ==
        "y: expected 3 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 2");
  CHECK(spoilt_way_back([](Sequence&, States&, Sequence& dLdo) {
          dLdo = Matrix(2, 3, arma::fill::zeros);
        }) ==
        "dLdo: expected 3 x 1 at times 1 .. 3, got 2 x 1 at times 1 .. 3");
}

TEST_CASE("Numbers that are not finite are named") {
  CHECK(spoilt([](Case& c) { c.p.W(1, 2) = not_a_number; }) ==
        "W: expected finite numbers, got one that is not in row 2, column 3");
  CHECK(spoilt([](Case& c) { c.x(3)(0) = infinity; }) ==
        "x: expected finite numbers, got one that is not at time 3");
  CHECK(contains(spoilt([](Case& c) { c.h0(0) = not_a_number; }),
                 "h0: expected finite numbers"));
  CHECK(contains(spoilt([](Case& c) { c.y(2)(2) = not_a_number; }),
                 "y: expected finite numbers"));
  CHECK(contains(spoilt_way_back([](Sequence&, States&, Sequence& dLdo) {
                   dLdo(1)(0) = not_a_number;
                 }),
                 "dLdo: expected finite numbers"));
  CHECK(contains(spoilt_way_back([](Sequence&, States& s, Sequence&) {
                   s.h(3)(0) = not_a_number;
                 }),
                 "h: expected finite numbers"));
}

TEST_CASE("A time that a sequence does not have is refused") {
  const Case c = random_case(3, 50);
  const auto time = [&](const Sequence& q, Index t) {
    return refusal<std::out_of_range>([&] { q(t); });
  };
  CHECK(time(c.x, 0) == "time 0: expected 1 .. 3");
  CHECK(time(c.states().h, 4) == "time 4: expected 0 .. 3");
}

TEST_CASE("The other ways take one sequence, and targets that fit") {
  const Case c = random_case(3, 50);
  const auto by_layers = [&](const Sequence& x, const Sequence& y,
                             const Matrix& h0) {
    return refusal([&] {
      gradient_by_layers(c.net.hidden, backprop::Loss::squared_error, c.p, x, y,
                         h0);
    });
  };
  CHECK(by_layers(c.x, c.y, c.h0) == "accepted");
  CHECK(by_layers(c.x, three_by_two, c.h0) ==
        "y: expected 3 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 2");
  const Sequence two_at_once(2, 2, 1, 3);
  CHECK(by_layers(two_at_once, c.y, Matrix(4, 2, arma::fill::zeros)) ==
        "x: expected one sequence, got 2");
}

TEST_CASE("Batches refuse no sequence and sequences that do not fit") {
  const Labelled good{Matrix(2, 3, arma::fill::zeros),
                      Matrix(1, 3, arma::fill::zeros), Vector{1, 2, 3, 4}};
  const auto beside = [&](const Sequence& x, const Sequence& y,
                          const Vector& h0) {
    return refusal([&] { side_by_side({good, {x, y, h0}}); });
  };
  CHECK(refusal([] { side_by_side({}); }) ==
        "sequences: expected at least one, got none");
  CHECK(beside(good.x, good.y, good.h0) == "accepted");
  CHECK(contains(beside(good.x, Matrix{{1, 2}}, good.h0), "y: expected 1 x 1"));
  CHECK(contains(beside(Matrix(3, 3), good.y, good.h0), "x: expected 2 x 1"));
  CHECK(beside(good.x, good.y, Vector{1, 2}) ==
        "h0: expected 4 x 1, got 2 x 1");
  CHECK(contains(beside(Sequence(), good.y, good.h0),
                 "x: expected at least one time step"));
  const Case c = random_case(3, 50);
  Batch batch = side_by_side({{c.x, c.y, c.h0}});
  batch.m = Matrix(2, 3, arma::fill::zeros);
  CHECK(contains(refusal([&] { loss_and_gradient(c.net, c.p, batch); }),
                 "m: expected 1 x 1"));
}

TEST_CASE("A series that is too short for an autoregression is refused") {
  const Matrix series(1, 30, arma::fill::ones);
  CHECK(refusal([&] { autoregression(series, 18, 9); }) ==
        "series: expected at least 19 values to fit AR(9) to, got 18");
  CHECK(contains(refusal([&] { autoregression(series, 31, 2); }),
                 "series: expected"));
}
