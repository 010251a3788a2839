// Gates pinned open or shut: what is left has a closed form.
#include "chapters/03-any-length/bptt.hpp"
#include "tests/07-gates/support.hpp"

using namespace gates_test;

namespace {

constexpr double wide_open = 1000, shut = -1000;  // sigmoid is 1 or 0 there

void pin(Gate& g, double bias) {
  g.U.zeros();
  g.W.zeros();
  g.b.fill(bias);
}

// Chapter 3's network with a gate's parameters.
bptt::Parameters plain(const Gate& a, const Matrix& V, const Vector& c) {
  return {a.U, a.W, V, a.b, c};
}

}  // namespace

TEST_CASE("An LSTM that keeps all and writes nothing is the identity",
          "[7.5][7.13][7.16]") {
  Lstm c(any_output(), 5, 30);
  pin(c.p.f, wide_open);
  pin(c.p.i, shut);
  const auto it = c.run();
  for (Index t = 1; t <= 5; ++t) CHECK_THAT(it.s.C(t), Near(c.C0, 0));
  // Each loss reaches C(0) as if it stood there.
  Matrix sum(3, 1, arma::fill::zeros);
  for (Index t = 1; t <= 5; ++t)
    sum += it.by.delta(t) % it.s.q(t) % (1 - arma::square(arma::tanh(c.C0)));
  CHECK_THAT(it.by.dC0, Near(sum));
  CHECK(arma::abs(it.by.da.U).max() == 0);
}

TEST_CASE("An LSTM that keeps all and writes all adds up", "[7.5][7.4]") {
  Lstm c(any_output(), 6, 31);
  pin(c.p.f, wide_open);
  pin(c.p.i, wide_open);
  const lstm::States s = c.states();
  Matrix sum = c.C0;
  for (Index t = 1; t <= 6; ++t) {
    sum += s.a(t);
    CHECK_THAT(s.C(t), Near(sum, 1e-15));
  }
}

TEST_CASE("An LSTM that forgets all is a plain network with one tanh more",
          "[7.6][7.12][7.14]") {
  Lstm c(any_output(), 4, 32);
  pin(c.p.f, shut);
  pin(c.p.i, wide_open);
  pin(c.p.q, wide_open);
  const auto it = c.run();
  Matrix h = c.h0;
  for (Index t = 1; t <= 4; ++t) {
    const Matrix z = c.p.a.U * c.x(t) + c.p.a.W * h + c.p.a.b;
    h = arma::tanh(arma::tanh(z));
    CHECK_THAT(it.s.h(t), Near(h, 1e-14));
  }
  CHECK(arma::abs(it.by.dC0).max() == 0);  // nothing of C(0) is left
}

TEST_CASE("A GRU that writes anew is chapter 3's network",
          "[7.27][7.30][7.31][7.34]") {
  const Reset reset = GENERATE(Reset::before, Reset::after);
  Gru c(reset, any_output(), 4, 33);
  pin(c.p.u, shut);
  pin(c.p.r, wide_open);
  const auto it = c.run();
  bptt::Parameters p = plain(c.p.a, c.p.V, c.p.c);
  if (reset == Reset::after) p.b += c.p.ca;
  const bptt::LossAndGradient same =
      bptt::loss_and_gradient({Activation::tanh, c.output}, p, c.x, c.y, c.h0);
  CHECK(it.loss == Approx(same.loss).epsilon(kTolerance));
  CHECK_THAT(it.s.h, Near(same.h));
  CHECK_THAT(it.by.da.U, Near(same.by.dU));
  CHECK_THAT(it.by.da.W, Near(same.by.dW));
  CHECK_THAT(column(it.by.da.b), Near(column(same.by.db)));
  CHECK_THAT(it.by.dV, Near(same.by.dV));
  CHECK_THAT(it.by.dh0, Near(same.by.dh0));
  CHECK_THAT(it.by.dx, Near(same.by.dx));
}

TEST_CASE("A GRU that keeps all is the identity", "[7.27][7.33][7.36]") {
  const Reset reset = GENERATE(Reset::before, Reset::after);
  Gru c(reset, any_output(), 5, 34);
  pin(c.p.u, wide_open);
  const auto it = c.run();
  Matrix sum(3, 1, arma::fill::zeros);
  for (Index t = 1; t <= 5; ++t) {
    CHECK_THAT(it.s.h(t), Near(c.h0, 0));
    sum += c.p.V.t() * c.dLdo()(t);
  }
  CHECK_THAT(it.by.dh0, Near(sum));
}

TEST_CASE("The two forms of the GRU are two functions", "[7.24][7.26]") {
  const Gru before(Reset::before, Output::linear_squared_error, 3, 35);
  Gru after(Reset::after, Output::linear_squared_error, 3, 35);
  after.p.u = before.p.u, after.p.r = before.p.r, after.p.a = before.p.a;
  after.p.V = before.p.V, after.p.c = before.p.c;
  after.p.ca.zeros();
  after.x = before.x, after.y = before.y, after.h0 = before.h0;
  CHECK_THAT(after.states().h, !Near(before.states().h, 1e-2));
  // Where every reset is the same number they agree: it commutes with Wa.
  Gru b = before, a = after;
  pin(b.p.r, 0.5);
  pin(a.p.r, 0.5);
  CHECK_THAT(a.states().h, Near(b.states().h, 1e-14));
  // So they do where Wa is diagonal.
  b = before, a = after;
  b.p.a.W = a.p.a.W = arma::diagmat(b.p.a.W);
  CHECK_THAT(a.states().h, Near(b.states().h, 1e-14));
}

TEST_CASE("A minibatch's gradient is the sum of its sequences', with weights",
          "[7.17][7.18][7.19][7.37][3.36][3.37]") {
  const Lstm one(any_output(), 4, 36);
  Lstm other(one.output, 4, 37);
  other.p = one.p;
  const auto beside = [](const Sequence& a, const Sequence& b) {
    Sequence both(a.rows(), 2, a.first(), a.last());
    for (Index t = a.first(); t <= a.last(); ++t)
      both(t) = arma::join_rows(a(t), b(t));
    return both;
  };
  const Sequence m = beside(Matrix{{1, 1, 1, 1}}, Matrix{{1, 0.5, 0, 0}});
  const Sequence x = beside(one.x, other.x), y = beside(one.y, other.y);
  const Matrix h0 = arma::join_rows(one.h0, other.h0),
               C0 = arma::join_rows(one.C0, other.C0);
  const auto it = loss_and_gradient(one.output, one.p, x, y,
                                    lstm::forward(one.p, x, h0, C0), m);
  oracle::Gated first = loops(one), second = loops(other);
  second.weights = {1, 0.5, 0, 0};
  CHECK(it.loss ==
        Approx(oracle::run(first).loss.real() + oracle::run(second).loss.real())
            .epsilon(kTolerance));
  for (const auto& [name, values] : it.by.blocks()) {
    INFO(name);
    CHECK_THAT(values, Near(Matrix(truth(first, name) + truth(second, name))));
  }
  CHECK_THAT(Matrix(it.by.dC0.col(1)), Near(truth(second, "dC0")));
  // The GRU's, by its own rule: two equal sequences, twice the gradient.
  const Gru g(Reset::after, one.output, 4, 38);
  const gru::Gradient twice =
      loss_and_gradient(
          g.output, g.p, beside(g.x, g.x), beside(g.y, g.y),
          gru::forward(g.p, beside(g.x, g.x), arma::join_rows(g.h0, g.h0)))
          .by;
  const gru::Gradient alone = g.run().by;
  for (std::size_t i = 0; i < alone.blocks().size(); ++i)
    CHECK_THAT(twice.blocks()[i].values,
               Near(Matrix(2 * alone.blocks()[i].values)));
}

TEST_CASE("Peepholes add three terms to the way back", "[7.8][7.13]") {
  // The whole of it, written out here alone.
  const Lstm c(Output::linear_squared_error, 4, 39);
  Random random(40);
  const Vector Pf = random.normal_matrix(3, 1), Pi = random.normal_matrix(3, 1),
               Pq = random.normal_matrix(3, 1);
  oracle::Gated net = loops(c);
  net.vectors["Pf"] = oracle::loops(Pf);
  net.vectors["Pi"] = oracle::loops(Pi);
  net.vectors["Pq"] = oracle::loops(Pq);
  const oracle::NamedTrace trace = oracle::run(net);
  const auto at = [&](const std::string& name, Index t) {
    return Vector(oracle::back(oracle::real(trace.at.at(name)[t])));
  };
  Vector e(3, arma::fill::zeros), E = e, dPf = e, dPi = e, dPq = e;
  for (Index t = 4; t >= 1; --t) {
    const Vector f = at("f", t), i = at("i", t), q = at("q", t), a = at("a", t);
    const Vector C = at("C", t), before = at("C", t - 1), T = arma::tanh(C);
    const Vector delta = c.p.V.t() * (at("o", t) - c.y(t)) + e;
    const Vector dzq = delta % T % q % (1 - q);
    const Vector dC = delta % q % (1 - T % T) + E + Pq % dzq;
    const Vector dzf = dC % before % f % (1 - f), dzi = dC % a % i % (1 - i),
                 dza = dC % i % (1 - a % a);
    E = f % dC + Pf % dzf + Pi % dzi;
    e = c.p.f.W.t() * dzf + c.p.i.W.t() * dzi + c.p.q.W.t() * dzq +
        c.p.a.W.t() * dza;
    dPf += dzf % before, dPi += dzi % before, dPq += dzq % C;
  }
  CHECK_THAT(column(e), Near(truth(net, "dh0")));
  CHECK_THAT(column(E), Near(truth(net, "dC0")));
  CHECK_THAT(column(dPf), Near(truth(net, "dPf")));
  CHECK_THAT(column(dPi), Near(truth(net, "dPi")));
  CHECK_THAT(column(dPq), Near(truth(net, "dPq")));
}
