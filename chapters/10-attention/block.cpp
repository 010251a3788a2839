#include "chapters/10-attention/block.hpp"

#include "common/initialise.hpp"

namespace unrolled::attention {

// [norm]
Normed norm(const Norm& p, const Matrix& x) {
  const arma::rowvec mean = arma::mean(x, 0);  // (10.26)
  Normed s{x, {}, {}};
  s.z.each_row() -= mean;
  const arma::rowvec variance = arma::mean(arma::square(s.z), 0);  // (10.27)
  s.root = arma::sqrt(variance + 1e-5);
  s.z.each_row() /= s.root;  // (10.28)
  s.y = s.z.each_col() % p.g;
  s.y.each_col() += p.b;  // (10.29)
  return s;
}

Matrix norm_backward(const Norm& p, const Normed& s, const Matrix& dLdy,
                     Norm& d) {
  d.g += arma::sum(dLdy % s.z, 1);          // (10.32)
  d.b += arma::sum(dLdy, 1);                // (10.33)
  const Matrix dz = dLdy.each_col() % p.g;  // (10.30)
  const arma::rowvec along = arma::mean(dz % s.z, 0);
  Matrix dx = dz - s.z.each_row() % along;
  dx.each_row() -= arma::rowvec(arma::mean(dz, 0));
  dx.each_row() /= s.root;  // (10.31)
  return dx;
}
// [norm]

// [net]
Netted net(const Net& p, const Matrix& x) {
  Netted s{p.W1 * x, {}};
  s.u.each_col() += p.c1;
  s.u.clamp(0, arma::datum::inf);  // (10.34)
  s.y = p.W2 * s.u;
  s.y.each_col() += p.c2;  // (10.35)
  return s;
}

Matrix net_backward(const Net& p, const Matrix& x, const Netted& s,
                    const Matrix& dLdy, Net& d) {
  d.c2 += arma::sum(dLdy, 1);
  d.W2 += dLdy * s.u.t();
  Matrix du = p.W2.t() * dLdy;
  du.elem(arma::find(s.u == 0)).zeros();  // (10.36)
  d.c1 += arma::sum(du, 1);
  d.W1 += du * x.t();
  return p.W1.t() * du;  // (10.37)
}
// [net]

namespace {

// The columns of sequence j, of n side by side.
Matrix columns_of(const Matrix& all, Index j, Index n) {
  Matrix one(all.n_rows, all.n_cols / n);
  for (Index t = 0; t < one.n_cols; ++t) one.col(t) = all.col(t * n + j);
  return one;
}
// Their place among all, from a row on.
void put(const Matrix& one, Index row, Index j, Index n, Matrix& all) {
  for (Index t = 0; t < one.n_cols; ++t)
    all.col(t * n + j).rows(row, row + one.n_rows - 1) = one.col(t);
}

}  // namespace

// [heads]
HeadsStates heads(const Parameters& p, const View& view, const Matrix& x,
                  Index queries) {
  const auto [mask, n] = view;
  HeadsStates s;
  s.h.set_size(p.V.n_cols, queries);
  InBlocks form(mask);
  Index row = 0;
  for (const auto& [Wq, Wk, Wv] : p.heads) {
    s.q.push_back(Wq * x.tail_cols(queries));
    s.k.push_back(Wk * x);
    s.v.push_back(Wv * x);
    s.seen.emplace_back(n);
    for (Index j = 0; j < n; ++j) {
      Seen& seen = s.seen.back()[j];
      form.forward(columns_of(s.q.back(), j, n), columns_of(s.k.back(), j, n),
                   columns_of(s.v.back(), j, n), seen);
      put(seen.h, row, j, n, s.h);
    }
    row += Wv.n_rows;
  }
  s.y = p.V * s.h;
  s.y.each_col() += p.c;
  return s;
}

Matrix heads_backward(const Parameters& p, const View& view, const Matrix& x,
                      const HeadsStates& s, const Matrix& dLdy, Parameters& d) {
  const auto [mask, n] = view;
  d.c += arma::sum(dLdy, 1);
  d.V += dLdy * s.h.t();
  const Matrix dh = p.V.t() * dLdy, last = x.tail_cols(dLdy.n_cols);
  Matrix dx(arma::size(x), arma::fill::zeros);
  InBlocks form(mask);
  HeadSlopes g;
  Index row = 0;
  for (std::size_t i = 0; i < p.heads.size(); ++i) {
    const auto& [Wq, Wk, Wv] = p.heads[i];
    Matrix dq(arma::size(s.q[i])), dk(arma::size(s.k[i])),
        dv(arma::size(s.v[i]));
    const Matrix mine = dh.rows(row, row + Wv.n_rows - 1);
    for (Index j = 0; j < n; ++j) {
      form.backward(columns_of(s.q[i], j, n), columns_of(s.k[i], j, n),
                    columns_of(s.v[i], j, n), s.seen[i][j],
                    columns_of(mine, j, n), g);
      put(g.dq, 0, j, n, dq);
      put(g.dk, 0, j, n, dk);
      put(g.dv, 0, j, n, dv);
    }
    d.heads[i].Wq += dq * last.t();
    d.heads[i].Wk += dk * x.t();
    d.heads[i].Wv += dv * x.t();
    dx += Wk.t() * dk + Wv.t() * dv;
    dx.tail_cols(dq.n_cols) += Wq.t() * dq;
    row += Wv.n_rows;
  }
  return dx;
}
// [heads]

// [block]
LayerStates forward(const Layer& p, const View& view, const Matrix& x,
                    Index columns) {
  LayerStates s;
  s.first = norm(p.first, x);
  s.heads = heads(p.heads, view, s.first.y, columns);
  s.y = x.tail_cols(columns) + s.heads.y;  // (10.38)
  s.second = norm(p.second, s.y);
  s.net = net(p.net, s.second.y);
  s.z = s.y + s.net.y;  // (10.39)
  return s;
}

Matrix backward(const Layer& p, const View& view, const LayerStates& s,
                const Matrix& dLdz, Layer& d) {
  const Matrix by_net = net_backward(p.net, s.second.y, s.net, dLdz, d.net);
  const Matrix dy =
      dLdz + norm_backward(p.second, s.second, by_net, d.second);  // (10.40)
  const Matrix by_heads =
      heads_backward(p.heads, view, s.first.y, s.heads, dy, d.heads);
  Matrix dx = norm_backward(p.first, s.first, by_heads, d.first);
  dx.tail_cols(dy.n_cols) += dy;  // (10.41)
  return dx;
}
// [block]

Layer::Layer(Index M, Index N, Index F, Random& random)
    : first{Vector(M, arma::fill::ones), Vector(M, arma::fill::zeros)},
      heads(M, M / N, M / N, M, N),
      second(first),
      net{xavier(random, F, M), Vector(F, arma::fill::zeros),
          xavier(random, M, F), Vector(M, arma::fill::zeros)} {
  for (const auto& [name, values] : heads.blocks())
    if (name != "c") values = xavier(random, values.n_rows, values.n_cols);
}

Blocks Layer::blocks(const std::string& end) {
  Blocks all{{"g1" + end, first.g}, {"b1" + end, first.b}};
  for (const auto& [name, values] : heads.blocks())
    all.push_back({name + end, values});
  for (const auto& [name, values] : Blocks{{"g2", second.g},
                                           {"b2", second.b},
                                           {"W1", net.W1},
                                           {"c1", net.c1},
                                           {"W2", net.W2},
                                           {"c2", net.c2}})
    all.push_back({name + end, values});
  return all;
}

}  // namespace unrolled::attention
