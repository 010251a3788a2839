#include "chapters/05-cost/exercises/4/task.hpp"

Matrix dW_in_blocks(const Network& net, const Matrix& dLdo, Index block,
                    std::vector<Vector>& kept) {
  const Index tau = dLdo.n_cols;
  kept.clear();
  Vector h = net.h0;
  for (Index t = 1; t <= tau; ++t) {
    if (kept.size() * block < t) kept.push_back(h);  // a block begins
    h = step(net, t, h);
  }
  Matrix dW = 0 * net.W;
  Vector from_later = 0 * net.h0;  // W^T dz(t+1), nothing at tau
  for (Index first = kept.size() * block; first > 0;) {
    first -= block;
    std::vector<Vector> again{kept[first / block]};  // h(first), ..
    for (Index t = first + 1; t <= std::min(first + block, tau); ++t)
      again.push_back(step(net, t, again.back()));
    for (Index i = again.size() - 1; i > 0; --i) {  // i steps on
      const Vector e = dLdo.col(first + i - 1);
      const Vector delta = net.V.t() * e + from_later;
      const Vector dz = (1 - arma::square(again[i])) % delta;
      dW += dz * again[i - 1].t();
      from_later = net.W.t() * dz;
    }
  }
  return dW;
}
