#include "chapters/07-gates/in_blocks.hpp"

#include "chapters/07-gates/at_once.hpp"

namespace unrolled::gates {
namespace {

using cost::there_and_back;

struct Named {
  char letter;
  const Gate& gate;
};

// Gates one below the other, H rows each.
Gate stack_of(Index gates, Index D, Index H) {
  Gate all;
  all.U.zeros(gates * H, D), all.W.zeros(gates * H, H), all.b.zeros(gates * H);
  return all;
}
void require_gate(const Named& g, Index D, Index H) {
  require_shape(std::string("U") + g.letter, g.gate.U, H, D);
  require_shape(std::string("W") + g.letter, g.gate.W, H, H);
  require_shape(std::string("b") + g.letter, g.gate.b, H, 1);
}
void stack(std::initializer_list<Named> gates, Gate& all) {
  const Index D = all.U.n_cols, H = all.W.n_cols;
  Index row = 0;
  for (const Named& g : gates) {
    require_gate(g, D, H);
    all.U.rows(row, row + H - 1) = g.gate.U;
    all.W.rows(row, row + H - 1) = g.gate.W;
    all.b.rows(row, row + H - 1) = g.gate.b;
    row += H;
  }
}
void unstack(const Gate& all, std::initializer_list<Gate*> gates) {
  const Index H = all.W.n_cols;
  Index row = 0;
  for (Gate* g : gates) {
    g->U = all.U.rows(row, row + H - 1);
    g->W = all.W.rows(row, row + H - 1);
    g->b = all.b.rows(row, row + H - 1);
    row += H;
  }
}
void set_zero(Gate& g, const Gate& like) {
  g.U.zeros(arma::size(like.U));
  g.W.zeros(arma::size(like.W));
  g.b.zeros(arma::size(like.b));
}
void require_outputs(const Matrix& V, const Vector& c,
                     const cost::Workspace& w) {
  require_shape("V", V, w.E.n_rows, w.Z.n_rows);
  require_shape("c", c, w.E.n_rows, 1);
}

// A product with it sums the columns of m.
const Vector ones_for(const Matrix& m, cost::Workspace& w) {
  return Vector(w.ones.memptr(), m.n_cols, false, true);
}
// What gates get in a block: dz and x of all its steps, and what W stands
// beside with the slope of that product.
void learn(Gate& d, const Matrix& dz, const Matrix& x, const Matrix& dWh,
           const Matrix& h, const Vector& ones) {
  d.b += dz * ones;    // (7.17)
  d.W += dWh * h.t();  // (7.18)
  d.U += dz * x.t();   // (7.19)
}

void prepare(const Ends& ends, const Sequence& x, Index H) {
  if (ends.dx) ends.dx->slices().set_size(arma::size(x.slices()));
  if (ends.mask) require_sequence("mask", *ends.mask, H, x.n(), 1, x.last());
}
// The outputs of a block of states S, which they read through a mask if there
// is one: leaves in the workspace what comes back to the states.
template <class Parameters, class Gradient>
double outputs(const Parameters& p, const Matrix& S, Index first, Index last,
               const BlockLoss& loss, const Ends& ends, Matrix& read,
               cost::Workspace& w, Gradient& g) {
  const auto block = [&](const Matrix& seen) {
    return cost::outputs_block(p.V, p.c, seen, first, loss, w, g.dV, g.dc);
  };
  if (!ends.mask) return block(S);
  const Matrix m = Steps::of(*ends.mask)(first, last);
  Matrix R(read.memptr(), S.n_rows, S.n_cols, false, true);
  Matrix Z(w.Z.memptr(), S.n_rows, S.n_cols, false, true);
  R = m % S;
  const double L = block(R);
  Z %= m;
  return L;
}

}  // namespace

// [lstm]
void lstm::InBlocks::forward(const Steps& x, Index first, Index last) {
  const auto& [U, W, b] = gates_;
  Steps z = steps(z_, 1), C = steps(C_, 0), h = steps(h_, 0);
  Matrix Z = z(first, last);
  Z = U * x(first, last);  // (7.43)
  for (Index t = first; t <= last; ++t) {
    z(t) += W * h(t - 1);  // (7.44)
    go_on(b, t, z, C, h);
  }
}

double lstm::InBlocks::backward(const Parameters& p, const Steps& x,
                                Index first, Index last, const BlockLoss& loss,
                                Gradient& g, const Ends& ends) {
  Steps z = steps(z_, 1), C = steps(C_, 0), h = steps(h_, 0),
        v(w_.Z.memptr(), w_.Z.n_rows, n_, first, last),
        dz(dz_.memptr(), dz_.n_rows, n_, first, last);
  Matrix &e = g.dh0, &E = g.dC0;  // from the steps after this block
  const double L =
      outputs(p, h(first, last), first, last, loss, ends, read_, w_, g);
  for (Index t = last; t >= first; --t) {
    go_back(t, z, C, v, e, E, dz);
    e = gates_.W.t() * dz(t);  // (7.14)
  }
  const Matrix Z = dz(first, last);
  learn(slopes_, Z, x(first, last), Z, h(first - 1, last - 1), ones_for(Z, w_));
  if (ends.dx) {
    Matrix dX = Steps::of(*ends.dx)(first, last);
    dX = gates_.U.t() * Z;  // (7.20)
  }
  return L;
}
// [lstm]

lstm::InBlocks::InBlocks(const Parameters& p, Index n, Index tau, Index block)
    : n_(n),
      tau_(tau),
      block_(std::min(block ? block : cost::block_of(n), tau)),
      gates_(stack_of(4, p.f.U.n_cols, p.f.U.n_rows)),
      slopes_(gates_),
      z_(4 * p.f.U.n_rows, n * tau),
      dz_(4 * p.f.U.n_rows, n * block_),
      C_(p.f.U.n_rows, n * (tau + 1)),
      h_(C_),
      read_(p.f.U.n_rows, n * block_),
      w_(p.V, n * block_) {}

double lstm::InBlocks::operator()(const Parameters& p, const Sequence& x,
                                  const Matrix& h0, const Matrix& C0,
                                  const BlockLoss& loss, Gradient& g,
                                  const Ends& ends) {
  cost::require_pass(gates_.U.n_cols, h_.n_rows, x, h0, n_, tau_);
  require_shape("C0", C0, h_.n_rows, n_);
  require_finite("C0", C0);
  stack({{'f', p.f}, {'i', p.i}, {'q', p.q}, {'a', p.a}}, gates_);
  require_outputs(p.V, p.c, w_);
  set_zero(slopes_, gates_);
  g.dV.zeros(arma::size(p.V)), g.dc.zeros(arma::size(p.c));
  g.dh0.zeros(arma::size(h0)), g.dC0.zeros(arma::size(C0));
  prepare(ends, x, h_.n_rows);

  const Steps X = Steps::of(x);
  h(0) = h0;
  C(0) = C0;
  const double L = there_and_back(
      tau_, block_, [&](Index first, Index last) { forward(X, first, last); },
      [&](Index first, Index last) {
        return backward(p, X, first, last, loss, g, ends);
      });
  unstack(slopes_, {&g.df, &g.di, &g.dq, &g.da});
  return L;
}

// [gru]
void gru::InBlocks::forward(const Parameters& p, const Steps& x, Index first,
                            Index last) {
  const auto& [U, W, b] = gates_;
  Steps z = steps(z_, 1), a = steps(a_, 1), v = steps(v_, 1), h = steps(h_, 0);
  Matrix Z = z(first, last), A = a(first, last);
  Z = U * x(first, last);  // (7.43)
  A = p.a.U * x(first, last);
  for (Index t = first; t <= last; ++t) {
    z(t) += W * h(t - 1);  // (7.44)
    open(reset_, b, t, z, v, h);
    if (reset_ == Reset::before)
      a(t) += p.a.W * v(t);  // (7.24)
    else
      v(t) = p.a.W * h(t - 1);  // (7.25)
    write(p.a, p.ca, t, z, a, v, h);
  }
}

double gru::InBlocks::backward(const Parameters& p, const Steps& x, Index first,
                               Index last, const BlockLoss& loss, Gradient& g,
                               const Ends& ends) {
  Steps z = steps(z_, 1), a = steps(a_, 1), v = steps(v_, 1), h = steps(h_, 0),
        d(w_.Z.memptr(), w_.Z.n_rows, n_, first, last);
  Matrix& e = g.dh0;  // from the steps after this block
  const double L =
      outputs(p, h(first, last), first, last, loss, ends, read_, w_, g);
  for (Index t = last; t >= first; --t) {
    go_back(reset_, t, z, a, v, h, d, e);
    if (reset_ == Reset::before) {
      dv_ = p.a.W.t() * a(t);  // (7.31)
      go_back_by_reset(dv_, t, z, h, e);
    } else {
      e += p.a.W.t() * v(t);  // (7.36)
    }
    e += gates_.W.t() * z(t);  // (7.33) (7.36)
  }
  const Matrix Z = z(first, last), A = a(first, last), Y = v(first, last),
               X = x(first, last), G = h(first - 1, last - 1);
  const Vector ones = ones_for(Z, w_);
  learn(slopes_, Z, X, Z, G, ones);
  if (reset_ == Reset::before) {
    learn(g.da, A, X, A, Y, ones);
  } else {
    learn(g.da, A, X, Y, G, ones);
    g.dca += Y * ones;  // (7.37)
  }
  if (ends.dx) {
    Matrix dX = Steps::of(*ends.dx)(first, last);
    dX = gates_.U.t() * Z;  // (7.38)
    dX += p.a.U.t() * A;    // (7.38)
  }
  return L;
}
// [gru]

gru::InBlocks::InBlocks(const Parameters& p, Index n, Index tau, Index block)
    : n_(n),
      tau_(tau),
      block_(std::min(block ? block : cost::block_of(n), tau)),
      reset_(p.reset()),
      gates_(stack_of(2, p.u.U.n_cols, p.u.U.n_rows)),
      slopes_(gates_),
      z_(2 * p.u.U.n_rows, n * tau),
      a_(p.u.U.n_rows, n * tau),
      v_(a_),
      h_(p.u.U.n_rows, n * (tau + 1)),
      dv_(p.u.U.n_rows, n),
      read_(p.u.U.n_rows, n * block_),
      w_(p.V, n * block_) {}

double gru::InBlocks::operator()(const Parameters& p, const Sequence& x,
                                 const Matrix& h0, const BlockLoss& loss,
                                 Gradient& g, const Ends& ends) {
  const Index H = h_.n_rows;
  cost::require_pass(gates_.U.n_cols, H, x, h0, n_, tau_);
  stack({{'u', p.u}, {'r', p.r}}, gates_);
  require_gate({'a', p.a}, gates_.U.n_cols, H);
  require_shape("ca", p.ca, reset_ == Reset::before ? 0 : H, 1);
  require_outputs(p.V, p.c, w_);
  set_zero(slopes_, gates_);
  set_zero(g.da, p.a);
  g.dV.zeros(arma::size(p.V)), g.dc.zeros(arma::size(p.c));
  g.dca.zeros(arma::size(p.ca)), g.dh0.zeros(arma::size(h0));
  prepare(ends, x, H);

  const Steps X = Steps::of(x);
  h(0) = h0;
  const double L = there_and_back(
      tau_, block_,
      [&](Index first, Index last) { forward(p, X, first, last); },
      [&](Index first, Index last) {
        return backward(p, X, first, last, loss, g, ends);
      });
  unstack(slopes_, {&g.du, &g.dr});
  return L;
}

}  // namespace unrolled::gates
