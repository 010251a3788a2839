#include "common/blocks.hpp"

#include "common/gradient_check.hpp"

namespace unrolled {
namespace {

void require_as_many(const ConstBlocks& some, const ConstBlocks& others) {
  if (some.size() == others.size()) return;
  throw std::invalid_argument("blocks: expected " +
                              std::to_string(some.size()) + ", got " +
                              std::to_string(others.size()));
}

}  // namespace

// [update]
void update(const Blocks& theta, const ConstBlocks& gradient, double rate) {
  require_as_many(theta, gradient);
  for (std::size_t i = 0; i < theta.size(); ++i)
    require_shape(gradient[i].name, gradient[i].values, theta[i].values.n_rows,
                  theta[i].values.n_cols);
  for (std::size_t i = 0; i < theta.size(); ++i)
    theta[i].values -= rate * gradient[i].values;  // (2.76) (3.18)
}
// [update]

void require_finite_after(Index step, const ConstBlocks& theta) {
  for (const ConstBlock& block : theta)
    if (!block.values.is_finite())
      throw std::overflow_error("it diverged: " + block.name +
                                " is not finite after step " +
                                std::to_string(step) + " of the descent");
}

void set_zero(const Blocks& blocks) {
  for (const Block& block : blocks) block.values.zeros();
}

WorstBlock worst_block(const ConstBlocks& got, const ConstBlocks& expected) {
  require_as_many(got, expected);
  WorstBlock worst{"", -1};
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = block_error(got[i].values, expected[i].values);
    if (error > worst.error) worst = {got[i].name, error};
  }
  return worst;
}

}  // namespace unrolled
