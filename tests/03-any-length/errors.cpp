// What is refused, and what the message says.
#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/lengths.hpp"
#include "chapters/03-any-length/other_ways.hpp"
#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

namespace {

Matrix zeros(Index rows, Index cols) {
  return Matrix(rows, cols, arma::fill::zeros);
}

// A good case with three steps, and what makes it a bad one.
struct Bad {
  Case c = example_of({}, 3, 50);
  States s = c.states();
  Sequence dLdo = c.dLdo();
};
struct Spoilt {
  std::function<void(Bad&)> by;
  std::string says;
};

}  // namespace

TEST_CASE("A run names what does not fit, with both shapes or the place") {
  const std::vector<Spoilt> all{
      {[](Bad&) {}, "accepted"},
      {[](Bad& it) { it.c.p.W = zeros(4, 3); }, "W: expected 4 x 4, got 4 x 3"},
      {[](Bad& it) { it.c.p.U = zeros(3, 2); }, "U: expected 4 x 2, got 3 x 2"},
      {[](Bad& it) { it.c.p.V = zeros(3, 5); }, "V: expected 3 x 4, got 3 x 5"},
      {[](Bad& it) { it.c.p.b = zeros(3, 1); }, "b: expected 4 x 1, got 3 x 1"},
      {[](Bad& it) { it.c.p.c = zeros(4, 1); }, "c: expected 3 x 1, got 4 x 1"},
      {[](Bad& it) { it.c.p.U.reset(); },
       "U: expected at least one number, got 0 x 0"},
      {[](Bad& it) { it.c.x = zeros(3, 3); },
       "x: expected 2 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 3"},
      {[](Bad& it) { it.c.x = Sequence(); },
       "x: expected at least one time step, got none"},
      {[](Bad& it) { it.c.h0 = zeros(5, 1); }, "h0: expected 4 x 1, got 5 x 1"},
      {[](Bad& it) { it.c.y = zeros(3, 2); },
       "y: expected 3 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 2"},
      {[](Bad& it) { it.c.p.W(1, 2) = not_a_number; },
       "W: expected finite numbers, got one that is not in row 2, column 3"},
      {[](Bad& it) { it.c.x(3)(0) = infinity; },
       "x: expected finite numbers, got one that is not at time 3"},
      {[](Bad& it) { it.c.h0(0) = not_a_number; },
       "h0: expected finite numbers, got one that is not in row 1, column 1"},
      {[](Bad& it) { it.c.y(2)(2) = not_a_number; },
       "y: expected finite numbers, got one that is not at time 2"}};
  for (const Spoilt& spoilt : all) {
    Bad it;
    spoilt.by(it);
    CHECK(refusal([&] { it.c.run(); }) == spoilt.says);
  }
}

TEST_CASE("So do the ways back") {
  const std::vector<Spoilt> all{
      {[](Bad&) {}, "accepted"},
      {[](Bad& it) { it.dLdo = zeros(2, 3); },
       "dLdo: expected 3 x 1 at times 1 .. 3, got 2 x 1 at times 1 .. 3"},
      {[](Bad& it) { it.dLdo(1)(0) = not_a_number; },
       "dLdo: expected finite numbers, got one that is not at time 1"},
      {[](Bad& it) { it.s.h(3)(0) = not_a_number; },
       "h: expected finite numbers, got one that is not at time 3"}};
  for (const Spoilt& spoilt : all) {
    Bad it;
    spoilt.by(it);
    const auto tanh = Activation::tanh;
    CHECK(refusal([&] { backward(tanh, it.c.p, it.c.x, it.s, it.dLdo); }) ==
          spoilt.says);
    CHECK(refusal([&] { sum_over_k(tanh, it.c.p, it.c.x, it.s, it.dLdo); }) ==
          spoilt.says);
  }
}

TEST_CASE("A time that a sequence does not have is refused") {
  const Bad it;
  CHECK(refusal<std::out_of_range>([&] { it.c.x(0); }) ==
        "time 0: expected 1 .. 3");
  CHECK(refusal<std::out_of_range>([&] { it.s.h(4); }) ==
        "time 4: expected 0 .. 3");
}

TEST_CASE("The other ways take one sequence, and targets that fit") {
  const Case c = Bad().c;
  const auto by_layers = [&](const Sequence& x, const Sequence& y,
                             const Matrix& h0) {
    return refusal([&] {
      gradient_by_layers(c.net.hidden, backprop::Loss::squared_error, c.p, x, y,
                         h0);
    });
  };
  CHECK(by_layers(c.x, c.y, c.h0) == "accepted");
  CHECK(by_layers(c.x, zeros(3, 2), c.h0) ==
        "y: expected 3 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 2");
  CHECK(by_layers(Sequence(2, 2, 1, 3), c.y, zeros(4, 2)) ==
        "x: expected one sequence, got 2");
}

TEST_CASE("Batches refuse no sequence and sequences that do not fit") {
  const Labelled good{zeros(2, 3), zeros(1, 3), zeros(4, 1)};
  const auto beside = [&](const Sequence& x, const Sequence& y,
                          const Vector& h0) {
    return refusal([&] { side_by_side({good, {x, y, h0}}); });
  };
  CHECK(refusal([] { side_by_side({}); }) ==
        "sequences: expected at least one, got none");
  CHECK(beside(good.x, good.y, good.h0) == "accepted");
  CHECK(contains(beside(good.x, zeros(1, 2), good.h0), "y: expected 1 x 1"));
  CHECK(contains(beside(zeros(3, 3), good.y, good.h0), "x: expected 2 x 1"));
  CHECK(beside(good.x, good.y, zeros(2, 1)) == "h0: expected 4 x 1, got 2 x 1");
  CHECK(contains(beside(Sequence(), good.y, good.h0),
                 "x: expected at least one time step"));
  const Case c = Bad().c;
  Batch batch = side_by_side({{c.x, c.y, c.h0}});
  batch.m = zeros(2, 3);
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
