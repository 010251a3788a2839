#include "common/loss.hpp"

namespace unrolled {

Sequence predict(Output pair, const Sequence& o) {
  Sequence y_hat = o;
  for (Index t = o.first(); t <= o.last(); ++t) y_hat(t) = predict(pair, o(t));
  return y_hat;
}

double loss(Output pair, const Sequence& o, const Sequence& y) {
  require_sequence("y", y, o.rows(), o.n(), o.first(), o.last());
  double L = 0;
  for (Index t = o.first(); t <= o.last(); ++t) L += loss(pair, o(t), y(t));
  return L;
}

Sequence output_delta(const Sequence& y_hat, const Sequence& y) {
  require_sequence("y", y, y_hat.rows(), y_hat.n(), y_hat.first(),
                   y_hat.last());
  return {Cube(y_hat.slices() - y.slices()), y_hat.first()};
}

}  // namespace unrolled
