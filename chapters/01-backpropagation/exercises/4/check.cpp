#include <answer.hpp>

std::vector<Test> tests() {
  static const Layers problem = random_layers({3, 3, 3, 3}, 2, 5, 0);
  const auto test = [](const std::string& name, std::size_t l) -> Test {
    // (W before - W after) / rate: the slope that the step used.
    const auto used = [l](const Answer& answer, double rate) {
      std::vector<Matrix> W = problem.W;
      answer.train_step(W, problem.x, problem.y, rate);
      return Matrix((problem.W[l] - W.at(l)) / rate);
    };
    const auto shares = [=](const Answer& answer) {
      std::string text = "Relative error of the slope used\n";
      for (const double rate : {0.5, 0.05, 0.005})
        text += line("  at rate %-6g %f\n", rate,
                     block_error(used(answer, rate), problem.dW[l]));
      return text;
    };
    return {name,
            {{"slope of layer " + std::to_string(l + 1), problem.dW[l], 1e-8}},
            [=](const Answer& answer) { return used(answer, 0.5); },
            shares};
  };
  return {test("The step of the last layer", 2),
          test("The step of the layer below the last", 1),
          test("The step of the first layer", 0)};
}
