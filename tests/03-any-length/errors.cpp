// What is refused, and what the message says.
#include <limits>

#include "chapters/03-any-length/forecast.hpp"
#include "chapters/03-any-length/lengths.hpp"
#include "chapters/03-any-length/series.hpp"
#include "chapters/03-any-length/sum_over_k.hpp"
#include "chapters/03-any-length/unrolled.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/catch.hpp"

using namespace any_length_test;

namespace {

// The message of what a call throws; empty when it throws nothing.
template <class F>
std::string message(const F& call) {
  try {
    call();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

Case good() {
  return random_case({Activation::tanh, Output::softmax_cross_entropy}, 3, 50);
}

std::string of_forward(const Case& c) {
  return message([&] { c.states(); });
}

const double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("A good case is not refused") {
  CHECK(of_forward(good()) == "");
  CHECK(message([] { good().gradient(); }) == "");
}

TEST_CASE("Parameters that do not fit are named with both shapes") {
  Case c = good();
  c.p.W.set_size(4, 3);
  c.p.W.zeros();
  CHECK(of_forward(c) == "W: expected 4 x 4, got 4 x 3");
  c = good();
  c.p.U = Matrix(3, 2, arma::fill::zeros);
  CHECK(of_forward(c) == "U: expected 4 x 2, got 3 x 2");
  c = good();
  c.p.V = Matrix(3, 5, arma::fill::zeros);
  CHECK(of_forward(c) == "V: expected 3 x 4, got 3 x 5");
  c = good();
  c.p.b = Vector(3, arma::fill::zeros);
  CHECK(of_forward(c) == "b: expected 4 x 1, got 3 x 1");
  c = good();
  c.p.c = Vector(4, arma::fill::zeros);
  CHECK(of_forward(c) == "c: expected 3 x 1, got 4 x 1");
  c = good();
  c.p.U.reset();
  CHECK(of_forward(c) == "U: expected at least one number, got 0 x 0");
}

TEST_CASE("Inputs, states and targets that do not fit are named") {
  Case c = good();
  c.x = Matrix(3, 3, arma::fill::zeros);
  CHECK(of_forward(c) ==
        "x: expected 2 x 1 x 3, got 3 x 1 x 3 (rows x sequences x steps)");
  c = good();
  c.x.reset();
  CHECK(of_forward(c) == "x: expected at least one time step, got none");
  c = good();
  c.h0 = Vector(5, arma::fill::zeros);
  CHECK(of_forward(c) == "h0: expected 4 x 1, got 5 x 1");
  c = good();
  c.y = Matrix(3, 2, arma::fill::zeros);
  CHECK(message([&] { c.gradient(); }) == "y: expected 3 x 3, got 3 x 2");
  c = good();
  CHECK(message([&] {
          backward(c.net.hidden, c.p, c.x, c.states(), Matrix(2, 3));
        }) ==
        "dLdo: expected 3 x 1 x 3, got 2 x 1 x 3 (rows x sequences x steps)");
}

TEST_CASE("Numbers that are not finite are named") {
  Case c = good();
  c.p.W(1, 2) = kNan;
  CHECK(of_forward(c) ==
        "W: expected finite numbers, got one that is not in row 2, column 3");
  c = good();
  c.x(0, 2) = std::numeric_limits<double>::infinity();
  CHECK(of_forward(c) ==
        "x: expected finite numbers, got one that is not in slice 2");
  c = good();
  c.h0(0) = kNan;
  CHECK(of_forward(c).starts_with("h0: expected finite numbers"));
  c = good();
  c.y(2, 1) = kNan;
  CHECK(message([&] { c.gradient(); }).starts_with("y: expected finite"));
  c = good();
  Matrix dLdo = c.dLdo();
  dLdo(0, 0) = kNan;
  CHECK(message([&] {
          backward(c.net.hidden, c.p, c.x, c.states(), dLdo);
        }).starts_with("dLdo: expected finite"));
  States<> s = c.states();
  s.h(0, 3) = kNan;
  CHECK(message([&] {
          backward(c.net.hidden, c.p, c.x, s, c.dLdo());
        }).starts_with("h: expected finite"));
}

TEST_CASE("The other ways refuse what the recursion refuses") {
  const Case c = good();
  CHECK(message([&] {
          sum_over_k(c.net.hidden, c.p, c.x, c.states(), Matrix(2, 3));
        }).starts_with("dLdo: expected"));
  CHECK(message([&] {
          gradient_by_layers(c.net.hidden, backprop::Loss::squared_error, c.p,
                             c.x, Matrix(2, 3), c.h0);
        }) == "y: expected 3 x 3, got 2 x 3");
}

TEST_CASE("Batches refuse no sequence and sequences that do not fit") {
  CHECK(message([] { side_by_side({}); }) ==
        "sequences: expected at least one, got none");
  const Sequence s{Matrix(2, 3, arma::fill::zeros),
                   Matrix(1, 3, arma::fill::zeros), Vector(4)};
  Sequence other = s;
  other.y.set_size(1, 2);
  CHECK(message([&] {
          side_by_side({s, other});
        }) == "y: expected 1 x 3, got 1 x 2");
  other = s;
  other.x.set_size(3, 3);
  CHECK(message([&] {
          side_by_side({s, other});
        }) == "x: expected 2 x 3, got 3 x 3");
  other = s;
  other.h0.set_size(2);
  CHECK(message([&] {
          side_by_side({s, other});
        }) == "h0: expected 4 x 1, got 2 x 1");
  other = s;
  other.x.set_size(2, 0);
  CHECK(message([&] {
          side_by_side({other});
        }).starts_with("x: expected at least one number"));
  const Case c = good();
  Batch batch = side_by_side({{c.x, c.y, c.h0}});
  batch.m.set_size(2, 3);
  CHECK(message([&] { loss_and_gradient(c.net, c.p, batch); }) ==
        "m: expected 1 x 3, got 2 x 3");
}

TEST_CASE("A series that is too short for an autoregression is refused") {
  const Matrix series(1, 30, arma::fill::ones);
  CHECK(message([&] {
          autoregression(series, 18, 9);
        }).starts_with("series: expected at least 19 values"));
  CHECK(message([&] {
          autoregression(series, 31, 2);
        }).starts_with("series: expected"));
}
