#include <answer.hpp>

std::vector<Test> tests() {
  const auto test = [](const std::string& name,
                       const std::vector<Index>& widths, Index m,
                       std::uint64_t seed) -> Test {
    const Layers l = random_layers(widths, m, seed);
    std::vector<Value> truth;
    for (std::size_t i = l.W.size(); i-- > 0;) {
      const std::string layer = "(" + std::to_string(i + 1) + ")";
      truth.push_back({"dW" + layer, l.dW[i]});
      truth.push_back({"db" + layer, l.db[i]});
    }
    return {name, truth, [l](const Answer& answer) {
              Slopes s = answer.gradient(l.W, l.b, l.x, l.y);
              s.dW.resize(l.W.size());
              s.db.resize(l.W.size());
              Matrices came;
              for (std::size_t i = l.W.size(); i-- > 0;) {
                came.push_back(s.dW[i]);
                came.push_back(s.db[i]);
              }
              return came;
            }};
  };
  return {
      test("One layer, one example", {3, 3}, 1, 1),
      test("Three layers of equal width, four examples", {3, 3, 3, 3}, 4, 2),
      test("Four layers of different widths", {2, 4, 3, 5, 2}, 3, 3)};
}
