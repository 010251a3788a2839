// A plain version in Eigen: a matrix a step, its own products, all vector
// instructions of this machine.
#include "tests/bench/bench.hpp"

#include <Eigen/Core>
#include <vector>

namespace unrolled::bench {
namespace {

using Mat = Eigen::MatrixXd;
using Vec = Eigen::VectorXd;

using View = Eigen::Map<const Mat>;  // the same memory

View of(const Matrix& m) {
  return View(m.memptr(), static_cast<Eigen::Index>(m.n_rows),
              static_cast<Eigen::Index>(m.n_cols));
}

Matrix back(const Mat& m) {
  return Matrix(m.data(), static_cast<Index>(m.rows()),
                static_cast<Index>(m.cols()));
}

struct Network {
  Mat U, W, V, dU, dW, dV, dh0;
  Vec b, c, db, dc;
  std::vector<View> x, y;
  std::vector<Mat> h, o;

  explicit Network(const cost::Problem& q)
      : U(of(q.p.U)), W(of(q.p.W)), V(of(q.p.V)), b(of(q.p.b)), c(of(q.p.c)) {
    h.push_back(of(q.h0));
    for (Index t = 1; t <= q.x.last(); ++t) {
      x.push_back(of(q.x(t)));
      y.push_back(of(q.y(t)));
      h.push_back(h[0]);
      o.push_back(y[0]);
    }
  }

  void pass() {
    const std::size_t tau = x.size();
    for (std::size_t t = 1; t <= tau; ++t) {
      h[t].noalias() = U * x[t - 1];
      h[t].noalias() += W * h[t - 1];
      h[t].colwise() += b;
      h[t] = h[t].array().tanh();
      o[t - 1].noalias() = V * h[t];
      o[t - 1].colwise() += c;
    }
    dU.setZero(U.rows(), U.cols()), dW.setZero(W.rows(), W.cols());
    dV.setZero(V.rows(), V.cols()), db.setZero(b.size()), dc.setZero(c.size());
    dh0.setZero(h[0].rows(), h[0].cols());
    Mat e, dz;
    for (std::size_t t = tau; t >= 1; --t) {
      e = o[t - 1] - y[t - 1];
      dV.noalias() += e * h[t].transpose();
      dc += e.rowwise().sum();
      dh0.noalias() += V.transpose() * e;
      dz = dh0.array() * (1 - h[t].array().square());
      dW.noalias() += dz * h[t - 1].transpose();
      dU.noalias() += dz * x[t - 1].transpose();
      db += dz.rowwise().sum();
      dh0.noalias() = W.transpose() * dz;
    }
  }
};

Runner run(const cost::Problem& q) {
  auto net = std::make_shared<Network>(q);
  return {[net] { net->pass(); },
          [net]() -> Gradient {
            return {back(net->dU), back(net->dW), back(net->dV),
                    back(net->db), back(net->dc), back(net->dh0)};
          }};
}

}  // namespace

Peer eigen() {
  const std::string version = std::to_string(EIGEN_WORLD_VERSION) + "." +
                              std::to_string(EIGEN_MAJOR_VERSION) + "." +
                              std::to_string(EIGEN_MINOR_VERSION);
  return {
      "Eigen", version, {{"tanh", "Eigen, a matrix a step", "Eigen", run}}, {}};
}

}  // namespace unrolled::bench
