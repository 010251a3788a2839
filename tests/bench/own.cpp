// The book's own forms, and the floor: the same matrix products alone.
#include <fmt/format.h>

#include <cmath>

#include "tests/bench/bench.hpp"

namespace unrolled::bench {
namespace {

using cost::Gradient;
using cost::Problem;
using cost::Steps;

template <class Form>
Runner pass_of(const Problem& q, std::shared_ptr<Form> form) {
  auto g = std::make_shared<Gradient>();
  return {[=, &q] { (*form)(q.p, q.x, q.h0, q.loss(), *g); },
          [=] { return *g; }, form->stored()};
}

Runner by_chapter_3(const Problem& q) {
  auto g = std::make_shared<Gradient>();
  return {[=, &q] { *g = q.a_matrix_per_step(); }, [=] { return *g; }};
}

Runner few_states(const Problem& q, Index block, Index slots) {
  auto form = std::make_shared<cost::Checkpointed>(q.p, q.x.n(), q.x.steps(),
                                                   block, slots);
  Runner runner = pass_of(q, form);
  runner.blocks = [form] { return form->forward_blocks(); };
  runner.expected_blocks =
      cost::optimal_cost(form->blocks(), std::min(slots, form->blocks()));
  return runner;
}

// A slot for every block of sqrt(tau) steps.
Runner every_root(const Problem& q) {
  const double tau = static_cast<double>(q.x.steps());
  const auto root = static_cast<Index>(std::ceil(std::sqrt(tau)));
  return few_states(q, root, root);
}

// Half as long blocks, ten slots: less again, and more run again.
Runner ten_slots(const Problem& q) {
  const double tau = static_cast<double>(q.x.steps());
  return few_states(q, static_cast<Index>(std::ceil(std::sqrt(tau) / 2)), 10);
}

// The products of InBlocks, with its shapes, and nothing else.
class Products {
 public:
  Products(const Problem& q, Index block)
      : q_(q),
        x_(Steps::of(q.x)),
        n_(q.x.n()),
        tau_(q.x.steps()),
        block_(std::clamp<Index>(block, 1, tau_)),
        h_(q.p.W.n_rows, n_ * (tau_ + 1), arma::fill::ones),
        w_(q.p, n_ * block_) {
    prepare(q.p, n_, g_);
  }

  void operator()() {
    for (Index first = 1; first <= tau_; first += block_)
      forward(first, std::min(first + block_ - 1, tau_));
    for (Index last = tau_, first; last > 0; last = first - 1) {
      first = (last - 1) / block_ * block_ + 1;
      backward(first, last);
    }
  }

 private:
  void forward(Index first, Index last) {
    Steps h(h_.memptr(), h_.n_rows, n_, 0, tau_);
    Matrix H = h(first, last);
    H = q_.p.U * x_(first, last);
    for (Index t = first; t <= last; ++t) h(t) += q_.p.W * h(t - 1);
  }

  void backward(Index first, Index last) {
    const cost::Parameters& p = q_.p;
    Steps h(h_.memptr(), h_.n_rows, n_, 0, tau_);
    Steps dz(w_.Z.memptr(), w_.Z.n_rows, n_, first, last);
    const Matrix H = h(first, last), G = h(first - 1, last - 1);
    Matrix E(w_.E.memptr(), w_.E.n_rows, H.n_cols, false, true);
    Matrix Z = dz(first, last);
    E = p.V * H;
    g_.dV += E * H.t();
    Z = p.V.t() * E;
    for (Index t = last; t > first; --t) dz(t - 1) += p.W.t() * dz(t);
    g_.dh0 = p.W.t() * dz(first);
    g_.dW += Z * G.t();
    g_.dU += Z * x_(first, last).t();
  }

  const Problem& q_;
  const Steps x_;
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
  return pass_of(q,
                 std::make_shared<cost::InBlocks>(q.p, q.x.n(), q.x.steps()));
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
       [](const Problem& q) { return products(q, q.x.steps()); }},
      {"products alone, in blocks", "floor",
       [](const Problem& q) { return products(q, cost::block_of(q.x.n())); }},
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
