// The book's own forms, and the floor: the same matrix products alone.
#include <fmt/format.h>

#include <cmath>

#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

using cost::As;
using cost::Gradient;
using cost::Problem;

template <class Form>
Runner pass_of(const Problem& q, std::shared_ptr<Form> form) {
  auto g = std::make_shared<Gradient>();
  return {[=, &q] { (*form)(q.p, q.x, q.h0, q.turn(), *g); },
          [=] { return *g; }, form->stored()};
}

Runner by_chapter_3(const Problem& q) {
  auto g = std::make_shared<Gradient>();
  return {[=, &q] { *g = q.a_matrix_per_step(); }, [=] { return *g; }};
}

Runner few_states(const Problem& q, Index block, Index slots) {
  auto form = std::make_shared<cost::Checkpointed>(q.p, q.x.n_cols,
                                                   q.x.n_slices, block, slots);
  Runner runner = pass_of(q, form);
  runner.blocks = [form] { return form->forward_blocks(); };
  runner.expected_blocks =
      cost::optimal_cost(form->blocks(), std::min(slots, form->blocks()));
  return runner;
}

// A slot for every block of sqrt(tau) steps.
Runner every_root(const Problem& q) {
  const double tau = static_cast<double>(q.x.n_slices);
  const auto root = static_cast<Index>(std::ceil(std::sqrt(tau)));
  return few_states(q, root, root);
}

// Half as long blocks, ten slots: less again, and more run again.
Runner ten_slots(const Problem& q) {
  const double tau = static_cast<double>(q.x.n_slices);
  return few_states(q, static_cast<Index>(std::ceil(std::sqrt(tau) / 2)), 10);
}

// The products of InBlocks, with its shapes, and nothing else.
class Products {
 public:
  Products(const Problem& q, Index block)
      : q_(q),
        n_(q.x.n_cols),
        tau_(q.x.n_slices),
        block_(std::clamp<Index>(block, 1, tau_)),
        h_(q.p.W.n_rows, n_ * (tau_ + 1), arma::fill::ones),
        w_(q.p, n_ * block_) {
    prepare(q.p, n_, g_);
  }

  void operator()() {
    for (Index from = 0; from < tau_; from += block_)
      forward(from, std::min(from + block_, tau_));
    for (Index to = tau_, from; to > 0; to = from) {
      from = (to - 1) / block_ * block_;
      backward(from, to);
    }
  }

 private:
  void forward(Index from, Index to) {
    const cost::Parameters& p = q_.p;
    Matrix H = cost::columns(h_, n_ * (from + 1), n_ * (to + 1));
    multiply(p.U, As::is, cost::steps(q_.x, from, to), As::is, 0, H);
    for (Index t = from; t < to; ++t) {
      const Matrix before = cost::columns(h_, n_ * t, n_ * (t + 1));
      Matrix now = cost::columns(h_, n_ * (t + 1), n_ * (t + 2));
      multiply(p.W, As::is, before, As::is, 1, now);
    }
  }

  void backward(Index from, Index to) {
    const cost::Parameters& p = q_.p;
    const double keep = to < tau_;
    const Index all = n_ * (to - from);
    const Matrix H = cost::columns(h_, n_ * (from + 1), n_ * (to + 1));
    const Matrix G = cost::columns(h_, n_ * from, n_ * to);
    Matrix E = cost::columns(w_.E, 0, all), Z = cost::columns(w_.Z, 0, all);
    multiply(p.V, As::is, H, As::is, 0, E);
    multiply(E, As::is, H, As::transposed, keep, g_.dV);
    multiply(p.V, As::transposed, E, As::is, 0, Z);
    for (Index j = all; j > 0; j -= n_) {
      const Matrix dz = cost::columns(Z, j - n_, j);
      Matrix before = j > n_ ? cost::columns(Z, j - 2 * n_, j - n_)
                             : cost::columns(g_.dh0, 0, n_);
      multiply(p.W, As::transposed, dz, As::is, j > n_, before);
    }
    multiply(Z, As::is, G, As::transposed, keep, g_.dW);
    multiply(Z, As::is, cost::steps(q_.x, from, to), As::transposed, keep,
             g_.dU);
  }

  const Problem& q_;
  Index n_, tau_, block_;
  Matrix h_;
  cost::Workspace w_;
  Gradient g_;
};

Runner products(const Problem& q, Index block) {
  auto all = std::make_shared<Products>(q, block);
  return {[all] { (*all)(); }, {}};
}

}  // namespace

Runner in_blocks(const Problem& q) {
  return pass_of(
      q, std::make_shared<cost::InBlocks>(q.p, q.x.n_cols, q.x.n_slices));
}

std::string name_of(const Shape& s) {
  return fmt::format("{},{},{},{},{}", s.inputs, s.hidden, s.outputs, s.batch,
                     s.tau);
}

cost::Problem problem_of(const Shape& s) {
  return {s.inputs, s.hidden, s.outputs, s.batch, s.tau};
}

std::vector<Contender> own_contenders() {
  return {
      {"in blocks", "in blocks", in_blocks},
      {"products alone, whole", "floor",
       [](const Problem& q) { return products(q, q.x.n_slices); }},
      {"products alone, in blocks", "floor",
       [](const Problem& q) {
         return products(q, cost::block_of(q.x.n_cols));
       }},
      {"chapter 3", "chapter 3", by_chapter_3},
      {"checkpoints, every root", "every root", every_root},
      {"checkpoints, ten slots", "ten slots", ten_slots},
  };
}

Contender wrong_contender() {
  return {"wrong on purpose", "wrong", [](const Problem& q) {
            Runner wrong = in_blocks(q);
            const auto right = wrong.gradient;
            wrong.gradient = [right, &q] {
              Gradient g = right();
              g.dW -= g.dh0 * q.h0.t();  // as if h(0) reached no further
              return g;
            };
            return wrong;
          }};
}

}  // namespace unrolled::bench
