#include "chapters/10-attention/in_blocks.hpp"

#include "chapters/05-cost/steps.hpp"
#include "chapters/10-attention/at_once.hpp"

namespace unrolled::attention {
namespace {

using cost::Steps;

// The columns of a matrix by their steps, from 1 on.
Steps by_step(const Matrix& m) {
  return {const_cast<double*>(m.memptr()), m.n_rows, 1, 1, m.n_cols};
}

// Queries t .. u beside keys s .. r.
struct Part {
  Index t, u, s, r;
  Index keys() const { return r + 1 - s; }
  Matrix in(Matrix& memory) const {
    return Matrix(memory.memptr(), keys(), u + 1 - t, false, true);
  }
};

// All parts in which a query sees a key, the blocks of queries one by one.
struct Parts {
  Mask mask;
  Index block, queries, keys;

  // How many keys query t sees. Queries are those of the last steps.
  Index seen(Index t) const {
    return mask == Mask::causal ? keys - queries + t : keys;
  }
  // The same within a part.
  Index seen(Index t, const Part& p) const {
    return std::clamp(seen(t) + 1, p.s, p.r + 1) - p.s;
  }
  template <class Part_, class Queries>
  void visit(Part_ part, Queries after) const {
    for (Index t = 1; t <= queries; t += block) {
      const Index u = std::min(t + block - 1, queries), last = seen(u);
      for (Index s = 1; s <= last; s += block)
        part(Part{t, u, s, std::min(s + block - 1, keys)});
      for (Index j = t; j <= u; ++j) after(j);
    }
  }
};

void require_head(const Matrix& q, const Matrix& k, const Matrix& v) {
  require_not_empty("q", q);
  require_shape("k", k, q.n_rows, std::max(q.n_cols, k.n_cols));
  require_shape("v", v, v.n_rows, k.n_cols);
}

}  // namespace

InBlocks::InBlocks(Mask mask, Index block)
    : mask_(mask),
      block_(block ? block : 96),
      S_(block_, block_),
      T_(block_, block_) {}

// [forward]
void InBlocks::forward(const Matrix& Q, const Matrix& K, const Matrix& V,
                       Seen& seen) {
  require_head(Q, K, V);
  const Parts parts{mask_, block_, Q.n_cols, K.n_cols};
  Q_ = Q / std::sqrt(static_cast<double>(Q.n_rows));
  seen.h.zeros(V.n_rows, Q.n_cols);
  seen.l.set_size(Q.n_cols);
  std::vector<Running> all(Q.n_cols);

  const Steps q = by_step(Q_), k = by_step(K), v = by_step(V);
  Steps h = by_step(seen.h);
  parts.visit(
      [&](const Part& p) {
        Matrix e = p.in(S_), H = h(p.t, p.u);
        e = k(p.s, p.r).t() * q(p.t, p.u);
        for (Index t = p.t; t <= p.u; ++t)
          go_on(parts.seen(t, p), p.keys(), e.colptr(t - p.t), H.n_rows,
                H.colptr(t - p.t), all[t - 1]);
        H += v(p.s, p.r) * e;  // (10.44)
      },
      [&](Index t) {
        const auto& [top, sum] = all[t - 1];
        h(t) /= sum;                          // (10.45)
        seen.l(t - 1) = top + std::log(sum);  // (10.46)
      });
}
// [forward]

// [backward]
void InBlocks::backward(const Matrix& Q, const Matrix& K, const Matrix& V,
                        const Seen& seen, const Matrix& dLdh, HeadSlopes& g) {
  require_head(Q, K, V);
  require_shape("h", seen.h, V.n_rows, Q.n_cols);
  require_shape("dLdh", dLdh, V.n_rows, Q.n_cols);
  const Parts parts{mask_, block_, Q.n_cols, K.n_cols};
  const double root = std::sqrt(static_cast<double>(Q.n_rows));
  Q_ = Q / root;
  const Matrix D = arma::sum(dLdh % seen.h);  // (10.48)
  g.dq.zeros(arma::size(Q));
  g.dk.zeros(arma::size(K));
  g.dv.zeros(arma::size(V));

  const Steps q = by_step(Q_), k = by_step(K), v = by_step(V),
              dh = by_step(dLdh);
  Steps dq = by_step(g.dq), dk = by_step(g.dk), dv = by_step(g.dv);
  parts.visit(
      [&](const Part& p) {
        Matrix w = p.in(S_), de = p.in(T_);
        w = k(p.s, p.r).t() * q(p.t, p.u);
        de = v(p.s, p.r).t() * dh(p.t, p.u);
        for (Index t = p.t; t <= p.u; ++t)
          go_back(parts.seen(t, p), p.keys(), seen.l(t - 1), D(t - 1),
                  w.colptr(t - p.t), de.colptr(t - p.t));
        Matrix dQ = dq(p.t, p.u), dK = dk(p.s, p.r), dV = dv(p.s, p.r);
        dV += dh(p.t, p.u) * w.t();
        dQ += k(p.s, p.r) * de;
        dK += q(p.t, p.u) * de.t();
      },
      [&](Index t) { dq(t) /= root; });
}
// [backward]

}  // namespace unrolled::attention
