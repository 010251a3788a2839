// The way forward beside the way back: the same gradient, and every
// multiplication of both counted.
#include "chapters/03-any-length/as_printed.hpp"
#include "chapters/06-shapes/real_time.hpp"
#include "common/experiment.hpp"
#include "common/gradient_check.hpp"

using namespace unrolled;
using namespace unrolled::shapes;

namespace {

struct Knobs {
  Index tau = 10, inputs = 2, outputs = 2, seed = 1;
};

const Vector units{1, 2, 4, 8, 16, 32};

// An entry for each number of units.
struct Found {
  Vector apart;          // the gradients of the two ways, counted,
  Vector from_book;      // and not counted
  Vector back, forward;  // multiplications a step, counted
  Vector formula;        // those of the way forward by (6.39)
  Vector kept;           // numbers that it keeps
};

Matrix product(const Matrix& a, const Matrix& b, double& count) {
  Matrix c(a.n_rows, b.n_cols, arma::fill::zeros);
  for (Index i = 0; i < a.n_rows; ++i)
    for (Index j = 0; j < b.n_cols; ++j)
      for (Index k = 0; k < a.n_cols; ++k, ++count)
        c(i, j) += a(i, k) * b(k, j);
  return c;
}
// Each row of a matrix times its unit's slope.
Matrix sloped(const bptt::Example& c, Matrix h, Matrix m, double& count) {
  m.each_col() %= Vector(derivative_from_value(c.net.hidden, h));
  count += static_cast<double>(m.n_elem);
  return m;
}

// dL/d(U, W, b, h(0)), column by column, by the way back. (What takes dL/do to
// dL/dh is not counted: both ways need it.)
Vector way_back(const bptt::Example& c, double& count) {
  const Sequence h = c.states().h, dLdo = c.dLdo();
  ParameterGradient g(c.p);
  Matrix later(c.p.W.n_rows, 1, arma::fill::zeros);
  for (Index t = c.x.last(); t >= 1; --t) {
    const Matrix dz = sloped(c, h(t), c.p.V.t() * dLdo(t) + later, count);
    g.dU += product(dz, c.x(t).t(), count);
    g.dW += product(dz, h(t - 1).t(), count);
    g.db += dz;
    later = product(c.p.W.t(), dz, count);
  }
  return arma::vectorise(arma::join_rows(g.dU, g.dW, g.db, later));
}

Vector way_forward(const bptt::Example& c, double& count) {
  const Sequence h = c.states().h, dLdo = c.dLdo();
  const Index H = c.p.W.n_rows, Q = H * (c.p.U.n_cols + H + 2);
  Matrix S(H, Q, arma::fill::zeros);
  S.tail_cols(H).eye();
  Vector theta(Q, arma::fill::zeros);
  for (Index t = 1; t <= c.x.last(); ++t) {
    const Matrix dz = product(c.p.W, S, count) + immediate(c.x(t), h(t - 1));
    S = sloped(c, h(t), dz, count);
    theta += product(S.t(), c.p.V.t() * dLdo(t), count);
  }
  return theta;
}

Found measure(const Knobs& k) {
  const Vector none(units.n_elem, arma::fill::zeros);
  Found f{none, none, none, none, none, none};
  const double tau = static_cast<double>(k.tau);
  for (Index i = 0; i < units.n_elem; ++i) {
    const Index H = static_cast<Index>(units(i));
    const auto c = bptt::example_of({}, k.tau, k.seed, k.inputs, H, k.outputs);
    const RealTime book = real_time(c.net, c.p, c.x, c.y, c.h0);
    const Vector back = way_back(c, f.back(i)),
                 forward = way_forward(c, f.forward(i));
    f.apart(i) = block_error(forward, back);
    f.from_book(i) = worst_block(book.blocks(), c.gradient().blocks()).error;
    f.formula(i) = book.multiplications / tau;
    f.kept(i) = static_cast<double>(book.kept);
  }
  f.back /= tau;
  f.forward /= tau;
  return f;
}

void show(Experiment& lab, const Found& f) {
  Table table{{"units", "back", "forward in time", "forward over back",
               "kept forward", "as many as states"},
              {}};
  for (Index i = 0; i < units.n_elem; ++i)
    table.rows.push_back({text(units(i)), fixed(f.back(i), 0),
                          fixed(f.forward(i), 0),
                          fixed(f.forward(i) / f.back(i), 1),
                          fixed(f.kept(i), 0), fixed(f.kept(i) / units(i), 0)});
  lab.table("counts", table);

  Figure figure("06-forward_in_time", "");
  figure.log_x().log_y().set("set format x '%g'");
  figure.x_label("hidden units").y_label("multiplications a step");
  figure.line(units, f.forward, "forward in time", Colour::blue);
  figure.line(units, f.back, "back", Colour::vermilion);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  const auto power = [](const Vector& n) {
    return std::log2(n(n.n_elem - 1) / n(n.n_elem - 2));
  };
  lab.claim("the two gradients apart, largest",
            std::max(f.apart.max(), f.from_book.max()), at_most(1e-12));
  lab.claim("counted less (6.39), largest",
            arma::abs(f.forward - f.formula).max(), equal_to(0));
  lab.claim("forward: power of the units, from 16 to 32", power(f.forward),
            between(3.5, 4));
  lab.claim("back: power of the units, from 16 to 32", power(f.back),
            between(1.8, 2));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("06-forward_in_time",
                 "Forward in time the gradient is the same to 1e-12, and its "
                 "multiplications a step, counted one by one, grow about as "
                 "the fourth power of the units; on the way back about as the "
                 "second");
  Knobs k;
  lab.knob("tau", k.tau, "steps", {2, 50});
  lab.knob("inputs", k.inputs, "inputs", {1, 8});
  lab.knob("outputs", k.outputs, "outputs", {1, 8});
  lab.knob("seed", k.seed, "of the network and of the sequence");
  return lab.run(argc, argv, k, measure, show, claim);
}
