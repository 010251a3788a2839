// What the notes print wrong, claim or ask, each by a number.
#include "tests/notes.hpp"
#include "chapters/03-any-length/misprints.hpp"
#include "common/data.hpp"
#include "tests/03-any-length/support.hpp"
#include "tests/catch.hpp"

using namespace any_length_test;

namespace {

constexpr double kMisprint = 0.01;  // a misprint is off by more than 1 %

Example square_example(std::uint64_t seed) {
  return example_of(Output::softmax_cross_entropy, 3, 3, 3, 5, seed);
}

// delta of an example by the oracle, H x tau.
Matrix true_delta(const Example& it) {
  const Case c{it.net, it.p, it.x, it.y, it.h0};
  return truth(loops(c))[7].value;
}

double accurate_binary(double y_hat, double y) {
  return -(y * std::log(y_hat) + (1 - y) * std::log(1 - y_hat));
}

std::string page() {
  return read_file(std::string(UNROLLED_SOURCE) +
                   "/chapters/03-any-length/page.md");
}

std::string diagram(const std::string& name) {
  return read_file(std::string(UNROLLED_SOURCE) + "/chapters/03-any-length/" +
                   name);
}

}  // namespace

TEST_CASE("The loss is the sum of the steps' losses, not T times one of them",
          "[3.5][A4][B4][C18]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Example it = square_example(seed);
    const oracle::Recurrent net = loops(Case{it.net, it.p, it.x, it.y, it.h0});
    double sum = 0;
    for (Index t = 1; t <= 5; ++t) sum += loss_at(it, t);
    const double L = oracle::loss(net);
    CHECK(sum == Approx(L).epsilon(kTolerance));
    for (Index t = 1; t <= 5; ++t)
      notes::misprint("A4", std::abs(printed_A4(it, t) / L - 1),
                      std::abs(sum / L - 1));
  }
}

TEST_CASE(
    "Squared error is the same with the names exchanged, binary "
    "cross-entropy is not",
    "[3.6][A5][A6]") {
  const Matrix y_hat = Vector{0.8}, y = Vector{0.9};
  CHECK(squared_error(y_hat, y) == squared_error(y, y_hat));
  CHECK(printed_A6(0.8, 0.9) > 1.4 * accurate_binary(0.8, 0.9));
  // A target is 0 or 1: the printed form is infinite there.
  CHECK(std::isinf(printed_A6(0.8, 1)));
  CHECK(accurate_binary(0.8, 1) == Approx(-std::log(0.8)));
  // In y_hat the printed form is a straight line: it has no minimum at y.
  const double slope_low = printed_A6(0.3, 0.9) - printed_A6(0.2, 0.9);
  const double slope_high = printed_A6(0.95, 0.9) - printed_A6(0.85, 0.9);
  CHECK(slope_low == Approx(slope_high));
  CHECK(accurate_binary(0.85, 0.9) > accurate_binary(0.9, 0.9));
  CHECK(accurate_binary(0.95, 0.9) > accurate_binary(0.9, 0.9));
  const Matrix o = Vector{std::log(0.8 / 0.2)};
  const double right = accurate_binary(0.8, 0.9);
  notes::misprint("A6", std::abs(printed_A6(0.8, 0.9) / right - 1),
                  std::abs(sigmoid_cross_entropy(o, y) / right - 1));
}

TEST_CASE("delta(t) from delta(tau+1) drops all that comes back",
          "[3.11][B7]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Example it = square_example(seed);
    const Matrix right = true_delta(it);
    CHECK(block_error(it.g.delta, right) <= kTolerance);
    CHECK(block_error(printed_B7(it), right) > kMisprint);
    notes::misprint("B7", block_error(printed_B7(it), right),
                    block_error(it.g.delta, right));
    // Only the last step has nothing that could come back.
    CHECK(block_error(printed_B7(it).tail_cols(1), right.tail_cols(1)) <=
          kTolerance);
  }
}

TEST_CASE(
    "The first factor is do/dh: with d delta/dh it is wrong, or cannot "
    "be multiplied",
    "[3.10][3.11][B8][B9]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Example it = square_example(seed);
    const Matrix last = true_delta(it).tail_cols(1);
    CHECK(block_error(it.p.V.t() * it.e.tail_cols(1), last) <= kTolerance);
    CHECK(block_error(printed_B8(it), last) > kMisprint);
    notes::misprint("B8", block_error(printed_B8(it), last),
                    block_error(it.g.delta, true_delta(it)));
  }
  // With three outputs and four hidden units d delta/dh is 4 x 4, dL/do has 3.
  const Example other =
      example_of(Output::softmax_cross_entropy, 2, 4, 3, 5, 1);
  CHECK_THROWS_AS(printed_B8(other), std::logic_error);
}

TEST_CASE("What is printed as d delta/dh is V^T J V", "[B8]") {
  const Example it = square_example(2);
  const Vector h = it.s.h.col(5), y = it.y.col(4);
  const oracle::Mat V = loops(it.p.V);
  oracle::Vec at = loops(h);
  Matrix truth_of(3, 3);
  for (Index i = 0; i < 3; ++i) {
    const auto delta_i = [&] {
      const oracle::Vec p =
          oracle::softmax(oracle::add(oracle::multiply(V, at), loops(it.p.c)));
      oracle::Number sum = 0;
      for (Index k = 0; k < 3; ++k) sum += it.p.V(k, i) * (p[k] - y(k));
      return sum;
    };
    truth_of.row(i) = back(oracle::gradient(delta_i, at)).t();
  }
  const Matrix J = softmax_jacobian(it.y_hat.col(4));
  CHECK(block_error(it.p.V.t() * J * it.p.V, truth_of) <= kTolerance);
}

TEST_CASE("delta(tau) needs y(tau)", "[3.10][B9][C24]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Example it = square_example(seed);
    const Matrix last = true_delta(it).tail_cols(1);
    CHECK(block_error(printed_B9(it, 5), last) <= kTolerance);
    for (Index t = 1; t < 5; ++t)
      notes::misprint("B9", block_error(printed_B9(it, t), last),
                      block_error(printed_B9(it, 5), last));
  }
}

TEST_CASE("What is printed as dL/dV has the shape and the value of dL/dU",
          "[3.15][B12][C26]") {
  const Example it = example_of(Output::softmax_cross_entropy, 2, 4, 3, 5, 3);
  const Matrix printed = printed_B12(it);
  CHECK(shape(printed) == shape(it.p.U));
  CHECK(shape(printed) != shape(it.p.V));
  const Blocks right = truth(loops(Case{it.net, it.p, it.x, it.y, it.h0}));
  CHECK(block_error(printed, right[0].value) <= kTolerance);
  // Where the shapes happen to agree, the value does not.
  const Example square = square_example(3);
  const Blocks of_square =
      truth(loops(Case{square.net, square.p, square.x, square.y, square.h0}));
  notes::misprint("B12", block_error(printed_B12(square), of_square[2].value),
                  block_error(printed, right[0].value));
}

TEST_CASE("Without its minus sign the loss of row C17 makes descent climb",
          "[3.6][3.18][C17]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Example it = square_example(seed);
    const auto after = [&](double sign) {
      Parameters<> p = it.p;
      for (int step = 0; step < 40; ++step) {
        const States<> s = forward(it.net.hidden, p, it.x, it.h0);
        const Matrix dLdo = sign * output_delta(softmax(s.o), it.y);
        update(p, backward(it.net.hidden, p, it.x, s, dLdo), 0.05);
      }
      const States<> s = forward(it.net.hidden, p, it.x, it.h0);
      return loss(it.net.output, s.o, it.y);
    };
    const double before = loss(it.net.output, it.s.o, it.y);
    CHECK(after(1) < before);
    CHECK(after(-1) > 2 * before);
  }
}

TEST_CASE("Factors exchanged: the right shape, another vector", "[3.11][B8]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Example it = square_example(seed);
    CHECK(block_error(exchanged_factors(it), true_delta(it)) > kMisprint);
  }
}

TEST_CASE(
    "The probabilities of all output sequences sum to 1, and the loss is "
    "minus the logarithm of one",
    "[3.42][3.43][E12][E11]") {
  // Three classes, three steps: 27 sequences of outputs for one of inputs.
  const Case c =
      random_case({Activation::tanh, Output::softmax_cross_entropy}, 3, 60);
  const Matrix y_hat = softmax(c.states().o);
  double sum = 0, first_is_0 = 0;
  for (Index code = 0; code < 27; ++code) {
    const Index k[] = {code % 3, code / 3 % 3, code / 9};
    Case one = c;
    one.y.zeros();
    double product = 1;
    for (Index t = 0; t < 3; ++t) {
      one.y(k[t], t) = 1;
      product *= y_hat(k[t], t);
    }
    const double p = std::exp(-oracle::loss(loops(one)));
    CHECK(p == Approx(product).epsilon(kTolerance));
    sum += p;
    if (k[0] == 0) first_is_0 += p;
  }
  CHECK(sum == Approx(1).epsilon(kTolerance));
  CHECK(first_is_0 == Approx(y_hat(0, 0)).epsilon(kTolerance));
  // Causal: a later input does not reach an earlier output.
  Case later = c;
  later.x.col(2) += 1;
  const Matrix other = softmax(later.states().o);
  CHECK(
      arma::approx_equal(other.head_cols(2), y_hat.head_cols(2), "absdiff", 0));
  CHECK(arma::abs(other.col(2) - y_hat.col(2)).max() > kFarOff);
}

TEST_CASE("Outputs that depend on each other cost what the assumption drops",
          "[3.42][3.43][E12]") {
  // y(1) is a fair coin and y(2) repeats it: ln 2 of surprise. A model whose
  // outputs are independent given the inputs pays at least 2 ln 2.
  double least = 1e300;
  for (double q1 = 0.05; q1 < 1; q1 += 0.05)
    for (double q2 = 0.05; q2 < 1; q2 += 0.05)
      least = std::min(least, -0.5 * (std::log(q1) + std::log(q2)) -
                                  0.5 * (std::log(1 - q1) + std::log(1 - q2)));
  CHECK(least == Approx(2 * std::log(2)).epsilon(1e-12));
}

TEST_CASE("The diagram of the network names everything it should",
          "[A12][B27][C28][E17]") {
  const std::string dot = diagram("03-unrolled.dot");
  for (const std::string part :
       {"label=\"U\"", "label=\"V\"", "label=\"W\"", "label=\"x\"",
        "label=\"h\"", "label=\"o\"", "label=\"L\"", "label=\"y\"",
        "label=\"x(1)\"", "label=\"h(0)\"", "label=\"h(1)\"", "label=\"o(2)\"",
        "label=\"L(2)\"", "label=\"y(2)\""}) {
    CAPTURE(part);
    CHECK(dot.find(part) != std::string::npos);
  }
  CHECK(page().find("../../plots/03-unrolled.svg") != std::string::npos);
}

TEST_CASE("The page says which pattern each application follows", "[B28]") {
  CHECK(page().find("{#ch_any_length_applications}") != std::string::npos);
}
