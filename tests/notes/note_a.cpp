// Note A: what it says of the loss, of sharing and of the gradient.
#include <cmath>

#include "chapters/03-any-length/lengths.hpp"
#include "chapters/03-any-length/other_ways.hpp"
#include "tests/catch.hpp"
#include "tests/notes.hpp"
#include "tests/notes/printed.hpp"

using namespace notes_test;

TEST_CASE("The loss is the logarithm of the target's entry, of one target",
          "[3.6][A18][C40][E20]") {
  const Matrix o = Vector{0.3, -0.8, 1.1};
  const auto off = [&](const Vector& y, Index entry) {
    const double code = loss(Output::softmax_cross_entropy, o, y);
    return std::abs(code / -std::log(probabilities(o)(entry)) - 1);
  };
  notes::holds("E20", max({off({1, 0, 0}, 0), off({0, 1, 0}, 1)}));
  // Of another target; of one that is spread over all classes.
  notes::only_when("A18", off({0, 1, 0}, 2), off({0, 0, 1}, 2));
  notes::only_when("C40", off({0.1, 0.2, 0.7}, 2), off({0, 0, 1}, 2));
}

TEST_CASE("Cross-entropy is no distance, and a soft target leaves its entropy",
          "[3.6][A35][C48][E39]") {
  const auto L = [](const Vector& said, const Vector& target) {
    return loss(Output::softmax_cross_entropy, Matrix(arma::log(said)), target);
  };
  const Vector soft{0.1, 0.2, 0.7}, other{0.3, 0.3, 0.4};
  // What is left where prediction and target are equal, or nearly.
  const notes::Less left{{"left of the loss at the target, one class:",
                          L({1e-12, 1e-12, 1}, {0, 0, 1})},
                         {"spread over three:", L(soft, soft)}};
  notes::only_when("C48", left);
  notes::only_when("A35", left);
  CHECK(squared_error(soft, soft) == 0);
  CHECK(L(soft, soft) == Approx(-arma::dot(soft, arma::log(soft))));
  CHECK(L(other, soft) > L(soft, soft));  // the least, yet not 0
  const double right = oracle::softmax_cross_entropy(
                           loops(Vector(arma::log(other))), loops(soft))
                           .real();
  notes::only_when("E39", std::abs(L(soft, other) / right - 1),
                   std::abs(L(other, soft) / right - 1));
}

TEST_CASE("Softmax says no number below 0 or above 1, the identity says any",
          "[3.4][3.19][3.20][B59]") {
  const Vector y{-1, 2, 0};
  const auto left = [&](Output output) {
    double least = 1e300;
    Random random(1);
    Matrix o = y;
    for (int n = 0; n < 1000; ++n, o = random.normal_matrix(3, 1, 10))
      least = std::min(least, squared_error(predict(output, o), y));
    return least;
  };
  notes::only_when(
      "B59",
      notes::Less{
          {"squared error left at a target of -1, 2, 0, identity:",
           left(Output::linear_squared_error)},
          {"softmax, best of 1,000:", left(Output::softmax_cross_entropy)}});
}

TEST_CASE("An update keeps one W for all steps, and it is another one",
          "[3.14][3.18][A19]") {
  const Case c = random_case(3, 4);
  const oracle::Gradients g = oracle::complex_step(loops(c));
  const double rate = 0.5;
  Parameters p = c.p;
  update(p, c.gradient(), rate);
  // All copies move by the sum of the copies' gradients.
  Matrix sum = 0 * c.p.W;
  for (const oracle::RealMat& copy : g.dW_at) sum += back(copy);
  const Matrix together = c.p.W - rate * sum;
  // Each copy by its own gradient: they are shared no more.
  const Matrix first = c.p.W - rate * back(g.dW_at[0]);
  const Matrix third = c.p.W - rate * back(g.dW_at[2]);
  CHECK(block_error(first, third) > kFarOff);
  notes::only_when("A19", block_error(p.W, c.p.W), block_error(p.W, together));
}

TEST_CASE("No direction is steeper than the gradient's", "[3.18][A21]") {
  const Case c = random_case(5, 6);
  const Gradient g = c.gradient();
  const Matrix& dW = g.dW;
  // The slope of L along a direction of W, by complex step in plain loops.
  const auto slope = [&](const Matrix& v) {
    oracle::Recurrent net = loops(c);
    for (Index i = 0; i < v.n_rows; ++i)
      for (Index j = 0; j < v.n_cols; ++j)
        net.W[i][j] += oracle::Number(0, oracle::kStep * v(i, j));
    return oracle::run(net).loss.imag() / oracle::kStep;
  };
  const double norm = frobenius_norm(dW);
  Random random(7);
  double steepest = 0;
  for (int n = 0; n < 1000; ++n) {
    const Matrix v = random.normal_matrix(dW.n_rows, dW.n_cols);
    steepest = max(steepest, slope(v / frobenius_norm(v)));
  }
  CHECK(slope(dW / norm) == Approx(norm).epsilon(1e-12));
  CHECK(slope(-dW / norm) == Approx(-norm).epsilon(1e-12));
  notes::holds("A21",
               notes::Less{{"steepest of 1,000 random directions", steepest},
                           {"along the gradient", norm}});
}

TEST_CASE(
    "A small step down the gradient lowers the loss, a large one does not",
    "[3.18][A28]") {
  double small = 0, large = 1e300;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Case c = random_case(5, seed);
    const auto after = [&](double rate) {
      Case moved = c;
      update(moved.p, c.gradient(), rate);
      return oracle::loss(loops(moved)) / oracle::loss(loops(c));
    };
    small = max(small, after(0.01));
    large = std::min(large, after(100));
  }
  CHECK(small < 1);
  CHECK(large > 1);
  notes::only_when(
      "A28", notes::Less{{"of the loss is left after a step of rate 0.01, at "
                          "worst of ten;",
                          small},
                         {"after one of rate 100, at best", large}});
}

namespace {

// y(3) is x(1); x(2) and x(3) are 0, so are the other targets. What chapter 1's
// backward pass on the unrolled network leaves of the loss.
double left_by_layers(std::uint64_t seed, bool memory) {
  Random r(seed);
  Parameters p{r.normal_matrix(4, 1), r.normal_matrix(4, 4, 0.5),
               r.normal_matrix(1, 4, 0.5), Vector(4), Vector(1)};
  const Vector h0(4);
  double loss = 0;
  for (int step = 0; step <= 500; ++step) {
    if (!memory) p.W.zeros();
    ParameterGradient sum(p);
    loss = 0;
    for (const double bit : {-1.0, 1.0}) {
      const Sequence x = Matrix{{bit, 0, 0}}, y = Matrix{{0, 0, bit}};
      const Gradient g = gradient_by_layers(
          Activation::tanh, backprop::Loss::squared_error, p, x, y, h0);
      unrolled::update(sum.blocks(), g.blocks(), -1);
      loss += unrolled::squared_error(
          forward(Activation::tanh, p, x, h0).o.columns(), y.columns());
    }
    update(p, sum, 0.1);
  }
  return loss;
}

}  // namespace

TEST_CASE("Backpropagation learns a sequence where the network has a memory",
          "[3.32][3.33][A14][long]") {
  double with = 0, without = 1e300;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    with = max(with, left_by_layers(seed, true));
    without = std::min(without, left_by_layers(seed, false));
  }
  notes::only_when("A14",
                   notes::Less{{"loss left with memory, worst of ten", with},
                               {"without, best of ten", without}});
  CHECK(with < 0.05);
  CHECK(without >=
        1);  // half a square for each of the two it cannot tell apart
}

TEST_CASE("The rule for h(t) is the network's, whatever finds its gradient",
          "[3.1][3.28][3.29][A17]") {
  const Case c = random_case(5, 13);
  const Gradient right = truth(c);
  const SumOverK sum = sum_over_k(c.net.hidden, c.p, c.x, c.states(), c.dLdo());
  Case without_it = c;
  without_it.p.W.zeros();
  notes::misprint(
      "A17", block_error(without_it.gradient().dh0, right.dh0),
      max(block_error(sum.dW, right.dW), block_error(sum.dU, right.dU)));
}

TEST_CASE("A window of inputs has no way back through time, a state has",
          "[3.14][3.28][A30]") {
  const Case c = random_case(5, 19);
  // The note's data, two inputs at a time, to units that keep nothing.
  Case window = example_of({}, 5, 19, 4);
  window.p.W.zeros();
  for (Index t = 1; t <= 5; ++t) {
    const Vector before = t > 1 ? Vector(c.x(t - 1)) : Vector(2);
    window.x(t) = arma::join_cols(before, Vector(c.x(t)));
  }
  // Each step alone, from the state that it begins in.
  const auto without_the_way_back = [](const Case& it) {
    const States s = it.states();
    ParameterGradient sum(it.p);
    for (Index t = 1; t <= 5; ++t) {
      const Case step{it.net, it.p, Sequence(it.x(t)), Sequence(it.y(t)),
                      Vector(s.h(t - 1))};
      unrolled::update(sum.blocks(), step.gradient().blocks(), -1);
    }
    return block_error(sum.dU, truth(it).dU);
  };
  const double least = without_the_way_back(window);
  CHECK(least <= kTolerance);
  notes::only_when(
      "A30", notes::Less{
                 {"error of the gradient without a way back, a window:", least},
                 {"a recurrent network:", without_the_way_back(c)}});
}

TEST_CASE(
    "Behind another loss than the matched one the first factor is its own",
    "[2.33][2.52][A8]") {
  // Squared error behind softmax.
  const Case c = random_case(3, 20);
  oracle::Recurrent net = loops(c);
  net.loss_of_step = [&](const oracle::Vec& o, std::size_t t) {
    return oracle::squared_error(oracle::softmax(o), loops(Vector(c.y(t))));
  };
  Sequence dLdo = c.dLdo();
  for (Index t = 1; t <= 3; ++t)
    dLdo(t) = back(oracle::total_derivative(net, oracle::Place::kO, t, 3));
  const Matrix right = truth(net).dV;
  CHECK_THAT(backward(c.net.hidden, c.p, c.x, c.states(), dLdo).dV,
             Near(right));
  CHECK(block_error(c.gradient().dV, right) > kFarOff);
}

TEST_CASE("Samples may be exchanged, the steps of a sequence may not",
          "[3.36][3.37][A11]") {
  const Case net = random_case(5, 1);
  std::vector<Labelled> texts;
  double L = 0;
  ParameterGradient right(net.p);
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Case c = random_case(5, seed);
    c.p = net.p;
    texts.push_back({c.x, c.y, c.h0});
    L += oracle::loss(loops(c));
    const Gradient one = truth(c);
    right.dU += one.dU, right.dW += one.dW, right.dV += one.dV;
    right.db += one.db, right.dc += one.dc;
  }
  std::vector<Labelled> other = texts, shuffled = texts;
  std::reverse(other.begin(), other.end());
  for (Labelled& text : shuffled) {
    text.x = Matrix(arma::fliplr(text.x.columns()));
    text.y = Matrix(arma::fliplr(text.y.columns()));
  }
  const auto of = [&](const std::vector<Labelled>& samples) {
    return loss_and_gradient(net.net, net.p, side_by_side(samples));
  };
  double error = 0;
  for (const std::vector<Labelled>* samples : {&texts, &other}) {
    const LossAndGradient it = of(*samples);
    error = max({error, worst_block(it.by.blocks(), right.blocks()).error,
                 std::abs(it.loss / L - 1)});
  }
  notes::only_when("A11",
                   worst_block(of(shuffled).by.blocks(), right.blocks()).error,
                   error);
}

TEST_CASE("The losses of two samples add up where none tells of the other",
          "[3.36][A22]") {
  // Two fair coins, each said to be one; the second may repeat the first.
  const double both =
      loss(Output::softmax_cross_entropy, Matrix(2, 2), Matrix{{1, 0}, {0, 1}});
  const auto off = [&](const Matrix& together) {
    double surprise = 0;
    for (const double p : together)
      if (p > 0) surprise -= p * std::log(p);
    return std::abs(both / surprise - 1);
  };
  notes::only_when("A22", off({{0.5, 0}, {0, 0.5}}),
                   off({{0.25, 0.25}, {0.25, 0.25}}));
}

TEST_CASE("Note A's static network says of a step what its input says",
          "[1.1][1.2][3.3][A1][A24]") {
  Random r(1);
  const Matrix W = r.normal_matrix(4, 2), V = r.normal_matrix(3, 4);
  const Vector b = r.normal_matrix(4, 1), c = r.normal_matrix(3, 1);
  const backprop::Network<double> net{{W, b, Activation::identity},
                                      {V, c, Activation::identity}};
  Matrix x = r.normal_matrix(2, 3);
  const auto said = [&] { return backprop::forward(net, x).a[2]; };
  double off = 1e300, error = 0;
  for (Index t = 0; t < 3; ++t) {
    using namespace oracle;
    const Vec h = add(multiply(loops(W), loops(Vector(x.col(t)))), loops(b));
    const Vector y_hat = oracle::back(add(multiply(loops(V), h), loops(c)));
    const Vector bent = oracle::back(
        add(multiply(loops(V), oracle::activate("tanh", h)), loops(c)));
    off = std::min(off, block_error(y_hat, bent));
    // Without an activation two layers are one.
    const Vector one_layer = V * W * x.col(t) + (V * b + c);
    error = max({error, block_error(said().col(t), y_hat),
                 block_error(one_layer, y_hat)});
  }
  notes::only_when("A1", off, error);
  // x(1) moves: does the output at t = 3?
  Case recurrent = random_case(3, 2);
  const Matrix before = said(), o = recurrent.states().o(3);
  x.col(0) += 1;
  recurrent.x(1) += 1;
  const double still = frobenius_norm(said().col(2) - before.col(2));
  CHECK(still == 0);
  notes::only_when(
      "A24",
      notes::Less{{"change of the third output with x(1), static:", still},
                  {"recurrent:", frobenius_norm(recurrent.states().o(3) - o)}});
}

TEST_CASE("The squared error's value is symmetric, its slope is not",
          "[3.6][3.7][A5][A29]") {
  const oracle::Vec y{0.2, -1.5}, y_hat{0.9, 0.4};
  const auto at = [&](const oracle::Vec& a, const oracle::Vec& b) {
    return oracle::squared_error(a, b).real();
  };
  CHECK(at(y, y_hat) == at(y_hat, y));
  oracle::Vec moved = y_hat;
  const Vector slope = back(
      oracle::gradient([&] { return oracle::squared_error(moved, y); }, moved));
  const Matrix p = back(oracle::real(y_hat)), q = back(oracle::real(y));
  // With the names as the words have them: y the output.
  const double exchanged = block_error(output_delta(q, p), slope);
  const double error = block_error(output_delta(p, q), slope);
  notes::only_when("A5", exchanged, error);
  notes::misprint("A29", exchanged, error);
}

TEST_CASE("Descending on the last step's loss alone does worse on the whole",
          "[2.75][3.18][A7]") {
  double least = 1e300;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Case c = random_case(3, seed);
    ParameterGradient sum(c.p);
    for (Index t = 1; t <= 3; ++t)
      unrolled::update(sum.blocks(), back_from(c, t).blocks(), -1);
    notes::holds("A7", worst_block(sum.blocks(), truth(c).blocks()).error);
    // L after a descent on L, and on L(3).
    Case whole = c, last = c;
    for (int step = 0; step < 300; ++step) {
      update(whole.p, whole.gradient(), 0.1);
      update(last.p, back_from(last, 3), 0.1);
    }
    least =
        std::min(least, oracle::loss(loops(last)) / oracle::loss(loops(whole)));
  }
  CHECK(least > 1);  // on each of the ten
}

TEST_CASE("Without W h the past has no say, without U x no input has",
          "[3.1][3.16][A15]") {
  const Case c = random_case(3, 11);
  // What the loss of step 3 says of x(1).
  const auto reach = [](const Case& it) {
    const Sequence dx = back_from(it, 3).dx;
    CHECK_THAT(dx, Near(truth(only(it, 3)).dx));
    return dx;
  };
  Case no_past = c, no_input = c;
  no_past.p.W.zeros();
  no_input.p.U.zeros();
  const Sequence both = reach(c), present = reach(no_past);
  CHECK(frobenius_norm(both(1)) > 1e-3);
  CHECK(frobenius_norm(present(3)) > 1e-3);
  const double without =
      max({frobenius_norm(present(1)), frobenius_norm(present(2)),
           frobenius_norm(reach(no_input).columns())});
  CHECK(without == 0);
  notes::answered(
      "A15", notes::Less{{"slope of L(3) in x(1) with one term gone:", without},
                         {"with both:", frobenius_norm(both(1))}});
}
