#include "tests/exercises/task.hpp"

// dL/dh(0), H, of h(t) = tanh(W (m(t) h(t-1)) + ..), tau steps, from h(0) ..
// h(tau), the masks m(1) .. m(tau), and what the outputs hand to h(t), t = 1 ..
// tau.
Vector slope_of_first(const Matrix& W, const Sequence& h, const Sequence& m,
                      const Sequence& from_output) {
  Vector e(W.n_rows, arma::fill::zeros);
  for (Index t = m.last(); t >= 1; --t) {
    const Vector delta = from_output(t) + e;
    const Vector dz = delta % (1 - arma::square(h(t)));
    e = m(t) % (W.t() * dz);
  }
  return e;
}
