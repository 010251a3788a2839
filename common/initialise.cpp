#include "common/initialise.hpp"

#include <cmath>

#include "common/noted.hpp"

namespace unrolled {

Matrix xavier(Random& random, Index n_out, Index n_in) {
  note_weights();
  const double r = std::sqrt(6.0 / static_cast<double>(n_in + n_out));
  return random.uniform_matrix(n_out, n_in, -r, r);
}

Matrix he(Random& random, Index n_out, Index n_in) {
  note_weights();
  return random.normal_matrix(n_out, n_in,
                              std::sqrt(2.0 / static_cast<double>(n_in)));
}

Matrix orthogonal(Random& random, Index n) {
  note_weights();
  Matrix q, r;
  if (!arma::qr(q, r, random.normal_matrix(n, n)))
    throw std::runtime_error("orthogonal: the QR factorisation failed");
  for (Index j = 0; j < n; ++j)
    if (r(j, j) < 0) q.col(j) *= -1;
  return q;
}

}  // namespace unrolled
