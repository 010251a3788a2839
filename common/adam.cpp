#include "common/adam.hpp"

#include "common/noted.hpp"

namespace unrolled {

// [adam]
void Adam::step(const Blocks& theta, const ConstBlocks& gradient, double rate) {
  note_gradient(gradient);
  ++steps_;
  for (Index i = 0; i < theta.size(); ++i) {
    Matrix& p = theta[i].values;
    const auto& [name, g] = gradient.at(i);
    require_shape(name, g, p.n_rows, p.n_cols);
    if (steps_ == 1) {
      mean_.push_back(0 * g);
      square_.push_back(0 * g);
    }
    Matrix &mu = mean_[i], &nu = square_[i];
    mu = 0.9 * mu + 0.1 * g;                                        // (9.4)
    nu = 0.999 * nu + 0.001 * arma::square(g);                      // (9.5)
    const Matrix mean = mu / (1 - std::pow(0.9, steps_));           // (9.6)
    const Matrix mean_square = nu / (1 - std::pow(0.999, steps_));  // (9.7)
    p -= rate * mean / (arma::sqrt(mean_square) + 1e-8);            // (9.8)
  }
}
// [adam]

}  // namespace unrolled
