// What the step should be is known from complex steps of a forward pass.
#include "chapters/01-backpropagation/exercises/4/task.hpp"
#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "tests/exercise.hpp"

using namespace unrolled;
using namespace unrolled::exercises;

namespace {

struct Problem {
  std::vector<Matrix> W;
  Matrix x, y;
};

const Problem& problem() {
  static const Problem p = [] {
    Random random(5);
    return Problem{{random.normal_matrix(3, 3), random.normal_matrix(3, 3),
                    random.normal_matrix(3, 3)},
                   random.normal_matrix(3, 2),
                   random.normal_matrix(3, 2)};
  }();
  return p;
}

Matrix gradient(std::size_t layer) {
  const Problem& p = problem();
  const ComplexFunction J = [&](const ComplexMatrix& W) {
    ComplexMatrix a = as<Complex>(p.x);
    for (std::size_t l = 0; l < p.W.size(); ++l)
      a = arma::tanh((l == layer ? W : as<Complex>(p.W[l])) * a);
    const ComplexMatrix miss = a - as<Complex>(p.y);
    return Complex(0.5 * arma::accu(miss % miss));
  };
  return complex_step(J, p.W[layer]);
}

// (W before - W after) / rate: the slope that the step used.
Matrix slope_used(std::size_t layer, double rate) {
  std::vector<Matrix> W = problem().W;
  train_step(W, problem().x, problem().y, rate);
  return (problem().W[layer] - W[layer]) / rate;
}

enum class Slip { wrong_slope, wrong_layer, rate_inside };

Matrix slope_with(Slip slip, std::size_t layer, double rate) {
  const Problem& p = problem();
  std::vector<Matrix> W = p.W, a{p.x};
  for (const Matrix& w : W) a.push_back(arma::tanh(w * a.back()));
  const auto slope = [&](std::size_t l) {
    return Matrix(1 - arma::square(a[l + 1]));
  };
  Matrix delta = (a.back() - p.y) % slope(W.size() - 1);
  if (slip == Slip::rate_inside) delta *= rate;
  for (std::size_t l = W.size(); l-- > 0;) {
    W[l] -= (slip == Slip::rate_inside ? 1 : rate) * delta * a[l].t();
    if (l == 0) break;
    const std::size_t above = slip == Slip::wrong_layer ? l - 1 : l;
    delta =
        (p.W[above].t() * delta) % slope(slip == Slip::wrong_slope ? l : l - 1);
    if (slip == Slip::rate_inside) delta *= rate;
  }
  return (p.W[layer] - W[layer]) / rate;
}

std::string shares(std::size_t layer) {
  std::string text = "Relative error of the slope used\n";
  for (const double rate : {0.5, 0.05, 0.005}) {
    const double error = block_error(slope_used(layer, rate), gradient(layer));
    text += "  at rate " + std::to_string(rate).substr(0, 5) + "  " +
            std::to_string(error) + "\n";
  }
  return text;
}

void check(std::size_t layer) {
  const double rate = 0.5;
  const std::string objection = judge(
      "the slope used, rate 0.5, layer " + std::to_string(layer + 1),
      slope_used(layer, rate), gradient(layer),
      {{"Your tanh' is of the layer that delta leaves; it belongs to the one "
        "it comes to.",
        slope_with(Slip::wrong_slope, layer, rate)},
       {"Your delta goes down by the weights of the layer below; it goes by "
        "those of its own layer.",
        slope_with(Slip::wrong_layer, layer, rate)},
       {"Your rate is multiplied into delta, and so once more in each layer.",
        slope_with(Slip::rate_inside, layer, rate)}},
      1e-8);
  expect(objection.empty() ? "" : objection + shares(layer));
}

}  // namespace

TEST_CASE("The step of the last layer", "[exercise-1-4]") {
  check(2);
}

TEST_CASE("The step of the layer below the last", "[exercise-1-4]") {
  check(1);
}

TEST_CASE("The step of the first layer", "[exercise-1-4]") {
  check(0);
}
