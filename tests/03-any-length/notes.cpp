// What the notes print wrong, claim or ask, each by a number.
#include "tests/notes.hpp"

#include <map>
#include <set>
#include <sstream>

#include "chapters/03-any-length/other_ways.hpp"
#include "chapters/03-any-length/pairs.hpp"
#include "tests/03-any-length/support.hpp"

using namespace any_length_test;

namespace {

Example square_example(std::uint64_t seed) {
  return example_of({}, 5, seed, 3, 3, 3);
}
Example any_example() {
  return square_example(GENERATE(1u, 2u, 3u, 4u, 5u));
}

double error(const Sequence& got, const Sequence& expected) {
  return block_error(got.columns(), expected.columns());
}

double right_A6(double y_hat, double y) {
  return -(y * std::log(y_hat) + (1 - y) * std::log(1 - y_hat));
}

// delta(t) as a function of h(t): the run begun again there.
Vector delta_at(const Example& it, Index t, const Vector& h) {
  const Vector y_hat = softmax(Matrix(it.p.V * h + it.p.c));
  Vector delta = it.p.V.t() * (y_hat - it.y(t));
  const Index left = it.x.last() - t;
  if (left == 0) return delta;
  Example rest = it;
  rest.x = Matrix(it.x.columns().tail_cols(left));
  rest.y = Matrix(it.y.columns().tail_cols(left));
  rest.h0 = h;
  return delta + rest.gradient().dh0;
}

// Row B8 as printed: delta(t) with d delta(t)/dh(t), by differences, for do/dh.
Vector first_factor_printed(const Example& it, Index t) {
  const Vector h = it.states().h(t);
  Matrix slope(h.n_elem, h.n_elem);
  for (Index j = 0; j < h.n_elem; ++j) {
    Vector up = h, down = h;
    up(j) += 1e-5, down(j) -= 1e-5;
    slope.col(j) = (delta_at(it, t, up) - delta_at(it, t, down)) / 2e-5;
  }
  const Vector right = it.gradient().delta(t), dLdo = it.dLdo()(t);
  return right - it.p.V.t() * dLdo + slope.t() * dLdo;
}

}  // namespace

TEST_CASE("The loss is the sum of the steps' losses, not T times one of them",
          "[3.5][A4][B4][C18]") {
  const Example it = any_example();
  const double L = oracle::loss(loops(it));
  double sum = 0;
  for (Index t = 1; t <= 5; ++t) sum += it.L(t);
  for (Index t = 1; t <= 5; ++t)
    notes::misprint("A4", std::abs(printed_A4(it, t) / L - 1),
                    std::abs(sum / L - 1));
}

TEST_CASE(
    "Squared error is the same with the names exchanged, binary "
    "cross-entropy is not",
    "[3.6][A5][A6]") {
  const Matrix y_hat{0.8}, y{0.9}, o{std::log(0.8 / 0.2)};
  CHECK(squared_error(y_hat, y) == squared_error(y, y_hat));
  const double right = right_A6(0.8, 0.9);
  CHECK(printed_A6(0.8, 0.9) > 1.4 * right);
  notes::misprint("A6", std::abs(printed_A6(0.8, 0.9) / right - 1),
                  std::abs(sigmoid_cross_entropy(o, y) / right - 1));
  // A target is 0 or 1: the printed form is infinite there.
  CHECK(std::isinf(printed_A6(0.8, 1)));
  CHECK(right_A6(0.8, 1) == Approx(-std::log(0.8)));
  // In y_hat the printed form is a straight line: it has no minimum at y.
  CHECK(printed_A6(0.3, 0.9) - printed_A6(0.2, 0.9) ==
        Approx(printed_A6(0.95, 0.9) - printed_A6(0.85, 0.9)));
  for (const double beside : {0.85, 0.95})
    CHECK(right_A6(beside, 0.9) > right_A6(0.9, 0.9));
}

TEST_CASE("delta(t) from delta(tau+1) drops all that comes back", "[3.11]") {
  const Example it = any_example();
  const Sequence right = truth(it).delta;
  CHECK(error(printed_B7(it), right) > kFarOff);
  // Only the last step has nothing that could come back.
  CHECK_THAT(printed_B7(it)(5), Near(right(5)));
}

TEST_CASE(
    "delta(tau) has do/dh and y(tau): with d delta/dh or y(t) it is wrong, or "
    "cannot be multiplied",
    "[3.10][3.11][B8][B9][B48][C24]") {
  const Example it = any_example();
  const Gradient right = truth(it);
  const Matrix last = right.delta(5);
  CHECK_THAT(Matrix(it.p.V.t() * it.dLdo()(5)), Near(last));
  const double code = error(it.gradient().delta, right.delta);
  notes::misprint("B48", block_error(printed_B48(it), last), code);
  for (Index t = 1; t < 5; ++t)
    notes::misprint(
        "B8", block_error(first_factor_printed(it, t), right.delta(t)), code);
  CHECK(block_error(first_factor_printed(it, 5), printed_B48(it)) < 1e-6);
  for (Index t = 1; t < 5; ++t)
    notes::misprint("B9", block_error(printed_B9(it, t), last),
                    std::max(block_error(printed_B9(it, 5), last), code));
  // With three outputs and four hidden units d delta/dh is 4 x 4, dL/do has 3.
  CHECK_THROWS_AS(printed_B48(example_of({}, 5, 1)), std::logic_error);
}

TEST_CASE("What is printed as d delta/dh is V^T J V", "[B8]") {
  const Example it = square_example(2);
  const oracle::Mat V = loops(it.p.V);
  oracle::Vec h = loops(Vector(it.states().h(5)));
  Matrix expected(3, 3);
  for (Index i = 0; i < 3; ++i) {
    const auto delta_i = [&] {
      const oracle::Vec p =
          oracle::softmax(oracle::add(oracle::multiply(V, h), loops(it.p.c)));
      oracle::Number sum = 0;
      for (Index k = 0; k < 3; ++k) sum += it.p.V(k, i) * (p[k] - it.y(5)(k));
      return sum;
    };
    expected.row(i) = back(oracle::gradient(delta_i, h)).t();
  }
  const Matrix J = softmax_jacobian(it.y_hat()(5));
  CHECK_THAT(Matrix(it.p.V.t() * J * it.p.V), Near(expected));
}

TEST_CASE("What is printed as dL/dV has the shape and the value of dL/dU",
          "[3.15][B12][C26]") {
  const Example it = example_of({}, 5, 3), square = square_example(3);
  CHECK(shape(printed_B12(it)) == shape(it.p.U));
  CHECK(shape(printed_B12(it)) != shape(it.p.V));
  // Where the shapes happen to agree, the value does not.
  const Matrix dU = it.gradient().dU;
  notes::misprint("B12", block_error(printed_B12(square), truth(square).dV),
                  std::max(block_error(printed_B12(it), dU),
                           block_error(dU, truth(it).dU)));
}

TEST_CASE("Without its minus sign the loss of row C17 makes descent climb",
          "[3.6][3.18][C17]") {
  const Example it = any_example();
  const auto after = [&](double sign) {
    Example moved = it;
    for (int step = 0; step < 40; ++step)
      update(moved.p, moved.gradient(), sign * 0.05);
    return moved.run().loss;
  };
  CHECK(after(1) < it.run().loss);
  CHECK(after(-1) > 2 * it.run().loss);
}

TEST_CASE("Factors exchanged: the right shape, another vector", "[3.11][B8]") {
  const Example it = any_example();
  CHECK_THAT(exchanged_factors(it), !Near(truth(it).delta, 0.01));
}

TEST_CASE(
    "The probabilities of all output sequences sum to 1, and the loss is "
    "minus the logarithm of one",
    "[3.42][3.43][E12][E11]") {
  // Three classes, three steps: 27 sequences of outputs for one of inputs.
  const Case c = example_of({}, 3, 60);
  const Sequence y_hat = predict(c.net.output, c.states().o);
  double sum = 0, first_is_0 = 0;
  for (Index code = 0; code < 27; ++code) {
    const Index k[] = {code % 3, code / 3 % 3, code / 9};
    Case one = c;
    one.y.slices().zeros();
    double product = 1;
    for (Index t = 1; t <= 3; ++t) {
      one.y(t)(k[t - 1]) = 1;
      product *= y_hat(t)(k[t - 1]);
    }
    const double p = std::exp(-oracle::loss(loops(one)));
    CHECK(p == Approx(product).epsilon(kTolerance));
    sum += p;
    if (k[0] == 0) first_is_0 += p;
  }
  CHECK(sum == Approx(1).epsilon(kTolerance));
  CHECK(first_is_0 == Approx(y_hat(1)(0)).epsilon(kTolerance));
  // Causal: a later input does not reach an earlier output.
  Case later = c;
  later.x(3) += 1;
  const Sequence other = predict(c.net.output, later.states().o);
  CHECK_THAT(other(1), Near(y_hat(1), 0));
  CHECK_THAT(other(2), Near(y_hat(2), 0));
  CHECK_THAT(other(3), !Near(y_hat(3), kFarOff));
}

TEST_CASE("Outputs that depend on each other cost what the assumption drops",
          "[3.42][3.43][E12]") {
  // y(1) is a fair coin and y(2) repeats it: ln 2 of surprise. A model whose
  // outputs are independent given the inputs pays at least 2 ln 2.
  double least = infinity;
  for (double q1 = 0.05; q1 < 1; q1 += 0.05)
    for (double q2 = 0.05; q2 < 1; q2 += 0.05)
      least = std::min(least, -0.5 * (std::log(q1) + std::log(q2)) -
                                  0.5 * (std::log(1 - q1) + std::log(1 - q2)));
  CHECK(least == Approx(2 * std::log(2)).epsilon(1e-12));
}

namespace {

// The arrows of a picture in Graphviz's language, by the labels at their ends.
using Arrows = std::set<std::pair<std::string, std::string>>;
Arrows arrows_of(const std::string& name) {
  const std::string text = read_file(std::string(UNROLLED_SOURCE) +
                                     "/chapters/03-any-length/" + name);
  std::map<std::string, std::string> label;
  Arrows arrows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find("label=\"");
    std::istringstream words(line);
    std::string from, arrow, to;
    words >> from;
    if (at != std::string::npos && line.find("pos=") != std::string::npos)
      label[from] = line.substr(at + 7, line.find('"', at + 7) - at - 7);
    for (; words >> arrow >> to && arrow == "->"; from = to)
      arrows.insert({label[from], label[to]});
  }
  return arrows;
}

}  // namespace

TEST_CASE("The diagram of the network has the arrows of the forward pass",
          "[A12][B27][C28][E17]") {
  Arrows expected{{"x", "h"},       {"h", "o"},       {"o", "L"},
                  {"y", "L"},       {"h", "h"},  // the loop
                  {"h(0)", "h(1)"}, {"h(1)", "h(2)"}, {"h(2)", "..."},
                  {"...", "h(τ)"}};
  for (const std::string t : {"(1)", "(2)", "(τ)"})
    for (const auto& [from, to] :
         Arrows{{"x", "h"}, {"h", "o"}, {"o", "L"}, {"y", "L"}})
      expected.insert({from + t, to + t});
  CHECK(arrows_of("03-unrolled.dot") == expected);
}

TEST_CASE("The diagram of the scan has the arrows of its rounds", "[3.41]") {
  Arrows expected;
  Index joins = 0;
  const auto covers = [](Index t, Index round) {
    const Index last = std::min<Index>(8, t + (Index{1} << round) - 1);
    return std::to_string(t) + (last > t ? "–" + std::to_string(last) : "");
  };
  for (Index round = 0; round < 3; ++round)
    for (Index t = 1; t <= 8; ++t) {
      const Index next = t + (Index{1} << round);
      expected.insert({covers(t, round), covers(t, round + 1)});
      if (next > 8) continue;
      expected.insert({covers(next, round), covers(t, round + 1)});
      ++joins;
    }
  CHECK(arrows_of("03-scan.dot") == expected);
  const Case c = example_of({}, 8, 61);
  const Scan scan = delta_by_scan(Activation::tanh, c.p, c.states(), c.dLdo());
  CHECK((scan.rounds == 3 && scan.joins == joins));
}
