// What was put out comes back: every block against an oracle that knows no
// backward pass; and under teacher forcing no step waits for another.
#include <algorithm>

#include "tests/06-shapes/support.hpp"

using namespace shapes_test;

TEST_CASE("Jordan's forward pass is that of plain loops",
          "[6.3][6.4][6.5][6.6][E2]") {
  const JordanCase c = any_jordan(20);
  INFO(named(c));
  const JordanStates s = c.states();
  const oracle::Trace trace = oracle::run(loops(c));
  CHECK_THAT(s.z, Near(sequence(trace.z)));
  CHECK_THAT(s.h, Near(from_first(sequence(trace.h, 0))));
  CHECK_THAT(s.o, Near(sequence(trace.o)));
  CHECK(c.run().loss == Approx(trace.loss.real()).epsilon(kTolerance));
  CHECK_THAT(s.f(0), Near(c.y0, 0));
  const bool own = c.kind.feedback == Feedback::own;
  for (Index t = 1; t <= c.x.last(); ++t)
    CHECK_THAT(s.f(t),
               Near(own ? predict(c.kind.net.output, s.o(t)) : c.y(t), 0));
}

TEST_CASE("Every block of Jordan's gradient is the derivative of the loss",
          "[6.7][6.8][6.9][6.10][6.11][6.12][6.13][6.14][6.15][6.16][6.17]") {
  const JordanCase c = any_jordan(21);
  INFO(named(c));
  check_named(all_blocks(c.run().by), all_blocks(truth(c)));
}

TEST_CASE("The output's Jacobian is full for softmax, and has two signs",
          "[6.8]") {
  const Output pair = any_output();
  const Vector o{0.5, -1, 2}, v{1, -2, 0.5};
  oracle::Vec scores = oracle::loops(o);
  oracle::Recurrent net;
  net.output = name_of(pair);
  const auto weighed = [&] {
    const oracle::Vec y_hat = oracle::predicted(net, scores);
    oracle::Number sum = 0;
    for (std::size_t k = 0; k < y_hat.size(); ++k) sum += v(k) * y_hat[k];
    return sum;
  };
  const Matrix y_hat = predict(pair, Matrix(o));
  CHECK_THAT(through_output(pair, y_hat, v),
             Near(back(oracle::gradient(weighed, scores)), 1e-14));
}

TEST_CASE("Jordan's network by pencil: its own output, and the teacher's",
          "[6.6][6.7][6.14]") {
  JordanCase c{{{Activation::identity, Output::linear_squared_error}},
               {Matrix{1.0}, Matrix{0.5}, Matrix{2.0}, {0.0}, {0.0}},
               Matrix{{1, 1}},
               Matrix{{3, 5}},
               Matrix{2.0}};
  const JordanRun own = c.run();
  CHECK((own.y_hat(1)(0) == 4 && own.y_hat(2)(0) == 6));
  CHECK(own.by.dout(1)(0) == 2);
  CHECK(own.by.delta(1)(0) == 4);
  CHECK(own.by.dW(0) == 16);
  c.kind.feedback = Feedback::teacher;
  const JordanRun taught = c.run();
  CHECK((taught.y_hat(1)(0) == 4 && taught.y_hat(2)(0) == 5));
  CHECK(taught.by.dout(1)(0) == 1);
  CHECK(taught.by.dW(0) == 4);
}

TEST_CASE("Sequences side by side give Jordan's gradient of them all",
          "[6.3][6.9][6.13]") {
  const Jordan kind{{Activation::tanh, any_output()}, any_feedback()};
  JordanCase one = jordan_of(kind, 4, 23), two = jordan_of(kind, 4, 24);
  two.p = one.p;
  JordanCase both = one;
  const auto beside = [](const Sequence& a, const Sequence& b) {
    Sequence all(a.rows(), 2, 1, a.last());
    for (Index t = 1; t <= a.last(); ++t) all(t) = arma::join_rows(a(t), b(t));
    return all;
  };
  both.x = beside(one.x, two.x);
  both.y = beside(one.y, two.y);
  both.y0 = arma::join_rows(one.y0, two.y0);
  INFO(named(one));
  const JordanRun a = one.run(), b = two.run(), all = both.run();
  CHECK(all.loss == Approx(a.loss + b.loss).epsilon(kTolerance));
  for (std::size_t i = 0; i < 5; ++i)
    CHECK_THAT(all.by.blocks()[i].values,
               Near(a.by.blocks()[i].values + b.by.blocks()[i].values));
  CHECK_THAT(all.by.dy0, Near(arma::join_rows(a.by.dy0, b.by.dy0)));
}

TEST_CASE("With the teacher's outputs no slope passes from step to step",
          "[6.7][6.18][E38]") {
  JordanCase c = jordan_of({{}, Feedback::teacher}, 5, 25);
  Sequence only(3, 1, 1, 5);
  only(4) = c.dLdo()(4);
  const JordanGradient g = backward(c.kind, c.p, c.x, c.states(), only);
  for (const Index t : {1u, 2u, 3u, 5u}) CHECK(arma::abs(g.dz(t)).max() == 0);
  CHECK(arma::abs(g.dz(4)).max() > 0);
  c.kind.feedback = Feedback::own;
  const JordanGradient own = backward(c.kind, c.p, c.x, c.states(), only);
  for (const Index t : {1u, 2u, 3u}) CHECK(arma::abs(own.dz(t)).max() > 0);
  CHECK(arma::abs(own.dz(5)).max() == 0);
}

TEST_CASE("Decoupled steps may be done in any order, in any number of threads",
          "[6.18][E3]") {
  const JordanCase c =
      jordan_of({{any_hidden(), any_output()}, Feedback::teacher}, 7, 26);
  const auto in = [&](const std::vector<Index>& order, Index threads) {
    return step_by_step(c.kind.net, c.p, c.x, c.y, c.y0, order, threads);
  };
  std::vector<Index> order(7);
  std::iota(order.begin(), order.end(), 1);
  const ParameterGradient first = in(order, 1);
  check_blocks(first.blocks(), truth(c).blocks());
  for (Index i = 0; i < 20; ++i) {
    std::next_permutation(order.begin(), order.end());
    std::rotate(order.begin(), order.begin() + 1, order.end());
    const ParameterGradient again = in(order, 1 + i % 4);
    for (std::size_t k = 0; k < 5; ++k)  // to the last bit
      CHECK(arma::all(arma::vectorise(again.blocks()[k].values ==
                                      first.blocks()[k].values)));
  }
  CHECK(refusal([&] {
          in({1, 2, 3}, 1);
        }) == "order: expected every step once");
  CHECK(refusal([&] {
          in({1, 1, 2, 3, 4, 5, 6}, 1);
        }) == "order: expected every step once");
  CHECK(refusal([&] { in(order, 0); }) ==
        "threads: expected at least 1, got 0");
}

TEST_CASE("Steps by themselves may be those of several sequences", "[6.18]") {
  const Jordan kind{{Activation::tanh, Output::linear_squared_error},
                    Feedback::teacher};
  const JordanCase c = jordan_of(kind, 1, 27);
  const Index D = c.p.U.n_cols, K = c.p.V.n_rows, n = 3;
  Random random(28);
  Sequence x(D, n, 1, 2), y(K, n, 1, 2);
  for (Index t = 1; t <= 2; ++t) {
    x(t) = random.normal_matrix(D, n);
    y(t) = random.normal_matrix(K, n);
  }
  const Matrix y0 = random.normal_matrix(K, n);
  const ParameterGradient alone =
                              step_by_step(kind.net, c.p, x, y, y0, {2, 1}, 2),
                          whole = loss_and_gradient(kind, c.p, x, y, y0).by;
  check_blocks(alone.blocks(), whole.blocks());
}

TEST_CASE("Teacher forcing is maximum likelihood: a sum over all sequences",
          "[6.19][E16]") {
  // Three outputs, four steps: all 81 sequences that could be put out.
  JordanCase c = jordan_of({{}, Feedback::teacher}, 4, 27);
  double all = 0, worst = 0;
  for (Index code = 0; code < 81; ++code) {
    double joint = 1;
    c.y.slices().zeros();
    for (Index t = 1, rest = code; t <= 4; ++t, rest /= 3) c.y(t)(rest % 3) = 1;
    // One step at a time, as one would draw them.
    Matrix before = c.y0;
    for (Index t = 1; t <= 4; ++t) {
      const JordanStates s = forward(c.kind, c.p, c.x(t), c.y(t), before);
      joint *= arma::accu(predict(c.kind.net.output, s.o(1)) % c.y(t));
      before = c.y(t);
    }
    all += joint;
    worst = std::max(worst, std::abs(c.run().loss + std::log(joint)));
  }
  CHECK(all == Approx(1).epsilon(1e-13));
  CHECK(worst < 1e-12);
}

TEST_CASE("Left to its own outputs a linear network errs by all later shocks",
          "[6.40]") {
  // y(t) = a y(t-1) and a shock; the network knows a, and y(0).
  for (const double a : {0.5, 0.9, 1.1, -0.7})
    for (const Index k : {1u, 2u, 5u, 12u}) {
      INFO(a << ", " << k << " steps");
      JordanCase c{{{Activation::identity, Output::linear_squared_error}},
                   {Matrix{0.0}, Matrix{a}, Matrix{1.0}, {0.0}, {0.0}},
                   Sequence(1, k, 1, k),
                   Sequence(1, k, 1, k),
                   Matrix(1, k, arma::fill::ones)};
      for (Index t = 1; t <= k; ++t) {
        c.y(t) = a * (t == 1 ? c.y0 : c.y(t - 1));
        c.y(t)(t - 1) += 1;  // column j has the one shock of step j
      }
      const auto squared_error = [&](Index t) {
        return arma::accu(arma::square(c.y(t) - c.run().y_hat(t)));
      };
      CHECK(
          squared_error(k) ==
          Approx((1 - std::pow(a, 2.0 * static_cast<double>(k))) / (1 - a * a))
              .epsilon(1e-13));
      // A teacher leaves the shock of the step itself.
      c.kind.feedback = Feedback::teacher;
      CHECK(squared_error(k) == Approx(1).epsilon(1e-13));
    }
}

TEST_CASE("Equal outputs give equal states, whatever came before",
          "[6.3][6.20][E3]") {
  // Two histories under teacher forcing: the inputs differ up to step 3, the
  // targets do not. From step 4 on nothing tells them apart.
  JordanCase c = jordan_of({{}, Feedback::teacher}, 6, 28);
  JordanCase other = c;
  for (Index t = 1; t <= 3; ++t) other.x(t) *= -1;
  for (Index t = 1; t <= 3; ++t)
    CHECK_FALSE(arma::approx_equal(c.states().h(t), other.states().h(t),
                                   "absdiff", kFarOff));
  for (Index t = 4; t <= 6; ++t)
    CHECK_THAT(other.states().h(t), Near(c.states().h(t), 0));
  // Elman's state does.
  const Case elman = example_of({}, 6, 28);
  Case turned = elman;
  for (Index t = 1; t <= 3; ++t) turned.x(t) *= -1;
  CHECK_THAT(turned.states().h(6), !Near(elman.states().h(6), kFarOff));
}

TEST_CASE("A feedback has its name", "[6.6]") {
  CHECK(feedback_named("own") == Feedback::own);
  CHECK(feedback_named("teacher") == Feedback::teacher);
  CHECK(refusal([] { feedback_named("mine"); }) ==
        "feedback: expected own or teacher, got 'mine'");
}

TEST_CASE("Jordan's network names what does not fit", "[6.3]") {
  struct Spoilt {
    std::function<void(JordanCase&)> by;
    std::string says;
  };
  const std::vector<Spoilt> all{
      {[](JordanCase&) {}, "accepted"},
      {[](JordanCase& it) { it.p.W = Matrix(4, 4); },
       "W: expected 4 x 3, got 4 x 4"},
      {[](JordanCase& it) { it.p.U = Matrix(4, 1); },
       "x: expected 1 x 1 at times 1 .. 3, got 2 x 1 at times 1 .. 3"},
      {[](JordanCase& it) { it.p.U.reset(); },
       "U: expected at least one number, got 0 x 0"},
      {[](JordanCase& it) { it.p.V = Matrix(3, 3); },
       "V: expected 3 x 4, got 3 x 3"},
      {[](JordanCase& it) { it.p.b = Vector(3); },
       "b: expected 4 x 1, got 3 x 1"},
      {[](JordanCase& it) { it.p.c = Vector(4); },
       "c: expected 3 x 1, got 4 x 1"},
      {[](JordanCase& it) { it.p.W(0) = not_a_number; },
       "W: expected finite numbers, got one that is not in row 1, column 1"},
      {[](JordanCase& it) { it.x = Sequence(); },
       "x: expected at least one time step, got none"},
      {[](JordanCase& it) { it.y0 = Matrix(4, 1); },
       "y0: expected 3 x 1, got 4 x 1"},
      {[](JordanCase& it) { it.y0(0) = infinity; },
       "y0: expected finite numbers, got one that is not in row 1, column 1"},
      {[](JordanCase& it) { it.y = Sequence(3, 1, 1, 2); },
       "y: expected 3 x 1 at times 1 .. 3, got 3 x 1 at times 1 .. 2"}};
  for (const Spoilt& spoilt : all) {
    JordanCase it = jordan_of({{}, Feedback::teacher}, 3, 29);
    spoilt.by(it);
    CHECK(refusal([&] { it.run(); }) == spoilt.says);
  }
  const JordanCase it = jordan_of({}, 3, 29);
  CHECK(refusal([&] {
          backward(it.kind, it.p, it.x, it.states(), Sequence(2, 1, 1, 3));
        }) ==
        "dLdo: expected 3 x 1 at times 1 .. 3, got 2 x 1 at times 1 .. 3");
}
