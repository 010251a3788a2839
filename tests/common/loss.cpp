// The losses by hand, without overflow, and the gradient that three matched
// pairs share.
#include "common/loss.hpp"

#include "common/gradient_check.hpp"
#include "tests/catch.hpp"
#include "tests/near.hpp"

using namespace unrolled;

namespace {

const std::vector<Output> pairs{Output::softmax_cross_entropy,
                                Output::sigmoid_cross_entropy,
                                Output::linear_squared_error};

Matrix gradient(Output pair, const Matrix& o, const Matrix& y) {
  return complex_step([&](const ComplexMatrix& x) { return loss(pair, x, y); },
                      o);
}

// Targets whose columns sum to 1, neither 0 nor 1.
const Matrix soft{{0.2, 0.5, 0.1}, {0.7, 0.25, 0.1}, {0.1, 0.25, 0.8}};
const Matrix hard{{1, 0, 0}, {0, 0, 1}, {0, 1, 0}};
const Matrix scores{{0.3, -2, 1}, {-1, 0, 5}, {2, 0.7, -0.2}};

}  // namespace

TEST_CASE("A matched pair is known by its name, and no other name is") {
  for (const Output pair : pairs) CHECK(output_named(name_of(pair)) == pair);
  for (const char* name : {"", "softmax", "squared_error", "Softmax"})
    CHECK_THROWS_WITH(
        output_named(name),
        Catch::Matchers::ContainsSubstring(std::string("got '") + name + "'"));
}

TEST_CASE("Squared error is half the sum of squares") {
  const Matrix a{{1, 2}, {3, 4}}, y{{0, 2}, {5, 1}};
  CHECK(squared_error(a, y) == 7);  // (1 + 0 + 4 + 9) / 2
  CHECK(squared_error(y, a) == 7);
  CHECK(squared_error(a, a) == 0);
}

TEST_CASE("Softmax with cross-entropy is what one computes by hand") {
  const Matrix o = column({std::log(1.0), std::log(2.0), std::log(5.0)});
  CHECK(softmax_cross_entropy(o, column({0, 1, 0})) ==
        Approx(std::log(4.0)).epsilon(1e-15));
  CHECK(softmax_cross_entropy(o, column({0.5, 0, 0.5})) ==
        Approx(0.5 * std::log(8.0) + 0.5 * std::log(1.6)).epsilon(1e-15));
  // Ten classes by chance.
  const Matrix even(10, 1, arma::fill::zeros), target(10, 1, arma::fill::eye);
  CHECK(softmax_cross_entropy(even, target) ==
        Approx(2.302585092994046).epsilon(1e-15));
}

TEST_CASE("Sigmoid with cross-entropy is what one computes by hand") {
  const Matrix o{std::log(3.0)};  // sigma(o) = 3/4
  CHECK(sigmoid_cross_entropy(o, Matrix{1.0}) ==
        Approx(-std::log(0.75)).epsilon(1e-15));
  CHECK(sigmoid_cross_entropy(o, Matrix{0.0}) ==
        Approx(-std::log(0.25)).epsilon(1e-15));
  CHECK(sigmoid_cross_entropy(o, Matrix{0.4}) ==
        Approx(-0.4 * std::log(0.75) - 0.6 * std::log(0.25)).epsilon(1e-15));
}

TEST_CASE("The roles of y and y_hat are not to be exchanged") {
  const Matrix o{2.0}, y{0.9};
  const Matrix y_hat = predict(Output::sigmoid_cross_entropy, o);
  const double exchanged =
      -y_hat(0) * std::log(y(0)) - (1 - y_hat(0)) * std::log(1 - y(0));
  CHECK(std::abs(sigmoid_cross_entropy(o, y) - exchanged) > 0.01);
}

TEST_CASE("Every loss is the sum over its columns, nothing is averaged") {
  for (const Output pair : pairs) {
    double sum = 0;
    for (Index j = 0; j < scores.n_cols; ++j)
      sum += loss(pair, Matrix(scores.col(j)), Matrix(soft.col(j)));
    CHECK(loss(pair, scores, soft) == Approx(sum).epsilon(1e-15));
  }
}

TEST_CASE("Softplus is log of 1 + e^z at every scale") {
  CHECK(softplus(0.0) == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(softplus(1.0) == Approx(std::log1p(std::exp(1.0))).epsilon(1e-15));
  CHECK(softplus(1000.0) == 1000);
  CHECK(softplus(-1000.0) == 0);
  CHECK(softplus(-40.0) == Approx(std::exp(-40.0)).epsilon(1e-15));
  for (const double z : {-40.0, -1.0, -1e-9, 1e-9, 1.0, 40.0}) {
    CHECK(std::abs(softplus(z) - softplus(-z) - z) < 1e-15);
    CHECK(softplus(Complex(z)).real() == Approx(softplus(z)).epsilon(1e-15));
    CHECK(softplus(Complex(z)).imag() == 0);
    // Its derivative is sigma.
    CHECK(softplus(Complex(z, 1e-100)).imag() / 1e-100 ==
          Approx(sigmoid(z)).epsilon(1e-14));
  }
}

TEST_CASE(
    "A confident mistake costs its score, a confident hit almost nothing") {
  CHECK(sigmoid_cross_entropy(Matrix{5000.0}, Matrix{0.0}) == 5000);
  CHECK(sigmoid_cross_entropy(Matrix{-5000.0}, Matrix{1.0}) == 5000);
  CHECK(sigmoid_cross_entropy(Matrix{5000.0}, Matrix{1.0}) == 0);
  CHECK(softmax_cross_entropy(column({5000, -5000}), column({0, 1})) == 10000);
  CHECK(softmax_cross_entropy(column({40, 0}), column({1, 0})) ==
        Approx(std::exp(-40.0)).epsilon(1e-15));
}

TEST_CASE("Predictions are softmax, sigmoid and o itself") {
  CHECK(arma::approx_equal(predict(Output::softmax_cross_entropy, scores),
                           softmax(scores), "absdiff", 0.0));
  CHECK(predict(Output::sigmoid_cross_entropy, Matrix{0.0})(0) == 0.5);
  CHECK(arma::approx_equal(predict(Output::linear_squared_error, scores),
                           scores, "absdiff", 0.0));
}

TEST_CASE("The loss of a pair is the one its name says") {
  CHECK(loss(Output::softmax_cross_entropy, scores, soft) ==
        softmax_cross_entropy(scores, soft));
  CHECK(loss(Output::sigmoid_cross_entropy, scores, soft) ==
        sigmoid_cross_entropy(scores, soft));
  CHECK(loss(Output::linear_squared_error, scores, soft) ==
        squared_error(scores, soft));
}

TEST_CASE("The gradient of every matched pair is y_hat - y") {
  for (const Output pair : pairs)
    for (const Matrix& y : {soft, hard})
      for (const double scale : {0.1, 1.0, 8.0}) {
        const Matrix o = scale * scores;
        INFO(name_of(pair) << ", " << scale);
        CHECK(block_error(output_delta(predict(pair, o), y),
                          gradient(pair, o, y)) < 1e-14);
      }
}

TEST_CASE("The gradient of every matched pair is y_hat - y in saturation") {
  const Matrix y{{1, 0}, {0, 1}};
  for (const double z : {40.0, 1000.0})
    for (const Output pair : pairs) {
      // The second column is wrong with confidence, the first is right.
      const Matrix o{{z, z}, {-z, -z}};
      INFO(name_of(pair) << ", " << z);
      CHECK(block_error(output_delta(predict(pair, o), y),
                        gradient(pair, o, y)) < 1e-15);
    }
}

TEST_CASE("y_hat - y is not the gradient of a pair that does not match") {
  const auto squared_after_sigmoid = [](const ComplexMatrix& o) {
    return squared_error(activate(Activation::sigmoid, o), soft);
  };
  const Matrix y_hat = predict(Output::sigmoid_cross_entropy, scores);
  CHECK(block_error(output_delta(y_hat, soft),
                    complex_step(squared_after_sigmoid, scores)) > 0.1);
  // Targets that do not sum to 1 do not match softmax.
  const Matrix twice = 2 * soft;
  CHECK(block_error(
            output_delta(predict(Output::softmax_cross_entropy, scores), twice),
            gradient(Output::softmax_cross_entropy, scores, twice)) > 0.1);
}
