// The forward passes and every block of the gradients, against an oracle that
// knows no backward pass.
#include "tests/07-gates/support.hpp"

using namespace gates_test;

TEST_CASE("The LSTM's forward pass is that of plain loops, step by step",
          "[7.1][7.2][7.3][7.4][7.5][7.6]") {
  const Lstm c(any_output(), any_tau(), 1);
  const oracle::Gated net = loops(c);
  const auto it = c.run();
  CHECK_THAT(it.s.f.columns(), Near(quantity(net, "f")));
  CHECK_THAT(it.s.i.columns(), Near(quantity(net, "i")));
  CHECK_THAT(it.s.q.columns(), Near(quantity(net, "q")));
  CHECK_THAT(it.s.a.columns(), Near(quantity(net, "a")));
  CHECK_THAT(it.s.C.columns(), Near(quantity(net, "C", 0)));
  CHECK_THAT(it.s.h.columns(), Near(quantity(net, "h", 0)));
  CHECK_THAT(it.s.o.columns(), Near(quantity(net, "o")));
  CHECK_THAT(it.y_hat.columns(), Near(quantity(net, "y_hat")));
  CHECK(it.loss == Approx(oracle::run(net).loss.real()).epsilon(kTolerance));
}

TEST_CASE("Every block of the LSTM's gradient is the derivative of the loss",
          "[7.7][7.8][7.9][7.10][7.11][7.12][7.13][7.14][7.15][7.16][7.17]"
          "[7.18][7.19][7.20]") {
  check_gradient(Lstm(any_output(), any_tau(), 2));
}

TEST_CASE("The GRU's forward pass is that of plain loops, step by step",
          "[7.21][7.22][7.23][7.24][7.25][7.26][7.27]") {
  const Reset reset = GENERATE(Reset::before, Reset::after);
  const Gru c(reset, any_output(), any_tau(), 4);
  const oracle::Gated net = loops(c);
  const auto it = c.run();
  CHECK_THAT(it.s.u.columns(), Near(quantity(net, "u")));
  CHECK_THAT(it.s.r.columns(), Near(quantity(net, "r")));
  CHECK_THAT(it.s.a.columns(), Near(quantity(net, "a")));
  CHECK_THAT(it.s.h.columns(), Near(quantity(net, "h", 0)));
  CHECK_THAT(it.s.o.columns(), Near(quantity(net, "o")));
  CHECK_THAT(it.y_hat.columns(), Near(quantity(net, "y_hat")));
  CHECK(it.loss == Approx(oracle::run(net).loss.real()).epsilon(kTolerance));
}

TEST_CASE("Every block of the GRU's gradient is the derivative of the loss",
          "[7.17][7.18][7.19][7.28][7.29][7.30][7.31][7.32][7.33][7.34][7.35]"
          "[7.36][7.37][7.38][7.39]") {
  const Reset reset = GENERATE(Reset::before, Reset::after);
  check_gradient(Gru(reset, any_output(), any_tau(), 5));
}
