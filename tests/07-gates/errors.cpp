// What is refused, and what the message says.
#include <limits>

#include "tests/07-gates/support.hpp"

using namespace gates_test;

namespace {

Matrix nothing(Index rows, Index cols) {
  return Matrix(rows, cols, arma::fill::zeros);
}

// A good cell with three steps, and what makes it a bad one.
template <class Case>
struct SpoiltCell {
  std::function<void(Case&)> by;
  std::string says;
};

}  // namespace

TEST_CASE("A cell names what does not fit, with both shapes or the place") {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const std::vector<SpoiltCell<Lstm>> lstms{
      {[](Lstm&) {}, "accepted"},
      {[](Lstm& c) { c.p.f.W = nothing(3, 2); },
       "Wf: expected 3 x 3, got 3 x 2"},
      {[](Lstm& c) { c.p.q.U = nothing(3, 4); },
       "Uq: expected 3 x 2, got 3 x 4"},
      {[](Lstm& c) { c.p.a.b = nothing(2, 1); },
       "ba: expected 3 x 1, got 2 x 1"},
      {[](Lstm& c) { c.p.i.W.reset(); },
       "Wi: expected at least one number, got 0 x 0"},
      {[](Lstm& c) { c.p.V = nothing(4, 2); }, "V: expected 4 x 3, got 4 x 2"},
      {[](Lstm& c) { c.p.c = nothing(3, 1); }, "c: expected 4 x 1, got 3 x 1"},
      {[](Lstm& c) { c.x = nothing(3, 3); },
       "x: expected 2 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 3"},
      {[](Lstm& c) { c.x = Sequence(); },
       "x: expected at least one time step, got none"},
      {[](Lstm& c) { c.h0 = nothing(2, 1); }, "h0: expected 3 x 1, got 2 x 1"},
      {[](Lstm& c) { c.C0 = nothing(3, 2); }, "C0: expected 3 x 1, got 3 x 2"},
      {[&](Lstm& c) { c.p.i.U(1, 0) = none; },
       "Ui: expected finite numbers, got one that is not in row 2, column 1"},
      {[&](Lstm& c) { c.C0(2) = none; },
       "C0: expected finite numbers, got one that is not in row 3, column 1"}};
  for (const auto& [by, says] : lstms) {
    Lstm c(Output::linear_squared_error, 3, 70);
    by(c);
    CHECK(refusal([&] { c.run(); }) == says);
  }
  const std::vector<SpoiltCell<Gru>> grus{
      {[](Gru&) {}, "accepted"},
      {[](Gru& c) { c.p.ca = nothing(2, 1); }, "ca: expected 3 x 1, got 2 x 1"},
      {[](Gru& c) { c.p.r.W = nothing(2, 3); },
       "Wr: expected 3 x 3, got 2 x 3"},
      {[](Gru& c) { c.h0 = nothing(4, 1); }, "h0: expected 3 x 1, got 4 x 1"}};
  for (const auto& [by, says] : grus) {
    Gru c(Reset::after, Output::linear_squared_error, 3, 71);
    by(c);
    CHECK(refusal([&] { c.run(); }) == says);
  }
}

TEST_CASE("So do the ways back, and weights of steps that are none") {
  const Lstm c(Output::linear_squared_error, 3, 72);
  const Gru g(Reset::before, Output::linear_squared_error, 3, 73);
  const Sequence two(nothing(4, 2));
  const std::string says =
      "dLdo: expected 4 x 1 at times 1 .. 3, got 4 x 1 at times 1 .. 2";
  CHECK(refusal([&] { lstm::backward(c.p, c.x, c.states(), two); }) == says);
  CHECK(refusal([&] { gru::backward(g.p, g.x, g.states(), two); }) == says);
  const Sequence m(nothing(1, 2));
  CHECK(refusal([&] {
          loss_and_gradient(g.output, g.p, g.x, g.y, g.states(), m);
        }) == "m: expected 1 x 1 at times 1 .. 3, got 1 x 1 at times 1 .. 2");
}
