#include "chapters/04-clipping/clipping.hpp"

#include <algorithm>

namespace unrolled::clipping {
namespace {

void require_threshold(double threshold) {
  if (threshold > 0 && std::isfinite(threshold)) return;
  throw std::invalid_argument(
      "threshold: expected a finite number above 0, got " +
      std::to_string(threshold));
}

}  // namespace

bool is_finite(const ConstBlocks& g) {
  return std::all_of(g.begin(), g.end(), [](const ConstBlock& block) {
    return block.values.is_finite();
  });
}

// It is the norm of the blocks' norms, so that no square overflows.
// [norm]
double global_norm(const ConstBlocks& g) {
  Vector norms(g.size());
  for (Index i = 0; i < g.size(); ++i) {
    require_finite(g[i].name, g[i].values);
    norms(i) = frobenius_norm(g[i].values);
  }
  const double norm = frobenius_norm(norms);  // (4.18)
  if (!std::isfinite(norm))
    throw std::invalid_argument(
        "gradient: expected a norm that a double can hold, got an overflow");
  return norm;
}
// [norm]

// [scale]
double scale_for(double norm, double threshold) {
  require_threshold(threshold);
  if (!std::isfinite(norm))
    throw std::invalid_argument("norm: expected a finite number, got " +
                                std::to_string(norm));
  return norm >= threshold ? threshold / norm : 1.0;  // (4.19)
}
// [scale]

// [clip]
Clipped clip_by_norm(const Blocks& g, double threshold) {
  const double norm = global_norm(g);
  const double scale = scale_for(norm, threshold);
  for (const Block& block : g) block.values *= scale;  // (4.20)
  return {norm, scale};
}
// [clip]

// [clip-elements]
void clip_elements(const Blocks& g, double threshold) {
  require_threshold(threshold);
  for (const Block& block : g) require_finite(block.name, block.values);
  for (const Block& block : g)
    for (double& v : block.values)
      v = std::clamp(v, -threshold, threshold);  // (4.21)
}
// [clip-elements]

}  // namespace unrolled::clipping
