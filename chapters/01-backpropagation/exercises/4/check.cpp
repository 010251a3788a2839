#include <answer.hpp>

namespace {

using namespace unrolled;
using namespace unrolled::exercises;

const Layers& problem() {
  static const Layers layers = random_layers({3, 3, 3, 3}, 2, 5, 0);
  return layers;
}

// (W before - W after) / rate: the slope that the step used.
Matrix slope_used(const Answer& answer, std::size_t layer, double rate) {
  std::vector<Matrix> W = problem().W;
  answer.train_step(W, problem().x, problem().y, rate);
  return (problem().W[layer] - W.at(layer)) / rate;
}

std::string shares(const Answer& answer, std::size_t layer) {
  std::string text = "Relative error of the slope used\n";
  for (const double rate : {0.5, 0.05, 0.005}) {
    const double error =
        block_error(slope_used(answer, layer, rate), problem().dW[layer]);
    char line[60];
    std::snprintf(line, sizeof line, "  at rate %-6g %f\n", rate, error);
    text += line;
  }
  return text;
}

Test test(const std::string& name, std::size_t layer) {
  const std::string of = "slope of layer " + std::to_string(layer + 1);
  Test test{
      name, {{of, problem().dW[layer], 1e-8}}, [layer](const Answer& answer) {
        return Matrices{slope_used(answer, layer, 0.5)};
      }};
  test.note = [layer](const Answer& answer) { return shares(answer, layer); };
  return test;
}

}  // namespace

std::vector<Test> tests() {
  return {test("The step of the last layer", 2),
          test("The step of the layer below the last", 1),
          test("The step of the first layer", 0)};
}
