#include "tests/oracle/block.hpp"

#include <tuple>

namespace oracle {

Vec layer_norm(const Vec& x, const Vec& g, const Vec& b) {
  const double size = static_cast<double>(x.size());
  Number mean = 0, variance = 0;
  for (const Number& n : x) mean += n / size;
  for (const Number& n : x) variance += (n - mean) * (n - mean) / size;
  Vec y;
  for (std::size_t i = 0; i < x.size(); ++i)
    y.push_back(g.at(i) * (x[i] - mean) / std::sqrt(variance + 1e-5) + b.at(i));
  return y;
}

std::vector<Vec> run(const TransformerBlock& block, const std::vector<Vec>& x) {
  const auto& [g1, b1, g2, b2, c1, c2] = std::tie(
      block.vectors.at("g1"), block.vectors.at("b1"), block.vectors.at("g2"),
      block.vectors.at("b2"), block.vectors.at("c1"), block.vectors.at("c2"));
  Attention heads = block.heads;
  for (const Vec& one : x) {
    heads.x.push_back(layer_norm(one, g1, b1));
    heads.y.emplace_back(x[0].size());
  }
  const std::vector<Vec> read = run(heads).at.at("o");
  std::vector<Vec> z;
  for (std::size_t t = 1; t <= x.size(); ++t) {
    const Vec y = add(x[t - 1], read[t]);
    const Vec inner =
        add(multiply(block.matrices.at("W1"), layer_norm(y, g2, b2)), c1);
    z.push_back(add(
        y,
        add(multiply(block.matrices.at("W2"), activate("relu", inner)), c2)));
  }
  return z;
}

}  // namespace oracle
