// Judges the reader's gradients, after the book's own.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "common/gradient_check.hpp"
#include "common/random.hpp"
#include "common/sheet/sheet.hpp"

namespace unrolled {
namespace {

constexpr double right_up_to = 1e-6;

/// How far a block is from another; never infinite.
double error_of(const Matrix& got, const Matrix& from) {
  return std::min(block_error(got, from), std::numeric_limits<double>::max());
}

/// A block of the reader's, with half a unit of the last digit of each number.
struct Written {
  Matrix values, halves;
  std::optional<double> tolerance;

  /// Whether this can be that block, as far as its digits say. No number counts
  /// more loosely than two digits of the block's largest.
  bool can_be(const Matrix& block) const {
    if (arma::size(values) != arma::size(block)) return false;
    const double error = error_of(values, block);
    const double largest = arma::abs(block).max();
    if (largest == 0) return error <= 1e-12;
    if (tolerance) return error <= *tolerance;
    if (error <= right_up_to) return true;
    const double two =
        0.5 * std::pow(10.0, std::floor(std::log10(largest)) - 1);
    const Matrix reach = arma::clamp(halves, 0, two) * (1 + 1e-9);
    return arma::all(arma::vectorise(arma::abs(values - block) <= reach));
  }
};

/// "Your {} is the true one doubled." of dW, within a sentence.
std::string named(std::string says, const std::string& key) {
  const std::size_t at = says.find("{}");
  if (at != std::string::npos) says.replace(at, 2, key);
  if (says.ends_with('.')) says.pop_back();
  says[0] = static_cast<char>(says[0] | 0x20);
  return says;
}

/// What is wrong with a block, when it is a typical mistake; else empty.
std::string recognised(const std::string& key, std::size_t i,
                       const Written& yours, const Matrix& truth,
                       const std::vector<Mistake>& mistakes) {
  const auto is = [&](const Matrix& wrong) {
    return yours.can_be(wrong) && !(error_of(wrong, truth) <= right_up_to);
  };
  const std::string your = "your " + key + " is the true one ";
  if (is(-truth)) return your + "with the opposite sign";
  const Matrix turned = truth.t();
  if (truth.n_rows > 1 && arma::size(turned) == arma::size(truth) && is(turned))
    return your + "transposed";
  for (const auto& [says, blocks] : mistakes) {
    const auto wrong = blocks.find(key);
    if (wrong != blocks.end() && is(wrong->second.at(i)))
      return named(says, key);
  }
  if (is(2 * truth)) return your + "doubled: the 1/2 of the loss was left out";
  return "";
}

}  // namespace

std::vector<Judged> judged(const Entry& yours, std::optional<double> tolerance,
                           const std::vector<Matrix>& truth,
                           const std::vector<Mistake>& mistakes) {
  const std::string& key = yours.key.name;
  std::vector<Judged> all;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const Written block{yours.blocks.at(i), yours.halves.at(i), tolerance};
    const bool right = block.can_be(truth[i]);
    all.push_back({error_of(block.values, truth[i]), right,
                   right ? "" : recognised(key, i, block, truth[i], mistakes)});
  }
  return all;
}

void require_own(const Input& input, const std::string& key,
                 const std::vector<Matrix>& gradient, const OtherLoss& loss) {
  constexpr double step = 1e-100;
  Random random(1);
  std::vector<Matrix> along;
  double got = 0, size = 0, length = 0;
  for (const Matrix& block : gradient) {
    along.push_back(random.normal_matrix(block.n_rows, block.n_cols));
    got += arma::dot(block, along.back());
    size += frobenius_norm(block);
    length += frobenius_norm(along.back());
  }
  const Complex moved = loss([&](const std::string& name, Index layer) {
    const Matrix& m = input.at(name).blocks.at(layer);
    Matrix by(arma::size(m), arma::fill::zeros);
    if (key == "d" + name) by = step * along.at(layer);
    return ComplexMatrix(m, by);
  });
  const double expected = moved.imag() / step;
  const double scale = input.largest();
  const double reach = length * (right_up_to * size + 1e-10 * scale * scale);
  if (std::isfinite(expected) && std::abs(got - expected) > reach)
    throw std::logic_error(
        "the book's own " + key +
        " is not the derivative of the loss on these numbers: its code has "
        "been changed, and nothing is said of yours");
}

}  // namespace unrolled
