// Chapter 10's attention, one head and one sequence: with its table, in blocks,
// and the floor.
#include <cmath>

#include "chapters/10-attention/in_blocks.hpp"
#include "common/random.hpp"
#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

using attention::Mask;
using cost::Problem;

// A column for each step of the one sequence.
Matrix columns_of(const Sequence& q) {
  if (q.n() != 1)
    throw std::invalid_argument("attention: expected a batch of 1, got " +
                                std::to_string(q.n()));
  return q.columns();
}

Gradient by_table(const Problem& q, Mask mask) {
  return gradient_of(attention::loss_and_gradient(
                         Output::linear_squared_error, attention_of(q),
                         columns_of(q.x), columns_of(q.y), mask)
                         .by.blocks());
}

// What all forms have about the head: q, k, v, and the scores of the outputs.
struct Network {
  const attention::Parameters p;
  const Matrix x;
  Matrix q, k, v, dWq, dWk, dWv, dV;
  Vector dc;
  cost::Workspace w;

  explicit Network(const Problem& problem)
      : p(attention_of(problem)), x(columns_of(problem.x)), w(p.V, x.n_cols) {}

  const attention::Head& head() const { return p.heads[0]; }
  void begin() {
    q = head().Wq * x, k = head().Wk * x, v = head().Wv * x;
    dV.zeros(arma::size(p.V)), dc.zeros(arma::size(p.c));
  }
  void learn(const attention::HeadSlopes& g) {
    dWq = g.dq * x.t(), dWk = g.dk * x.t(), dWv = g.dv * x.t();
  }
};

Runner in_blocks_of(const Problem& problem, Mask mask) {
  struct Form : Network {
    attention::InBlocks form;
    attention::Seen seen;
    attention::HeadSlopes g;
    Form(const Problem& of, Mask which) : Network(of), form(which) {}
  };
  auto all = std::make_shared<Form>(problem, mask);
  return {[all, &problem] {
            Form& f = *all;
            f.begin();
            f.form.forward(f.q, f.k, f.v, f.seen);
            cost::outputs_block(f.p.V, f.p.c, f.seen.h, 1, problem.loss(), f.w,
                                f.dV, f.dc);
            f.form.backward(f.q, f.k, f.v, f.seen, f.w.Z, f.g);
            f.learn(f.g);
          },
          [all]() -> Gradient {
            return {all->dWq, all->dWk, all->dWv, all->dV, all->dc};
          }};
}

// The products alone, in blocks of so many steps; in one block the scores are
// there still on the way back.
struct Floor : Network {
  Mask mask;
  Index block;
  Matrix S, T, h;
  attention::HeadSlopes g;

  Floor(const Problem& of, Mask which, Index steps)
      : Network(of),
        mask(which),
        block(std::min(steps, x.n_cols)),
        S(block, block),
        T(block, block) {}

  Matrix part(const Matrix& of, Index first) const {
    return Matrix(const_cast<double*>(of.colptr(first)), of.n_rows,
                  std::min(block, of.n_cols - first), false, true);
  }
  template <class Visit>
  void visit(Visit each) {
    for (Index t = 0; t < x.n_cols; t += block)
      for (Index s = 0; s < (mask == Mask::causal ? t + 1 : x.n_cols);
           s += block)
        each(t, s);
  }
  Matrix scores(Matrix& in, Index t, Index s) {
    return Matrix(in.memptr(), std::min(block, x.n_cols - s),
                  std::min(block, x.n_cols - t), false, true);
  }

  void operator()() {
    begin();
    h.zeros(arma::size(v));
    g.dq.zeros(arma::size(q)), g.dk.zeros(arma::size(k));
    g.dv.zeros(arma::size(v));
    visit([this](Index t, Index s) {
      Matrix e = scores(S, t, s), H = part(h, t);
      e = part(k, s).t() * part(q, t);
      H += part(v, s) * e;
    });
    Matrix &E = w.E, &dh = w.Z;
    E = p.V * h;
    dV = E * h.t();
    dh = p.V.t() * E;
    visit([this, &dh](Index t, Index s) {
      Matrix a = scores(S, t, s), de = scores(T, t, s), dq = part(g.dq, t),
             dk = part(g.dk, s), dv = part(g.dv, s);
      if (block < x.n_cols) a = part(k, s).t() * part(q, t);
      de = part(v, s).t() * part(dh, t);
      dv += part(dh, t) * a.t();
      dq += part(k, s) * de;
      dk += part(q, t) * de.t();
    });
    learn(g);
  }
};

Runner products_of(const Problem& q, Mask mask, Index block) {
  auto all = std::make_shared<Floor>(q, mask, block);
  return {[all] { (*all)(); }, {}};
}

}  // namespace

attention::Parameters attention_of(const Problem& q) {
  const Index D = q.x.rows(), H = q.h0.n_rows;
  attention::Parameters p(D, H, H, q.y.rows());
  Random random(3);
  const double gain = 1 / std::sqrt(static_cast<double>(D));
  for (const auto& [name, values] : p.blocks())
    values = random.normal_matrix(values.n_rows, values.n_cols, gain);
  p.V = q.p.V, p.c = q.p.c;
  return p;
}

Gradient truth_of_attention(const std::string& network, const Problem& q) {
  return by_table(q, network == "causal" ? Mask::causal : Mask::none);
}

std::vector<Contender> attention_contenders() {
  std::vector<Contender> all;
  for (const Mask mask : {Mask::none, Mask::causal}) {
    const std::string network = mask == Mask::none ? "attention" : "causal";
    all.push_back({network, "in blocks", "in blocks",
                   [mask](const Problem& q) { return in_blocks_of(q, mask); }});
    all.push_back(
        {network, "products alone, whole", "floor", [mask](const Problem& q) {
           return products_of(q, mask, q.x.steps());
         }});
    all.push_back(
        {network, "products alone, in blocks", "floor",
         [mask](const Problem& q) { return products_of(q, mask, 96); }});
    all.push_back(
        {network, "chapter 10", "chapter 10",
         [mask](const Problem& q) -> Runner {
           auto g = std::make_shared<Gradient>();
           return {[=, &q] { *g = by_table(q, mask); }, [=] { return *g; }};
         }});
  }
  return all;
}

}  // namespace unrolled::bench
