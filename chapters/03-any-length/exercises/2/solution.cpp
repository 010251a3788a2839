#include "tests/exercises/task.hpp"

Vector delta_before(const Matrix& W, const Matrix& V, const Vector& delta_next,
                    const Vector& h_next, const Vector& dLdo) {
  return V.t() * dLdo + W.t() * ((1 - arma::square(h_next)) % delta_next);
}
